/* changes.h - the pages of a bake on their way into a previewed image: each gets the reload script, and is
 * compared with what it was in the bake before.
 *
 * Layer     sitegen/preview; above reload_text.h, store.h
 * Memory    the digests of the last good bake lie in a file without a name, which bakes, each a process of
 *           its own, hand on to each other
 * Threads   pages are handed over by several at once
 */
#ifndef SITEGEN_PREVIEW_CHANGES_H
#define SITEGEN_PREVIEW_CHANGES_H

#include "site.h"
#include "store.h"

struct changes_record; /* what one address led to */

/* What the file starts with: about the last good bake. */
struct changes_totals {
    uint64_t record_count; /* what follows: sorted by address */
    uint64_t page_count;
    uint64_t changed_page_count; /* new ones too */
    uint64_t changed_file_count;
};

struct changes {
    struct site_output output; /* stands before image */
    struct site_output *image;
    struct store *kept; /* gets pages as they are without the script; may be NULL */
    unsigned port;      /* the side port, which the script listens to */
    int fd;             /* the file */
    struct changes_record *before;
    size_t before_count;
    struct changes_record *now;
    size_t now_count;
    size_t now_cap;
    struct changes_totals totals;
    pthread_mutex_t lock;
    struct pool pool;
};

/* Start a bake. fd is a file for reading and writing, empty at first; the caller's. */
void changes_open(struct changes *changes, int fd, unsigned port);

/* Stand between a bake and its image: a bake_wrap (cli/cli.h) whose context is a struct changes. */
struct site_output *changes_wrap(void *context, struct site_output *image, struct store *kept);

/* ok: the bake went well, and the next one is compared with it. */
void changes_close(struct changes *changes, bool ok);

/* What the last good bake has left in the file. Returns false when there was none. */
bool changes_read(int fd, struct changes_totals *totals);

#endif
