/* baked.h - a site as the writer writes it, loaded into the test at the addresses that it was written for. */
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

#define BAKED_OFFSET  8192u          /* of the payload in the file */
#define BAKED_ADDRESS 0x200000000000 /* and in memory */

/* A writer to NAME.bin; fails the test on error. The one that was begun last can be finished. */
struct kvfs_write *baked_begin(const char *name, const char *title, const char *generator);

/* The same with a small 404 page. */
struct kvfs_write *baked_open(const char *name);

/* Add a text page from memory. */
bool baked_add_text(struct kvfs_write *w, const char *path, const char *text);

/* Write it all and free the writer. */
struct kvfs_write_totals baked_finish(struct kvfs_write *w);

/* What was finished last, as the image has it. */
struct baked {
    const struct kvfs_site *site;
    const struct kvfs_resource *(*lookup)(const char *path, size_t len);
    const uint8_t *payload;
};

struct baked baked_load(void);
void baked_unload(struct baked *baked);

#endif
