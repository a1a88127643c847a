/* unfinished.c - see unfinished.h */
#include "deploy/unfinished.h"

#include "cleanup.h"
#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool unfinished_fail(const struct unfinished *file)
{
    fprintf(stderr, "%s: error: cannot be written: %s\n", file->path, strerror(errno));
    return false;
}

bool unfinished_open(struct unfinished *file, const char *path, struct pool *pool)
{
    const char *base = files_base(path);
    struct stat st;

    *file = (struct unfinished){.path = path, .fd = -1};
    if (stat(path, &st) == 0 && !S_ISREG(st.st_mode)) {
        fprintf(stderr, "%s: error: is there already, and is no file\n", path);
        return false;
    }
    char *name = pool_printf(pool, "%.*s.%.200s.XXXXXX", (int)(base - path), path, base);
    file->fd = mkostemp(name, O_CLOEXEC);
    if (file->fd < 0)
        return unfinished_fail(file);
    file->name = name;
    if (!cleanup_add(name))
        fatal("the name of the file is too long");
    return true;
}

mode_t unfinished_rights(mode_t mode)
{
    mode_t mask = umask(0);

    umask(mask);
    return mode & ~mask;
}

bool unfinished_keep(struct unfinished *file)
{
    int fd = file->fd;

    if (fchmod(fd, unfinished_rights(0666)) != 0 || fsync(fd) != 0)
        return unfinished_fail(file);
    file->fd = -1;
    if (close(fd) != 0 || rename(file->name, file->path) != 0)
        return unfinished_fail(file);
    cleanup_forget(file->name);
    file->name = NULL;
    return true;
}

void unfinished_drop(struct unfinished *file)
{
    if (file->name == NULL)
        return;
    if (file->fd >= 0)
        close(file->fd);
    unlink(file->name);
    cleanup_forget(file->name);
    file->name = NULL;
}

bool unfinished_text(const char *path, struct str text, struct pool *pool)
{
    struct unfinished file;
    bool ok = unfinished_open(&file, path, pool) &&
              (files_write_all(file.fd, text.at, text.len) || unfinished_fail(&file)) &&
              unfinished_keep(&file);

    unfinished_drop(&file);
    return ok;
}
