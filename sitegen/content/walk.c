/* walk.c - see walk.h */
#include "content/walk.h"

#include "files.h"
#include "text.h"
#include "workers.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A folder on the way from the root to the one being read. */
struct level {
    const struct level *outer;
    dev_t dev;
    ino_t ino;
    unsigned depth;
    unsigned link_count; /* how many of the levels were reached by a symbolic link */
    bool is_posts;       /* a _posts folder, or below one */
};

#define EVERYBODY_READS (S_IRUSR | S_IRGRP | S_IROTH)

#define SHARED_FROM 256u /* entries of a folder that workers look at: for fewer, a thread is no gain */

/* What is asked of a file's status. */
struct facts {
    mode_t mode;
    dev_t dev;
    ino_t ino;
    off_t len;
    struct timespec modified;
    struct timespec changed;
};

/* An entry of the folder that is being read, and what is known of it. */
struct found {
    const char *name;
    const char *full;
    const char *path;
    unsigned char type; /* DT_* */
    bool is_content;
    int error;          /* of asking for the facts, as in errno; 0: here they are */
    struct facts facts; /* of what is content; of a symbolic link itself */
};

struct walk {
    struct pool *pool;
    struct diag *diag;
    const struct walk_rules *rules;
    char *root;     /* the real path of the folder */
    size_t path_at; /* where in a full path the one in the folder starts */
    struct walk_entry *entries;
    size_t count;
    size_t cap;
};

static void read_folder(struct walk *w, const char *full, const struct level *level);

static bool is_listed(const char *const *names, const char *name)
{
    for (; names != NULL && *names != NULL; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

static bool is_hidden(const struct walk *w, const char *name, const char *path)
{
    size_t len = strlen(name);

    if (is_listed(w->rules->exclude, name) || is_listed(w->rules->exclude, path))
        return true;
    if (is_listed(w->rules->include, name) || is_listed(w->rules->include, path))
        return false;
    if (name[0] == '.' || name[len - 1] == '~' || name[0] == '#')
        return true;
    return name[0] == '_' && strcmp(name, "_posts") != 0;
}

/* Bytes that are not UTF-8 as \xNN, so that the message itself can be read. */
static const char *readable(struct pool *pool, const char *name)
{
    struct text text = {0};
    struct str s = str_of(name);

    while (s.len > 0) {
        size_t good = utf8_bad(s);
        text_add(&text, str_head(s, good));
        s = str_from(s, good);
        if (s.len > 0) {
            text_printf(&text, "\\x%02x", (unsigned char)s.at[0]);
            s = str_from(s, 1);
        }
    }
    return text_finish(&text, pool).at;
}

/* What is wrong with a symbolic link ends the bake, or where all are followed costs what it stands for. */
static void bad_link(struct walk *w, const char *full, const char *what)
{
    if (w->rules->follows_links)
        diag_warning(w->diag, full, 0, 0, "%s: left out", what);
    else
        diag_error(w->diag, full, 0, 0, "%s", what);
}

/* Whether a symbolic link is to be followed: it leads somewhere, and that may be. Reports it where not. */
static bool link_is_good(struct walk *w, const char *full)
{
    char *target = realpath(full, NULL);
    size_t root_len = strlen(w->root);
    bool inside = false;

    if (target == NULL) {
        bad_link(w, full, pool_printf(w->pool, "the symbolic link leads nowhere: %s", strerror(errno)));
        return false;
    }
    inside = w->rules->follows_links ||
             (strncmp(target, w->root, root_len) == 0 &&
              (target[root_len] == '/' || target[root_len] == '\0'));
    if (!inside)
        diag_error(w->diag, full, 0, 0, "the symbolic link leads out of the folder, to %s", target);
    free(target);
    return inside;
}

static bool is_loop(const struct level *level, const struct facts *facts)
{
    for (; level != NULL; level = level->outer)
        if (level->dev == facts->dev && level->ino == facts->ino)
            return true;
    return false;
}

static void enter_folder(struct walk *w, const char *full, const char *path, const struct facts *facts,
                         bool by_link, const struct level *outer)
{
    struct level level = {.outer = outer, .dev = facts->dev, .ino = facts->ino, .depth = outer->depth + 1};

    level.link_count = outer->link_count + by_link;
    level.is_posts = outer->is_posts || strcmp(files_base(path), "_posts") == 0;
    if (is_loop(outer, facts))
        bad_link(w, full, "the symbolic link leads back to a folder that it lies in");
    else if (level.link_count > WALK_LINKS_MAX)
        diag_error(w->diag, full, 0, 0, "too many symbolic links on the way (at most %u)", WALK_LINKS_MAX);
    else if (level.depth > WALK_DEPTH_MAX)
        diag_error(w->diag, full, 0, 0, "folders are nested too deeply (at most %u)", WALK_DEPTH_MAX);
    else {
        if (w->rules->entered != NULL)
            w->rules->entered(w->rules->context, path);
        read_folder(w, full, &level);
    }
}

static int64_t nanoseconds(struct timespec time)
{
    return time.tv_sec * 1000000000ll + time.tv_nsec;
}

static void add_file(struct walk *w, const char *full, const char *path, const struct facts *facts,
                     bool is_post)
{
    if ((facts->mode & EVERYBODY_READS) != EVERYBODY_READS &&
        faccessat(AT_FDCWD, full, R_OK, AT_EACCESS) != 0) {
        diag_error(w->diag, full, 0, 0, "cannot be read: %s", strerror(errno));
        return;
    }
    if (w->count == WALK_ENTRIES_MAX) {
        diag_error(w->diag, full, 0, 0, "too many files (at most %u)", WALK_ENTRIES_MAX);
        return;
    }
    w->entries = pool_grow(w->pool, w->entries, w->count, &w->cap, sizeof(*w->entries));
    w->entries[w->count++] = (struct walk_entry){
        .path = path,
        .name = files_base(path),
        .full = full,
        .len = (uint64_t)facts->len,
        .mtime_s = files_modified_s(full, facts->modified.tv_sec),
        .stamp = {facts->dev, facts->ino, nanoseconds(facts->modified), nanoseconds(facts->changed)},
        .is_post = is_post,
    };
}

/* The folder itself says it mostly, so that what is no content is not looked at. */
static bool is_folder(const struct found *found)
{
    struct stat st;

    if (found->type != DT_LNK && found->type != DT_UNKNOWN)
        return found->type == DT_DIR;
    return stat(found->full, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool is_content(const struct walk *w, const struct found *found)
{
    if (is_listed(w->rules->skip_full, found->full))
        return false;
    if (w->rules->is_content != NULL)
        return w->rules->is_content(w->rules->context, found->path, is_folder(found));
    return !is_hidden(w, found->name, found->path);
}

/* Returns 0, or what is in errno. */
static int ask(int dir, const char *name, int flags, struct facts *facts)
{
    struct stat st;

    if (fstatat(dir, name, &st, flags) != 0)
        return errno;
    *facts = (struct facts){st.st_mode, st.st_dev, st.st_ino, st.st_size, st.st_mtim, st.st_ctim};
    return 0;
}

struct looking {
    const struct walk *walk;
    int dir;
    struct found *found;
};

/* Most of a walk's time is the system's answer about each file. */
static void look(void *context, unsigned worker, size_t item)
{
    const struct looking *looking = context;
    struct found *found = &looking->found[item];

    (void)worker;
    found->is_content = is_content(looking->walk, found);
    if (found->is_content)
        found->error = ask(looking->dir, found->name, AT_SYMLINK_NOFOLLOW, &found->facts);
}

static void look_at_all(const struct walk *w, int dir, struct found *found, size_t count)
{
    struct looking looking = {w, dir, found};

    if (count >= SHARED_FROM) {
        workers_run(count, look, &looking);
        return;
    }
    for (size_t i = 0; i < count; i++)
        look(&looking, 0, i);
}

static void read_entry(struct walk *w, const struct found *found, const struct level *level)
{
    const char *full = found->full;
    struct facts facts = found->facts;
    int error = found->error;

    if (utf8_bad(str_of(found->name)) < strlen(found->name)) {
        diag_error(w->diag, readable(w->pool, full), 0, 0, "the name is not UTF-8");
        return;
    }
    bool by_link = error == 0 && S_ISLNK(facts.mode);
    if (by_link && !link_is_good(w, full))
        return;
    if (by_link)
        error = ask(AT_FDCWD, full, 0, &facts);
    if (error != 0)
        diag_error(w->diag, full, 0, 0, "cannot be read: %s", strerror(error));
    else if (S_ISDIR(facts.mode))
        enter_folder(w, full, found->path, &facts, by_link, level);
    else if (S_ISREG(facts.mode))
        add_file(w, full, found->path, &facts, level->is_posts);
    else
        diag_warning(w->diag, full, 0, 0, "neither a file nor a folder: left out");
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(((const struct found *)a)->name, ((const struct found *)b)->name);
}

static struct found *room_for_one(struct found *found, size_t count, size_t *cap)
{
    if (count < *cap)
        return found;
    *cap = *cap > 0 ? *cap * 2 : 16;
    found = realloc(found, *cap * sizeof(*found));
    if (found == NULL)
        fatal("out of memory");
    return found;
}

static void read_folder(struct walk *w, const char *full, const struct level *level)
{
    DIR *dir = opendir(full);
    struct found *found = NULL;
    size_t count = 0, cap = 0;
    const struct dirent *entry;

    if (dir == NULL) {
        diag_error(w->diag, full, 0, 0, "cannot be read: %s", strerror(errno));
        return;
    }
    errno = 0;
    while ((entry = readdir(dir)) != NULL) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        found = room_for_one(found, count, &cap);
        const char *joined = files_join(w->pool, full, entry->d_name);
        found[count++] = (struct found){.name = files_base(joined),
                                        .full = joined,
                                        .path = joined + w->path_at,
                                        .type = entry->d_type};
    }
    if (errno != 0)
        diag_error(w->diag, full, 0, 0, "cannot be read to its end: %s", strerror(errno));
    if (count > 0)
        qsort(found, count, sizeof(*found), compare_names);
    look_at_all(w, dirfd(dir), found, count);
    for (size_t i = 0; i < count; i++)
        if (found[i].is_content)
            read_entry(w, &found[i], level);
    free(found);
    closedir(dir);
}

bool walk_folder(struct pool *pool, struct diag *diag, const char *dir, const struct walk_rules *rules,
                 struct walk_entry **entries, size_t *entry_count)
{
    struct walk w = {.pool = pool,
                     .diag = diag,
                     .rules = rules,
                     .path_at = strlen(files_join(pool, dir, "")),
                     .root = realpath(rules->root != NULL ? rules->root : dir, NULL)};
    struct stat st;

    *entries = NULL;
    *entry_count = 0;
    if (w.root == NULL || stat(dir, &st) != 0) {
        diag_error(diag, dir, 0, 0, "cannot be read: %s", strerror(errno));
        free(w.root);
        return false;
    }
    if (!S_ISDIR(st.st_mode)) {
        diag_error(diag, dir, 0, 0, "not a folder");
        free(w.root);
        return false;
    }
    read_folder(&w, dir, &(struct level){.dev = st.st_dev, .ino = st.st_ino});
    free(w.root);
    *entries = w.entries;
    *entry_count = w.count;
    return true;
}
