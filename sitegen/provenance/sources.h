/* sources.h - which files of the author's folder a bake has read, and what was in them.
 *
 * Layer     sitegen/provenance; follows files.h while it is open
 * Paths     relative to the folder, so that it may lie anywhere. What lies outside of it (the built-in
 *           themes) or in .git is not listed
 * Order     by the bytes of the paths: the same whatever was read first
 * Threads   one list at a time; files may be read by any number
 */
#ifndef SITEGEN_PROVENANCE_SOURCES_H
#define SITEGEN_PROVENANCE_SOURCES_H

#include "digest.h"
#include "files.h"
#include "site.h"

#include <pthread.h>

struct source {
    struct str path; /* "_posts/2026-01-31-a.md" */
    const char *full;
    uint64_t len;
    int64_t modified_s; /* as the bake took it */
    bool has_modified;  /* it is a page or a file of the site, whose time is shown to clients */
    bool has_sum;
    struct digest_sum sum;
};

struct sources {
    struct files_watch watch;
    const char *dir;
    char *real_dir;
    const struct source *times; /* when files were changed, in place of what the system says, by path */
    size_t time_count;
    struct pool pool;
    struct hash *index;    /* path -> number in list */
    struct source **list;  /* each where it is for good */
    size_t count;
    size_t cap;
    pthread_mutex_t lock; /* for index, list and pool */
};

/* times may be NULL, and stay the caller's. */
void sources_open(struct sources *sources, const char *dir, const struct source *times, size_t time_count);

/* The site was built: add what was carried without being read as a text, and sort. Returns false when a file
 * is not there any more, which is reported. */
bool sources_finish(struct sources *sources, const struct site *site, struct diag *diag);

void sources_close(struct sources *sources);

#endif
