/* paginate_v2.c - jekyll-paginate-v2: pages with "pagination: enabled: true" list a collection in pages. The
 * configuration's "pagination" holds for all of them, a page's own counts more.
 *
 * Left out  autopages, indexpage and extension: each is a warning where it is asked for
 */
#include "plugins/paginate_v2.h"

#include "content/jekyll/jekyll.h"
#include "plugins/paginator.h"
#include "plugins/plugin_text.h"
#include "plugins/plugins_all.h"

#include <string.h>

struct lists {
    struct paginate_list *list;
    size_t count;
    size_t cap;
};

static struct str filled(struct pool *pool, struct str s, size_t page, size_t count, struct str title)
{
    s = plugin_replaced(s, STR(":title"), title, pool);
    s = plugin_replaced(s, STR(":num"), str_of(pool_printf(pool, "%zu", page)), pool);
    return plugin_replaced(s, STR(":max"), str_of(pool_printf(pool, "%zu", count)), pool);
}

/* The address of page 1 up to and with its last '/'. */
static struct str base_of(const struct page *template)
{
    struct str url = str_of(template->url);

    while (url.len > 1 && !str_ends(url, "/"))
        url.len--;
    return url;
}

static const char *page_path(const struct paginate_list *list, size_t page)
{
    struct page *template = list->pages[0];
    struct pool *pool = &template->site->pool;
    struct str base = base_of(template), permalink = paginate_words(list->config, "permalink", "/page:num/");

    if (page == 1)
        return pool_copy(pool, base);
    while (str_starts(permalink, "/"))
        permalink = str_from(permalink, 1);
    return pool_printf(pool, "%.*s%.*s", STR_ARG(base),
                       STR_ARG(filled(pool, permalink, page, list->count, STR(""))));
}

/* What page.url and links say of a page: a folder's index by its whole name, as the plug-in has it. */
static const char *full_path(const struct paginate_list *list, size_t page)
{
    const char *path = page_path(list, page);

    return str_ends(str_of(path), "/") ? pool_printf(&list->pages[0]->site->pool, "%sindex.html", path)
                                       : path;
}

static struct str title_of(const struct paginate_list *list, size_t page)
{
    struct page *template = list->pages[0];
    struct str title = value_to_str(value_get(template->front, "title"), &template->site->pool);

    if (title.len == 0)
        title = template->site->title;
    if (page == 1)
        return title;
    return filled(&template->site->pool, paginate_words(list->config, "title", ":title - page :num"), page,
                  list->count, title);
}

static void warn_of_missing(struct page *template, struct value config)
{
    static const char *const keys[] = {"indexpage", "extension"};
    const struct hash_entry *own = hash_entry(template->own.hash, STR("pagination"));

    for (size_t i = 0; i < 2; i++)
        if (value_get(config, keys[i]).kind != VALUE_NIL)
            diag_warning(template->site->diag, template->full, own != NULL ? own->line : 0,
                         own != NULL ? own->column : 0, "pagination: %s is not known here", keys[i]);
}

/* Page 1 is the index of its folder, whatever the template's name. */
static void place_template(const struct paginate_list *list)
{
    struct page *template = list->pages[0];
    struct value own = value_get(template->front, "permalink");

    page_set(template, "permalink", value_c(page_path(list, 1)));
    page_place_anew(template);
    template->url = full_path(list, 1);
    page_set(template, "permalink", own.kind != VALUE_NIL ? value_c(template->url) : own);
}

static void add_list(struct site *site, struct lists *lists, struct page *template)
{
    struct value own = value_get(template->front, "pagination"), all = value_get(site->config, "pagination");
    struct paginate_list *list;
    size_t page_count, each;

    lists->list = pool_grow(&site->pool, lists->list, lists->count, &lists->cap, sizeof(*list));
    list = &lists->list[lists->count++];
    *list = (struct paginate_list){
        .config = jekyll_merge(&site->pool, all.kind == VALUE_HASH ? all : value_hash(&site->pool), own)};
    warn_of_missing(template, list->config);
    paginate_find(site, list);
    each = (size_t)paginate_number(list->config, "per_page", 10);
    each = each > 0 ? each : 1;
    page_count = (list->doc_count + each - 1) / each;
    int64_t limit = paginate_number(list->config, "limit", 0);
    if (limit > 0 && (uint64_t)limit < page_count)
        page_count = (size_t)limit;
    list->count = page_count > 0 ? page_count : 1;
    list->pages = pool_take(&site->pool, list->count * sizeof(*list->pages));
    list->pages[0] = template;
    bool has_permalink = value_get(template->front, "permalink").kind != VALUE_NIL;
    for (size_t i = 2; i <= list->count; i++) {
        struct page *page = list->pages[i - 1] = site_copy_page(site, template, page_path(list, i));
        page_set(page, "permalink", value_c(page_path(list, i)));
        page_set(page, "title", value_str(title_of(list, i)));
        page_set(page, "autogen", value_c("jekyll-paginate-v2"));
        page_place_anew(page);
        page->url = full_path(list, i);
        page_set(page, "permalink", has_permalink ? value_c(page->url) : value_nil);
    }
    place_template(list);
}

static void load(struct site *site)
{
    struct lists *lists = plugins_state(site, &plugin_paginate_v2, sizeof(*lists));
    struct value config = value_get(site->config, "pagination"),
                 autopages = value_get(site->config, "autopages");
    const struct hash_entry *entry = hash_entry(site->config.hash, STR("autopages"));

    if (value_truthy(value_get(autopages, "enabled")))
        diag_warning(site->diag, site->config_file, entry->line, entry->column,
                     "autopages are not made here: jekyll-archives makes pages for tags and categories");
    for (size_t i = 0, count = site->page_count; value_truthy(value_get(config, "enabled")) && i < count; i++)
        if (site->pages[i]->collection == NULL &&
            value_truthy(value_get(value_get(site->pages[i]->front, "pagination"), "enabled")))
            add_list(site, lists, site->pages[i]);
}

/* The pages around this one, for links to them. */
static struct value trail_of(const struct paginate_list *list, size_t page)
{
    struct pool *pool = &list->pages[0]->site->pool;
    struct value trail = value_get(list->config, "trail"), items = value_array(pool);
    size_t before = (size_t)paginate_number(trail, "before", 0),
           after = (size_t)paginate_number(trail, "after", 0);
    size_t len = before + after + 1, first = page > before + 1 ? page - before : 1;

    if (list->count < 2 || len == 1)
        return value_nil;
    if (first + len > list->count + 1)
        first = list->count + 1 > len ? list->count + 1 - len : 1;
    for (size_t i = first; i < first + len && i <= list->count; i++) {
        struct value item = value_hash(pool);
        hash_set(item.hash, STR("num"), value_int((int64_t)i));
        hash_set(item.hash, STR("path"), value_c(full_path(list, i)));
        hash_set(item.hash, STR("title"), value_str(title_of(list, i)));
        array_add(items.array, item);
    }
    return items;
}

static void set_paginator(const struct paginate_list *list, const struct array *docs, size_t each,
                          size_t page)
{
    struct pool *pool = &list->pages[0]->site->pool;
    struct paginator paginator = {.posts = docs, .per_page = each, .page = page, .page_count = list->count};
    struct value drop = paginator_drop(pool, &paginator);

    hash_set(drop.hash, STR("page_path"), value_c(full_path(list, page)));
    hash_set(drop.hash, STR("previous_page_path"), page > 1 ? value_c(page_path(list, page - 1)) : value_nil);
    hash_set(drop.hash, STR("next_page_path"),
             page < list->count ? value_c(page_path(list, page + 1)) : value_nil);
    hash_set(drop.hash, STR("first_page"), value_int(1));
    hash_set(drop.hash, STR("first_page_path"), value_c(page_path(list, 1)));
    hash_set(drop.hash, STR("last_page"), value_int((int64_t)list->count));
    hash_set(drop.hash, STR("last_page_path"), value_c(page_path(list, list->count)));
    hash_set(drop.hash, STR("page_trail"), trail_of(list, page));
    list->pages[page - 1]->paginator = drop;
}

static void drops(struct site *site)
{
    struct lists *lists = plugins_state(site, &plugin_paginate_v2, sizeof(*lists));

    for (size_t i = 0; i < lists->count; i++) {
        const struct paginate_list *list = &lists->list[i];
        size_t each = (size_t)paginate_number(list->config, "per_page", 10);
        struct value docs = value_array(&site->pool);
        for (size_t j = 0; j < list->doc_count; j++)
            array_add(docs.array, list->docs[j]->drop);
        for (size_t page = 1; page <= list->count; page++)
            set_paginator(list, docs.array, each > 0 ? each : 1, page);
    }
}

const struct plugin plugin_paginate_v2 = {
    .name = "jekyll-paginate-v2", .is_for_jekyll = true, .load = load, .drops = drops};
