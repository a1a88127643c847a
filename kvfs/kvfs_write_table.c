/* kvfs_write_table.c - kvfs.h's structs as the image holds them, behind one another (FORMAT.md).
 *
 * They are filled in as what they are, in the host's own layout: the host that writes them and the image that
 * reads them are the same machine, x86-64. Pointers hold addresses in the image, where all of it has its
 * place already: the tables begin where the payload ends.
 */
#include "kvfs_write_parts.h"

#include <stdlib.h>
#include <string.h>

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the image's byte order");
_Static_assert(sizeof(void *) == 8 && sizeof(size_t) == 8, "the image's addresses");
_Static_assert(sizeof(struct kvfs_site) == 64, "FORMAT.md");
_Static_assert(sizeof(struct kvfs_resource) == 152, "FORMAT.md");
_Static_assert(sizeof(struct kvfs_representation) == 64, "FORMAT.md");

#define ETAG_AT  6u  /* behind "ETag: " */
#define ETAG_LEN 34u /* 32 digits and the quotes */

/* The parts of the tables, and how far the strings have got. */
struct filling {
    uint64_t payload; /* addresses in the image */
    uint64_t tables;
    uint8_t *bytes;
    struct kvfs_resource *resources; /* at the start of the bytes, and the 404 page behind the last */
    uint32_t *seeds;
    char *strings;
};

/* What in the image will point to this place in the tables. */
static const void *address_of(const struct filling *f, const void *place)
{
    return (const void *)(uintptr_t)(f->tables + (uint64_t)((const uint8_t *)place - f->bytes));
}

static const char *put_string(struct filling *f, const char *text, size_t len)
{
    const char *address = address_of(f, f->strings);

    memcpy(f->strings, text, len);
    f->strings += len;
    return address;
}

static struct span span_at(const struct filling *f, uint64_t offset, uint64_t len)
{
    return (struct span){(const uint8_t *)(uintptr_t)(f->payload + offset), len};
}

static void put_representation(const struct filling *f, struct kvfs_representation *rep,
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

static void put_resource(struct filling *f, struct kvfs_resource *resource, const struct write_entry *entry,
                         const struct write_entry *target)
{
    resource->path = put_string(f, entry->path, entry->path_len);
    resource->path_len = (uint32_t)entry->path_len;
    resource->kind = target->kind == WRITE_REDIRECT ? KVFS_REDIRECT : KVFS_FILE;
    resource->last_modified_s = (uint64_t)target->last_modified_s;
    put_representation(f, &resource->identity, &target->identity);
    put_representation(f, &resource->gzip, &target->gzip);
}

static void put_site(struct filling *f, const struct kvfs_write *w, uint32_t bucket_count,
                     struct kvfs_write_totals *totals)
{
    totals->site = (struct kvfs_site){
        .resources = address_of(f, f->resources),
        .seeds = address_of(f, f->seeds),
        .resource_count = (uint32_t)w->entry_count,
        .bucket_count = bucket_count,
        .not_found = address_of(f, &f->resources[w->entry_count]),
        .title = put_string(f, w->title, strlen(w->title) + 1),
        .generator = put_string(f, w->generator, strlen(w->generator) + 1),
        .page_count = (uint32_t)totals->page_count,
        .content_len = totals->payload_len,
    };
}

static size_t strings_len(const struct kvfs_write *w)
{
    size_t len = strlen(w->title) + 1 + strlen(w->generator) + 1 + w->not_found.path_len;

    for (size_t i = 0; i < w->entry_count; i++)
        len += w->entries[i].path_len;
    return len;
}

/* Room for everything, and where the parts begin. */
static bool lay_out(struct filling *f, const struct kvfs_write *w, uint32_t bucket_count, size_t *len)
{
    size_t seeds_at = (w->entry_count + 1) * sizeof(struct kvfs_resource);
    size_t strings_at = seeds_at + bucket_count * sizeof(uint32_t);

    *len = strings_at + strings_len(w);
    f->bytes = calloc(*len, 1);
    if (f->bytes == NULL)
        return false;
    f->resources = (struct kvfs_resource *)(void *)f->bytes;
    f->seeds = (uint32_t *)(void *)(f->bytes + seeds_at);
    f->strings = (char *)f->bytes + strings_at;
    return true;
}

uint8_t *kvfs_write_tables(const struct kvfs_write *w, const struct write_places *places,
                           struct kvfs_write_totals *totals, size_t *len)
{
    struct filling f = {.payload = w->image.address, .tables = w->image.address + totals->payload_len};

    if (!lay_out(&f, w, places->bucket_count, len))
        return NULL;
    put_site(&f, w, places->bucket_count, totals);
    for (size_t slot = 0; slot < w->entry_count; slot++) {
        const struct write_entry *entry = places->at_slot[slot];

        put_resource(&f, &f.resources[slot], entry, &w->entries[entry->target]);
    }
    put_resource(&f, &f.resources[w->entry_count], &w->not_found, &w->not_found);
    memcpy(f.seeds, places->seeds, places->bucket_count * sizeof(uint32_t));
    return f.bytes;
}
