/* watch.h - tells when a folder, or what lies in it at any depth, has changed.
 *
 * Layer     sitegen/preview, the bottom; inotify(7)
 * Ignored   what editors keep beside a file that is open, and folders of version control and packages, whose
 *           contents nobody writes by hand: watch_ignores()
 * Bounds    at most 64 folders deep. The system bounds the number of folders (fs.inotify.max_user_watches)
 */
#ifndef SITEGEN_PREVIEW_WATCH_H
#define SITEGEN_PREVIEW_WATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#define WATCH_SKIP_MAX 4u

struct watch {
    const char *dir;     /* the caller's */
    int fd;              /* to be polled for input; -1: nothing is watched */
    unsigned char *seen; /* by watch descriptor: met in this walk */
    size_t seen_cap;
    bool is_partial; /* not all folders could be watched */
    bool is_lost;    /* the folder itself is gone, or was not there */
    struct watch_skipped {
        dev_t device;
        ino_t inode;
    } skipped[WATCH_SKIP_MAX];
    size_t skipped_count;
};

/* Before watch_open(): what lies in this folder does not count, wherever it is. One that is not there is no
 * error; those beyond WATCH_SKIP_MAX are watched. */
void watch_skip(struct watch *watch, const char *folder);

/* watch is {.fd = -1} but for what is skipped. Returns false, with errno set, when nothing can be watched. */
bool watch_open(struct watch *watch, const char *dir);

/* Take what has happened. Returns whether anything has changed; new folders are watched from then on. */
bool watch_read(struct watch *watch);

/* Look whether a folder that was lost is there again; then it is watched. */
bool watch_retry(struct watch *watch);

void watch_close(struct watch *watch);

/* Whether changes of a file or folder of this name do not count. */
bool watch_ignores(const char *name, bool is_dir);

#endif
