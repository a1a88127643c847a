/* changes.c - see changes.h */
#include "preview/changes.h"

#include "files.h"
#include "preview/reload_text.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxh_x86dispatch.h>

struct changes_record {
    uint64_t address; /* digest of the path */
    uint64_t content; /* digest of what is served there */
};

static int by_address(const void *left, const void *right)
{
    const struct changes_record *a = left, *b = right;

    return a->address < b->address ? -1 : a->address > b->address;
}

static uint64_t content_of(const struct kvfs_write_entry *entry, struct str body)
{
    struct stat st;

    if (body.at != NULL || entry->file == NULL || stat(entry->file, &st) != 0)
        return XXH3_64bits(body.at, body.len);
    int64_t facts[] = {st.st_size, st.st_mtim.tv_sec, st.st_mtim.tv_nsec};
    return XXH3_64bits(facts, sizeof(facts));
}

static void note(struct changes *c, const struct kvfs_write_entry *entry, struct str body)
{
    struct changes_record record = {XXH3_64bits(entry->path, strlen(entry->path)), content_of(entry, body)};
    const struct changes_record *old =
        c->before_count == 0 ? NULL
                             : bsearch(&record, c->before, c->before_count, sizeof(record), by_address);
    bool changed = old == NULL || old->content != record.content;

    pthread_mutex_lock(&c->lock);
    c->now = pool_grow(&c->pool, c->now, c->now_count, &c->now_cap, sizeof(*c->now));
    c->now[c->now_count++] = record;
    c->totals.page_count += entry->is_page;
    c->totals.changed_page_count += changed && entry->is_page;
    c->totals.changed_file_count += changed && entry->file != NULL;
    pthread_mutex_unlock(&c->lock);
}

static bool is_html(const struct kvfs_write_entry *entry)
{
    return entry->href == NULL && entry->location == NULL && entry->content_type != NULL &&
           strncmp(entry->content_type, "text/html", 9) == 0;
}

typedef bool hand_on(struct site_output *output, unsigned worker, const struct kvfs_write_entry *entry);

/* The page as it was is what the next bake, of whatever kind, finds in the store. Not compressed: a browser
 * on the same machine gains nothing by it, and it takes longer than all else. */
static bool hand_on_page(struct changes *c, unsigned worker, const struct kvfs_write_entry *entry,
                         struct str body, hand_on *next)
{
    struct kvfs_write_entry with_script = *entry;
    struct store_place place;
    struct text html = {0};

    if (c->kept != NULL && entry->body.bytes != NULL)
        (void)!store_add(c->kept, store_key_of(STORE_BODY, body), body, &place);
    reload_text_insert(&html, body, c->port);
    with_script.file = NULL;
    with_script.body = (struct span){(const uint8_t *)html.bytes, html.len};
    with_script.compressible = false;
    bool ok = next(c->image, worker, &with_script);
    text_free(&html);
    return ok;
}

static bool pass(struct changes *c, unsigned worker, const struct kvfs_write_entry *entry, hand_on *next)
{
    struct str body = {(const char *)entry->body.bytes, entry->body.len};
    struct pool pool = {0};

    if (!is_html(entry))
        return next(c->image, worker, entry);
    bool is_read = entry->file == NULL || files_read(entry->file, &pool, &body);
    bool ok = is_read ? hand_on_page(c, worker, entry, body, next) : next(c->image, worker, entry);
    pool_free(&pool);
    return ok;
}

static bool add(struct site_output *output, unsigned worker, const struct kvfs_write_entry *entry)
{
    struct changes *c = (struct changes *)output;

    note(c, entry, (struct str){(const char *)entry->body.bytes, entry->body.len});
    return pass(c, worker, entry, c->image->add);
}

static bool not_found(struct site_output *output, unsigned worker, const struct kvfs_write_entry *entry)
{
    struct changes *c = (struct changes *)output;

    return pass(c, worker, entry, c->image->not_found);
}

static void done(struct site_output *output, unsigned worker, size_t place)
{
    struct changes *c = (struct changes *)output;

    if (c->image->done != NULL)
        c->image->done(c->image, worker, place);
}

bool changes_read(int fd, struct changes_totals *totals)
{
    return pread(fd, totals, sizeof(*totals), 0) == (ssize_t)sizeof(*totals);
}

void changes_open(struct changes *changes, int fd, unsigned port)
{
    struct changes_totals last;

    *changes = (struct changes){.output = {.add = add, .not_found = not_found, .done = done}, .fd = fd, .port = port};
    pthread_mutex_init(&changes->lock, NULL);
    if (!changes_read(fd, &last))
        return;
    size_t len = (size_t)last.record_count * sizeof(*changes->before);
    changes->before = pool_take(&changes->pool, len);
    if (pread(fd, changes->before, len, sizeof(last)) == (ssize_t)len)
        changes->before_count = (size_t)last.record_count;
}

struct site_output *changes_wrap(void *context, struct site_output *image, struct store *kept)
{
    struct changes *changes = context;

    changes->image = image;
    changes->output.order = image->order;
    changes->kept = kept;
    return &changes->output;
}

static bool write_at(int fd, const void *bytes, size_t len, off_t at)
{
    return lseek(fd, at, SEEK_SET) == at && files_write_all(fd, bytes, len);
}

void changes_close(struct changes *c, bool ok)
{
    c->totals.record_count = c->now_count;
    if (ok && c->now_count > 0)
        qsort(c->now, c->now_count, sizeof(*c->now), by_address);
    /* Not written: everything counts as changed next time, which is only said. */
    if (ok && !(write_at(c->fd, c->now, c->now_count * sizeof(*c->now), sizeof(c->totals)) &&
                write_at(c->fd, &c->totals, sizeof(c->totals), 0)))
        (void)!ftruncate(c->fd, 0);
    pthread_mutex_destroy(&c->lock);
    pool_free(&c->pool);
}
