/* kvfs_write_table.c - kvfs.h's structs as the image will hold them, behind one another (FORMAT.md).
 *
 * They are filled in as what they are, in the host's own layout: the host that writes them and the image that
 * reads them are the same machine, x86-64. An address is not known before the image is linked, so its field
 * stays 0 and a relocation takes note of it.
 */
#include "kvfs_write_parts.h"

#include "kvfs.h"

#include <stdlib.h>
#include <string.h>

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the image's byte order");
_Static_assert(sizeof(void *) == 8 && sizeof(size_t) == 8, "the image's addresses");
_Static_assert(sizeof(struct kvfs_site) == 64, "FORMAT.md");
_Static_assert(sizeof(struct kvfs_resource) == 152, "FORMAT.md");
_Static_assert(sizeof(struct kvfs_representation) == 64, "FORMAT.md");

#define ETAG_AT  6u  /* behind "ETag: " */
#define ETAG_LEN 34u /* 32 digits and the quotes */

#define RESOURCE_ADDRESSES_MAX 9u /* the path, and four in each of two representations */
#define SITE_ADDRESSES         5u

/* The parts of the table, and how far the strings have got. */
struct filling {
    struct write_table *table;
    struct kvfs_site *site;
    struct kvfs_resource *resources; /* and the 404 page behind the last */
    uint32_t *seeds;
    char *strings;
};

/* The field is to hold the address of a symbol plus so many bytes. */
static void relocate(struct filling *f, const void *field, enum write_symbol symbol, uint64_t addend)
{
    struct write_table *table = f->table;

    table->relocations[table->relocation_count++] = (Elf64_Rela){
        .r_offset = (Elf64_Addr)((const uint8_t *)field - table->bytes),
        .r_info = ELF64_R_INFO((Elf64_Xword)symbol, R_X86_64_64),
        .r_addend = (Elf64_Sxword)addend,
    };
}

static void point(struct filling *f, const void *field, const void *target)
{
    relocate(f, field, WRITE_SYMBOL_RODATA, (uint64_t)((const uint8_t *)target - f->table->bytes));
}

static void put_string(struct filling *f, const void *field, const char *text, size_t len)
{
    memcpy(f->strings, text, len);
    point(f, field, f->strings);
    f->strings += len;
}

static void put_span(struct filling *f, struct span *span, uint64_t offset, uint64_t len)
{
    relocate(f, &span->bytes, WRITE_SYMBOL_PAYLOAD, offset);
    span->len = len;
}

static void put_representation(struct filling *f, struct kvfs_representation *rep,
                               const struct write_rep *from)
{
    uint64_t body = from->offset + from->head_len;

    if (from->head_len == 0)
        return;
    put_span(f, &rep->head, from->offset, from->head_len);
    put_span(f, &rep->body, body, from->body_len);
    if (from->tail_len == 0)
        return;
    put_span(f, &rep->head_304, body - from->tail_len, from->tail_len);
    put_span(f, &rep->etag, body - from->tail_len + ETAG_AT, ETAG_LEN);
}

static void put_resource(struct filling *f, struct kvfs_resource *resource, const struct write_entry *entry,
                         const struct write_entry *target)
{
    put_string(f, &resource->path, entry->path, entry->path_len);
    resource->path_len = (uint32_t)entry->path_len;
    resource->kind = target->kind == WRITE_REDIRECT ? KVFS_REDIRECT : KVFS_FILE;
    resource->last_modified_s = (uint64_t)target->last_modified_s;
    put_representation(f, &resource->identity, &target->identity);
    put_representation(f, &resource->gzip, &target->gzip);
}

static void put_site(struct filling *f, const struct kvfs_write *w, uint32_t bucket_count,
                     const struct kvfs_write_totals *totals)
{
    struct kvfs_site *site = f->site;

    point(f, &site->resources, f->resources);
    point(f, &site->seeds, f->seeds);
    site->resource_count = (uint32_t)w->entry_count;
    site->bucket_count = bucket_count;
    point(f, &site->not_found, &f->resources[w->entry_count]);
    put_string(f, &site->title, w->title, strlen(w->title) + 1);
    put_string(f, &site->generator, w->generator, strlen(w->generator) + 1);
    site->page_count = (uint32_t)totals->page_count;
    site->content_len = totals->payload_len;
}

static size_t strings_len(const struct kvfs_write *w)
{
    size_t len = strlen(w->title) + 1 + strlen(w->generator) + 1 + w->not_found.path_len;

    for (size_t i = 0; i < w->entry_count; i++)
        len += w->entries[i].path_len;
    return len;
}

/* Room for everything, and where the parts begin. */
static bool lay_out(struct filling *f, const struct kvfs_write *w, uint32_t bucket_count)
{
    struct write_table *table = f->table;
    size_t seeds_at = sizeof(struct kvfs_site) + (w->entry_count + 1) * sizeof(struct kvfs_resource);
    size_t strings_at = seeds_at + bucket_count * sizeof(uint32_t);

    table->len = strings_at + strings_len(w);
    table->bytes = calloc(table->len, 1);
    table->relocations = calloc(SITE_ADDRESSES + (w->entry_count + 1) * RESOURCE_ADDRESSES_MAX,
                                sizeof(*table->relocations));
    if (table->bytes == NULL || table->relocations == NULL) {
        kvfs_write_table_free(table);
        return false;
    }
    f->site = (struct kvfs_site *)(void *)table->bytes;
    f->resources = (struct kvfs_resource *)(void *)(table->bytes + sizeof(struct kvfs_site));
    f->seeds = (uint32_t *)(void *)(table->bytes + seeds_at);
    f->strings = (char *)table->bytes + strings_at;
    return true;
}

bool kvfs_write_table(struct write_table *table, const struct kvfs_write *w,
                      const struct write_places *places, const struct kvfs_write_totals *totals)
{
    struct filling f = {.table = table};

    *table = (struct write_table){0};
    if (!lay_out(&f, w, places->bucket_count))
        return false;
    put_site(&f, w, places->bucket_count, totals);
    for (size_t slot = 0; slot < w->entry_count; slot++) {
        const struct write_entry *entry = places->at_slot[slot];

        put_resource(&f, &f.resources[slot], entry, &w->entries[entry->target]);
    }
    put_resource(&f, &f.resources[w->entry_count], &w->not_found, &w->not_found);
    memcpy(f.seeds, places->seeds, places->bucket_count * sizeof(uint32_t));
    return true;
}

void kvfs_write_table_free(struct write_table *table)
{
    free(table->bytes);
    free(table->relocations);
    *table = (struct write_table){0};
}
