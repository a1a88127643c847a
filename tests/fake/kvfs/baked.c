/* baked.c - links what the writer has written. */
#include "kvfs/baked.h"

#include "assert.h"

#include <dlfcn.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char dir[64];

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

struct kvfs_write *baked_open(const char *name)
{
    struct kvfs_write_entry not_found = {.content_type = "text/html", .body = {(const uint8_t *)"none", 4}};
    struct kvfs_write *w;
    char payload[64];

    snprintf(payload, sizeof(payload), "%s.bin", name);
    w = kvfs_write_open(baked_path(payload), "A \"title\"", "test 1");
    ASSERT(w != NULL);
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

struct kvfs_write_totals baked_finish(struct kvfs_write *w, const char *name)
{
    struct kvfs_write_totals totals;
    char object[64];

    snprintf(object, sizeof(object), "%s.o", name);
    if (!kvfs_write_object(w, baked_path(object), &totals))
        fprintf(stderr, "%s\n", kvfs_write_error(w));
    ASSERT(kvfs_write_error(w)[0] == '\0');
    kvfs_write_free(w);
    return totals;
}

struct baked baked_load(const char *name)
{
    struct baked baked;
    char text[2048];

    snprintf(text, sizeof(text),
             ".section .rodata\n.balign 4096\n.globl kvfs_payload\nkvfs_payload:\n.incbin \"%s/%s.bin\"\n"
             ".section .note.GNU-stack\n",
             baked_dir(), name);
    baked_write_file("payload.s", text, strlen(text));
    snprintf(text, sizeof(text),
             "gcc -O0 -w -shared -fPIC -Wl,-Bsymbolic,-z,notext -Ikvfs -Ikernel/base -o %s/%s.so %s/%s.o "
             "%s/payload.s kvfs/kvfs_lookup.c",
             baked_dir(), name, baked_dir(), name, baked_dir());
    ASSERT(system(text) == 0);
    snprintf(text, sizeof(text), "%s/%s.so", baked_dir(), name);
    baked.library = dlopen(text, RTLD_NOW | RTLD_LOCAL);
    ASSERT(baked.library != NULL);
    baked.site = dlsym(baked.library, "kvfs_site");
    baked.payload = dlsym(baked.library, "kvfs_payload");
    *(void **)&baked.lookup = dlsym(baked.library, "kvfs_lookup");
    ASSERT(baked.site != NULL && baked.payload != NULL && baked.lookup != NULL);
    return baked;
}

void baked_unload(struct baked *baked)
{
    dlclose(baked->library);
}
