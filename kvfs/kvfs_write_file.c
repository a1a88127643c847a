/* kvfs_write_file.c - reading and writing; a short read or a full disk is a message that names the file. */
#include "kvfs_write_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool kvfs_write_pread(struct kvfs_write *w, const struct write_source *source, uint64_t at, void *buf,
                      size_t len)
{
    size_t done = 0;

    if (source->bytes != NULL) {
        memcpy(buf, source->bytes + at, len);
        return true;
    }
    while (done < len) {
        ssize_t got =
            pread(source->fd, (uint8_t *)buf + done, len - done, (off_t)(source->offset + at + done));

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return kvfs_write_fail(w, "%s: %s", source->name, strerror(errno));
        if (got == 0)
            return kvfs_write_fail(w, "%s: changed while it was read", source->name);
        done += (size_t)got;
    }
    return true;
}

int kvfs_write_all(int fd, uint64_t at, const void *buf, size_t len)
{
    size_t done = 0;

    while (done < len) {
        ssize_t put = pwrite(fd, (const uint8_t *)buf + done, len - done, (off_t)(at + done));

        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return put < 0 ? errno : ENOSPC;
        done += (size_t)put;
    }
    return 0;
}

bool kvfs_write_pwrite(struct kvfs_write *w, int fd, uint64_t at, const void *buf, size_t len)
{
    int error = kvfs_write_all(fd, at, buf, len);

    return error == 0 || kvfs_write_fail(w, "%s: %s", w->image_path, strerror(error));
}

/* O_NONBLOCK: a FIFO in the author's folder must not stop us before fstat() can refuse it. */
int kvfs_write_open_file(struct kvfs_write *w, const char *file, uint64_t *len)
{
    int fd = open(file, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    struct stat st;

    if (fd < 0 || fstat(fd, &st) != 0) {
        kvfs_write_fail(w, "%s: %s", file, strerror(errno));
    } else if (!S_ISREG(st.st_mode)) {
        kvfs_write_fail(w, "%s: is not a regular file", file);
    } else {
        *len = (uint64_t)st.st_size;
        return fd;
    }
    if (fd >= 0)
        close(fd);
    return -1;
}
