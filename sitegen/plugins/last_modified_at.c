/* last_modified_at.c - jekyll-last-modified-at: page.last_modified_at, when the page's source was last
 * changed: by its last commit, where the folder is a git repository, else by the file itself. */
#include "content/date.h"
#include "content/zone.h"
#include "plugins/plugin_text.h"
#include "plugins/plugins_all.h"

#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define LOG_LEN_MAX (256u * 1024u * 1024u) /* bytes of git's answer */

extern char **environ;

/* git's log of all commits, newest first: a line "@TIME", then the files that it changed. Empty without git.
 */
static struct str read_log(const char *dir, struct pool *pool)
{
    const char *const argv[] = {
        "git",        "-C",           dir, "-c", "core.quotePath=off", "log", "--format=@%ct", "--name-only",
        "--relative", "--no-renames", NULL};
    posix_spawn_file_actions_t actions;
    struct text log = {0};
    char buf[65536];
    int fds[2], status = 1;
    pid_t pid;
    ssize_t len;

    if (pipe2(fds, O_CLOEXEC) != 0)
        return STR("");
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, fds[1], STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    int error = posix_spawnp(&pid, "git", &actions, NULL, (char *const *)(uintptr_t)argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(fds[1]);
    while (error == 0 && (len = read(fds[0], buf, sizeof(buf))) != 0) {
        if (len < 0 && errno != EINTR)
            break;
        if (len > 0 && log.len < LOG_LEN_MAX)
            text_add(&log, (struct str){buf, (size_t)len});
    }
    close(fds[0]);
    while (error == 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    if (error != 0 || status != 0)
        text_clear(&log);
    return text_finish(&log, pool);
}

/* path -> time of the last commit that changed it */
static struct hash *read_times(struct site *site)
{
    struct hash *times = value_hash(&site->pool).hash;
    int64_t time_s = 0;

    for (struct str rest = read_log(site->dir, &site->pool); rest.len > 0;) {
        size_t len = str_find_char(rest, '\n');
        struct str line = str_head(rest, len);
        rest = str_from(rest, len + 1);
        if (str_starts(line, "@") && line.len > 1 && char_is_digit(line.at[1]))
            time_s = strtoll(line.at + 1, NULL, 10);
        else if (line.len > 0 && hash_entry(times, line) == NULL)
            hash_set(times, line, value_int(time_s));
    }
    return times;
}

static bool time_of(struct hash *times, const struct page *page, int64_t *time_s)
{
    struct value committed = hash_get(times, str_of(page->source));
    struct stat st;

    if (page->full == NULL)
        return false;
    *time_s = committed.integer;
    if (committed.kind == VALUE_INT)
        return true;
    if (page->site->epoch_s < 0 && stat(page->full, &st) != 0)
        return false;
    *time_s = page->site->epoch_s >= 0 ? page->site->epoch_s
                                       : files_modified_s(page->full, st.st_mtime);
    return true;
}

static struct hash **times_of(struct site *site)
{
    return plugins_state(site, &plugin_last_modified_at, sizeof(struct hash *));
}

/* The front matter of a document has the last word; of a page, the file. */
static void load(struct site *site)
{
    struct hash *times = *times_of(site) = read_times(site);
    int64_t time_s;

    for (size_t i = 0; i < site->page_count; i++) {
        struct page *page = site->pages[i];
        bool is_said = value_get(page->front, "last_modified_at").kind != VALUE_NIL;
        if ((page->collection == NULL || !is_said) && time_of(times, page, &time_s))
            page_set(page, "last_modified_at", zone_value(time_s));
    }
}

static bool render(struct page *page, const struct liquid_call *call, struct text *out)
{
    struct value config = value_get(value_get(page->site->config, "last-modified-at"), "date-format");
    struct str format = call->markup.len > 0          ? call->markup
                        : config.kind == VALUE_STRING ? config.string
                                                      : STR("%d-%b-%y");
    int64_t time_s;

    if (!time_of(*times_of(page->site), page, &time_s)) {
        plugin_error(call, "this page has no source that could have been changed");
        return false;
    }
    date_format_in(out, format, time_s, zone_offset_s(time_s));
    return true;
}

static const struct plugin_tag tags[] = {{"last_modified_at", render}, {NULL, NULL}};

const struct plugin plugin_last_modified_at = {.name = "jekyll-last-modified-at", .load = load, .tags = tags};
