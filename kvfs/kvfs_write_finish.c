/* kvfs_write_finish.c - from the entries in the order of adding to what lies in the image, which FORMAT.md
 * describes for its readers. */
#include "kvfs_write_parts.h"

#include <stdlib.h>
#include <string.h>

#define PATHS_PER_BUCKET 3u /* kvfs_write_place.c says why */

/* The site in the making: what order the entries stand in, and where. */
struct making {
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
static bool sort_entries(struct making *m)
{
    size_t count = m->w->entry_count;

    m->sorted = calloc(count + 1, sizeof(struct write_entry *));
    if (m->sorted == NULL)
        return kvfs_write_fail(m->w, "out of memory");
    for (size_t i = 0; i < count; i++)
        m->sorted[i] = &m->w->entries[i];
    qsort(m->sorted, count, sizeof(struct write_entry *), by_path);
    return true;
}

/* As far as it is known before. */
static uint64_t body_total(const struct making *m)
{
    uint64_t total = 0;

    for (size_t i = 0; i < m->w->entry_count; i++)
        total += m->w->entries[i].body_len + m->w->entries[i].packed.len;
    return total;
}

static bool write_payload(struct making *m, struct kvfs_write_totals *totals)
{
    struct kvfs_write *w = m->w;

    kvfs_write_out_expect(w, body_total(m));
    if (!kvfs_write_payload_entry(w, &w->not_found))
        return false;
    totals->identity_len = w->not_found.identity.body_len;
    totals->gzip_len = w->not_found.gzip.body_len;
    totals->resource_count = w->entry_count;
    for (size_t i = 0; i < w->entry_count; i++) {
        struct write_entry *entry = m->sorted[i];

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

static bool place_entries(struct making *m)
{
    uint32_t count = (uint32_t)m->w->entry_count;
    uint64_t *hashes = calloc(count + 1u, sizeof(*hashes));
    bool placed = false;

    m->places.bucket_count = count / PATHS_PER_BUCKET + 1;
    m->places.seeds = calloc(m->places.bucket_count, sizeof(*m->places.seeds));
    m->slots = calloc(count + 1u, sizeof(*m->slots));
    m->places.at_slot = calloc(count + 1u, sizeof(struct write_entry *));
    if (hashes != NULL && m->places.seeds != NULL && m->slots != NULL && m->places.at_slot != NULL) {
        for (uint32_t i = 0; i < count; i++)
            hashes[i] = m->sorted[i]->hash;
        placed = kvfs_write_place(hashes, count, m->places.bucket_count, m->places.seeds, m->slots);
    }
    for (uint32_t i = 0; placed && i < count; i++)
        m->places.at_slot[m->slots[i]] = m->sorted[i];
    free(hashes);
    return placed || kvfs_write_fail(m->w, "out of memory while placing %u paths", count);
}

static bool write_tables(struct making *m, struct kvfs_write_totals *totals)
{
    const struct kvfs_write_image *image = &m->w->image;
    size_t len;
    uint8_t *tables = kvfs_write_tables(m->w, &m->places, totals, &len);
    bool written;

    if (tables == NULL)
        return kvfs_write_fail(m->w, "out of memory");
    written = kvfs_write_pwrite(m->w, image->fd, image->offset + totals->payload_len, tables, len);
    free(tables);
    totals->tables_len = len;
    return written;
}

bool kvfs_write_finish(struct kvfs_write *w, struct kvfs_write_totals *totals)
{
    struct making m = {.w = w};
    bool written;

    memset(totals, 0, sizeof(*totals));
    if (w->finished)
        return kvfs_write_fail(w, "%s: the site was written already", w->image_path);
    w->finished = true;
    if (w->not_found.path == NULL)
        return kvfs_write_fail(w, "%s: there is no 404 page", w->image_path);
    if (w->entry_count >= KVFS_SEED_DIRECT)
        return kvfs_write_fail(w, "%s: too many resources", w->image_path);
    written = sort_entries(&m) && write_payload(&m, totals) && place_entries(&m) && write_tables(&m, totals);
    free(m.sorted);
    free(m.places.seeds);
    free(m.slots);
    free(m.places.at_slot);
    return written;
}
