/* folder.c - see folder.h */
#include "folder.h"

#include "files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

static bool is_html(const struct kvfs_write_entry *entry)
{
    return strncmp(entry->content_type, "text/html", 9) == 0;
}

static char *file_of(const struct folder_output *folder, const struct kvfs_write_entry *entry,
                     struct pool *pool)
{
    const char *path = entry->path;
    const char *name = files_base(path);

    if (*name == '\0')
        return pool_printf(pool, "%s%sindex.html", folder->dir, path);
    if (is_html(entry) && entry->file == NULL && !str_ends(str_of(name), ".html") &&
        !str_ends(str_of(name), ".htm"))
        return pool_printf(pool, "%s%s.html", folder->dir, path);
    return pool_printf(pool, "%s%s", folder->dir, path);
}

/* A folder knows no redirects: a page that leads on is the nearest. */
static struct str leading_on(struct pool *pool, const char *href)
{
    struct text page = {0}, to = {0};

    text_add_escaped(&to, str_of(href));
    text_printf(&page,
                "<!DOCTYPE html>\n<html lang=\"en-US\">\n  <meta charset=\"utf-8\">\n"
                "  <title>Redirecting&hellip;</title>\n  <link rel=\"canonical\" href=\"%s\">\n"
                "  <script>location=\"%s\"</script>\n"
                "  <meta http-equiv=\"refresh\" content=\"0; url=%s\">\n"
                "  <meta name=\"robots\" content=\"noindex\">\n  <h1>Redirecting&hellip;</h1>\n"
                "  <a href=\"%s\">Click here if you are not redirected.</a>\n</html>\n",
                to.bytes, to.bytes, to.bytes, to.bytes);
    text_free(&to);
    return text_finish(&page, pool);
}

static bool write_entry(struct folder_output *folder, const struct kvfs_write_entry *entry)
{
    struct pool pool = {0};
    char *file = file_of(folder, entry, &pool);
    bool ok = files_make_parents(file);

    if (ok && entry->href != NULL && entry->body.len == 0)
        ok = files_write(file, leading_on(&pool, entry->href), 0666);
    else if (ok && entry->file != NULL)
        ok = files_copy(entry->file, file);
    else if (ok)
        ok = files_write(file, (struct str){(const char *)entry->body.bytes, entry->body.len}, 0666);
    if (ok) {
        struct timespec times[2] = {{.tv_nsec = UTIME_OMIT}, {.tv_sec = entry->last_modified_s}};
        ok = utimensat(AT_FDCWD, file, times, 0) == 0;
    }
    if (!ok)
        diag_error(folder->diag, file, 0, 0, "cannot be written: %s", strerror(errno));
    pool_free(&pool);
    return ok;
}

static bool add(struct site_output *output, unsigned worker, const struct kvfs_write_entry *entry)
{
    struct folder_output *folder = (struct folder_output *)output;

    (void)worker;
    pthread_mutex_lock(&folder->lock);
    bool ok = write_entry(folder, entry);
    pthread_mutex_unlock(&folder->lock);
    return ok;
}

/* By convention the file 404.html; where the author has one, it is written again as itself. */
static bool not_found(struct site_output *output, unsigned worker, const struct kvfs_write_entry *entry)
{
    return add(output, worker, entry);
}

static bool is_empty(const char *dir)
{
    DIR *stream = opendir(dir);
    const struct dirent *entry;
    size_t count = 0;

    if (stream == NULL)
        return false;
    while ((entry = readdir(stream)) != NULL)
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(stream);
    return count == 0;
}

bool folder_open(struct folder_output *folder, const char *dir, struct diag *diag)
{
    *folder =
        (struct folder_output){.output = {.add = add, .not_found = not_found}, .diag = diag, .dir = dir};
    pthread_mutex_init(&folder->lock, NULL);
    if (mkdir(dir, 0777) == 0)
        return true;
    if (errno != EEXIST) {
        diag_error(diag, dir, 0, 0, "cannot be made: %s", strerror(errno));
        return false;
    }
    if (!is_empty(dir)) {
        diag_error(diag, dir, 0, 0, "is not an empty folder: nothing is written over");
        return false;
    }
    return true;
}
