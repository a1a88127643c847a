/* kvfs_write_flush.c - the payload's order: the 404 page, and then the entries by their paths, as far as it is known
 * that nothing comes between them any more. */
#include "kvfs_write_parts.h"

#include <stdlib.h>
#include <string.h>

static const char *path_of(const struct kvfs_write *w, const struct write_content *content)
{
    return w->entries[content->entry].path;
}

static int by_path(const void *a, const void *b, void *w)
{
    return strcmp(path_of(w, a), path_of(w, b));
}

/* What waits, with all its gzip forms that are known. */
static uint64_t waiting_len(const struct kvfs_write *w)
{
    uint64_t len = 0;

    for (size_t i = 0; i < w->waiting_count; i++)
        len += w->waiting[i].len + w->waiting[i].packed.len;
    return len;
}

static bool begin(struct kvfs_write *w)
{
    uint64_t waiting = waiting_len(w);

    if (w->begun)
        return true;
    if (w->not_found.path == NULL)
        return kvfs_write_fail(w, "%s: there is no 404 page", w->image_path);
    w->begun = true;
    kvfs_write_out_expect(w, waiting > w->image.expected_len ? waiting : w->image.expected_len);
    return kvfs_write_payload_entry(w, &w->not_found, &w->not_found_content);
}

/* So many of those that wait, the first by their paths. */
static bool write_waiting(struct kvfs_write *w, size_t count)
{
    bool written = true;

    for (size_t i = 0; i < count; i++) {
        struct write_content *content = &w->waiting[i];

        written = written && kvfs_write_payload_entry(w, &w->entries[content->entry], content);
        kvfs_write_content_free(content);
    }
    w->waiting_count -= count;
    if (w->waiting_count > 0)
        memmove(w->waiting, w->waiting + count, w->waiting_count * sizeof(*w->waiting));
    return written;
}

static void sort_waiting(struct kvfs_write *w)
{
    if (w->waiting_count > 0)
        qsort_r(w->waiting, w->waiting_count, sizeof(*w->waiting), by_path, w);
}

bool kvfs_write_flush(struct kvfs_write *w, const char *before)
{
    size_t count = 0;

    if (!begin(w))
        return false;
    free(w->settled);
    w->settled = strdup(before);
    if (w->settled == NULL)
        return kvfs_write_fail(w, "out of memory");
    sort_waiting(w);
    while (count < w->waiting_count && strcmp(path_of(w, &w->waiting[count]), before) < 0)
        count++;
    return write_waiting(w, count);
}

bool kvfs_write_flush_all(struct kvfs_write *w)
{
    uint64_t end;

    if (!begin(w))
        return false;
    sort_waiting(w);
    if (!write_waiting(w, w->waiting_count))
        return false;
    end = (w->payload_len + WRITE_PAGE - 1) / WRITE_PAGE * WRITE_PAGE;
    w->payload_len = end;
    return kvfs_write_out_room(w, end, 0) != NULL;
}
