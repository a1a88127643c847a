/* pack.h - the site as one file: the appliance, and what kvfs_write lays behind it.
 *
 * Layer     sitegen; below it kvfs_write
 * Threads   workers hand entries over, in the order in which the image holds them, as near as may be; a thread beside
 *           them gives the writer what is whole from the start on, so that the disk works while pages are made
 * Output    made in a temporary file beside the image, and renamed onto it when it is whole: the previous
 *           image stays until then, whatever happens
 */
#ifndef SITEGEN_PACK_H
#define SITEGEN_PACK_H

#include "elf_image.h"
#include "provenance/sources.h"
#include "site.h"
#include "store.h"
#include "workers.h"

#include <stdatomic.h>

/* A worker's own. */
struct pack_lane {
    struct kvfs_deflate *deflater;
    struct pool pool;             /* of the entry at hand */
    struct pool lasting;          /* of those that follow */
    struct pack_taken *taken;     /* of the item at hand: the first */
    struct pack_taken **taken_to; /* where the next goes */
};

/* What the workers have made, on its way to the writer (pack_feed.c). */
struct pack_feed {
    size_t item_count;
    struct pack_taken **taken; /* what stands at each place of the order has become this */
    atomic_uint *missing;      /* of each block of places: how many are not done */
    pthread_mutex_t lock;      /* for waiting only */
    pthread_cond_t block_done;
    atomic_bool stopped;
    bool is_whole; /* the writer has all */
    struct aside aside;
};

struct pack_output {
    struct site_output output;
    struct site *site;
    struct diag *diag;
    const char *lib;   /* see lib.h */
    const char *image; /* where it goes */
    struct store *store; /* bodies that were made in memory, and gzip forms; the caller's */
    struct pack_lane lanes[WORKERS_MAX];
    struct pool pool; /* this and the writer are the feed's, while it runs */
    struct kvfs_write *writer;
    struct pack_feed feed;
    struct elf_image elf;
    struct text note; /* see provenance.h */
    const char *unfinished; /* the temporary file's name */
    int fd;                 /* and the file itself */
};

struct pack_totals {
    struct kvfs_write_totals kvfs;
    uint64_t image_len; /* bytes */
};

/* Returns false, with the reason in diag. */
bool pack_open(struct pack_output *pack, struct site *site, struct store *store, const char *lib,
               const char *image);

/* Write the rest of what the build handed over, beside the image; and let it become the image.
 *
 * previous  is set to the image that was there before, for the caller to close: a file system may take longer to give
 *           its room back than for all else here. -1: there was none
 */
bool pack_write(struct pack_output *pack, struct sources *sources, struct pack_totals *totals);
bool pack_finish(struct pack_output *pack, struct pack_totals *totals, int *previous);

void pack_close(struct pack_output *pack); /* in any case; removes what is temporary */

#endif
