/* unfinished.h - a file that appears under its name only when it is whole.
 *
 * Layer     sitegen/deploy
 * Errors    are said, with the file's name
 */
#ifndef SITEGEN_DEPLOY_UNFINISHED_H
#define SITEGEN_DEPLOY_UNFINISHED_H

#include "pool.h"
#include "str.h"

#include <sys/types.h>

struct unfinished {
    const char *path; /* what it is to be */
    char *name;       /* what it is meanwhile, in the same folder; NULL: it is not there */
    int fd;
};

/* An empty file, to be written through fd. A device or folder is not replaced. */
bool unfinished_open(struct unfinished *file, const char *path, struct pool *pool);

/* Say that the file cannot be written, and why (errno). Returns false. */
bool unfinished_fail(const struct unfinished *file);

/* It is whole: it replaces what was there, with the rights that a new file has. */
bool unfinished_keep(struct unfinished *file);

/* Remove it, unless it was kept. */
void unfinished_drop(struct unfinished *file);

/* What the user's umask leaves of them. */
mode_t unfinished_rights(mode_t mode);

/* All of it at once. */
bool unfinished_text(const char *path, struct str text, struct pool *pool);

#endif
