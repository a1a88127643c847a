/* disk_file.c - a disk into a file: as it is, or as QEMU's qcow2. See deploy.h, disk.h. */
#include "deploy/disk.h"
#include "deploy/unfinished.h"

#include "child.h"
#include "files.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool write_raw(const struct unfinished *raw, const char *start, struct str image)
{
    return files_write_all(raw->fd, start, DISK_START_LEN) &&
           files_write_all(raw->fd, image.at, image.len) &&
           ftruncate(raw->fd, (off_t)disk_len(image.len)) == 0;
}

/* "file:" so that a name with a colon is not taken for one of QEMU's protocols. */
static bool convert(const char *from, const char *to, struct pool *pool)
{
    const char *const argv[] = {"qemu-img", "convert", "-q", "-f", "raw", "-O", "qcow2",
                                pool_printf(pool, "file:%s", from), pool_printf(pool, "file:%s", to), NULL};
    pid_t pid;
    int error = child_start(argv, &pid);

    if (error != 0)
        fprintf(stderr, "qemu-img: error: %s\n",
                error == ENOENT ? "is missing: --as qcow2 needs it; on Debian: apt install qemu-utils"
                                : strerror(error));
    else if (child_wait(pid) != 0)
        fprintf(stderr, "qemu-img: error: has failed\n");
    else
        return true;
    return false;
}

static bool make_file(const struct deploy *deploy, const char *start, enum disk_form form, const char *path,
                      struct pool *pool)
{
    struct unfinished raw = {0}, qcow2 = {0};
    bool ok = unfinished_open(&raw, path, pool) &&
              (write_raw(&raw, start, deploy->bytes) || unfinished_fail(&raw));

    if (ok && form == DISK_QCOW2)
        ok = unfinished_open(&qcow2, path, pool) && convert(raw.name, qcow2.name, pool) &&
             unfinished_keep(&qcow2);
    else if (ok)
        ok = unfinished_keep(&raw);
    unfinished_drop(&raw);
    unfinished_drop(&qcow2);
    return ok;
}

bool deploy_disk(const struct deploy *deploy, enum disk_form form, const char *path)
{
    struct disk_grub grub = {0};
    struct pool pool = {0};
    bool ok = disk_grub_make(&grub, deploy->bytes.len, &pool);
    char *start = pool_take(&pool, DISK_START_LEN);
    const char *problem = ok ? disk_start(start, &grub, deploy->bytes, deploy->words) : NULL;

    if (problem != NULL)
        fprintf(stderr, "%s: error: %s\n", path, problem);
    ok = ok && problem == NULL && make_file(deploy, start, form, path, &pool);
    pool_free(&pool);
    return ok;
}
