/* page.c - a page from its file. See model.h. */
#include "content/date.h"
#include "content/heads.h"
#include "content/mime.h"
#include "content/model.h"
#include "content/urls.h"
#include "files.h"
#include "html.h"
#include "markdown/markdown.h"

#include <errno.h>
#include <string.h>

static bool is_markdown_name(const char *name)
{
    struct str s = str_of(name);

    return str_ends_nocase(s, ".md") || str_ends_nocase(s, ".markdown");
}

static bool is_html_name(const char *name)
{
    return str_ends_nocase(str_of(name), ".html") || str_ends_nocase(str_of(name), ".htm");
}

/* Texts that are templates when they have front matter. */
static bool is_template_name(const char *name)
{
    static const char *const extensions[] = {".xml", ".css", ".js", ".json", ".txt", ".svg", ".webmanifest"};

    for (size_t i = 0; i < sizeof(extensions) / sizeof(extensions[0]); i++)
        if (str_ends_nocase(str_of(name), extensions[i]))
            return true;
    return is_html_name(name);
}

bool page_is_text(const struct walk_entry *entry)
{
    return entry->is_post || is_markdown_name(entry->name);
}

bool page_is_source(const struct walk_entry *entry, struct diag *diag)
{
    char head[64];
    size_t len;

    if (page_is_text(entry))
        return true;
    if (!is_template_name(entry->name))
        return false;
    if (!files_head(entry->full, head, sizeof(head), &len)) {
        diag_error(diag, entry->full, 0, 0, "cannot be read: %s", strerror(errno));
        return false;
    }
    return front_matter_starts((struct str){head, len});
}

/* Report about a key of the front matter, at its value. */
static void key_error(const struct page *page, const char *key, const char *what)
{
    const struct hash_entry *entry = hash_entry(page->front.hash, str_of(key));

    diag_error(page->site->diag, page->full, entry->line, entry->column, "%s %s", key, what);
}

/* A key that must be a text (or a number, which is one). Empty when it is not there. */
static struct str text_key(struct page *page, const char *key)
{
    struct value value = value_get(page->front, key);

    if (value.kind == VALUE_ARRAY || value.kind == VALUE_HASH) {
        key_error(page, key, "must be a text");
        return STR("");
    }
    return value_to_str(value, &page->site->pool);
}

static void read_date(struct page *page)
{
    struct value date = value_get(page->front, "date");

    if (date.kind == VALUE_NIL)
        return;
    if (date.kind == VALUE_TIME)
        page->date_s = date.time_s;
    else if (date.kind != VALUE_STRING || !date_parse(date.string, &page->date_s)) {
        key_error(page, "date", "is not a date such as 2026-01-31 or 2026-01-31 12:30:00 +0100");
        return;
    }
    page->has_date = true;
}

static void read_layout(struct page *page, const char *otherwise)
{
    const struct hash_entry *entry = hash_entry(page->front.hash, STR("layout"));

    page->layout = otherwise;
    if (entry == NULL)
        return;
    page->layout_line = entry->line;
    page->layout_column = entry->column;
    struct str name = text_key(page, "layout");
    bool none = entry->value.kind == VALUE_NIL || !value_truthy(entry->value) || str_is(name, "none") ||
                name.len == 0;
    page->layout = none ? NULL : pool_copy(&page->site->pool, name);
}

/* The name without its extension, as words. */
static struct str title_of_name(struct pool *pool, const char *name)
{
    struct str s = str_of(name);
    const char *dot = strrchr(name, '.');

    if (dot != NULL && dot > name)
        s.len = (size_t)(dot - name);
    char *title = pool_copy(pool, s);
    for (size_t i = 0; i < s.len; i++)
        if (title[i] == '-' || title[i] == '_')
            title[i] = ' ';
    if (title[0] >= 'a' && title[0] <= 'z')
        title[0] = (char)(title[0] - 32);
    return (struct str){title, s.len};
}

static struct str html_first_heading(struct str html, struct pool *pool)
{
    size_t at = str_find(html, STR("<h1"));
    struct text plain = {0}, text = {0};

    if (at == html.len)
        return STR("");
    struct str rest = str_from(html, at);
    html_strip(&plain, str_head(rest, str_find(rest, STR("</h1>"))));
    html_unescape(&text, str_trim(text_str(&plain)));
    text_free(&plain);
    return text_finish(&text, pool);
}

/* From the front matter, else the first heading, else the file's name. */
static void read_title(struct page *page, struct str body, const char *name)
{
    struct pool *pool = &page->site->pool;

    page->title = text_key(page, "title");
    if (page->title.len > 0)
        return;
    if (page->is_markdown)
        page->title = markdown_first_heading(body, pool);
    else
        page->title = html_first_heading(body, pool);
    if (page->title.len == 0 && strcmp(page->path, "/") == 0)
        page->title = page->site->title;
    if (page->title.len == 0)
        page->title = title_of_name(pool, name);
}

static bool is_unpublished(const struct page *page)
{
    struct value published = value_get(page->front, "published");

    const struct site_options *options = page->site->options;

    return (value_truthy(value_get(page->front, "draft")) && !options->drafts) ||
           (published.kind == VALUE_BOOL && !published.boolean && !options->unpublished);
}

struct page *page_make(const struct page_maker *maker, enum page_kind kind, const char *source)
{
    struct page *page = pool_take(maker->pool, sizeof(*page));

    page->site = maker->site;
    page->pool = maker->pool;
    page->diag = maker->diag;
    page->kind = kind;
    page->source = source;
    page->front = page->own = value_hash(maker->pool);
    page->title = STR("");
    page->text = STR("");
    page->name = page->ext = "";
    page->output_ext = ".html";
    return page;
}

struct page *page_new(struct site *site, enum page_kind kind, const char *source)
{
    return page_make(&(struct page_maker){site, &site->pool, site->diag}, kind, source);
}

void page_place(struct page *page, const char *path)
{
    struct text url = {0};

    url_encode_path(&url, str_of(path));
    page->path = path;
    page->url = text_finish(&url, &page->site->pool).at;
}

/* "2026-01-31-title.md": the date in front of a post's name, and where the title starts. */
static bool split_post_name(const char *name, int64_t *date_s, const char **title)
{
    struct str s = str_of(name);

    if (s.len < 12 || s.at[10] != '-' || !date_parse(str_head(s, 10), date_s))
        return false;
    *title = name + 11;
    return true;
}

static bool load_text(struct page *page, const struct walk_entry *entry, struct pool *pool,
                      struct str *source, struct front_matter *front)
{
    struct diag *diag = page->site->diag;

    if (entry->head != NULL) {
        *source = entry->head->source;
        *front = entry->head->front;
        page->source_sum = entry->head->source_sum;
        return true;
    }
    if (!files_read(page->full, pool, source)) {
        if (errno == EFBIG)
            diag_error(diag, page->full, 0, 0, "too large for a page (at most %u MiB)", FILES_TEXT_MAX >> 20);
        else
            diag_error(diag, page->full, 0, 0, "cannot be read: %s", strerror(errno));
        return false;
    }
    page->source_sum = files_sum(*source);
    return front_matter_check_utf8(diag, page->full, *source) &&
           front_matter_read(&page->site->pool, diag, page->full, *source, front);
}

static void fill(struct page *page, const struct walk_entry *entry, const char *title_name, struct str body)
{
    struct site *site = page->site;
    const char *default_layout = page->kind == PAGE_POST ? "post" : "page";

    read_date(page);
    read_layout(page, page->is_xml ? NULL : default_layout);
    const char *path = page_permalink(page, title_name);
    page_place(page, path);
    read_title(page, body, title_name);
    page->modified_s = page->has_date ? page->date_s : site->epoch_s >= 0 ? site->epoch_s : entry->mtime_s;
    if (page->modified_s < 0)
        page->modified_s = 0; /* HTTP dates start in 1970 here */
}

struct page *page_load(struct site *site, const struct walk_entry *entry)
{
    struct page *page = page_new(site, entry->is_post ? PAGE_POST : PAGE_PLAIN, entry->path);
    const char *title_name = entry->name;
    struct pool text_pool = {0};
    struct front_matter front;
    struct str source;

    page->full = entry->full;
    page->is_markdown = is_markdown_name(entry->name);
    page->format = page->is_markdown ? FORMAT_MARKDOWN : FORMAT_AS_IS;
    page->name = entry->name;
    page->is_xml = !page->is_markdown && !is_html_name(entry->name);
    size_t folder_len = (size_t)(entry->name - entry->path);
    page->folder = pool_printf(&site->pool, "/%.*s", (int)folder_len, entry->path);
    if (entry->is_post) {
        if (!split_post_name(entry->name, &page->date_s, &title_name)) {
            diag_warning(site->diag, entry->full, 0, 0, "not a post: its name is not YYYY-MM-DD-title.md");
            return NULL;
        }
        page->has_date = true;
    }
    bool ok = load_text(page, entry, &text_pool, &source, &front);
    if (ok) {
        page->has_liquid = front.present;
        page->front = page->own = front.values;
        page->text_at = front.body;
        ok = !is_unpublished(page);
    }
    if (ok)
        fill(page, entry, title_name, str_from(source, front.body));
    pool_free(&text_pool);
    return ok ? page : NULL;
}
