/* files.h - the few things that the tool does with files, with their errors as text.
 *
 * Layer     sitegen
 * Errors    a function that returns false has set errno
 */
#ifndef SITEGEN_FILES_H
#define SITEGEN_FILES_H

#include "digest.h"
#include "pool.h"

#include <stdint.h>
#include <sys/types.h>

#define FILES_TEXT_MAX (64u * 1024u * 1024u) /* bytes: a text larger than this is not a page (EFBIG) */

/* Read a whole text, NUL-terminated behind content->len. */
bool files_read(const char *path, struct pool *pool, struct str *content);

/* The same, and the caller says files_known() of it. */
bool files_read_unseen(const char *path, struct pool *pool, struct str *content);

/* The first len bytes at most: enough to see what a file is. */
bool files_head(const char *path, void *buf, size_t cap, size_t *len);

/* Who follows what is read, and when that was changed. Functions that are NULL are not called.
 *
 * Threads   both are called by any number at once; files_watch() itself by none */
struct files_watch {
    /* A file was read whole, by files_read(); or by somebody else, who told files_named(). */
    void (*read)(struct files_watch *watch, const char *path, struct str content);
    void (*named)(struct files_watch *watch, const char *path);
    /* A file need not be read, for what is in it is known. */
    void (*known)(struct files_watch *watch, const char *path, const struct digest_sum *sum, uint64_t len);
    /* Another answer of files_modified_s(). */
    int64_t (*modified_s)(struct files_watch *watch, const char *path, int64_t modified_s);
};
void files_watch(struct files_watch *watch); /* from now on; NULL: nobody does */

/* A library has read this file. */
void files_named(const char *path);

/* This file is taken as read: it has so many bytes, of which this is the digest. */
void files_known(const char *path, const struct digest_sum *sum, uint64_t len);

/* When a file was changed, in seconds since 1970: as its system says, unless the watch knows better. */
int64_t files_modified_s(const char *path, int64_t modified_s);

/* Tells whether a text is as it was. */
uint64_t files_sum(struct str content);

bool files_write(const char *path, struct str content, mode_t mode);
bool files_copy(const char *from, const char *to);

/* Append the whole of from to the open file to_fd, in pieces. Returns the number of bytes, -1 on error. */
int64_t files_append(const char *from, int to_fd);
bool files_write_all(int fd, const void *bytes, size_t len);

/* Make the folders that path leads through (not its last component). */
bool files_make_parents(const char *path);
bool files_exists(const char *path);

/* "a/b" of "a" and "b"; "b" where dir is "." or empty. */
char *files_join(struct pool *pool, const char *dir, const char *name);
const char *files_base(const char *path); /* behind the last '/' */

#endif
