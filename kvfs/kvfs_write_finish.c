/* kvfs_write_finish.c - what all entries are needed for: each path gets its slot, and the tables are written. */
#include "kvfs_write_parts.h"

#include <stdlib.h>
#include <string.h>

#define PATHS_PER_BUCKET 3u /* kvfs_write_place.c says why */

static void add_up(const struct kvfs_write *w, struct kvfs_write_totals *totals)
{
    totals->payload_len = w->payload_len;
    totals->resource_count = w->entry_count;
    totals->identity_len = w->not_found.identity.body_len;
    totals->gzip_len = w->not_found.gzip.body_len;
    for (size_t i = 0; i < w->entry_count; i++) {
        totals->page_count += w->entries[i].is_page;
        totals->identity_len += w->entries[i].identity.body_len;
        totals->gzip_len += w->entries[i].gzip.body_len;
    }
}

/* Which slot a path gets does not depend on the order in which they were added (kvfs_write_place.c). */
static bool place_entries(struct kvfs_write *w, struct write_places *places)
{
    uint32_t count = (uint32_t)w->entry_count;
    uint64_t *hashes = calloc(count + 1u, sizeof(*hashes));
    uint32_t *slots = calloc(count + 1u, sizeof(*slots));
    bool placed = false;

    places->bucket_count = count / PATHS_PER_BUCKET + 1;
    places->seeds = calloc(places->bucket_count, sizeof(*places->seeds));
    places->at_slot = calloc(count + 1u, sizeof(*places->at_slot));
    if (hashes != NULL && slots != NULL && places->seeds != NULL && places->at_slot != NULL) {
        for (uint32_t i = 0; i < count; i++)
            hashes[i] = w->entries[i].hash;
        placed = kvfs_write_place(hashes, count, places->bucket_count, places->seeds, slots);
    }
    for (uint32_t i = 0; placed && i < count; i++)
        places->at_slot[slots[i]] = &w->entries[i];
    free(hashes);
    free(slots);
    return placed || kvfs_write_fail(w, "out of memory while placing %u paths", count);
}

bool kvfs_write_finish(struct kvfs_write *w, struct kvfs_write_totals *totals)
{
    struct write_places places = {0};
    bool written;

    memset(totals, 0, sizeof(*totals));
    if (w->finished)
        return kvfs_write_fail(w, "%s: the site was written already", w->image_path);
    w->finished = true;
    if (w->entry_count >= KVFS_SEED_DIRECT)
        return kvfs_write_fail(w, "%s: too many resources", w->image_path);
    written = kvfs_write_flush_all(w);
    if (written) {
        add_up(w, totals);
        written = place_entries(w, &places) && kvfs_write_tables(w, &places, totals) && kvfs_write_out_end(w);
    }
    free(places.seeds);
    free(places.at_slot);
    return written;
}
