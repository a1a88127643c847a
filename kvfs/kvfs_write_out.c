/* kvfs_write_out.c - the payload on its way into the image: gathered, and written whole pages at a time.
 *
 * A large payload goes out by O_DIRECT. It is on disk then when it is written, as it must be before the image
 * gets its name, and takes no memory from the page cache: pages that nobody reads twice, and that cost more to
 * allocate than to write. A file system without O_DIRECT gets the same bytes by way of the cache.
 */
#include "kvfs_write_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DIRECT_FROM (16u * 1024 * 1024) /* bytes of a payload; what is smaller stays in the cache for its readers */

bool kvfs_write_out_open(struct kvfs_write *w)
{
    struct write_out *out = &w->out;

    *out = (struct write_out){.direct_fd = -1};
    out->bytes = aligned_alloc(WRITE_PAGE, WRITE_OUT_LEN);
    return out->bytes != NULL;
}

void kvfs_write_out_close(struct kvfs_write *w)
{
    if (w->out.direct_fd >= 0)
        close(w->out.direct_fd);
    w->out.direct_fd = -1;
    free(w->out.bytes);
    w->out.bytes = NULL;
}

void kvfs_write_out_expect(struct kvfs_write *w, uint64_t len)
{
    char name[32];

    if (len < DIRECT_FROM)
        return;
    snprintf(name, sizeof(name), "/proc/self/fd/%d", w->image.fd);
    w->out.direct_fd = open(name, O_WRONLY | O_DIRECT | O_CLOEXEC);
}

/* Returns false where the file system wants it otherwise after all; errno says which error it was if not. */
static bool write_direct(int fd, uint64_t at, const uint8_t *bytes, size_t len)
{
    ssize_t put;

    do
        put = pwrite(fd, bytes, len, (off_t)at);
    while (put < 0 && errno == EINTR);
    return put == (ssize_t)len;
}

/* Write the first len bytes, a multiple of WRITE_PAGE; what is behind them moves to the start. */
static bool write_pages(struct kvfs_write *w, size_t len)
{
    struct write_out *out = &w->out;
    uint64_t at = w->image.offset + out->at;

    if (out->direct_fd >= 0 && !write_direct(out->direct_fd, at, out->bytes, len)) {
        close(out->direct_fd);
        out->direct_fd = -1;
    } else if (out->direct_fd >= 0) {
        at += len; /* done */
    }
    if (at == w->image.offset + out->at && !kvfs_write_pwrite(w, w->image.fd, at, out->bytes, len))
        return false;
    memmove(out->bytes, out->bytes + len, out->len - len);
    out->at += len;
    out->len -= len;
    return true;
}

uint8_t *kvfs_write_out_room(struct kvfs_write *w, uint64_t offset, size_t len)
{
    struct write_out *out = &w->out;

    if (offset + len - out->at > WRITE_OUT_LEN && !write_pages(w, out->len / WRITE_PAGE * WRITE_PAGE))
        return NULL;
    memset(out->bytes + out->len, 0, (size_t)(offset - out->at) - out->len);
    out->len = (size_t)(offset + len - out->at);
    return out->bytes + (offset - out->at);
}

bool kvfs_write_out_again(struct kvfs_write *w, uint64_t offset, const void *bytes, size_t len)
{
    struct write_out *out = &w->out;
    size_t gone = offset >= out->at ? 0 : out->at - offset < len ? (size_t)(out->at - offset) : len;

    if (gone > 0 && !kvfs_write_pwrite(w, w->image.fd, w->image.offset + offset, bytes, gone))
        return false;
    if (gone < len)
        memcpy(out->bytes + (offset + gone - out->at), (const uint8_t *)bytes + gone, len - gone);
    return true;
}

bool kvfs_write_out_end(struct kvfs_write *w, uint64_t end)
{
    return kvfs_write_out_room(w, end, 0) != NULL && write_pages(w, w->out.len);
}
