/* baked.h - a generated object, linked and loaded into the test.
 *
 * Needs   gcc, and the root of the tree as current folder
 */
#ifndef FAKE_KVFS_BAKED_H
#define FAKE_KVFS_BAKED_H

#include "kvfs.h"
#include "kvfs_write.h"

/* The test's own folder, made at the first call and removed with what is in it at exit. */
const char *baked_dir(void);

/* A path in it; the buffer is one of a few that are used in turn. */
const char *baked_path(const char *name);

void baked_write_file(const char *name, const void *bytes, size_t len);

/* The whole of a file, NUL-terminated; to be freed. */
char *baked_read_file(const char *name, size_t *len);

/* A writer with its payload at NAME.bin and a small 404 page; fails the test on error. */
struct kvfs_write *baked_open(const char *name);

/* Add a text page from memory. */
bool baked_add_text(struct kvfs_write *w, const char *path, const char *text);

/* Write NAME.o, free the writer. */
struct kvfs_write_totals baked_finish(struct kvfs_write *w, const char *name);

/* The instance as the image would hold it. */
struct baked {
    const struct kvfs_site *site;
    const struct kvfs_resource *(*lookup)(const char *path, size_t len);
    const uint8_t *payload;
    void *library;
};

struct baked baked_load(const char *name);
void baked_unload(struct baked *baked);

#endif
