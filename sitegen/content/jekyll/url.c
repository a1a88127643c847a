/* url.c - the address of a page, a document, a file. See jekyll.h. */
#include "content/date.h"
#include "content/jekyll/jekyll.h"
#include "content/slug.h"
#include "content/urls.h"
#include "content/zone.h"
#include "files.h"

#include <string.h>

#define ADDRESS_LEN_MAX 2048u /* bytes: percent-encoded it must still fit a request line */

/* As Jekyll puts a value into an address: everything but RFC 3986's unreserved characters and sub-delimiters,
 * ":", "@", "/" and "?" is encoded, '%' too. */
static void add_escaped(struct text *out, struct str value)
{
    for (size_t i = 0; i < value.len; i++) {
        char c = value.at[i];
        if (char_is_alpha(c) || char_is_digit(c) || (c != '\0' && strchr("-._~!$&'()*+,;=:@/?", c) != NULL))
            text_add_char(out, c);
        else
            text_printf(out, "%%%02X", (unsigned char)c);
    }
}

/* "/" in front, ".." -> "/", "./" away, one '/' for a run of them. */
static const char *sanitized(struct pool *pool, struct str url)
{
    struct text dots = {0}, out = {0};

    text_add_char(&dots, '/');
    for (size_t i = 0; i < url.len; i++) {
        if (url.at[i] == '.' && i + 1 < url.len && url.at[i + 1] == '.') {
            text_add_char(&dots, '/');
            i++;
        } else {
            text_add_char(&dots, url.at[i]);
        }
    }
    struct str s = text_str(&dots);
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] == '.' && i + 1 < s.len && s.at[i + 1] == '/')
            i++;
        else if (s.at[i] != '/' || out.len == 0 || out.bytes[out.len - 1] != '/')
            text_add_char(&out, s.at[i]);
    }
    text_free(&dots);
    return text_finish(&out, pool).at;
}

/* ---------------------------------------------------------------- documents */

static void add_date(struct text *out, const struct page *page, const char *format)
{
    int64_t time_s = page->has_date ? page->date_s : site_clock(page->site);

    date_format_in(out, str_of(format), time_s, zone_offset_s(time_s));
}

/* The source without its extension and the collection's folder: "/a/b" of "_recipes/a/b.md". */
static struct str bare_path(const struct page *page)
{
    const char *path = jekyll_relative_path(page->site, page->source);
    struct text out = {0};
    struct str s = str_head(str_of(path), strlen(path) - strlen(page->ext));
    struct str folder = str_of(page->collection->folder);
    size_t at = str_find(s, folder);

    if (at < s.len) {
        text_add(&out, str_head(s, at));
        s = str_from(s, at + folder.len);
    }
    text_add(&out, s);
    while (out.len > 0 && out.bytes[out.len - 1] == '.')
        out.len--;
    return text_finish(&out, page->pool);
}

static struct str stem(const struct page *page)
{
    return str_head(str_of(page->name), strlen(page->name) - strlen(page->ext));
}

static void add_categories(struct text *out, const struct page *page, bool slugified)
{
    struct value list = value_get(page->front, "categories");
    struct hash *seen = value_hash(page->pool).hash;
    size_t start = out->len;

    for (size_t i = 0; list.kind == VALUE_ARRAY && i < list.array->count; i++) {
        struct text name = {0};
        struct str category = value_to_str(list.array->items[i], page->pool);
        if (slugified)
            slug_add(&name, category, SLUG_DEFAULT, false);
        else
            slug_lower(&name, category);
        struct str s = text_finish(&name, page->pool);
        if (hash_entry(seen, s) != NULL)
            continue;
        hash_set(seen, s, value_nil);
        if (out->len > start)
            text_add_char(out, '/');
        text_add(out, s);
    }
}

static void add_slug(struct text *out, const struct page *page, enum slug_mode mode, bool keep_case)
{
    struct value slug = value_get(page->front, "slug");

    if (slug.kind == VALUE_NIL)
        slug_add(out, stem(page), mode, keep_case);
    else
        slug_add(out, value_to_str(slug, page->pool), mode, keep_case);
}

/* Add what a placeholder stands for. Returns false when it is not known. */
static bool add_placeholder(struct text *out, const struct page *page, struct str name)
{
    static const char *const dates[][2] = {{"year", "%Y"},       {"month", "%m"},      {"day", "%d"},
                                           {"hour", "%H"},       {"minute", "%M"},     {"second", "%S"},
                                           {"i_day", "%-d"},     {"i_month", "%-m"},   {"short_month", "%b"},
                                           {"long_month", "%B"}, {"short_year", "%y"}, {"w_year", "%G"},
                                           {"week", "%V"},       {"w_day", "%u"},      {"short_day", "%a"},
                                           {"long_day", "%A"},   {"y_day", "%j"}};

    for (size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++) {
        if (str_is(name, dates[i][0])) {
            add_date(out, page, dates[i][1]);
            return true;
        }
    }
    if (str_is(name, "collection"))
        text_add_c(out, page->collection->label);
    else if (str_is(name, "path"))
        text_add(out, bare_path(page));
    else if (str_is(name, "name"))
        slug_add(out, stem(page), SLUG_DEFAULT, false);
    else if (str_is(name, "title"))
        add_slug(out, page, SLUG_PRETTY, true);
    else if (str_is(name, "slug"))
        add_slug(out, page, SLUG_DEFAULT, false);
    else if (str_is(name, "categories") || str_is(name, "slugified_categories"))
        add_categories(out, page, name.at[0] == 's');
    else if (str_is(name, "output_ext"))
        text_add_c(out, page->output_ext);
    else
        return false;
    return true;
}

/* Where a permalink stands: in the page itself, among the defaults, with its collection, or for all. */
static const struct hash_entry *permalink_entry(const struct page *page, const char **file)
{
    const struct value places[] = {page->own, page->front, page->collection->metadata, page->site->config};

    *file = page->full;
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        const struct hash_entry *entry = hash_entry(places[i].hash, STR("permalink"));
        if (entry != NULL && entry->value.kind != VALUE_NIL && entry->line > 0)
            return entry;
        *file = page->site->config_file;
    }
    return NULL;
}

static void unknown_placeholder(const struct page *page, struct str permalink, struct str name)
{
    const char *file;
    const struct hash_entry *entry = permalink_entry(page, &file);

    diag_error(page->diag, file, entry != NULL ? entry->line : 0, entry != NULL ? entry->column : 0,
               "the permalink \"%.*s\" has no placeholder \":%.*s\" (have: year, month, day, title, slug, "
               "categories, path, name, collection, output_ext ...)",
               STR_ARG(permalink), STR_ARG(name));
}

static bool is_key_char(char c)
{
    return (c >= 'a' && c <= 'z') || c == '_';
}

static const char *document_url(const struct page *page, struct str permalink)
{
    struct text out = {0}, value = {0};

    for (size_t i = 0; i < permalink.len; i++) {
        size_t len = 0;
        struct str rest = str_from(permalink, i + 1);
        while (len < rest.len && is_key_char(rest.at[len]))
            len++;
        if (permalink.at[i] != ':' || len == 0) {
            text_add_char(&out, permalink.at[i]);
            continue;
        }
        /* The '_' behind a name may belong to it, as in ":i_month", or not, as in ":month_:day". */
        struct str name = str_head(rest, len);
        text_clear(&value);
        if (!add_placeholder(&value, page, name)) {
            if (str_ends(name, "_"))
                name.len--;
            if (!add_placeholder(&value, page, name))
                unknown_placeholder(page, permalink, str_head(rest, len));
        }
        add_escaped(&out, text_str(&value));
        i += name.len;
    }
    text_free(&value);
    const char *url = sanitized(page->pool, text_str(&out));
    text_free(&out);
    return url;
}

/* ---------------------------------------------------------------- pages */

static struct str replaced(struct pool *pool, struct str s, struct str key, struct str with)
{
    struct text out = {0}, escaped = {0};

    add_escaped(&escaped, with);
    while (s.len > 0) {
        size_t at = str_find(s, key);
        text_add(&out, str_head(s, at));
        if (at == s.len)
            break;
        text_add(&out, text_str(&escaped));
        s = str_from(s, at + key.len);
    }
    text_free(&escaped);
    return text_finish(&out, pool);
}

static struct str page_stem(const struct page *page)
{
    struct str s = stem(page);

    while (str_ends(s, "."))
        s.len--;
    return s;
}

static bool is_html(const char *ext)
{
    return strcmp(ext, ".html") == 0 || strcmp(ext, ".xhtml") == 0 || strcmp(ext, ".htm") == 0;
}

static const char *page_url(const struct page *page, struct str permalink)
{
    struct pool *pool = page->pool;
    struct str url = permalink;
    struct str dir = str_of(page->folder); /* "/a/b/" */

    if (url.len == 0) {
        if (!is_html(page->output_ext))
            url = STR("/:path/:basename:output_ext");
        else if (str_is(page_stem(page), "index"))
            url = STR("/:path/");
        else
            url = str_of(pool_printf(pool, "/:path/:basename%s", jekyll_suffix(page->site)));
    }
    if (str_ends(dir, "/"))
        dir.len--;
    url = replaced(pool, url, STR(":path"), dir);
    url = replaced(pool, url, STR(":basename"), page_stem(page));
    url = replaced(pool, url, STR(":output_ext"), str_of(page->output_ext));
    return sanitized(pool, url);
}

/* ---------------------------------------------------------------- both */

/* What the page is made into: the extension of its permalink, if that has one, decides. */
static const char *output_ext_of(const struct page *page, struct str permalink)
{
    struct pool *pool = page->pool;

    if (permalink.len > 0 && !str_ends(permalink, "/")) {
        const char *name = files_base(pool_copy(pool, permalink));
        const char *dot = strrchr(name, '.');
        if (dot != NULL && dot > name && dot[1] != '\0')
            return dot;
    }
    if (page->format == FORMAT_MARKDOWN)
        return ".html";
    return page->format == FORMAT_AS_IS ? page->ext : ".css";
}

/* Where it lies in a folder: a '/' means its index, and the extension stands behind a name that lacks it. */
static const char *target_of(const struct page *page)
{
    struct pool *pool = page->pool;
    struct text path = {0};
    struct str url = str_of(page->url);

    if (!url_decode(&path, url)) {
        text_clear(&path);
        text_add(&path, url); /* a '%' that means nothing but itself */
    }
    if (str_ends(text_str(&path), "/"))
        text_printf(&path, "index%s",
                    page->kind >= PAGE_POST && page->collection != NULL ? ".html" : page->output_ext);
    else if (!str_ends(text_str(&path), page->output_ext))
        text_add_c(&path, page->output_ext);
    return text_finish(&path, pool).at;
}

static void check(const struct page *page)
{
    const struct hash_entry *entry = hash_entry(page->own.hash, STR("permalink"));

    if (strlen(page->url) > ADDRESS_LEN_MAX)
        diag_error(page->diag, page->full != NULL ? page->full : page->source,
                   entry != NULL ? entry->line : 0, entry != NULL ? entry->column : 0,
                   "the address is too long (at most %u bytes)", ADDRESS_LEN_MAX);
}

/* The path that answers: a folder's index is the folder, and HTML needs no ".html" where its address has
 * none. */
static const char *served_path(const struct page *page, const char *target)
{
    struct pool *pool = page->pool;
    struct str path = str_of(target), url = str_of(page->url);

    if (str_ends(path, "/index.html"))
        return pool_copy(pool, str_head(path, path.len - strlen("index.html")));
    if (strcmp(page->output_ext, ".html") == 0 && !str_ends(url, ".html") && str_ends(path, ".html"))
        return pool_copy(pool, str_head(path, path.len - strlen(".html")));
    return target;
}

void jekyll_place(struct page *page)
{
    struct value given = value_get(page->front, "permalink");
    struct str permalink = value_to_str(given, page->pool);

    page->output_ext = output_ext_of(page, permalink);
    if (page->collection != NULL)
        page->url =
            document_url(page, given.kind != VALUE_NIL ? permalink : str_of(page->collection->permalink));
    else
        page->url = page_url(page, permalink);
    check(page);
    page->path = served_path(page, target_of(page));
    page->is_xml = !is_html(page->output_ext);
}

/* A file of a collection follows its permalink as far as it has a name, a path and a collection; any other
 * lies where it lies. */
const char *jekyll_file_path(struct site *site, const struct collection *collection, const char *source,
                             const char *name)
{
    struct pool *pool = &site->pool;
    const char *dot = strrchr(name, '.'), *ext = dot != NULL && dot > name && dot[1] != '\0' ? dot : "";
    struct page file = {.site = site,
                        .pool = pool,
                        .collection = (struct collection *)(uintptr_t)collection,
                        .source = source,
                        .name = name,
                        .ext = ext};
    struct text path = {0};

    if (collection == NULL)
        return pool_printf(pool, "/%s", source);
    struct str url =
        replaced(pool, str_of(collection->permalink), STR(":collection"), str_of(collection->label));
    url = replaced(pool, url, STR(":path"), bare_path(&file));
    url = replaced(pool, url, STR(":output_ext"), STR(""));
    url = replaced(pool, url, STR(":name"), page_stem(&file));
    url = str_of(sanitized(pool, replaced(pool, url, STR(":title"), STR(""))));
    if (url.len > 1 && str_ends(url, "/"))
        url.len--;
    if (!url_decode(&path, url)) {
        text_clear(&path);
        text_add(&path, url);
    }
    text_add_c(&path, ext);
    return text_finish(&path, pool).at;
}

const char *jekyll_relative_path(const struct site *site, const char *source)
{
    struct str dir = config_text(site, "collections_dir", ""), s = str_of(source);

    while (str_ends(dir, "/"))
        dir.len--;
    if (dir.len > 0 && s.len > dir.len && str_eq(str_head(s, dir.len), dir) && s.at[dir.len] == '/')
        return source + dir.len + 1;
    return source;
}
