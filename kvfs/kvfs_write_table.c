/* kvfs_write_table.c - kvfs.h's structs as the image holds them, behind one another (FORMAT.md).
 *
 * They are filled in as what they are, in the host's own layout: the host that writes them and the image that
 * reads them are the same machine, x86-64. Pointers hold addresses in the image, where all of it has its
 * place already: the tables begin where the payload ends.
 */
#include "kvfs_write_parts.h"

#include <string.h>

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the image's byte order");
_Static_assert(sizeof(void *) == 8 && sizeof(size_t) == 8, "the image's addresses");
_Static_assert(sizeof(struct kvfs_site) == 64, "FORMAT.md");
_Static_assert(sizeof(struct kvfs_resource) == 152, "FORMAT.md");
_Static_assert(sizeof(struct kvfs_representation) == 64, "FORMAT.md");

#define ETAG_AT  6u  /* behind "ETag: " */
#define ETAG_LEN 34u /* 32 digits and the quotes */

#define AHEAD 16u /* slots whose entries are asked of memory before it is their turn: they lie anywhere */

/* What is written next, and where the strings that follow will lie. */
struct filling {
    struct kvfs_write *w;
    uint64_t at;      /* offset behind the start of the payload */
    uint64_t strings; /* address in the image of the next string */
    bool failed;
};

static uint64_t address_of(const struct filling *f, uint64_t offset)
{
    return f->w->image.address + offset;
}

static const void *pointer_to(uint64_t address)
{
    return (const void *)(uintptr_t)address;
}

static void put(struct filling *f, const void *bytes, size_t len)
{
    for (size_t done = 0; done < len && !f->failed;) {
        size_t piece = len - done < WRITE_PIECE ? len - done : WRITE_PIECE;
        uint8_t *to = kvfs_write_out_room(f->w, f->at, piece);

        f->failed = to == NULL;
        if (to != NULL)
            memcpy(to, (const uint8_t *)bytes + done, piece);
        f->at += piece;
        done += piece;
    }
}

static const char *place_string(struct filling *f, size_t len)
{
    uint64_t address = f->strings;

    f->strings += len;
    return pointer_to(address);
}

static struct span span_at(const struct filling *f, uint64_t offset, uint64_t len)
{
    return (struct span){pointer_to(address_of(f, offset)), len};
}

static void fill_representation(const struct filling *f, struct kvfs_representation *rep,
                                const struct write_rep *from)
{
    uint64_t body = from->offset + from->head_len;

    if (from->head_len == 0)
        return;
    rep->head = span_at(f, from->offset, from->head_len);
    rep->body = span_at(f, body, from->body_len);
    if (from->tail_len == 0)
        return;
    rep->head_304 = span_at(f, body - from->tail_len, from->tail_len);
    rep->etag = span_at(f, body - from->tail_len + ETAG_AT, ETAG_LEN);
}

static void put_resource(struct filling *f, const struct write_entry *entry, const struct write_entry *target)
{
    struct kvfs_resource resource = {
        .path = place_string(f, entry->path_len),
        .path_len = entry->path_len,
        .kind = target->kind == WRITE_REDIRECT ? KVFS_REDIRECT : KVFS_FILE,
        .last_modified_s = (uint64_t)target->last_modified_s,
    };

    fill_representation(f, &resource.identity, &target->identity);
    fill_representation(f, &resource.gzip, &target->gzip);
    put(f, &resource, sizeof(resource));
}

static void put_resources(struct filling *f, const struct write_places *places)
{
    const struct kvfs_write *w = f->w;

    for (size_t slot = 0; slot < w->entry_count; slot++) {
        const struct write_entry *entry = places->at_slot[slot];

        if (slot + AHEAD < w->entry_count)
            __builtin_prefetch(places->at_slot[slot + AHEAD]);
        put_resource(f, entry, &w->entries[entry->target]);
    }
    put_resource(f, &w->not_found, &w->not_found);
}

static void put_strings(struct filling *f, const struct write_places *places)
{
    const struct kvfs_write *w = f->w;

    put(f, w->title, strlen(w->title) + 1);
    put(f, w->generator, strlen(w->generator) + 1);
    for (size_t slot = 0; slot < w->entry_count; slot++)
        put(f, places->at_slot[slot]->path, places->at_slot[slot]->path_len);
}

bool kvfs_write_tables(struct kvfs_write *w, const struct write_places *places, struct kvfs_write_totals *totals)
{
    uint64_t resources = totals->payload_len;
    uint64_t seeds = resources + (w->entry_count + 1) * sizeof(struct kvfs_resource);
    uint64_t strings = seeds + places->bucket_count * sizeof(uint32_t);
    struct filling f = {.w = w, .at = resources, .strings = w->image.address + strings};
    const char *title = place_string(&f, strlen(w->title) + 1);
    const char *generator = place_string(&f, strlen(w->generator) + 1);

    totals->site = (struct kvfs_site){
        .resources = pointer_to(address_of(&f, resources)),
        .seeds = pointer_to(address_of(&f, seeds)),
        .resource_count = (uint32_t)w->entry_count,
        .bucket_count = places->bucket_count,
        .not_found = pointer_to(address_of(&f, seeds - sizeof(struct kvfs_resource))),
        .title = title,
        .generator = generator,
        .page_count = (uint32_t)totals->page_count,
        .content_len = totals->payload_len,
    };
    put_resources(&f, places);
    put(&f, places->seeds, places->bucket_count * sizeof(uint32_t));
    put_strings(&f, places);
    totals->tables_len = f.at - resources;
    return !f.failed;
}
