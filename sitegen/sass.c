/* sass.c - see sass.h */
#include "sass.h"

#include "content/model.h"
#include "files.h"
#include "theme.h"

#include <glob.h>
#include <sass/context.h>
#include <stdlib.h>
#include <string.h>

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

static struct value option(const struct site *site, const char *key)
{
    return value_get(value_get(site->config, "sass"), key);
}

static enum Sass_Output_Style style_of(const struct site *site)
{
    static const struct {
        const char *name;
        enum Sass_Output_Style style;
    } styles[] = {{"nested", SASS_STYLE_NESTED},
                  {"expanded", SASS_STYLE_EXPANDED},
                  {"compact", SASS_STYLE_COMPACT},
                  {"compressed", SASS_STYLE_COMPRESSED}};
    struct value given = option(site, "style");

    if (given.kind == VALUE_STRING && str_starts(given.string, ":"))
        given.string = str_from(given.string, 1);
    for (size_t i = 0; given.kind == VALUE_STRING && i < sizeof(styles) / sizeof(styles[0]); i++)
        if (str_is(given.string, styles[i].name))
            return styles[i].style;
    return SASS_STYLE_COMPACT;
}

/* A folder of the site; with wildcards, all that there are. */
static void push_path(struct Sass_Options *options, const struct site *site, struct str path)
{
    struct pool pool = {0};
    glob_t found = {0};

    if (glob(files_join(&pool, site->dir, pool_copy(&pool, path)), 0, NULL, &found) == 0)
        for (size_t i = 0; i < found.gl_pathc; i++)
            sass_option_push_include_path(options, found.gl_pathv[i]);
    globfree(&found);
    pool_free(&pool);
}

static void push_paths(struct Sass_Options *options, const struct site *site)
{
    struct value paths = option(site, "load_paths"), dir = option(site, "sass_dir");

    for (size_t i = 0; paths.kind == VALUE_ARRAY && i < paths.array->count; i++)
        if (paths.array->items[i].kind == VALUE_STRING)
            push_path(options, site, paths.array->items[i].string);
    if (paths.kind == VALUE_STRING)
        push_path(options, site, paths.string);
    push_path(options, site, dir.kind == VALUE_STRING && dir.string.len > 0 ? dir.string : STR("_sass"));
    for (size_t i = 0; theme_dir(site->theme, i) != NULL; i++) {
        struct pool pool = {0};
        sass_option_push_include_path(options, files_join(&pool, theme_dir(site->theme, i), "_sass"));
        pool_free(&pool);
    }
}

static struct Sass_Data_Context *start(const struct site *site, struct str text, bool is_indented,
                                       const char *file)
{
    /* libsass frees the text that it is given. */
    struct Sass_Data_Context *data = sass_make_data_context(strndup(text.at, text.len));
    struct Sass_Options *options = sass_data_context_get_options(data);

    sass_option_set_output_style(options, style_of(site));
    sass_option_set_is_indented_syntax_src(options, is_indented);
    sass_option_set_input_path(options, file);
    sass_option_set_omit_source_map_url(options, true);
    sass_option_set_source_comments(options, value_truthy(option(site, "line_comments")));
    push_paths(options, site);
    return data;
}

/* Jekyll takes the mark away that libsass puts in front of what is not ASCII, and puts nothing there unless
 * asked to. */
static struct str output_of(const struct site *site, struct Sass_Context *context, struct pool *pool)
{
    struct str css = str_of(sass_context_get_output_string(context));
    bool add_charset = value_truthy(option(site, "add_charset"));

    if (!str_starts(css, BYTE_ORDER_MARK))
        return pool_str(pool, css);
    css = str_from(css, sizeof(BYTE_ORDER_MARK) - 1);
    return str_of(pool_printf(pool, "%s%.*s", add_charset ? "@charset \"UTF-8\";" : "", STR_ARG(css)));
}

/* The first line says it; what follows is a trace. */
static struct str message_of(struct Sass_Context *context)
{
    struct str message = str_of(sass_context_get_error_text(context));

    message = str_trim(str_head(message, str_find_char(message, '\n')));
    return str_ends(message, ":") ? str_head(message, message.len - 1) : message;
}

/* libsass reads what is imported by itself. */
static void name_imports(struct Sass_Context *context)
{
    char **files = sass_context_get_included_files(context);

    for (; files != NULL && *files != NULL; files++)
        files_named(*files);
}

/* libsass names what a partial imports by its whole path; others by the one that it was given. */
static const char *named_file(const struct site *site, const char *file, struct pool *pool)
{
    char *dir = realpath(site->dir, NULL);
    struct str real = str_of(dir), rest = str_from(str_of(file), real.len);
    bool is_inside = real.len > 1 && str_eq(str_head(str_of(file), real.len), real) && str_starts(rest, "/");

    free(dir);
    return is_inside ? files_join(pool, site->dir, str_from(rest, 1).at) : file;
}

/* A place in the page's text is one in its file, that much further down; in another file it is what it is. */
static void report(const struct page *page, struct Sass_Context *context, struct str source, struct str text,
                   struct pool *pool, struct diag *diag)
{
    const char *file = sass_context_get_error_file(context);
    size_t line = sass_context_get_error_line(context), column = sass_context_get_error_column(context);
    unsigned lines_before, ignored;

    if (file == NULL || strcmp(file, page->full) == 0 || strcmp(file, "stdin") == 0) {
        str_place(source, page->text_at, &lines_before, &ignored);
        bool is_same = text.at >= source.at && text.at <= source.at + source.len;
        line = is_same ? line + lines_before - 1 : 0;
        file = page->full;
    } else {
        file = named_file(page->site, file, pool);
    }
    struct str message = message_of(context);
    diag_error(diag, file, (unsigned)line, line > 0 ? (unsigned)column : 0, "Sass: %.*s", STR_ARG(message));
}

bool sass_render_page(const struct page *page, struct str source, struct str text, struct pool *pool,
                      struct diag *diag, struct str *css)
{
    const char *file = page->full != NULL ? page->full : page->source;

    *css = STR("");
    if (str_trim(text).len == 0)
        return true; /* libsass takes nothing for a mistake */
    struct Sass_Data_Context *data = start(page->site, text, page->format == FORMAT_SASS, file);
    struct Sass_Context *context = sass_data_context_get_context(data);
    bool ok = sass_compile_data_context(data) == 0;
    name_imports(context);
    if (ok)
        *css = output_of(page->site, context, pool);
    else
        report(page, context, source, text, pool, diag);
    sass_delete_data_context(data);
    return ok;
}

bool sass_render_text(const struct site *site, struct str text, bool is_scss, struct pool *pool,
                      struct str *css)
{
    *css = STR("");
    if (str_trim(text).len == 0)
        return true;
    struct Sass_Data_Context *data = start(site, text, !is_scss, "stdin");
    struct Sass_Context *context = sass_data_context_get_context(data);
    bool ok = sass_compile_data_context(data) == 0;
    name_imports(context);
    *css = ok ? output_of(site, context, pool) : pool_str(pool, message_of(context));
    sass_delete_data_context(data);
    return ok;
}
