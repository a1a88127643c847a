/* pack.c - see pack.h */
#include "pack.h"

#include "cleanup.h"
#include "files.h"
#include "progress.h"
#include "provenance/provenance.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SHORT_FILE_MAX (1024u * 1024) /* bytes of a file that is held in memory at once */

static bool fail(struct pack_output *pack, const char *what)
{
    diag_error(pack->diag, pack->image, 0, 0, "%s", what);
    return false;
}

static bool fail_errno(struct pack_output *pack, const char *what)
{
    diag_error(pack->diag, pack->image, 0, 0, "%s: %s", what, strerror(errno));
    return false;
}

static bool fail_writer(struct pack_output *pack)
{
    return fail(pack, kvfs_write_error(pack->writer));
}

/* With a baseurl, the site lies below it in the image, so that its own links lead to it. */
static const char *served_path(struct pack_output *pack, const char *path)
{
    struct str base = pack->site->baseurl;

    return base.len == 0 ? path : pool_printf(&pack->pool, "%.*s%s", STR_ARG(base), path);
}

static bool add_redirect(struct pack_output *pack, const char *path, const char *location)
{
    struct kvfs_write_entry entry = {.path = path, .location = location};

    return kvfs_write_add(pack->writer, &entry) || fail_writer(pack);
}

/* Of a folder: "/a/" is the page, "/a/index.html" the same, "/a" leads to it unless a page is there. */
static bool add_folder_names(struct pack_output *pack, const char *path, const char *source_path)
{
    const char *index = pool_printf(&pack->pool, "%sindex.html", path);
    size_t len = strlen(path);
    char *bare = pool_copy(&pack->pool, (struct str){path, len - 1});
    char *bare_source = pool_copy(&pack->pool, (struct str){source_path, strlen(source_path) - 1});

    if (!kvfs_write_alias(pack->writer, index, path))
        return fail_writer(pack);
    if (len == 1)
        return true;
    struct value folder = hash_get(pack->site->taken, str_of(source_path));
    struct value owner = hash_get(pack->site->taken, str_of(bare_source));
    if (*bare_source != '\0' && !value_equal(folder, owner))
        return true;
    return add_redirect(pack, bare, path);
}

/* A redirect from a folder is one from its path without '/' too. */
static bool add_bare(struct pack_output *pack, const struct kvfs_write_entry *served)
{
    size_t len = strlen(served->path);
    char *bare = pool_copy(&pack->pool, (struct str){served->path, len - 1});

    return len == 1 || kvfs_write_alias(pack->writer, bare, served->path) || fail_writer(pack);
}

/* ---------------------------------------------------------------- bodies */

/* What an entry's body became: in the store, with its gzip form beside it. */
struct stored {
    struct kvfs_write_place body;
    struct kvfs_write_place gzip;
};

static struct kvfs_write_place place_of(struct store_place place)
{
    return (struct kvfs_write_place){place.fd, place.offset, place.len};
}

/* gzip takes longer than anything else: made by the worker, and once for the same bytes. */
static bool deflate_body(struct pack_lane *lane, struct store *store, struct store_key key, struct str body,
                         struct store_place *place)
{
    key.kind = STORE_GZIP;
    if (store_find(store, key, place, NULL))
        return true;
    if (lane->deflater == NULL && (lane->deflater = kvfs_deflate_new()) == NULL)
        fatal("out of memory");
    uint8_t *packed = pool_take(&lane->pool, body.len);
    size_t len = kvfs_deflate_body(lane->deflater, (struct span){(const uint8_t *)body.at, body.len}, packed);
    return store_add(store, key, (struct str){(const char *)packed, len}, place);
}

/* Put a body into the store, and name it in the entry by its place there. */
static bool store_body(struct pack_output *pack, unsigned worker, struct str body,
                       struct kvfs_write_entry *entry, struct stored *stored)
{
    struct pack_lane *lane = &pack->lanes[worker];
    struct store_key key = store_key_of(STORE_BODY, body);
    struct store_place place;
    bool ok = store_add(pack->store, key, body, &place);

    stored->body = place_of(place);
    entry->body = (struct span){NULL, 0};
    entry->file = NULL;
    entry->kept = &stored->body;
    if (ok && entry->compressible) {
        ok = deflate_body(lane, pack->store, key, body, &place);
        stored->gzip = place_of(place);
        entry->gzip = &stored->gzip;
    }
    return ok;
}

/* A file that is short is read once, and compressed here; others are carried in pieces by the writer. */
static bool read_short_file(struct pack_lane *lane, const struct kvfs_write_entry *entry, struct str *body)
{
    struct stat st;

    return entry->file != NULL && entry->compressible && stat(entry->file, &st) == 0 && S_ISREG(st.st_mode) &&
           st.st_size <= (off_t)SHORT_FILE_MAX && files_read(entry->file, &lane->pool, body);
}

static bool prepare(struct pack_output *pack, unsigned worker, struct kvfs_write_entry *entry,
                    struct stored *stored)
{
    struct str body = {(const char *)entry->body.bytes, entry->body.len};
    bool has_body = body.at != NULL || read_short_file(&pack->lanes[worker], entry, &body);
    bool ok = !has_body || store_body(pack, worker, body, entry, stored);

    pool_clear(&pack->lanes[worker].pool);
    return ok;
}

/* ---------------------------------------------------------------- entries */

/* "/about" of "/about.html", where the site says that it is the same: that of a Jekyll site. */
static bool add_bare_name(struct pack_output *pack, const char *path, const char *source_path)
{
    struct hash *taken = pack->site->taken;
    struct str source = str_of(source_path), bare = str_head(source, source.len - 5);

    if (!pack->site->is_jekyll || !value_equal(hash_get(taken, source), hash_get(taken, bare)))
        return true;
    const char *alias = pool_copy(&pack->pool, (struct str){path, strlen(path) - 5});
    return kvfs_write_alias(pack->writer, alias, path) || fail_writer(pack);
}

static bool add_entry(struct pack_output *pack, const struct kvfs_write_entry *entry)
{
    struct kvfs_write_entry served = *entry;

    served.path = served_path(pack, entry->path);
    if (!kvfs_write_add(pack->writer, &served))
        return fail_writer(pack);
    if (entry->href != NULL)
        return !str_ends(str_of(served.path), "/") || add_bare(pack, &served);
    if (str_ends(str_of(served.path), ".html"))
        return add_bare_name(pack, served.path, entry->path);
    return !str_ends(str_of(served.path), "/") || add_folder_names(pack, served.path, entry->path);
}

static bool add_not_found_entry(struct pack_output *pack, const struct kvfs_write_entry *entry)
{
    pack->has_not_found = true;
    return kvfs_write_not_found(pack->writer, entry) || fail_writer(pack);
}

static bool take(struct pack_output *pack, unsigned worker, const struct kvfs_write_entry *entry,
                 bool (*add_as)(struct pack_output *pack, const struct kvfs_write_entry *entry))
{
    struct kvfs_write_entry ready = *entry;
    struct stored stored;
    bool prepared = entry->href != NULL || entry->location != NULL || prepare(pack, worker, &ready, &stored);
    int error = errno;

    pthread_mutex_lock(&pack->lock);
    bool ok = prepared && add_as(pack, &ready);
    if (!prepared) {
        errno = error;
        fail_errno(pack, "cannot be written");
    }
    pthread_mutex_unlock(&pack->lock);
    return ok;
}

static bool add(struct site_output *output, unsigned worker, const struct kvfs_write_entry *entry)
{
    return take((struct pack_output *)output, worker, entry, add_entry);
}

static bool not_found(struct site_output *output, unsigned worker, const struct kvfs_write_entry *entry)
{
    return take((struct pack_output *)output, worker, entry, add_not_found_entry);
}

/* A site without a 404.html of its own. */
static bool add_not_found(struct pack_output *pack)
{
    static const char html[] = "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
                               "<title>404 Not Found</title>\n<h1>404 Not Found</h1>\n"
                               "<p>There is no page at this address.</p>\n</html>\n";
    struct kvfs_write_entry entry = {.path = "/404.html",
                                     .content_type = "text/html; charset=utf-8",
                                     .last_modified_s = pack->site->newest_s,
                                     .body = {(const uint8_t *)html, sizeof(html) - 1}};

    return pack->has_not_found || not_found(&pack->output, 0, &entry);
}

/* ".blog.img.AbCdEf" beside blog.img: on the same file system, so that a rename is enough in the end. */
static bool make_file(struct pack_output *pack)
{
    const char *base = files_base(pack->image);
    int dir_len = (int)(base - pack->image);
    char *name = pool_printf(&pack->pool, "%.*s.%.200s.XXXXXX", dir_len, pack->image, base);

    pack->fd = mkostemp(name, O_CLOEXEC);
    if (pack->fd < 0)
        return fail_errno(pack, "cannot be written");
    pack->unfinished = name;
    return cleanup_add(name) || fail(pack, "the name is too long");
}

static bool open_appliance(struct pack_output *pack)
{
    const char *path = pool_printf(&pack->pool, "%s/appliance", pack->lib);
    struct str bytes;

    if (!files_exists(path))
        return fail(pack, pool_printf(&pack->pool, "%s is missing: sitegen is not installed whole", path));
    if (!files_read(path, &pack->pool, &bytes))
        return fail_errno(pack, pool_printf(&pack->pool, "%s cannot be read", path));
    const char *problem = elf_image_open(&pack->elf, bytes);
    return problem == NULL ||
           fail(pack, pool_printf(&pack->pool, "%s does not belong to this sitegen: %s", path, problem));
}

bool pack_open(struct pack_output *pack, struct site *site, struct store *store, const char *lib,
               const char *image)
{
    struct stat st;

    *pack = (struct pack_output){
        .output = {.add = add, .not_found = not_found}, .site = site, .diag = site->diag, .store = store};
    pthread_mutex_init(&pack->lock, NULL);
    pack->lib = lib;
    pack->image = image;
    pack->fd = -1;
    if (stat(image, &st) == 0 && !S_ISREG(st.st_mode))
        return fail(pack, "is there already, and is no file");
    if (!open_appliance(pack) || !make_file(pack))
        return false;
    struct kvfs_write_image place = {
        .path = pack->unfinished, .fd = pack->fd, .offset = pack->elf.offset, .address = pack->elf.address};
    pack->writer = kvfs_write_open(&place, pool_copy(&pack->pool, site->title), "sitegen " SITEGEN_VERSION);
    return pack->writer != NULL || fail_writer(pack);
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
static bool finish_file(struct pack_output *pack, struct pack_totals *totals)
{
    int fd = pack->fd;
    struct stat st;
    bool ok = write_start(pack, &totals->kvfs) && fchmod(fd, 0755) == 0 && fsync(fd) == 0 &&
              fstat(fd, &st) == 0;

    if (!ok)
        return fail_errno(pack, "cannot be written");
    totals->image_len = (uint64_t)st.st_size;
    pack->fd = -1;
    if (close(fd) != 0 || rename(pack->unfinished, pack->image) != 0)
        return fail_errno(pack, "cannot be written");
    cleanup_forget(pack->unfinished);
    pack->unfinished = NULL;
    return true;
}

bool pack_finish(struct pack_output *pack, struct sources *sources, struct pack_totals *totals)
{
    struct str base = pack->site->baseurl;

    *totals = (struct pack_totals){0};
    if (base.len > 0 && !add_redirect(pack, "/", pool_printf(&pack->pool, "%.*s/", STR_ARG(base))))
        return false;
    if (!add_not_found(pack))
        return false;
    progress_show("packing", 0, 0);
    if (!sources_finish(sources, pack->site))
        return false;
    provenance_note(&pack->note, pack->site, sources, (struct str){pack->elf.bytes, pack->elf.len});
    if (!kvfs_write_finish(pack->writer, &totals->kvfs))
        return fail_writer(pack);
    return finish_file(pack, totals);
}

void pack_close(struct pack_output *pack)
{
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
    }
    text_free(&pack->note);
    pthread_mutex_destroy(&pack->lock);
    pool_free(&pack->pool);
}
