/* watch.c - see watch.h */
#include "preview/watch.h"

#include "pool.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEPTH_MAX 64

/* Not IN_MODIFY: a file that is still being written is half a file. IN_CREATE also for links, which are never
 * closed; IN_ATTRIB for what becomes readable. */
#define CHANGES                                                                                              \
    (IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB | IN_DELETE_SELF |     \
     IN_MOVE_SELF)

static bool starts(const char *name, const char *prefix)
{
    return strncmp(name, prefix, strlen(prefix)) == 0;
}

static bool ends(const char *name, const char *suffix)
{
    size_t len = strlen(name), suffix_len = strlen(suffix);

    return len >= suffix_len && strcmp(name + len - suffix_len, suffix) == 0;
}

static bool ignores_dir(const char *name)
{
    static const char *const names[] = {".git",        ".hg",    ".svn",  ".bzr",         ".jekyll-cache",
                                        ".sass-cache", "_site",  ".idea", "node_modules", ".jekyll-metadata",
                                        ".vscode",     NULL};

    for (size_t i = 0; names[i] != NULL; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

/* vim: .a.md.swp, .a.md.swx, a.md~, 4913; emacs: .#a.md, #a.md#, a.md~; GLib: .goutputstream-X; KDE:
 * .a.md.kate-swp; JetBrains: a.md___jb_tmp___ */
static bool ignores_file(const char *name)
{
    if (starts(name, ".") && (strstr(name, ".sw") != NULL || strstr(name, ".un~") != NULL))
        return true;
    return ends(name, "~") || starts(name, ".#") || (starts(name, "#") && ends(name, "#")) ||
           strcmp(name, "4913") == 0 || starts(name, ".goutputstream-") || ends(name, ".kate-swp") ||
           ends(name, "___jb_tmp___") || ends(name, "___jb_old___") || strcmp(name, ".DS_Store") == 0;
}

bool watch_ignores(const char *name, bool is_dir)
{
    return is_dir ? ignores_dir(name) : ignores_file(name);
}

/* ---------------------------------------------------------------- folders */

void watch_skip(struct watch *watch, const char *folder)
{
    struct stat st;

    if (watch->skipped_count < WATCH_SKIP_MAX && stat(folder, &st) == 0)
        watch->skipped[watch->skipped_count++] = (struct watch_skipped){st.st_dev, st.st_ino};
}

static bool is_skipped(const struct watch *watch, const char *path)
{
    struct stat st;

    for (size_t i = 0; i < watch->skipped_count; i++)
        if (stat(path, &st) == 0 && st.st_dev == watch->skipped[i].device &&
            st.st_ino == watch->skipped[i].inode)
            return true;
    return false;
}

/* Watch one folder. Returns false when it is watched already in this walk, or cannot be. */
static bool add_folder(struct watch *watch, const char *path)
{
    if (is_skipped(watch, path))
        return false;
    int wd = inotify_add_watch(watch->fd, path, CHANGES | IN_ONLYDIR);
    if (wd < 0) {
        watch->is_partial |= errno == ENOSPC || errno == ENOMEM;
        return false;
    }
    if ((size_t)wd >= watch->seen_cap) {
        size_t cap = ((size_t)wd + 1) * 2;
        unsigned char *seen = realloc(watch->seen, cap);
        if (seen == NULL)
            fatal("out of memory");
        memset(seen + watch->seen_cap, 0, cap - watch->seen_cap);
        watch->seen = seen;
        watch->seen_cap = cap;
    }
    if (watch->seen[wd])
        return false; /* a link leads to a folder that was met before */
    watch->seen[wd] = 1;
    return true;
}

static bool is_folder(int dir_fd, const struct dirent *entry)
{
    struct stat st;

    if (entry->d_type != DT_UNKNOWN && entry->d_type != DT_LNK)
        return entry->d_type == DT_DIR;
    return fstatat(dir_fd, entry->d_name, &st, 0) == 0 && S_ISDIR(st.st_mode);
}

/* path has room for PATH_MAX bytes, and is what it was afterwards. */
static void walk(struct watch *watch, char *path, int depth)
{
    size_t len = strlen(path);
    DIR *dir = add_folder(watch, path) && depth < DEPTH_MAX ? opendir(path) : NULL;
    const struct dirent *entry;

    if (dir == NULL)
        return;
    while ((entry = readdir(dir)) != NULL) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 ||
            !is_folder(dirfd(dir), entry) || watch_ignores(entry->d_name, true))
            continue;
        if (snprintf(path + len, PATH_MAX - len, "/%s", entry->d_name) < (int)(PATH_MAX - len))
            walk(watch, path, depth + 1);
        path[len] = '\0';
    }
    closedir(dir);
}

/* Folders that are watched already stay as they are: inotify knows them. */
static void walk_all(struct watch *watch)
{
    char path[PATH_MAX];
    struct stat st;

    if (watch->seen != NULL)
        memset(watch->seen, 0, watch->seen_cap);
    watch->is_lost = stat(watch->dir, &st) != 0 || !S_ISDIR(st.st_mode);
    if (snprintf(path, sizeof(path), "%s", watch->dir) < (int)sizeof(path))
        walk(watch, path, 0);
}

/* What was moved out of the folder would still be watched: so all begins anew. */
static void begin_anew(struct watch *watch)
{
    int fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);

    if (fd < 0) {
        walk_all(watch);
        return;
    }
    close(watch->fd);
    watch->fd = fd;
    walk_all(watch);
}

bool watch_open(struct watch *watch, const char *dir)
{
    watch->dir = dir;
    watch->fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (watch->fd < 0)
        return false;
    walk_all(watch);
    return true;
}

/* ---------------------------------------------------------------- events */

struct found {
    bool changed;
    bool has_new_folder;
    bool lost_folder; /* moved away, or too much has happened to say what */
};

static void judge(const struct inotify_event *event, struct found *found)
{
    bool is_dir = (event->mask & IN_ISDIR) != 0;
    const char *name = event->len > 0 ? event->name : "";

    if ((event->mask & (IN_Q_OVERFLOW | IN_MOVE_SELF | IN_DELETE_SELF)) != 0) {
        found->changed = found->lost_folder = true;
        return;
    }
    if ((event->mask & IN_IGNORED) != 0 || event->len == 0 || watch_ignores(name, is_dir))
        return;
    found->changed = true;
    found->has_new_folder |= is_dir && (event->mask & (IN_CREATE | IN_MOVED_TO)) != 0;
    found->lost_folder |= is_dir && (event->mask & IN_MOVED_FROM) != 0;
    /* A link to a folder is no folder to inotify. */
    found->has_new_folder |= (event->mask & IN_CREATE) != 0;
}

bool watch_read(struct watch *watch)
{
    char buffer[64 * 1024] __attribute__((aligned(__alignof__(struct inotify_event))));
    struct found found = {0};
    ssize_t len;

    while ((len = read(watch->fd, buffer, sizeof(buffer))) > 0) {
        const struct inotify_event *event;
        for (const char *at = buffer; at < buffer + len; at += sizeof(*event) + event->len) {
            event = (const struct inotify_event *)(const void *)at;
            judge(event, &found);
        }
    }
    if (found.lost_folder)
        begin_anew(watch);
    else if (found.has_new_folder)
        walk_all(watch);
    return found.changed;
}

bool watch_retry(struct watch *watch)
{
    if (watch->is_lost)
        begin_anew(watch);
    return !watch->is_lost;
}

void watch_close(struct watch *watch)
{
    if (watch->fd >= 0)
        close(watch->fd);
    free(watch->seen);
    *watch = (struct watch){.fd = -1};
}
