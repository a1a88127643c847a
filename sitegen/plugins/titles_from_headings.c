/* titles_from_headings.c - jekyll-titles-from-headings: Markdown that has no title takes it from the heading
 * that it starts with. */
#include "plugins/plugin_text.h"
#include "plugins/plugins_all.h"
#include "render.h"

static bool option(const struct site *site, const char *key, bool otherwise)
{
    struct value value = value_get(value_get(site->config, "titles_from_headings"), key);

    return value.kind == VALUE_BOOL ? value.boolean : otherwise;
}

static struct str line_of(struct str s)
{
    return str_head(s, str_find_char(s, '\n'));
}

static bool is_underline(struct str line)
{
    line = str_trim_end(line);
    for (size_t i = 0; i < line.len; i++)
        if (line.at[i] != '-' && line.at[i] != '=')
            return false;
    return line.len > 0;
}

/* The heading that a text starts with: one of the first three levels with '#', or one that is underlined.
 * *end is where it ends. */
static bool find_heading(struct str text, struct str *heading, size_t *end)
{
    struct str s = str_trim_start(text), line = line_of(s), next = line_of(str_from(s, line.len + 1));
    size_t level = 0, start = text.len - s.len;

    while (level < line.len && line.at[level] == '#')
        level++;
    if (level >= 1 && level <= 3 && level < line.len && char_is_space(line.at[level])) {
        *heading = str_trim(str_from(line, level));
        *end = start + line.len;
        return heading->len > 0;
    }
    *heading = str_trim_end(line);
    *end = start + line.len + 1 + next.len;
    return heading->len > 0 && is_underline(next);
}

/* "[^1]" of a footnote is no part of a title. */
static struct str without_footnotes(struct str s, struct pool *pool)
{
    struct text out = {0};

    while (s.len > 0) {
        size_t at = str_find(s, STR("[^")), close = at + str_find_char(str_from(s, at), ']');
        text_add(&out, str_head(s, at));
        s = close < s.len ? str_from(s, close + 1) : STR("");
    }
    return text_finish(&out, pool);
}

/* Documents have a title of their file's name, which does not count. */
static bool lacks_title(const struct page *page)
{
    const struct hash_entry *own = hash_entry(page->own.hash, STR("title"));

    if (!page->is_markdown)
        return false;
    return page->collection != NULL || own == NULL || own->value.kind == VALUE_NIL;
}

static bool is_meant(const struct page *page)
{
    return page->collection == NULL || (option(page->site, "collections", false) && !page->is_unwritten);
}

static bool strips(const struct page *page)
{
    const struct hash_entry *own = hash_entry(page->front.hash, STR("strip_title"));

    if (own != NULL)
        return own->value.kind == VALUE_BOOL && own->value.boolean;
    return option(page->site, "strip_title", false);
}

/* The pages whose heading is their title alone. */
static struct hash *stripped(struct site *site)
{
    struct hash **pages = plugins_state(site, &plugin_titles_from_headings, sizeof(*pages));

    if (*pages == NULL)
        *pages = value_hash(&site->pool).hash;
    return *pages;
}

static void load(struct site *site)
{
    static const char *const filters[] = {"markdownify", "strip_html", "normalize_whitespace"};

    stripped(site); /* made here, for nobody may make it while pages are rendered */
    for (size_t i = 0; option(site, "enabled", true) && i < site->page_count; i++) {
        struct page *page = site->pages[i];
        struct pool pool = {0};
        struct str title;
        size_t end;
        if (lacks_title(page) && is_meant(page) && find_heading(page_text(page, &pool), &title, &end)) {
            for (size_t j = 0; j < sizeof(filters) / sizeof(filters[0]); j++)
                title = plugin_filtered_text(page, &pool, filters[j], value_str(title));
            title = without_footnotes(title, &site->pool);
            page_set(page, "title", value_str(title));
            page->title = title;
            if (strips(page))
                hash_set(stripped(site), str_of(page->source), value_nil);
        }
        pool_free(&pool);
    }
}

static void source(struct page *page, struct pool *pool, struct str *text)
{
    struct str heading;
    size_t end;

    (void)pool;
    if (hash_entry(stripped(page->site), str_of(page->source)) != NULL && find_heading(*text, &heading, &end))
        *text = str_trim(str_from(*text, end));
}

const struct plugin plugin_titles_from_headings = {
    .name = "jekyll-titles-from-headings", .is_for_jekyll = true, .load = load, .source = source};
