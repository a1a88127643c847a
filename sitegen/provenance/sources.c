/* sources.c - see sources.h */
#include "provenance/sources.h"

#include "theme.h"
#include "workers.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static bool is_of_git(struct str path)
{
    for (size_t at = 0; at < path.len;) {
        struct str part = str_head(str_from(path, at), str_find_char(str_from(path, at), '/'));
        if (str_is(part, ".git"))
            return true;
        at += part.len + 1;
    }
    return false;
}

/* What is left of path behind dir; empty when it does not lie below. */
static struct str below(struct str path, const char *dir)
{
    size_t len = strlen(dir);

    while (len > 1 && dir[len - 1] == '/')
        len--;
    if (len == 0 || path.len <= len || memcmp(path.at, dir, len) != 0 ||
        (path.at[len] != '/' && dir[len - 1] != '/'))
        return STR("");
    path = str_from(path, len);
    while (str_starts(path, "/"))
        path = str_from(path, 1);
    return path;
}

/* The path as it is listed; empty: it is not. */
static struct str listed(const struct sources *sources, const char *full)
{
    struct str path = below(str_of(full), sources->dir);

    if (path.len == 0 && sources->real_dir != NULL)
        path = below(str_of(full), sources->real_dir);
    if (path.len == 0 && strcmp(sources->dir, ".") == 0 && *full != '/')
        path = str_of(full);
    while (str_starts(path, "./"))
        path = str_from(path, 2);
    if (str_is(path, "..") || str_starts(path, "../") || is_of_git(path))
        return STR("");
    return path;
}

/* Under the lock. */
static struct source *find(struct sources *sources, struct str path, const char *full)
{
    struct value number = hash_get(sources->index, path);

    if (number.kind == VALUE_INT)
        return sources->list[number.integer];
    struct source *source = pool_take(&sources->pool, sizeof(*source));
    source->path = pool_str(&sources->pool, path);
    source->full = pool_copy(&sources->pool, str_of(full));
    sources->list = pool_grow(&sources->pool, sources->list, sources->count, &sources->cap,
                              sizeof(struct source *));
    hash_set(sources->index, source->path, value_int((int64_t)sources->count));
    sources->list[sources->count++] = source;
    return source;
}

/* The source of a path, to be given a sum by the caller alone; NULL: it is not listed, or has one. */
static struct source *claim(struct sources *sources, const char *full)
{
    struct str path = listed(sources, full);

    if (path.len == 0)
        return NULL;
    pthread_mutex_lock(&sources->lock);
    struct source *source = find(sources, path, full);
    bool is_new = !source->has_sum;
    source->has_sum = true;
    pthread_mutex_unlock(&sources->lock);
    return is_new ? source : NULL;
}

static void on_read(struct files_watch *watch, const char *full, struct str content)
{
    struct source *source = claim((struct sources *)watch, full);

    if (source == NULL)
        return;
    source->sum = digest_of(content);
    source->len = content.len;
}

static void on_known(struct files_watch *watch, const char *full, const struct digest_sum *sum, uint64_t len)
{
    struct source *source = claim((struct sources *)watch, full);

    if (source == NULL)
        return;
    source->sum = *sum;
    source->len = len;
}

static void on_named(struct files_watch *watch, const char *full)
{
    struct sources *sources = (struct sources *)watch;
    struct str path = listed(sources, full);

    if (path.len == 0)
        return;
    pthread_mutex_lock(&sources->lock);
    find(sources, path, full);
    pthread_mutex_unlock(&sources->lock);
}

static int compare_path(const void *a, const void *b)
{
    return str_cmp(((const struct source *)a)->path, ((const struct source *)b)->path);
}

static int64_t on_modified(struct files_watch *watch, const char *full, int64_t modified_s)
{
    const struct sources *sources = (const struct sources *)watch;
    struct source key = {.path = listed(sources, full)};
    const struct source *given =
        bsearch(&key, sources->times, sources->time_count, sizeof(key), compare_path);

    return given != NULL && given->has_modified ? given->modified_s : modified_s;
}

/* It is held for a moment, once for each file: sleeping and waking up would take longer. */
static void init_lock(pthread_mutex_t *lock)
{
    pthread_mutexattr_t attributes;

    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_ADAPTIVE_NP);
    pthread_mutex_init(lock, &attributes);
    pthread_mutexattr_destroy(&attributes);
}

void sources_open(struct sources *sources, const char *dir, const struct source *times, size_t time_count)
{
    *sources = (struct sources){
        .dir = dir, .real_dir = realpath(dir, NULL), .times = times, .time_count = time_count};
    sources->watch = (struct files_watch){.read = on_read,
                                          .named = on_named,
                                          .known = on_known,
                                          .modified_s = times != NULL ? on_modified : NULL};
    sources->index = value_hash(&sources->pool).hash;
    init_lock(&sources->lock);
    files_watch(&sources->watch);
}

/* ---------------------------------------------------------------- the end */

/* A plain folder's dated page bears its own date. */
static bool shows_time(const struct page *page)
{
    return page->site->epoch_s < 0 && (page->site->is_jekyll || !page->has_date);
}

static void note_time(struct sources *sources, const char *full, int64_t modified_s, bool is_shown)
{
    struct str path = full != NULL ? listed(sources, full) : STR("");

    if (path.len == 0)
        return;
    struct source *source = find(sources, path, full);
    source->modified_s = modified_s;
    source->has_modified = is_shown;
}

static void note_template(void *context, const char *full, struct str content)
{
    (void)context, (void)full, (void)content; /* it was read by files_read() */
}

/* Whoever has a claim on a sum that is not there yet works on it here. */
static void sum_up(void *context, unsigned worker, size_t item)
{
    struct sources *sources = context;
    struct source *source = sources->list[item];

    (void)worker;
    if (!source->has_sum)
        source->has_sum = digest_file(source->full, &source->sum, &source->len);
}

static int compare_paths(const void *a, const void *b)
{
    return str_cmp((*(struct source *const *)a)->path, (*(struct source *const *)b)->path);
}

bool sources_finish(struct sources *sources, const struct site *site, struct diag *diag)
{
    bool ok = true;

    /* Layouts and includes, whether a page was rendered with them or taken from the last bake. */
    theme_each_file(site->theme, note_template, NULL);
    files_watch(NULL);
    for (size_t i = 0; i < site->page_count; i++)
        note_time(sources, site->pages[i]->full, site->pages[i]->modified_s, shows_time(site->pages[i]));
    for (size_t i = 0; i < site->file_count; i++)
        note_time(sources, site->files[i].full, site->files[i].modified_s, site->epoch_s < 0);
    workers_run(sources->count, sum_up, sources);
    for (size_t i = 0; i < sources->count; i++) {
        if (!sources->list[i]->has_sum) {
            diag_error(diag, sources->list[i]->full, 0, 0, "cannot be read any more");
            ok = false;
        }
    }
    if (sources->count > 0)
        qsort(sources->list, sources->count, sizeof(struct source *), compare_paths);
    return ok;
}

void sources_close(struct sources *sources)
{
    files_watch(NULL);
    free(sources->real_dir);
    pthread_mutex_destroy(&sources->lock);
    pool_free(&sources->pool);
    *sources = (struct sources){0};
}
