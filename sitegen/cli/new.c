/* new.c - sitegen new DIR [--template blog|docs|plain]: a small, complete site to start from.
 *
 * templates/starters/NAME is copied. In its texts and file names @TITLE@ is what the folder is called, @DAY@
 * and @MOMENT@ are today.
 */
#include "cli/cli.h"
#include "files.h"
#include "folder.h"
#include "lib.h"
#include "text.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define STARTER_DEPTH_MAX 8u

struct starter {
    struct pool pool;
    struct diag diag;
    const char *dir;
    const char *from;
    struct str title;
    struct cli_now now;
};

/* The words that stand for what is only known now, in a text or in a name. */
static struct str fill_in(struct starter *s, struct str text)
{
    struct text out = {0};

    while (text.len > 0) {
        if (str_starts(text, "@TITLE@")) {
            text_add(&out, s->title);
            text = str_from(text, 7);
        } else if (str_starts(text, "@DAY@")) {
            text_add_c(&out, s->now.day);
            text = str_from(text, 5);
        } else if (str_starts(text, "@MOMENT@")) {
            text_add_c(&out, s->now.moment);
            text = str_from(text, 8);
        } else {
            size_t len = 1 + str_find_char(str_from(text, 1), '@');
            text_add(&out, str_head(text, len));
            text = str_from(text, len);
        }
    }
    return text_finish(&out, &s->pool);
}

static bool copy_file(struct starter *s, const char *from, const char *to)
{
    struct str content;

    if (files_read(from, &s->pool, &content) && files_make_parents(to) &&
        files_write(to, fill_in(s, content), 0666))
        return true;
    diag_error(&s->diag, to, 0, 0, "cannot be written: %s", strerror(errno));
    return false;
}

static bool copy_folder(struct starter *s, const char *from, const char *to, unsigned depth)
{
    DIR *dir = opendir(from);
    const struct dirent *entry;
    struct stat st;
    bool ok = dir != NULL && depth < STARTER_DEPTH_MAX;

    while (ok && (entry = readdir(dir)) != NULL) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        const char *source = files_join(&s->pool, from, entry->d_name);
        const char *copy = files_join(&s->pool, to, fill_in(s, str_of(entry->d_name)).at);
        if (stat(source, &st) == 0 && S_ISDIR(st.st_mode))
            ok = copy_folder(s, source, copy, depth + 1);
        else
            ok = copy_file(s, source, copy);
    }
    if (dir != NULL)
        closedir(dir);
    return ok;
}

/* "Field notes" of "./field-notes/", as a YAML string in double quotes may hold it. */
static struct str title_of(struct starter *s)
{
    char *real = realpath(s->dir, NULL);
    const char *name = real != NULL ? files_base(real) : "";
    struct text title = {0};

    for (const char *p = name; *p != '\0'; p++) {
        if ((unsigned char)*p < ' ' || *p == '"' || *p == '\\' || *p == 127)
            continue;
        text_add_char(&title, *p == '-' || *p == '_' ? ' ' : *p);
    }
    if (title.len > 0 && title.bytes[0] >= 'a' && title.bytes[0] <= 'z')
        title.bytes[0] = (char)(title.bytes[0] - 32);
    if (str_trim(text_str(&title)).len == 0 || utf8_bad(text_str(&title)) < title.len) {
        text_clear(&title);
        text_add_c(&title, "A new site");
    }
    free(real);
    return text_finish(&title, &s->pool);
}

static bool make_site(struct starter *s, const char *template)
{
    struct folder_output folder;
    const char *tried, *lib = lib_find(&s->pool, &tried);

    if (lib == NULL) {
        diag_error(&s->diag, NULL, 0, 0, "its library is not there (looked in %s)", tried);
        return false;
    }
    s->from = pool_printf(&s->pool, "%s/templates/starters/%s", lib, template);
    if (!files_make_parents(s->dir)) {
        diag_error(&s->diag, s->dir, 0, 0, "cannot be made: %s", strerror(errno));
        return false;
    }
    if (!folder_open(&folder, s->dir, &s->diag))
        return false;
    s->title = title_of(s);
    return copy_folder(s, s->from, s->dir, 0);
}

static int run(const char *dir, const char *template)
{
    struct starter s = {.dir = dir};

    if (!cli_now(&s.now))
        return EXIT_CONTENT;
    bool ok = make_site(&s, template);
    ok = diag_print(&s.diag, stderr) == 0 && ok;
    if (ok)
        printf("%s: a new site (%s); \"sitegen preview %s\" shows it\n", dir, template, dir);
    diag_free(&s.diag);
    pool_free(&s.pool);
    return ok ? 0 : EXIT_CONTENT;
}

int cli_new(int argc, char **argv)
{
    static const char *const templates[] = {"blog", "docs", "plain", NULL};
    const char *dir = NULL, *template = "blog";
    bool only_names = false;

    for (int i = 1; i < argc; i++) {
        if (!only_names && strcmp(argv[i], "--") == 0)
            only_names = true;
        else if (!only_names && cli_option(argc, argv, &i, "--template", &template))
            continue;
        else if (!only_names && argv[i][0] == '-')
            return cli_usage("new: unknown option \"%s\"", argv[i]);
        else if (dir != NULL)
            return cli_usage("new: one folder at a time: \"%s\" and \"%s\"", dir, argv[i]);
        else
            dir = argv[i];
    }
    if (dir == NULL || *dir == '\0')
        return cli_usage("new: no folder is named");
    for (size_t i = 0; templates[i] != NULL; i++)
        if (template != NULL && strcmp(template, templates[i]) == 0)
            return run(dir, templates[i]);
    return cli_usage("new: --template is blog, docs or plain");
}
