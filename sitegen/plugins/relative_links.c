/* relative_links.c - jekyll-relative-links: Markdown links to source files ("other.md#part") become links to
 * the pages that are made of them. */
#include "content/glob.h"
#include "content/jekyll/jekyll.h"
#include "content/urls.h"
#include "liquid/url_normalize.h"
#include "plugins/plugin_text.h"
#include "plugins/plugins_all.h"

#include <string.h>

static struct value option(const struct site *site, const char *key)
{
    return value_get(value_get(site->config, "relative_links"), key);
}

static bool is_excluded(const struct page *page)
{
    struct value list = option(page->site, "exclude");

    for (size_t i = 0; list.kind == VALUE_ARRAY && i < list.array->count; i++) {
        struct str pattern = value_to_str(list.array->items[i], &page->site->pool);
        if (glob_match(pattern, str_of(page->source)) ||
            (str_ends(pattern, "/") && str_starts(str_of(page->source), pattern.at)))
            return true;
    }
    return false;
}

/* Where the page's source lies, as other sources name it. */
static const char *folder_of(const struct page *page, struct pool *pool)
{
    const char *path = jekyll_relative_path(page->site, page->source);
    const char *slash = strrchr(path, '/');

    return pool_printf(pool, "/%.*s", slash != NULL ? (int)(slash + 1 - path) : 0, path);
}

/* The address that a link's path means; nil: it is none of a source. */
static struct value target_of(const struct page *page, struct pool *pool, struct str path)
{
    struct text decoded = {0}, whole = {0};
    struct value url = value_nil;

    if (path.len == 0 || path.at[0] == '#' || url_is_absolute(path) || !url_decode(&decoded, path)) {
        text_free(&decoded);
        return value_nil;
    }
    url_resolve(&whole, str_of(folder_of(page, pool)), text_str(&decoded));
    url = site_source(page->site, text_str(&whole));
    text_free(&decoded);
    text_free(&whole);
    return url;
}

/* The length of a link's path in "path#part \"title\")", up to what ends it. */
static size_t path_len(struct str s)
{
    size_t blanks = 0; /* in front of s.at[i] */

    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] == ')' || (s.at[i] == '#' && i > 0))
            return i;
        if (blanks > 0 && (s.at[i] == '"' || s.at[i] == '\''))
            return i - blanks;
        blanks = char_is_space(s.at[i]) ? blanks + 1 : 0;
    }
    return s.len - blanks;
}

/* Copy a path, or what stands for it; returns its length. */
static size_t add_path(struct page *page, struct pool *pool, struct str s, struct text *out)
{
    size_t len = path_len(s);
    struct str path = str_head(s, len);
    struct value url = target_of(page, pool, path);

    if (url.kind == VALUE_STRING)
        text_add(out, plugin_relative_url(page->site, pool, url.string));
    else
        text_add(out, path);
    return len;
}

/* Where the path of a link definition starts, "[name]: path"; 0: the line is none. */
static size_t definition_at(struct str line)
{
    struct str s = str_trim_start(line);
    size_t close = str_find(s, STR("]: "));

    if (!str_starts(s, "[") || close == s.len)
        return 0;
    return line.len - s.len + close + 3;
}

/* One line: the paths of its links, "[text](path)". */
static void add_line(struct page *page, struct pool *pool, struct str line, struct text *out)
{
    size_t open = str_find_char(line, '['), at = definition_at(line);

    if (at > 0) {
        text_add(out, str_head(line, at));
        line = str_from(line, at);
        line = str_from(line, add_path(page, pool, line, out));
        text_add(out, line);
        return;
    }
    while (open < line.len) {
        size_t start = open + str_find(str_from(line, open), STR("](")) + 2;
        if (start >= line.len)
            break;
        text_add(out, str_head(line, start));
        line = str_from(line, start);
        line = str_from(line, add_path(page, pool, line, out));
        open = str_find_char(line, '[');
    }
    text_add(out, line);
}

static void source(struct page *page, struct pool *pool, struct str *text)
{
    struct value enabled = option(page->site, "enabled"), collections = option(page->site, "collections");
    struct text out = {0};

    if ((enabled.kind == VALUE_BOOL && !enabled.boolean) || !page->is_markdown || is_excluded(page) ||
        (page->collection != NULL && (collections.kind != VALUE_BOOL || !collections.boolean)))
        return;
    for (struct str rest = *text; rest.len > 0;) {
        size_t len = str_find_char(rest, '\n');
        add_line(page, pool, str_head(rest, len), &out);
        if (len < rest.len)
            text_add_char(&out, '\n');
        rest = str_from(rest, len + 1);
    }
    *text = text_finish(&out, pool);
}

const struct plugin plugin_relative_links = {
    .name = "jekyll-relative-links", .is_for_jekyll = true, .source = source};
