/* baked.c - loads what the writer has written, as an image is loaded. */
#include "kvfs/baked.h"

#include "assert.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* kvfs_site, which only an image may take for constant. */
struct kvfs_site baked_site __asm__("kvfs_site");

static char dir[64];
static int baked_fd = -1; /* of the image that was begun last */
static size_t baked_len;  /* of payload and tables that were finished last */

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
    (void)st;
    (void)flag;
    (void)ftw;
    return remove(path);
}

static void remove_dir(void)
{
    nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

const char *baked_dir(void)
{
    if (dir[0] == '\0') {
        strcpy(dir, "/tmp/kvfs-test-XXXXXX");
        ASSERT(mkdtemp(dir) != NULL);
        ASSERT(atexit(remove_dir) == 0);
    }
    return dir;
}

const char *baked_path(const char *name)
{
    static char paths[8][512];
    static unsigned next;
    char *path = paths[next++ % 8];

    snprintf(path, sizeof(paths[0]), "%s/%s", baked_dir(), name);
    return path;
}

void baked_write_file(const char *name, const void *bytes, size_t len)
{
    FILE *file = fopen(baked_path(name), "w");

    ASSERT(file != NULL);
    ASSERT(fwrite(bytes, 1, len, file) == len);
    ASSERT(fclose(file) == 0);
}

char *baked_read_file(const char *name, size_t *len)
{
    FILE *file = fopen(baked_path(name), "r");
    char *bytes;

    ASSERT(file != NULL && fseek(file, 0, SEEK_END) == 0);
    *len = (size_t)ftell(file);
    rewind(file);
    bytes = malloc(*len + 1);
    ASSERT(bytes != NULL && fread(bytes, 1, *len, file) == *len);
    bytes[*len] = '\0';
    fclose(file);
    return bytes;
}

struct kvfs_write *baked_begin(const char *name, const char *title, const char *generator)
{
    static char path[sizeof(dir) + 64];
    struct kvfs_write_image image = {.path = path, .offset = BAKED_OFFSET, .address = BAKED_ADDRESS};
    struct kvfs_write *w;

    if (baked_fd >= 0)
        close(baked_fd);
    snprintf(path, sizeof(path), "%s/%s.bin", baked_dir(), name);
    baked_fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    ASSERT(baked_fd >= 0);
    image.fd = baked_fd;
    w = kvfs_write_open(&image, title, generator);
    ASSERT(w != NULL);
    return w;
}

struct kvfs_write *baked_open(const char *name)
{
    struct kvfs_write_entry not_found = {.content_type = "text/html", .body = {(const uint8_t *)"none", 4}};
    struct kvfs_write *w = baked_begin(name, "A \"title\"", "test 1");

    ASSERT(kvfs_write_not_found(w, &not_found));
    return w;
}

bool baked_add_text(struct kvfs_write *w, const char *path, const char *text)
{
    struct kvfs_write_entry entry = {
        .path = path,
        .content_type = "text/html; charset=utf-8",
        .compressible = true,
        .last_modified_s = 784111777,
        .body = {(const uint8_t *)text, strlen(text)},
        .is_page = true,
    };

    return kvfs_write_add(w, &entry);
}

struct kvfs_write_totals baked_finish(struct kvfs_write *w)
{
    struct kvfs_write_totals totals;

    if (!kvfs_write_finish(w, &totals))
        fprintf(stderr, "%s\n", kvfs_write_error(w));
    ASSERT(kvfs_write_error(w)[0] == '\0');
    kvfs_write_free(w);
    baked_site = totals.site;
    baked_len = totals.payload_len + totals.tables_len;
    ASSERT(lseek(baked_fd, 0, SEEK_END) == (off_t)(BAKED_OFFSET + baked_len));
    return totals;
}

struct baked baked_load(void)
{
    void *at = (void *)BAKED_ADDRESS;

    ASSERT(mmap(at, baked_len, PROT_READ, MAP_PRIVATE | MAP_FIXED, baked_fd, BAKED_OFFSET) == at);
    return (struct baked){.site = &baked_site, .lookup = kvfs_lookup, .payload = at};
}

void baked_unload(struct baked *baked)
{
    munmap((void *)(uintptr_t)baked->payload, baked_len);
}
