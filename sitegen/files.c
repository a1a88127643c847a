/* files.c - see files.h */
#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxh_x86dispatch.h>

#define PIECE_LEN (256u * 1024u)

static struct files_watch *watch;

void files_watch(struct files_watch *who)
{
    watch = who;
}

void files_named(const char *path)
{
    if (watch != NULL && watch->named != NULL)
        watch->named(watch, path);
}

void files_known(const char *path, const struct digest_sum *sum, uint64_t len)
{
    if (watch != NULL && watch->known != NULL)
        watch->known(watch, path, sum, len);
}

int64_t files_modified_s(const char *path, int64_t modified_s)
{
    if (modified_s < 0)
        modified_s = 0;
    return watch == NULL || watch->modified_s == NULL ? modified_s
                                                      : watch->modified_s(watch, path, modified_s);
}

/* Read until len bytes or the end. Returns the number of bytes, -1 on error. */
static ssize_t read_full(int fd, void *buf, size_t len)
{
    size_t done = 0;

    while (done < len) {
        ssize_t got = read(fd, (char *)buf + done, len - done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        done += (size_t)got;
    }
    return (ssize_t)done;
}

static void close_keep_errno(int fd)
{
    int saved = errno;

    close(fd);
    errno = saved;
}

bool files_read_unseen(const char *path, struct pool *pool, struct str *content)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool ok = false;

    if (fd < 0)
        return false;
    if (fstat(fd, &st) == 0 && st.st_size > (off_t)FILES_TEXT_MAX) {
        errno = EFBIG;
    } else {
        /* A file that grows meanwhile is read as far as it was when it was opened. */
        size_t len = (size_t)st.st_size;
        char *bytes = pool_take(pool, len + 1);
        ssize_t got = read_full(fd, bytes, len);
        ok = got >= 0;
        *content = (struct str){bytes, ok ? (size_t)got : 0};
    }
    close_keep_errno(fd);
    return ok;
}

bool files_read(const char *path, struct pool *pool, struct str *content)
{
    bool ok = files_read_unseen(path, pool, content);

    if (ok && watch != NULL && watch->read != NULL)
        watch->read(watch, path, *content);
    return ok;
}

bool files_head(const char *path, void *buf, size_t cap, size_t *len)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return false;
    ssize_t got = read_full(fd, buf, cap);
    close_keep_errno(fd);
    *len = got > 0 ? (size_t)got : 0;
    return got >= 0;
}

bool files_write_all(int fd, const void *bytes, size_t len)
{
    size_t done = 0;

    while (done < len) {
        ssize_t put = write(fd, (const char *)bytes + done, len - done);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return false;
        done += (size_t)put;
    }
    return true;
}

uint64_t files_sum(struct str content)
{
    return XXH3_64bits(content.at, content.len);
}

bool files_write(const char *path, struct str content, mode_t mode)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);

    if (fd < 0)
        return false;
    bool ok = files_write_all(fd, content.at, content.len);
    close_keep_errno(fd);
    return ok;
}

int64_t files_append(const char *from, int to_fd)
{
    static char piece[PIECE_LEN];
    int fd = open(from, O_RDONLY | O_CLOEXEC);
    int64_t total = 0;
    ssize_t got;

    if (fd < 0)
        return -1;
    while ((got = read_full(fd, piece, sizeof(piece))) > 0) {
        if (!files_write_all(to_fd, piece, (size_t)got)) {
            got = -1;
            break;
        }
        total += got;
    }
    close_keep_errno(fd);
    return got < 0 ? -1 : total;
}

bool files_copy(const char *from, const char *to)
{
    int fd = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);

    if (fd < 0)
        return false;
    bool ok = files_append(from, fd) >= 0;
    close_keep_errno(fd);
    return ok;
}

bool files_make_parents(const char *path)
{
    struct pool pool = {0};
    char *copy = pool_copy(&pool, str_of(path));
    bool ok = true;

    for (char *slash = strchr(copy + 1, '/'); ok && slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        ok = mkdir(copy, 0777) == 0 || errno == EEXIST;
        *slash = '/';
    }
    int saved = errno;
    pool_free(&pool);
    errno = saved;
    return ok;
}

bool files_exists(const char *path)
{
    struct stat st;

    return lstat(path, &st) == 0;
}

char *files_join(struct pool *pool, const char *dir, const char *name)
{
    if (*dir == '\0' || strcmp(dir, ".") == 0)
        return pool_copy(pool, str_of(name));
    size_t dir_len = strlen(dir), name_len = strlen(name);
    char *joined = pool_take(pool, dir_len + 1 + name_len + 1);
    memcpy(joined, dir, dir_len);
    if (joined[dir_len - 1] != '/')
        joined[dir_len++] = '/';
    memcpy(joined + dir_len, name, name_len);
    return joined;
}

const char *files_base(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash != NULL ? slash + 1 : path;
}
