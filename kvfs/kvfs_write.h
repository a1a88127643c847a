/* kvfs_write.h - writes the payload and the tables that kvfs.h reads. Host only.
 *
 * Layer     kvfs; the caller is sitegen/pack.c
 * Memory    bodies in memory are the caller's until kvfs_write_add() returns, and wait in an unlinked file
 *           beside the image; files are read in pieces when they are written. What is kept is a hundred bytes
 *           a resource.
 * Output    the payload and behind it the tables (FORMAT.md), at a place in an image file that the caller has
 *           open. The same entries give the same bytes, whatever the order in which they are added, and whether
 *           some are written early or not.
 * Errors    a function that returns false leaves one line, without a newline, at kvfs_write_error(). After
 *           an entry was refused, others can still be added.
 */
#ifndef KVFS_KVFS_WRITE_H
#define KVFS_KVFS_WRITE_H

#include "kvfs.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct kvfs_write;

#define KVFS_WRITE_PATH_MAX 4096u /* bytes of a path, percent-encoded: what a request can name */

/* Bytes in an open file, which the caller keeps as they are until they are written. */
struct kvfs_write_place {
    int fd;
    uint64_t offset;
    uint64_t len;
    const uint8_t *bytes; /* the same, where they are in memory until then too; NULL: they are read */
};

struct kvfs_write_entry {
    const char *path;         /* as in kvfs_resource.path; NUL-terminated. "/" at the end: a folder */
    const char *content_type; /* the whole value: "text/html; charset=utf-8" */
    bool compressible;        /* worth trying gzip: text-like types. Kept only where it is smaller */
    int64_t last_modified_s;  /* seconds since 1970, >= 0 */
    struct span body;         /* in memory; or, with bytes NULL: */
    const char *file;         /* a file to be read; or NULL, and: */
    const struct kvfs_write_place *kept;
    const struct kvfs_write_place *gzip; /* made by kvfs_deflate_body(), len 0: not worth it; NULL: the writer
                                            tries where it is compressible */
    const char *location;     /* not NULL: a 301 to this path (then no body); percent-encoded by the writer */
    const char *href;         /* not NULL: a 301 to this address, which is written as it is: printable ASCII */
    bool is_page;             /* counted in kvfs_site.page_count */
};

struct kvfs_write_totals {
    size_t resource_count;
    size_t page_count;
    uint64_t identity_len; /* bytes of all identity bodies */
    uint64_t gzip_len;     /* bytes of all gzip bodies kept */
    uint64_t payload_len;  /* bytes of the payload, a multiple of 4096 */
    uint64_t tables_len;   /* bytes of the tables, which follow the payload in file and memory */
    struct kvfs_site site; /* for the image to hold: its pointers are addresses there, and of no use here */
};

/* Where the payload begins. */
struct kvfs_write_image {
    const char *path; /* for messages, and for unlinked files beside it */
    int fd;           /* open for writing, the caller's */
    uint64_t offset;  /* in the file, a multiple of 4096 */
    uint64_t address; /* when it runs, likewise */
    uint64_t expected_len; /* about so many bytes of payload are to come; 0: nobody knows */
};

/* Start writing. NULL on error. */
struct kvfs_write *kvfs_write_open(const struct kvfs_write_image *image, const char *title,
                                   const char *generator);

/* Add a resource. Path twice: error that names it. "/index.html" of a folder is added by the caller
 * together with its folder as aliases: see kvfs_write_alias(). */
bool kvfs_write_add(struct kvfs_write *w, const struct kvfs_write_entry *entry);

/* A second path for the same bytes as one that was added before. */
bool kvfs_write_alias(struct kvfs_write *w, const char *path, const char *existing);

/* What is served, with status 404, for every path that is not there: an entry of its own, path ignored.
 * Needed. */
bool kvfs_write_not_found(struct kvfs_write *w, const struct kvfs_write_entry *entry);

/* No entry is to come whose path stands before this one: write those that do, in the order of the paths, behind what
 * was written so far. The 404 page is the first of all, and needed by now. Aliases can still be added anywhere. What
 * is not as long any more as when it was added is an error. */
bool kvfs_write_flush(struct kvfs_write *w, const char *before);

/* Write the rest of the payload, place the paths (perfect hash), write the tables. Once. On error the file is
 * incomplete and for the caller to remove. */
bool kvfs_write_finish(struct kvfs_write *w, struct kvfs_write_totals *totals);

/* Makes gzip forms of bodies in memory; for one thread at a time. NULL: out of memory. */
struct kvfs_deflate;
struct kvfs_deflate *kvfs_deflate_new(void);
void kvfs_deflate_free(struct kvfs_deflate *deflater);

/* Returns the length of the body's gzip form in to, which has room for body.len bytes; 0 where it is not
 * shorter than the body. The same body gives the same bytes. */
size_t kvfs_deflate_body(struct kvfs_deflate *deflater, struct span body, uint8_t *to);

const char *kvfs_write_error(const struct kvfs_write *w); /* w may be NULL: the error of kvfs_write_open() */
void kvfs_write_free(struct kvfs_write *w);

#endif
