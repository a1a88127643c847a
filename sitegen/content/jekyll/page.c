/* page.c - pages of a Jekyll site: files with front matter. See jekyll.h. */
#include "content/date.h"
#include "content/heads.h"
#include "content/jekyll/jekyll.h"
#include "content/zone.h"
#include "files.h"
#include "value_digest.h"

#include <errno.h>
#include <string.h>

static bool head_is_plain(struct str head)
{
    return !str_starts(head, "\xef\xbb\xbf");
}

bool jekyll_has_front_matter(struct site *site, const struct walk_entry *entry)
{
    char head[64];
    size_t len;

    if (entry->head != NULL)
        return entry->head->front.present;
    if (!files_head(entry->full, head, sizeof(head), &len)) {
        diag_error(site->diag, entry->full, 0, 0, "cannot be read: %s", strerror(errno));
        return false;
    }
    /* Behind a byte order mark Jekyll sees no front matter. */
    return head_is_plain((struct str){head, len}) && front_matter_starts((struct str){head, len});
}

static bool load_text(struct page *page, struct pool *pool, struct str *source, struct front_matter *front)
{
    struct diag *diag = page->diag;

    if (!files_read(page->full, pool, source)) {
        if (errno == EFBIG)
            diag_error(diag, page->full, 0, 0, "too large for a page (at most %u MiB)", FILES_TEXT_MAX >> 20);
        else
            diag_error(diag, page->full, 0, 0, "cannot be read: %s", strerror(errno));
        return false;
    }
    page->source_sum = files_sum(*source);
    if (!front_matter_check_utf8(diag, page->full, *source))
        return false;
    if (front_matter_starts(*source) && !front_matter_is_closed(*source)) {
        diag_warning_at(diag, page->full, *source, 0,
                        "the front matter is not closed by a line of \"---\": all of it counts as text");
        *front = (struct front_matter){.values = value_hash(page->pool)};
        return true;
    }
    return front_matter_read(page->pool, diag, page->full, *source, front);
}

static bool same_nocase(struct str a, struct str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (char_lower(a.at[i]) != char_lower(b.at[i]))
            return false;
    return true;
}

/* "markdown,md" of markdown_ext: whether ext (".md") is one of them. */
static bool is_markdown_ext(const struct site *site, struct str ext)
{
    struct str list = config_text(site, "markdown_ext", "markdown,mkdown,mkdn,mkd,md");

    while (list.len > 0 && ext.len > 1) {
        size_t len = str_find_char(list, ',');
        struct str one = str_head(list, len);
        list = str_from(list, len + 1);
        if (same_nocase(one, str_from(ext, 1)))
            return true;
    }
    return false;
}

enum page_format jekyll_format(const struct site *site, const char *ext)
{
    if (is_markdown_ext(site, str_of(ext)))
        return FORMAT_MARKDOWN;
    if (str_is_nocase(str_of(ext), ".scss"))
        return FORMAT_SCSS;
    return str_is_nocase(str_of(ext), ".sass") ? FORMAT_SASS : FORMAT_AS_IS;
}

static const char *ext_of(const char *name)
{
    const char *dot = strrchr(name, '.');

    return dot != NULL && dot > name && dot[1] != '\0' ? dot : "";
}

static void key_error(const struct page *page, const char *key, const char *what)
{
    const struct hash_entry *entry = hash_entry(page->own.hash, str_of(key));

    diag_error(page->diag, page->full != NULL ? page->full : page->source,
               entry != NULL ? entry->line : 0, entry != NULL ? entry->column : 0, "%s %s", key, what);
}

/* What the keys must be; a wrong one counts as not there. */
static void check_types(struct page *page)
{
    static const char *const texts[] = {"layout", "permalink", "slug", "excerpt_separator"};

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        enum value_kind kind = value_get(page->front, texts[i]).kind;
        if (kind != VALUE_ARRAY && kind != VALUE_HASH)
            continue;
        key_error(page, texts[i], "must be a text");
        hash_set(page->front.hash, str_of(texts[i]), value_nil);
    }
    struct value permalink = value_get(page->front, "permalink");
    if (permalink.kind == VALUE_STRING && permalink.string.len == 0) {
        key_error(page, "permalink", "is empty");
        hash_set(page->front.hash, STR("permalink"), value_nil);
    }
}

static void read_layout(struct page *page)
{
    const struct hash_entry *entry = hash_entry(page->front.hash, STR("layout"));
    const struct hash_entry *own = hash_entry(page->own.hash, STR("layout"));

    page->layout = NULL;
    if (entry == NULL || page->format == FORMAT_SCSS || page->format == FORMAT_SASS)
        return;
    struct str name = value_to_str(entry->value, page->pool);
    bool is_own = own != NULL && value_equal(own->value, entry->value);
    page->layout_line = is_own ? own->line : 0;
    page->layout_column = is_own ? own->column : 0;
    if (entry->value.kind != VALUE_NIL && !str_is(name, "none"))
        page->layout = pool_copy(page->pool, name);
}

void jekyll_page_fill(struct page *page)
{
    struct site *site = page->site;

    page->format = jekyll_format(site, page->ext);
    page->is_markdown = page->format == FORMAT_MARKDOWN;
    check_types(page);
    read_layout(page);
    page->title = value_to_str(value_get(page->front, "title"), page->pool);
    jekyll_place(page);
    if (page->has_date && page->date_s >= 0)
        page->modified_s = page->date_s;
}

struct value jekyll_page_front(struct page *page)
{
    const char *path = jekyll_page_path(page, page->pool);
    struct value defaults = jekyll_defaults(page->site, path, "pages", page->pool);
    struct value front = value_hash(page->pool);

    for (size_t i = 0; i < page->own.hash->count; i++) {
        const struct hash_entry *entry = &page->own.hash->entries[i];
        *hash_set(front.hash, entry->key, entry->value) = *entry;
    }
    for (size_t i = 0; i < defaults.hash->count; i++) {
        const struct hash_entry *entry = &defaults.hash->entries[i];
        if (hash_entry(front.hash, entry->key) != NULL)
            continue;
        struct value value = jekyll_default(page->site, path, "pages", entry->key);
        struct hash_entry *set = hash_set(front.hash, entry->key, value);
        set->line = entry->line;
        set->column = entry->column;
    }
    return front;
}

struct page *jekyll_page_new(const struct page_maker *maker, enum page_kind kind,
                             const struct walk_entry *entry)
{
    struct page *page = page_make(maker, kind, entry->path);

    page->full = entry->full;
    page->name = entry->name;
    page->ext = ext_of(entry->name);
    page->folder = pool_printf(maker->pool, "/%.*s", (int)(entry->name - entry->path), entry->path);
    page->modified_s = maker->site->epoch_s >= 0 ? maker->site->epoch_s : entry->mtime_s;
    return page;
}

bool jekyll_page_read(struct page *page, const struct walk_entry *entry)
{
    struct pool text_pool = {0};
    struct front_matter front;
    struct str source;
    bool ok = true;

    if (entry->head != NULL) {
        front = entry->head->front;
        page->source_sum = entry->head->source_sum;
    } else {
        ok = load_text(page, &text_pool, &source, &front);
    }
    if (ok) {
        page->own = front.values;
        page->text_at = front.body;
    }
    pool_free(&text_pool);
    return ok;
}

static bool is_published(const struct page *page)
{
    struct value published = value_get(page->own, "published");

    return page->site->options->unpublished || value_truthy(value_get(page->site->config, "unpublished")) ||
           published.kind != VALUE_BOOL || published.boolean;
}

static void read_date(struct page *page)
{
    const struct hash_entry *entry = hash_entry(page->front.hash, STR("date"));

    if (entry == NULL || entry->value.kind == VALUE_NIL)
        return;
    if (entry->value.kind == VALUE_TIME)
        page->date_s = zone_moment(entry->value);
    else if (!jekyll_date_read(page->site, value_to_str(entry->value, page->pool), &page->date_s)) {
        /* Of a page, a date is only what templates make of it. */
        bool is_own = hash_entry(page->own.hash, STR("date")) != NULL;
        const char *file = is_own ? page->full : page->site->config_file;
        diag_warning(page->diag, file, entry->line, entry->column,
                     "date is not a date such as 2026-01-31 or 2026-01-31 12:30:00 +0100");
        return;
    }
    page->has_date = true;
}

struct page *jekyll_page_load(struct site *site, const struct walk_entry *entry)
{
    struct page_maker maker = {site, &site->pool, site->diag};
    struct page *page = jekyll_page_new(&maker, PAGE_PLAIN, entry);

    if (!jekyll_page_read(page, entry) || !is_published(page))
        return NULL;
    page->front = jekyll_page_front(page);
    page->has_liquid = true;
    read_date(page);
    jekyll_page_fill(page);
    page->front.hash->sum = VALUE_SUM_FOLLOWS;
    return page;
}
