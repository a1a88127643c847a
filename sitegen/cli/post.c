/* post.c - sitegen post "Title" [DIR]: a new post, or draft, with its front matter. */
#include "cli/cli.h"
#include "cli/post_place.h"
#include "content/urls.h"
#include "files.h"
#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A YAML string in double quotes says everything, whatever the title has in it. */
static void add_quoted(struct text *out, struct str title)
{
    text_add_char(out, '"');
    for (size_t i = 0; i < title.len; i++) {
        if (title.at[i] == '"' || title.at[i] == '\\')
            text_add_char(out, '\\');
        text_add_char(out, title.at[i]);
    }
    text_add_char(out, '"');
}

static bool is_title(struct str title)
{
    for (size_t i = 0; i < title.len; i++)
        if ((unsigned char)title.at[i] < ' ' || title.at[i] == 127)
            return false;
    return title.len > 0 && utf8_bad(title) == title.len;
}

static bool write_new(const char *file, struct str content)
{
    if (!files_make_parents(file))
        return false;
    int fd = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0)
        return false;
    bool ok = files_write_all(fd, content.at, content.len);
    int saved = errno;
    ok = close(fd) == 0 && ok;
    if (!ok)
        errno = saved != 0 ? saved : EIO;
    return ok;
}

static int write_post(struct post_place place, bool is_draft, struct str title, struct str slug,
                      struct pool *pool)
{
    struct text content = {0};
    struct cli_now now;

    if (!cli_now(&now))
        return EXIT_CONTENT;
    text_add_c(&content, "---\nlayout: post\ntitle: ");
    add_quoted(&content, title);
    if (!is_draft || place.says_draft)
        text_printf(&content, "\ndate: %s", now.moment);
    text_printf(&content, "%s\n---\n\n", place.says_draft ? "\ndraft: true" : "");
    const char *name = is_draft && !place.says_draft
                           ? pool_printf(pool, "%.*s.md", STR_ARG(slug))
                           : pool_printf(pool, "%s-%.*s.md", now.day, STR_ARG(slug));
    const char *file = files_join(pool, place.dir, name);
    bool ok = write_new(file, text_str(&content));
    text_free(&content);
    if (ok)
        printf("%s\n", file);
    else if (errno == EEXIST)
        fprintf(stderr, "%s: error: is there already: nothing is written over\n", file);
    else
        fprintf(stderr, "%s: error: cannot be written: %s\n", file, strerror(errno));
    return ok ? 0 : EXIT_CONTENT;
}

static int make_post(const char *dir, bool is_draft, struct str title)
{
    struct pool pool = {0};
    struct text slug = {0};
    struct stat st;
    int status = EXIT_CONTENT;

    url_slug(&slug, title, false);
    if (stat(dir, &st) != 0 || !S_ISDIR(st.st_mode))
        fprintf(stderr, "%s: error: is not a folder\n", dir);
    else if (slug.len == 0)
        status = cli_usage("post: the title needs a letter or a digit");
    else
        status = write_post(post_place_find(dir, is_draft, &pool), is_draft, title, text_str(&slug), &pool);
    text_free(&slug);
    pool_free(&pool);
    return status;
}

int cli_post(int argc, char **argv)
{
    const char *words[2] = {NULL, "."}; /* the title, the folder */
    size_t count = 0;
    bool only_names = false, is_draft = false;

    for (int i = 1; i < argc; i++) {
        if (!only_names && strcmp(argv[i], "--") == 0)
            only_names = true;
        else if (!only_names && strcmp(argv[i], "--draft") == 0)
            is_draft = true;
        else if (!only_names && argv[i][0] == '-')
            return cli_usage("post: unknown option \"%s\"", argv[i]);
        else if (count == 2)
            return cli_usage("post: one title and one folder: is \"%s\" part of the title? Then quote it",
                             argv[i]);
        else
            words[count++] = argv[i];
    }
    struct str title = str_trim(str_of(words[0]));
    if (count == 0 || !is_title(title))
        return cli_usage("post: a title is needed, one line of text: sitegen post \"The title\"");
    return make_post(words[1], is_draft, title);
}
