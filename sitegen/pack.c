/* pack.c - see pack.h */
#include "pack.h"

#include "cleanup.h"
#include "files.h"
#include "pack_parts.h"
#include "progress.h"
#include "provenance/provenance.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool pack_fail(struct pack_output *pack, const char *what)
{
    diag_error(pack->diag, pack->image, 0, 0, "%s", what);
    return false;
}

bool pack_fail_errno(struct pack_output *pack, const char *what)
{
    diag_error(pack->diag, pack->image, 0, 0, "%s: %s", what, strerror(errno));
    return false;
}

bool pack_fail_writer(struct pack_output *pack)
{
    return pack_fail(pack, kvfs_write_error(pack->writer));
}

/* ".blog.img.AbCdEf" beside blog.img: on the same file system, so that a rename is enough in the end. */
static bool make_file(struct pack_output *pack)
{
    const char *base = files_base(pack->image);
    int dir_len = (int)(base - pack->image);
    char *name = pool_printf(&pack->pool, "%.*s.%.200s.XXXXXX", dir_len, pack->image, base);

    pack->fd = mkostemp(name, O_CLOEXEC);
    if (pack->fd < 0)
        return pack_fail_errno(pack, "cannot be written");
    pack->unfinished = name;
    return cleanup_add(name) || pack_fail(pack, "the name is too long");
}

static bool open_appliance(struct pack_output *pack)
{
    const char *path = pool_printf(&pack->pool, "%s/appliance", pack->lib);
    struct str bytes;

    if (!files_exists(path))
        return pack_fail(pack, pool_printf(&pack->pool, "%s is missing: sitegen is not installed whole", path));
    if (!files_read(path, &pack->pool, &bytes))
        return pack_fail_errno(pack, pool_printf(&pack->pool, "%s cannot be read", path));
    const char *problem = elf_image_open(&pack->elf, bytes);
    return problem == NULL ||
           pack_fail(pack, pool_printf(&pack->pool, "%s does not belong to this sitegen: %s", path, problem));
}

bool pack_open(struct pack_output *pack, struct site *site, struct store *store, const char *lib,
               const char *image)
{
    struct stat st;

    *pack = (struct pack_output){
        .output = {.add = pack_entry_add, .not_found = pack_entry_not_found}, .site = site, .diag = site->diag, .store = store};
    for (size_t i = 0; i < WORKERS_MAX; i++)
        pack->lanes[i].taken_to = &pack->lanes[i].taken;
    pthread_mutex_init(&pack->feed.lock, NULL);
    pthread_cond_init(&pack->feed.block_done, NULL);
    pack->lib = lib;
    pack->image = image;
    pack->fd = -1;
    bool is_there = stat(image, &st) == 0;
    if (is_there && !S_ISREG(st.st_mode))
        return pack_fail(pack, "is there already, and is no file");
    if (!open_appliance(pack) || !make_file(pack))
        return false;
    struct kvfs_write_image place = {
        .path = pack->unfinished, .fd = pack->fd, .offset = pack->elf.offset, .address = pack->elf.address};
    place.expected_len = is_there ? (uint64_t)st.st_size : 0;
    pack->writer = kvfs_write_open(&place, pool_copy(&pack->pool, site->title), "sitegen " SITEGEN_VERSION);
    return pack->writer != NULL ? pack_feed_open(pack) : pack_fail_writer(pack);
}

/* At the end of the file, and not in memory. */
static bool write_note(struct pack_output *pack, uint64_t *offset)
{
    off_t end = lseek(pack->fd, 0, SEEK_END);

    if (end < 0 || (end = lseek(pack->fd, (end + 3) / 4 * 4, SEEK_SET)) < 0)
        return false;
    *offset = (uint64_t)end;
    return files_write_all(pack->fd, pack->note.bytes, pack->note.len);
}

/* The image's first bytes come last: a file without them is nothing. */
static bool write_start(struct pack_output *pack, const struct kvfs_write_totals *totals)
{
    uint64_t note_offset;

    if (!write_note(pack, &note_offset))
        return false;
    elf_image_complete(&pack->elf, totals, note_offset, pack->note.len);
    return lseek(pack->fd, 0, SEEK_SET) == 0 && files_write_all(pack->fd, pack->elf.bytes, pack->elf.len);
}

/* What was written, on disk, under the image's name. */
bool pack_finish(struct pack_output *pack, struct pack_totals *totals, int *previous)
{
    int fd = pack->fd;
    struct stat st;
    bool ok = write_start(pack, &totals->kvfs) && fchmod(fd, 0755) == 0 && fsync(fd) == 0 &&
              fstat(fd, &st) == 0;

    if (!ok)
        return pack_fail_errno(pack, "cannot be written");
    totals->image_len = (uint64_t)st.st_size;
    pack->fd = -1;
    *previous = open(pack->image, O_RDONLY | O_CLOEXEC);
    if (close(fd) != 0 || rename(pack->unfinished, pack->image) != 0)
        return pack_fail_errno(pack, "cannot be written");
    cleanup_forget(pack->unfinished);
    pack->unfinished = NULL;
    return true;
}

/* What the image was made of, put together while it is written: that waits for the disk, mostly. */
struct noting {
    struct pack_output *pack;
    struct sources *sources;
    struct diag diag;
    bool ok;
};

static void make_note(void *context)
{
    struct noting *noting = context;
    struct pack_output *pack = noting->pack;

    noting->ok = sources_finish(noting->sources, pack->site, &noting->diag);
    if (noting->ok)
        provenance_note(&pack->note, pack->site, noting->sources,
                        (struct str){pack->elf.bytes, pack->elf.len});
}

bool pack_write(struct pack_output *pack, struct sources *sources, struct pack_totals *totals)
{
    struct noting noting = {.pack = pack, .sources = sources};
    struct aside aside;

    *totals = (struct pack_totals){0};
    progress_show("packing", 0, 0);
    aside_start(&aside, make_note, &noting);
    bool written = (pack_feed_finish(pack) && kvfs_write_finish(pack->writer, &totals->kvfs)) ||
                   pack_fail_writer(pack);
    aside_wait(&aside);
    diag_move(pack->diag, &noting.diag);
    return written && noting.ok;
}

void pack_close(struct pack_output *pack)
{
    pack_feed_close(pack);
    kvfs_write_free(pack->writer);
    if (pack->fd >= 0)
        close(pack->fd);
    if (pack->unfinished != NULL) {
        unlink(pack->unfinished);
        cleanup_forget(pack->unfinished);
    }
    for (size_t i = 0; i < WORKERS_MAX; i++) {
        kvfs_deflate_free(pack->lanes[i].deflater);
        pool_free(&pack->lanes[i].pool);
        pool_free(&pack->lanes[i].lasting);
    }
    text_free(&pack->note);
    pool_free(&pack->pool);
}
