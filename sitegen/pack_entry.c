/* pack_entry.c - what the build hands over, and what the writer is given of it: bodies go into the store at once,
 * by the worker that made them; paths, aliases and redirects are the writer's thread's. See pack_parts.h. */
#include "pack_parts.h"

#include "files.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#define SHORT_FILE_MAX (1024u * 1024) /* bytes of a file that is held in memory at once */

/* With a baseurl, the site lies below it in the image, so that its own links lead to it. */
const char *pack_entry_served(struct pack_output *pack, const char *path)
{
    struct str base = pack->site->baseurl;

    return base.len == 0 ? path : pool_printf(&pack->pool, "%.*s%s", STR_ARG(base), path);
}

static bool add_redirect(struct pack_output *pack, const char *path, const char *location)
{
    struct kvfs_write_entry entry = {.path = path, .location = location};

    return kvfs_write_add(pack->writer, &entry);
}

/* Of a folder: "/a/" is the page, "/a/index.html" the same, "/a" leads to it unless a page is there. */
static bool add_folder_names(struct pack_output *pack, const char *path, const char *source_path)
{
    const char *index = pool_printf(&pack->pool, "%sindex.html", path);
    size_t len = strlen(path);
    char *bare = pool_copy(&pack->pool, (struct str){path, len - 1});
    char *bare_source = pool_copy(&pack->pool, (struct str){source_path, strlen(source_path) - 1});

    if (!kvfs_write_alias(pack->writer, index, path))
        return false;
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

    return len == 1 || kvfs_write_alias(pack->writer, bare, served->path);
}

/* ---------------------------------------------------------------- bodies */

/* What an entry's body became: in the store, with its gzip form beside it. */
struct stored {
    struct kvfs_write_place body;
    struct kvfs_write_place gzip;
};

static struct kvfs_write_place place_of(struct store_place place)
{
    return (struct kvfs_write_place){place.fd, place.offset, place.len, place.bytes};
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
    return kvfs_write_alias(pack->writer, alias, path);
}

static bool add_entry(struct pack_output *pack, const struct kvfs_write_entry *entry)
{
    struct kvfs_write_entry served = *entry;

    served.path = pack_entry_served(pack, entry->path);
    if (!kvfs_write_add(pack->writer, &served))
        return false;
    if (entry->href != NULL)
        return !str_ends(str_of(served.path), "/") || add_bare(pack, &served);
    if (str_ends(str_of(served.path), ".html"))
        return add_bare_name(pack, served.path, entry->path);
    return !str_ends(str_of(served.path), "/") || add_folder_names(pack, served.path, entry->path);
}

static bool add_not_found_entry(struct pack_output *pack, const struct kvfs_write_entry *entry)
{
    return kvfs_write_not_found(pack->writer, entry);
}

struct pack_taken {
    struct pack_taken *next;
    bool (*add_as)(struct pack_output *pack, const struct kvfs_write_entry *entry);
    struct kvfs_write_entry entry;
    struct stored stored;
};

static bool fail_to_prepare(struct pack_output *pack)
{
    int error = errno;

    pthread_mutex_lock(&pack->site->lock); /* the theme's messages go there too */
    errno = error;
    pack_fail_errno(pack, "cannot be written");
    pthread_mutex_unlock(&pack->site->lock);
    return false;
}

/* What an entry points to, beside its body, lives as long as the site. */
static bool take(struct pack_output *pack, unsigned worker, const struct kvfs_write_entry *entry,
                 bool (*add_as)(struct pack_output *pack, const struct kvfs_write_entry *entry))
{
    struct pack_lane *lane = &pack->lanes[worker];
    struct pack_taken *taken = pool_take(&lane->lasting, sizeof(*taken));

    taken->add_as = add_as;
    taken->entry = *entry;
    if (entry->href == NULL && entry->location == NULL && !prepare(pack, worker, &taken->entry, &taken->stored))
        return fail_to_prepare(pack);
    *lane->taken_to = taken;
    lane->taken_to = &taken->next;
    return true;
}

bool pack_entry_add(struct site_output *output, unsigned worker, const struct kvfs_write_entry *entry)
{
    return take((struct pack_output *)output, worker, entry, add_entry);
}

bool pack_entry_not_found(struct site_output *output, unsigned worker, const struct kvfs_write_entry *entry)
{
    return take((struct pack_output *)output, worker, entry, add_not_found_entry);
}

struct pack_taken *pack_entry_taken(struct pack_output *pack, unsigned worker)
{
    struct pack_lane *lane = &pack->lanes[worker];
    struct pack_taken *taken = lane->taken;

    lane->taken = NULL;
    lane->taken_to = &lane->taken;
    return taken;
}

bool pack_entry_write(struct pack_output *pack, const struct pack_taken *taken)
{
    for (; taken != NULL; taken = taken->next)
        if (!taken->add_as(pack, &taken->entry))
            return false;
    return true;
}

bool pack_entry_default_not_found(struct pack_output *pack)
{
    static const char html[] = "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
                               "<title>404 Not Found</title>\n<h1>404 Not Found</h1>\n"
                               "<p>There is no page at this address.</p>\n</html>\n";
    struct kvfs_write_entry entry = {.path = "/404.html",
                                     .content_type = "text/html; charset=utf-8",
                                     .last_modified_s = pack->site->newest_s,
                                     .body = {(const uint8_t *)html, sizeof(html) - 1}};

    if (!pack_entry_not_found(&pack->output, 0, &entry))
        return false;
    return pack_entry_write(pack, pack_entry_taken(pack, 0)) || pack_fail_writer(pack);
}

bool pack_entry_base(struct pack_output *pack)
{
    struct str base = pack->site->baseurl;

    if (base.len == 0)
        return true;
    return add_redirect(pack, "/", pool_printf(&pack->pool, "%.*s/", STR_ARG(base))) || pack_fail_writer(pack);
}
