/* kvfs_write_out.c - the payload on its way into the image: gathered, and written whole pages at a time, by a
 * thread of its own while the next are gathered.
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
    out->job.bytes = aligned_alloc(WRITE_PAGE, WRITE_OUT_LEN);
    return out->bytes != NULL && out->job.bytes != NULL;
}

void kvfs_write_out_expect(struct kvfs_write *w, uint64_t len)
{
    char name[32];

    if (len < DIRECT_FROM || w->out.is_large)
        return;
    w->out.is_large = true;
    snprintf(name, sizeof(name), "/proc/self/fd/%d", w->image.fd);
    w->out.direct_fd = open(name, O_WRONLY | O_DIRECT | O_CLOEXEC);
}

/* ---------------------------------------------------------------- what is on its way */

/* Whatever is wrong with the direct way, the other one says it. */
static void *write_job(void *context)
{
    struct kvfs_write *w = context;
    struct write_job *job = &w->out.job;
    ssize_t put = -1;

    if (w->out.direct_fd >= 0)
        do
            put = pwrite(w->out.direct_fd, job->bytes, job->len, (off_t)job->offset);
        while (put < 0 && errno == EINTR);
    if (put != (ssize_t)job->len)
        job->error = kvfs_write_all(w->image.fd, job->offset, job->bytes, job->len);
    return NULL;
}

/* Until nothing is. */
static bool wait_for_job(struct kvfs_write *w)
{
    struct write_job *job = &w->out.job;

    if (job->is_running)
        pthread_join(job->thread, NULL);
    job->is_running = false;
    return job->error == 0 || kvfs_write_fail(w, "%s: %s", w->image_path, strerror(job->error));
}

void kvfs_write_out_close(struct kvfs_write *w)
{
    wait_for_job(w);
    if (w->out.direct_fd >= 0)
        close(w->out.direct_fd);
    w->out.direct_fd = -1;
    free(w->out.bytes);
    free(w->out.job.bytes);
    w->out.bytes = w->out.job.bytes = NULL;
}

/* Let the first len bytes, a multiple of WRITE_PAGE, go; what is behind them becomes the start. */
static bool send(struct kvfs_write *w, size_t len)
{
    struct write_out *out = &w->out;

    if (!wait_for_job(w))
        return false;
    kvfs_write_out_expect(w, out->at + len);
    uint8_t *other = out->job.bytes;
    memcpy(other, out->bytes + len, out->len - len);
    out->job = (struct write_job){.bytes = out->bytes, .len = len, .offset = w->image.offset + out->at};
    out->bytes = other;
    out->at += len;
    out->len -= len;
    out->job.is_running = pthread_create(&out->job.thread, NULL, write_job, w) == 0;
    if (!out->job.is_running)
        write_job(w);
    return true;
}

/* ---------------------------------------------------------------- what is gathered */

/* What is still to be filled in stays, if there is room enough behind it. */
static size_t sendable(const struct kvfs_write *w, size_t wanted)
{
    const struct write_out *out = &w->out;
    size_t complete = w->payload_len > out->at ? (size_t)(w->payload_len - out->at) / WRITE_PAGE * WRITE_PAGE : 0;

    return out->len - complete + wanted <= WRITE_OUT_LEN ? complete : out->len / WRITE_PAGE * WRITE_PAGE;
}

uint8_t *kvfs_write_out_room(struct kvfs_write *w, uint64_t offset, size_t len)
{
    struct write_out *out = &w->out;
    size_t wanted = (size_t)(offset - out->at) - out->len + len;

    if (out->len + wanted > WRITE_OUT_LEN && !send(w, sendable(w, wanted)))
        return NULL;
    memset(out->bytes + out->len, 0, wanted - len);
    out->len += wanted;
    return out->bytes + (offset - out->at);
}

bool kvfs_write_out_again(struct kvfs_write *w, uint64_t offset, const void *bytes, size_t len)
{
    struct write_out *out = &w->out;
    size_t gone = offset >= out->at ? 0 : out->at - offset < len ? (size_t)(out->at - offset) : len;

    if (gone > 0 && (!wait_for_job(w) ||
                     !kvfs_write_pwrite(w, w->image.fd, w->image.offset + offset, bytes, gone)))
        return false;
    if (gone < len)
        memcpy(out->bytes + (offset + gone - out->at), (const uint8_t *)bytes + gone, len - gone);
    return true;
}

bool kvfs_write_out_end(struct kvfs_write *w)
{
    struct write_out *out = &w->out;

    return send(w, out->len / WRITE_PAGE * WRITE_PAGE) && wait_for_job(w) &&
           kvfs_write_pwrite(w, w->image.fd, w->image.offset + out->at, out->bytes, out->len);
}
