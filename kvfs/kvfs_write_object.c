/* kvfs_write_object.c - the generated object, from the entries in the order of adding to the two files.
 * FORMAT.md describes it for its readers. */
#include "kvfs_write_parts.h"

#include "kvfs.h"

#include <stdlib.h>
#include <string.h>

#define PATHS_PER_BUCKET 3u /* kvfs_write_place.c says why */

/* The object in the making: what order the entries stand in, and where. */
struct object {
    struct kvfs_write *w;
    uint32_t *slots;             /* slots[i]: of sorted[i] */
    struct write_entry **sorted; /* entries by path */
    struct write_places places;
};

static int by_path(const void *a, const void *b)
{
    return strcmp((*(struct write_entry *const *)a)->path, (*(struct write_entry *const *)b)->path);
}

/* The order of adding ends here: payload and table follow the order of the paths. */
static bool sort_entries(struct object *o)
{
    size_t count = o->w->entry_count;

    o->sorted = calloc(count + 1, sizeof(struct write_entry *));
    if (o->sorted == NULL)
        return kvfs_write_fail(o->w, "out of memory");
    for (size_t i = 0; i < count; i++)
        o->sorted[i] = &o->w->entries[i];
    qsort(o->sorted, count, sizeof(struct write_entry *), by_path);
    return true;
}

static bool write_payload(struct object *o, struct kvfs_write_totals *totals)
{
    struct kvfs_write *w = o->w;

    if (!kvfs_write_payload_entry(w, &w->not_found))
        return false;
    totals->identity_len = w->not_found.identity.body_len;
    totals->gzip_len = w->not_found.gzip.body_len;
    totals->resource_count = w->entry_count;
    for (size_t i = 0; i < w->entry_count; i++) {
        struct write_entry *entry = o->sorted[i];

        if (&w->entries[entry->target] == entry && !kvfs_write_payload_entry(w, entry))
            return false;
        totals->page_count += entry->is_page;
        totals->identity_len += entry->identity.body_len;
        totals->gzip_len += entry->gzip.body_len;
    }
    if (!kvfs_write_payload_end(w))
        return false;
    totals->payload_len = w->payload_len;
    return true;
}

static bool place_entries(struct object *o)
{
    uint32_t count = (uint32_t)o->w->entry_count;
    uint64_t *hashes = calloc(count + 1u, sizeof(*hashes));
    bool placed = false;

    o->places.bucket_count = count / PATHS_PER_BUCKET + 1;
    o->places.seeds = calloc(o->places.bucket_count, sizeof(*o->places.seeds));
    o->slots = calloc(count + 1u, sizeof(*o->slots));
    o->places.at_slot = calloc(count + 1u, sizeof(struct write_entry *));
    if (hashes != NULL && o->places.seeds != NULL && o->slots != NULL && o->places.at_slot != NULL) {
        for (uint32_t i = 0; i < count; i++)
            hashes[i] = o->sorted[i]->hash;
        placed = kvfs_write_place(hashes, count, o->places.bucket_count, o->places.seeds, o->slots);
    }
    for (uint32_t i = 0; placed && i < count; i++)
        o->places.at_slot[o->slots[i]] = o->sorted[i];
    free(hashes);
    return placed || kvfs_write_fail(o->w, "out of memory while placing %u paths", count);
}

static bool write_object(struct object *o, const char *object_path, const struct kvfs_write_totals *totals)
{
    struct write_table table;
    bool written;

    if (!kvfs_write_table(&table, o->w, &o->places, totals))
        return kvfs_write_fail(o->w, "out of memory");
    written = kvfs_write_elf(o->w, object_path, &table);
    kvfs_write_table_free(&table);
    return written;
}

bool kvfs_write_object(struct kvfs_write *w, const char *object_path, struct kvfs_write_totals *totals)
{
    struct object o = {.w = w};
    bool written;

    memset(totals, 0, sizeof(*totals));
    if (w->finished)
        return kvfs_write_fail(w, "%s: the object was written already", object_path);
    w->finished = true;
    if (w->not_found.path == NULL)
        return kvfs_write_fail(w, "%s: there is no 404 page", object_path);
    if (w->entry_count >= KVFS_SEED_DIRECT)
        return kvfs_write_fail(w, "%s: too many resources", object_path);
    written = sort_entries(&o) && write_payload(&o, totals) && place_entries(&o) &&
              write_object(&o, object_path, totals);
    free(o.sorted);
    free(o.places.seeds);
    free(o.slots);
    free(o.places.at_slot);
    return written;
}
