/* kvfs_write.c - collects the entries of a site. kvfs_write.h says what is promised.
 *
 * The payload's order must not depend on the order of kvfs_write_add(), so nothing is written before it is known
 * what stands before it (kvfs_write_flush.c). Bodies that come in memory are kept in a spool until then: an unlinked
 * file beside the image, not memory, which a site of many pages would fill.
 */
#include "kvfs_write_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define INDEX_START 64u

static char open_error[1024];

bool kvfs_write_fail(struct kvfs_write *w, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    vsnprintf(w != NULL ? w->error : open_error, sizeof(open_error), fmt, args);
    va_end(args);
    return false;
}

const char *kvfs_write_error(const struct kvfs_write *w)
{
    return w != NULL ? w->error : open_error;
}

/* An unlinked file in the image's folder, which is where the room for it is. */
static int open_unlinked(const char *image_path)
{
    char name[4096];
    int fd;

    if ((size_t)snprintf(name, sizeof(name), "%s.XXXXXX", image_path) >= sizeof(name)) {
        errno = ENAMETOOLONG;
        return -1;
    }
    fd = mkostemp(name, O_CLOEXEC);
    if (fd >= 0)
        unlink(name);
    return fd;
}

struct kvfs_write *kvfs_write_open(const struct kvfs_write_image *image, const char *title,
                                   const char *generator)
{
    struct kvfs_write *w = calloc(1, sizeof(*w));

    if (w == NULL) {
        kvfs_write_fail(NULL, "out of memory");
        return NULL;
    }
    w->spool_fd = w->gzip_fd = w->out.direct_fd = -1;
    w->image = *image;
    w->image_path = strdup(image->path);
    w->title = strdup(title);
    w->generator = strdup(generator);
    w->piece = malloc(WRITE_PIECE);
    w->gzip_piece = malloc(WRITE_PIECE);
    w->hash = XXH3_createState();
    w->index_count = INDEX_START;
    w->index = calloc(w->index_count, sizeof(*w->index));
    errno = ENOMEM;
    if (w->image_path != NULL && w->title != NULL && w->generator != NULL && w->piece != NULL &&
        w->gzip_piece != NULL && w->hash != NULL && w->index != NULL && kvfs_write_out_open(w)) {
        w->spool_fd = open_unlinked(image->path);
        w->gzip_fd = w->spool_fd < 0 ? -1 : open_unlinked(image->path);
    }
    if (w->gzip_fd < 0) {
        kvfs_write_fail(NULL, "%s: %s", image->path, strerror(errno));
        kvfs_write_free(w);
        return NULL;
    }
    return w;
}

void kvfs_write_content_free(struct write_content *content)
{
    free(content->content_type);
    free(content->location);
    free(content->file);
}

void kvfs_write_free(struct kvfs_write *w)
{
    if (w == NULL)
        return;
    for (size_t i = 0; i < w->entry_count; i++)
        free(w->entries[i].path);
    for (size_t i = 0; i < w->waiting_count; i++)
        kvfs_write_content_free(&w->waiting[i]);
    free(w->not_found.path);
    kvfs_write_content_free(&w->not_found_content);
    if (w->deflate_ready)
        deflateEnd(&w->deflate);
    if (w->spool_fd >= 0)
        close(w->spool_fd);
    if (w->gzip_fd >= 0)
        close(w->gzip_fd);
    free(w->entries);
    free(w->waiting);
    free(w->settled);
    free(w->index);
    XXH3_freeState(w->hash);
    free(w->piece);
    free(w->gzip_piece);
    kvfs_write_out_close(w);
    free(w->image_path);
    free(w->title);
    free(w->generator);
    free(w);
}

/* Where a path stands in w->index, or the free place where it would. */
static size_t index_find(const struct kvfs_write *w, uint64_t hash)
{
    size_t at = hash & (w->index_count - 1);

    while (w->index[at] != 0 && w->entries[w->index[at] - 1].hash != hash)
        at = (at + 1) & (w->index_count - 1);
    return at;
}

/* Room for one more entry and its number. */
static bool grow(struct kvfs_write *w)
{
    if (w->entry_count == w->entry_cap) {
        size_t cap = w->entry_cap == 0 ? 32 : 2 * w->entry_cap;
        struct write_entry *entries = realloc(w->entries, cap * sizeof(*entries));

        if (entries == NULL)
            return kvfs_write_fail(w, "out of memory");
        w->entries = entries;
        w->entry_cap = cap;
    }
    if (2 * (w->entry_count + 1) > w->index_count) {
        uint32_t *index = calloc(2 * w->index_count, sizeof(*index));

        if (index == NULL)
            return kvfs_write_fail(w, "out of memory");
        free(w->index);
        w->index = index;
        w->index_count *= 2;
        for (size_t i = 0; i < w->entry_count; i++)
            w->index[index_find(w, w->entries[i].hash)] = (uint32_t)(i + 1);
    }
    return true;
}

/* Fill in what kvfs_write_add() and kvfs_write_not_found() have in common. */
static bool take_content(struct kvfs_write *w, const struct kvfs_write_entry *from, struct write_content *content)
{
    if (from->location != NULL || from->href != NULL) {
        content->is_href = from->href != NULL;
        content->location = strdup(content->is_href ? from->href : from->location);
        return content->location != NULL || kvfs_write_fail(w, "out of memory");
    }
    content->compressible = from->compressible;
    content->has_packed = from->gzip != NULL;
    if (content->has_packed)
        content->packed = *from->gzip;
    content->content_type = strdup(from->content_type);
    if (content->content_type == NULL)
        return kvfs_write_fail(w, "out of memory");
    if (from->body.bytes == NULL && from->file != NULL) {
        int fd = kvfs_write_open_file(w, from->file, &content->len);

        if (fd < 0)
            return false;
        close(fd);
        content->file = strdup(from->file);
        return content->file != NULL || kvfs_write_fail(w, "out of memory");
    }
    if (from->body.bytes == NULL && from->kept != NULL) {
        content->fd = from->kept->fd;
        content->offset = from->kept->offset;
        content->len = from->kept->len;
        content->bytes = from->kept->bytes;
        return true;
    }
    content->fd = -1;
    content->len = from->body.len;
    content->offset = w->spool_len;
    w->spool_len += from->body.len;
    return kvfs_write_pwrite(w, w->spool_fd, content->offset, from->body.bytes, from->body.len);
}

/* Give an entry its path and number. */
static bool insert(struct kvfs_write *w, const char *path, struct write_entry *entry)
{
    size_t at;

    if (!kvfs_write_check_path(w, path) || !grow(w))
        return false;
    entry->path_len = (uint32_t)strlen(path);
    entry->hash = kvfs_hash(path, entry->path_len);
    at = index_find(w, entry->hash);
    if (w->index[at] != 0 && strcmp(w->entries[w->index[at] - 1].path, path) == 0)
        return kvfs_write_fail(w, "%s: two resources have this path", path);
    if (w->index[at] != 0)
        return kvfs_write_fail(w, "%s and %s: paths have the same hash; rename one of them", path,
                               w->entries[w->index[at] - 1].path);
    entry->path = strdup(path);
    if (entry->path == NULL)
        return kvfs_write_fail(w, "out of memory");
    w->entries[w->entry_count++] = *entry;
    w->index[at] = (uint32_t)w->entry_count;
    return true;
}

static bool grow_waiting(struct kvfs_write *w)
{
    size_t cap = w->waiting_cap == 0 ? 32 : 2 * w->waiting_cap;
    struct write_content *waiting;

    if (w->waiting_count < w->waiting_cap)
        return true;
    waiting = realloc(w->waiting, cap * sizeof(*waiting));
    if (waiting == NULL)
        return kvfs_write_fail(w, "out of memory");
    w->waiting = waiting;
    w->waiting_cap = cap;
    return true;
}

bool kvfs_write_add(struct kvfs_write *w, const struct kvfs_write_entry *from)
{
    bool redirects = from->location != NULL || from->href != NULL;
    struct write_entry entry = {.target = (uint32_t)w->entry_count,
                                .kind = redirects ? WRITE_REDIRECT : WRITE_FILE,
                                .is_page = from->is_page,
                                .last_modified_s = redirects ? 0 : from->last_modified_s};
    struct write_content content = {.entry = entry.target};

    if (!kvfs_write_check_entry(w, from, from->path))
        return false;
    if (w->settled != NULL && strcmp(from->path, w->settled) < 0)
        return kvfs_write_fail(w, "%s: added after what stands behind it was written", from->path);
    if (take_content(w, from, &content) && grow_waiting(w) && insert(w, from->path, &entry)) {
        w->waiting[w->waiting_count++] = content;
        return true;
    }
    kvfs_write_content_free(&content);
    return false;
}

bool kvfs_write_alias(struct kvfs_write *w, const char *path, const char *existing)
{
    size_t at = index_find(w, kvfs_hash(existing, strlen(existing)));
    struct write_entry alias = {.path = NULL};

    if (w->finished)
        return kvfs_write_fail(w, "%s: added after the site was written", path);
    if (w->index[at] == 0 || strcmp(w->entries[w->index[at] - 1].path, existing) != 0)
        return kvfs_write_fail(w, "%s: is to be an alias of %s, which was not added", path, existing);
    alias.target = w->entries[w->index[at] - 1].target;
    return insert(w, path, &alias);
}

/* Its time is never sent: every path that is not there would claim to be this old. */
bool kvfs_write_not_found(struct kvfs_write *w, const struct kvfs_write_entry *from)
{
    struct write_content content = {0};

    if (!kvfs_write_check_entry(w, from, "404 page"))
        return false;
    if (w->not_found.path != NULL || from->location != NULL)
        return kvfs_write_fail(w, "404 page: there are two, or it is a redirect");
    char *path = strdup("");
    bool taken = path != NULL ? take_content(w, from, &content) : kvfs_write_fail(w, "out of memory");
    if (!taken) {
        free(path);
        kvfs_write_content_free(&content);
        return false;
    }
    w->not_found = (struct write_entry){.path = path, .kind = WRITE_NOT_FOUND, .is_page = from->is_page};
    w->not_found_content = content;
    return true;
}
