/* permalink.c - at which address a page is served: Jekyll's rules. See model.h. */
#include "content/date.h"
#include "content/model.h"
#include "content/urls.h"

#include <string.h>

#define PATH_LEN_MAX 2048u /* bytes: percent-encoded it must still fit a request line */

static const char *named_style(struct str style, bool is_post)
{
    static const char *const styles[][3] = {
        /* name, of posts, of pages */
        {"date", "/:categories/:year/:month/:day/:title.html", "/:path.html"},
        {"pretty", "/:categories/:year/:month/:day/:title/", "/:path/"},
        {"ordinal", "/:categories/:year/:y_day/:title.html", "/:path.html"},
        {"none", "/:categories/:title.html", "/:path.html"},
    };

    for (size_t i = 0; i < sizeof(styles) / sizeof(styles[0]); i++)
        if (str_is(style, styles[i][0]))
            return styles[i][is_post ? 1 : 2];
    return NULL;
}

/* Categories: the folders above _posts, then those of the front matter, each as a part of an address. */
static const char *categories_of(struct page *page)
{
    struct pool *pool = &page->site->pool;
    struct text path = {0};
    struct str folder = str_of(page->folder);
    struct value list = value_get(page->front, "categories");

    if (list.kind == VALUE_NIL)
        list = value_get(page->front, "category");
    size_t posts = str_find(folder, STR("/_posts/"));
    if (posts < folder.len)
        text_add(&path, str_from(str_head(folder, posts), 1));
    if (list.kind == VALUE_STRING) {
        struct str rest = list.string;
        while ((rest = str_trim_start(rest)).len > 0) {
            size_t len = str_find_char(rest, ' ');
            if (path.len > 0)
                text_add_char(&path, '/');
            url_slug(&path, str_head(rest, len), false);
            rest = str_from(rest, len);
        }
    }
    for (size_t i = 0; list.kind == VALUE_ARRAY && i < list.array->count; i++) {
        if (path.len > 0)
            text_add_char(&path, '/');
        url_slug(&path, value_to_str(list.array->items[i], pool), false);
    }
    return text_finish(&path, pool).at;
}

static const char *format(struct pool *pool, const char *fmt, int64_t time_s)
{
    struct text text = {0};

    date_format(&text, str_of(fmt), time_s);
    return text_finish(&text, pool).at;
}

/* The name without its extension. */
static struct str stem_of(const char *name)
{
    struct str s = str_of(name);
    const char *dot = strrchr(name, '.');

    if (dot != NULL && dot > name)
        s.len = (size_t)(dot - name);
    return s;
}

/* One '/' for each run of them, and one at the start. */
static const char *tidy(struct pool *pool, const char *path)
{
    struct text text = {0};

    text_add_char(&text, '/');
    for (; *path != '\0'; path++)
        if (*path != '/' || text.bytes[text.len - 1] != '/')
            text_add_char(&text, *path);
    return text_finish(&text, pool).at;
}

static const char *slug_of(struct page *page, const char *name)
{
    struct value slug = value_get(page->front, "slug");
    struct text text = {0};

    url_slug(&text, slug.kind == VALUE_STRING ? slug.string : stem_of(name), true);
    return text_finish(&text, &page->site->pool).at;
}

static void unknown_placeholder(const struct page *page, struct str permalink, const char *unknown)
{
    const struct hash_entry *entry = hash_entry(page->front.hash, STR("permalink"));
    size_t len = 1, max = (size_t)(permalink.at + permalink.len - unknown);

    while (len < max && (char_is_alpha(unknown[len]) || unknown[len] == '_'))
        len++;
    diag_error(
        page->site->diag, page->full, entry != NULL ? entry->line : 0, entry != NULL ? entry->column : 0,
        "the permalink \"%.*s\" has no placeholder \"%.*s\" (have: year, month, day, title, categories ...)",
        STR_ARG(permalink), (int)len, unknown);
}

static const char *expand(struct page *page, struct str permalink, const char *name)
{
    struct pool *pool = &page->site->pool;
    const char *slug = slug_of(page, name);
    const char *path = pool_printf(pool, "%s%.*s", page->folder, STR_ARG(stem_of(name)));
    int64_t date_s = page->has_date ? page->date_s : 0;
    const char *const values[][2] = {{"year", format(pool, "%Y", date_s)},
                                     {"short_year", format(pool, "%y", date_s)},
                                     {"month", format(pool, "%m", date_s)},
                                     {"i_month", format(pool, "%-m", date_s)},
                                     {"day", format(pool, "%d", date_s)},
                                     {"i_day", format(pool, "%-d", date_s)},
                                     {"y_day", format(pool, "%j", date_s)},
                                     {"hour", format(pool, "%H", date_s)},
                                     {"minute", format(pool, "%M", date_s)},
                                     {"second", format(pool, "%S", date_s)},
                                     {"title", slug},
                                     {"slug", slug},
                                     {"name", slug},
                                     {"basename", slug},
                                     {"path", path},
                                     {"categories", categories_of(page)},
                                     {"output_ext", page->is_xml ? strrchr(name, '.') : ".html"},
                                     {NULL, NULL}};
    struct text text = {0};
    const char *unknown = url_permalink(&text, permalink, values);

    if (unknown != NULL)
        unknown_placeholder(page, permalink, unknown);
    return tidy(pool, text_finish(&text, pool).at);
}

/* What a page without any permalink gets: its own path, with .html; an index answers for its folder. */
static const char *plain_path(struct page *page, const char *name, bool pretty)
{
    struct pool *pool = &page->site->pool;
    struct str stem = stem_of(name);

    if (str_is(stem, "index") && !page->is_xml)
        return page->folder;
    if (pretty && !page->is_xml && !str_is(stem, "404"))
        return pool_printf(pool, "%s%.*s/", page->folder, STR_ARG(stem));
    if (page->is_markdown)
        return pool_printf(pool, "%s%.*s.html", page->folder, STR_ARG(stem));
    return pool_printf(pool, "%s%s", page->folder, name);
}

static bool check(struct page *page, const char *path)
{
    const struct hash_entry *entry = hash_entry(page->front.hash, STR("permalink"));
    unsigned line = entry != NULL ? entry->line : 0, column = entry != NULL ? entry->column : 0;
    const char *problem = NULL;

    if (strlen(path) > PATH_LEN_MAX)
        problem = "the address is too long";
    else if (strstr(path, "/../") != NULL || strstr(path, "/./") != NULL || strchr(path, '?') != NULL ||
             strchr(path, '#') != NULL)
        problem = "an address cannot hold \"/../\", \"/./\", \"?\" or \"#\"";
    /* A file's own name may hold '?' and '#': its address encodes them. */
    if (problem != NULL && (entry != NULL || strlen(path) > PATH_LEN_MAX))
        diag_error(page->site->diag, page->full, line, column, "%s", problem);
    return problem == NULL;
}

const char *page_permalink(struct page *page, const char *name)
{
    struct str wanted = value_to_str(value_get(page->front, "permalink"), &page->site->pool);
    struct str style = config_text(page->site, "permalink", "date");
    bool is_post = page->kind == PAGE_POST;
    const char *path;

    if (wanted.len > 0) {
        const char *named = named_style(wanted, is_post);
        path = expand(page, named != NULL ? str_of(named) : wanted, name);
    } else if (is_post) {
        const char *named = named_style(style, true);
        path = expand(page, named != NULL ? str_of(named) : style, name);
    } else {
        path = plain_path(page, name, str_is(style, "pretty") || str_ends(style, "/"));
    }
    if (str_ends(str_of(path), "/index.html"))
        path = pool_copy(&page->site->pool, str_head(str_of(path), strlen(path) - strlen("index.html")));
    check(page, path);
    return path;
}
