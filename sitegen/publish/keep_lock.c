/* keep_lock.c - see keep_lock.h */
#include "publish/keep_lock.h"

#include "digest.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A lock of fcntl(2) ends with its process, and tells whose it is. */
static const struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};

const char *keep_lock_file(const char *uri, struct pool *pool)
{
    char hex[DIGEST_HEX_SIZE];
    struct digest_sum sum = digest_of(str_of(uri));
    const char *runtime = getenv("XDG_RUNTIME_DIR");

    digest_print(&sum, hex);
    if (geteuid() == 0)
        return pool_printf(pool, "/run/sitegen-keep.%.8s.lock", hex);
    if (runtime != NULL && *runtime == '/')
        return pool_printf(pool, "%s/sitegen-keep.%.8s.lock", runtime, hex);
    return pool_printf(pool, "/tmp/sitegen-keep.%ld.%.8s.lock", (long)geteuid(), hex);
}

bool keep_lock(const char *uri, struct pool *pool)
{
    struct flock lock = whole;
    int fd = open(keep_lock_file(uri, pool), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

    /* Where no file can be made there is no lock, and nobody to share with. */
    return fd < 0 || fcntl(fd, F_SETLK, &lock) == 0;
}

pid_t keep_lock_holder(const char *uri, struct pool *pool)
{
    struct flock lock = whole;
    int fd = open(keep_lock_file(uri, pool), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    pid_t holder = 0;

    if (fd >= 0 && fcntl(fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK)
        holder = lock.l_pid;
    if (fd >= 0)
        close(fd);
    return holder;
}
