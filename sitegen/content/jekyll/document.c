/* document.c - posts and documents of collections: what follows from their names, folders and front matter.
 * See jekyll.h. */
#include "content/date.h"
#include "content/jekyll/jekyll.h"
#include "content/slug.h"
#include "content/zone.h"
#include "files.h"
#include "value_digest.h"

#include <string.h>

#define KEYS_MORE 7u /* that most documents get: date, title, slug, ext, draft, categories, tags */

/* "2026-01-31-title" -> its date and title. Years of two to four digits, months and days of one or two. */
static bool split_name(struct str stem, struct str *date, struct str *title)
{
    static const size_t max[] = {4, 2, 2}, min[] = {2, 1, 1};
    size_t at = 0;

    for (size_t part = 0; part < 3; part++) {
        size_t len = 0;
        while (at + len < stem.len && len < max[part] && char_is_digit(stem.at[at + len]))
            len++;
        if (len < min[part] || at + len >= stem.len || stem.at[at + len] != '-')
            return false;
        at += len + 1;
    }
    *date = str_head(stem, at - 1);
    *title = str_from(stem, at);
    return true;
}

bool jekyll_is_post_name(const char *name)
{
    const char *dot = strrchr(name, '.');
    struct str date, title;

    return dot != NULL && dot[1] != '\0' &&
           split_name((struct str){name, (size_t)(dot - name)}, &date, &title);
}

static void set(struct page *page, const char *key, struct value value)
{
    hash_set(page->front.hash, str_of(key), value);
}

static void set_default(struct page *page, const char *key, struct value value)
{
    if (value_get(page->front, key).kind == VALUE_NIL)
        set(page, key, value);
}

/* ---------------------------------------------------------------- categories and tags */

/* A list that is being made; names once where seen is there. */
struct names {
    struct array *list;
    struct hash *seen; /* NULL: as often as they come */
};

static void add_name(struct names *names, struct value name)
{
    if (names->seen != NULL && hash_entry(names->seen, name.string) != NULL)
        return;
    if (names->seen != NULL)
        hash_set(names->seen, name.string, value_nil);
    array_add(names->list, name);
}

static void add_words(struct names *names, struct str words)
{
    for (;;) {
        size_t len = 0;
        words = str_trim_start(words);
        if (words.len == 0)
            return;
        while (len < words.len && !char_is_space(words.at[len]))
            len++;
        add_name(names, value_str(str_head(words, len)));
        words = str_from(words, len);
    }
}

/* Lists inside lists as one list, without what is nothing. */
static void add_flat(struct names *names, struct value value)
{
    if (value.kind == VALUE_ARRAY)
        for (size_t i = 0; i < value.array->count; i++)
            add_flat(names, value.array->items[i]);
    else if (value.kind == VALUE_STRING)
        add_name(names, value);
    else if (value.kind != VALUE_NIL)
        array_add(names->list, value);
}

/* A category that is no text (2026, true) is there as itself and once more as a text, as in Jekyll. */
static void add_as_texts(struct names *names)
{
    for (size_t i = 0, count = names->list->count; i < count; i++)
        if (names->list->items[i].kind != VALUE_STRING)
            add_name(names, value_str(value_to_str(names->list->items[i], names->list->pool)));
}

/* The folders above _posts are categories; those inside it are not. */
static void add_folders(struct page *page, struct names *names)
{
    const char *path = jekyll_relative_path(page->site, page->source);
    const char *special = page->is_draft ? "_drafts" : page->collection->folder;
    struct str rest = str_head(str_of(path), str_find(str_of(path), str_of(special)));

    while (rest.len > 0) {
        size_t len = str_find_char(rest, '/');
        if (len > 0)
            add_name(names, value_str(str_head(rest, len)));
        rest = str_from(rest, len + 1);
    }
}

static void add_given(struct names *names, struct value given)
{
    if (given.kind == VALUE_STRING)
        add_words(names, given.string);
    else if (given.kind != VALUE_NIL)
        add_flat(names, given);
}

static void read_categories(struct page *page, struct value defaults)
{
    struct value list = value_array(page->pool);
    struct value single = value_get(page->front, "category");
    struct names names = {list.array, value_hash(page->pool).hash};

    add_folders(page, &names);
    add_given(&names, value_get(defaults, "categories"));
    add_given(&names, value_get(page->own, "categories"));
    add_as_texts(&names);
    if (single.kind == VALUE_ARRAY)
        add_flat(&names, single);
    else if (single.kind != VALUE_NIL)
        add_name(&names, value_str(value_to_str(single, list.array->pool)));
    set(page, "categories", list);
}

static void read_tags(struct page *page)
{
    struct value list = value_array(page->pool);
    struct value single = value_get(page->front, "tag"), given = value_get(page->front, "tags");
    struct names names = {list.array, NULL};

    if (value_truthy(single))
        add_flat(&names, single);
    else if (given.kind == VALUE_STRING || given.kind == VALUE_ARRAY)
        add_given(&names, given);
    set(page, "tags", list);
}

/* ---------------------------------------------------------------- date, title, slug */

bool jekyll_date_read(const struct site *site, struct str text, int64_t *time_s)
{
    if (date_is_of_clock(text, site->time_s))
        site_clock(site);
    return date_read(text, site->time_s, time_s);
}

static bool date_of_value(const struct page *page, struct value date, int64_t *time_s)
{
    if (date.kind == VALUE_TIME) {
        *time_s = zone_moment(date);
        return true;
    }
    return jekyll_date_read(page->site, value_to_str(date, page->pool), time_s);
}

static bool read_own_date(struct page *page)
{
    const struct hash_entry *entry = hash_entry(page->front.hash, STR("date"));

    if (entry == NULL || entry->value.kind == VALUE_NIL)
        return true;
    if (!date_of_value(page, entry->value, &page->date_s)) {
        const struct hash_entry *own = hash_entry(page->own.hash, STR("date"));
        diag_error(page->diag, page->full, own != NULL ? own->line : 0, own != NULL ? own->column : 0,
                   "date is not a date such as 2026-01-31 or 2026-01-31 12:30:00 +0100");
        return false;
    }
    page->has_date = true;
    return true;
}

/* The date in the name counts where the front matter has none. */
static bool read_name(struct page *page)
{
    struct pool *pool = page->pool;
    struct str stem = str_head(str_of(page->name), strlen(page->name) - strlen(page->ext)), date, slug = stem;
    struct text title = {0};

    if (page->ext[0] != '\0' && split_name(stem, &date, &slug) && !page->has_date) {
        if (!date_read(date, page->site->time_s, &page->date_s)) {
            diag_error(page->diag, page->full, 0, 0, "there is no such day as %.*s", STR_ARG(date));
            return false;
        }
        page->has_date = true;
    }
    while (str_ends(slug, "."))
        slug.len--;
    slug_title(&title, slug);
    set_default(page, "title", value_str(text_finish(&title, pool)));
    set_default(page, "slug", value_str(slug));
    if (page->ext[0] != '\0')
        set_default(page, "ext", value_c(page->ext));
    return true;
}

static bool is_published(const struct page *page)
{
    struct value published = value_get(page->front, "published");

    return page->site->options->unpublished || value_truthy(value_get(page->site->config, "unpublished")) ||
           published.kind != VALUE_BOOL || published.boolean;
}

static bool is_in_the_future(const struct page *page)
{
    return page->has_date && page->date_s > page->site->time_s && !page->site->options->future &&
           !value_truthy(value_get(page->site->config, "future"));
}

static bool read_dates(struct page *page)
{
    if (!read_own_date(page) || !read_name(page))
        return false;
    if (!page->has_date && page->is_draft) {
        page->has_date = true;
        page->date_s = page->modified_s;
    }
    if (page->has_date)
        set(page, "date", zone_value(page->date_s));
    return true;
}

struct page *jekyll_document_load(const struct page_maker *maker, struct collection *collection,
                                  const struct walk_entry *entry, bool is_draft)
{
    struct site *site = maker->site;
    bool is_post = strcmp(collection->label, "posts") == 0;
    struct page *page = jekyll_page_new(maker, is_post ? PAGE_POST : PAGE_DOCUMENT, entry);

    page->collection = collection;
    page->is_draft = is_draft;
    if (!jekyll_page_read(page, entry))
        return NULL;
    struct value defaults =
        jekyll_defaults(site, jekyll_relative_path(site, page->source), collection->label, maker->pool);
    page->front = jekyll_merge_for(maker->pool, defaults, page->own, KEYS_MORE);
    set_default(page, "draft", value_bool(is_draft));
    page->has_liquid = strcmp(page->ext, ".yml") != 0 && strcmp(page->ext, ".yaml") != 0;
    if (!read_dates(page))
        return NULL;
    read_categories(page, defaults);
    read_tags(page);
    if (!is_published(page))
        return NULL;
    page->is_unwritten = !collection->is_output || is_in_the_future(page);
    if (is_in_the_future(page))
        site_clock(site); /* until its day comes */
    if (is_post && is_in_the_future(page)) {
        diag_warning(maker->diag, entry->full, 0, 0, "has a date in the future: left out");
        return NULL;
    }
    jekyll_page_fill(page);
    page->front.hash->sum = VALUE_SUM_FOLLOWS;
    return page;
}
