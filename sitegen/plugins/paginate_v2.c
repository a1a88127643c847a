/* paginate_v2.c - jekyll-paginate-v2: pages with "pagination: enabled: true" list a collection in pages. The
 * configuration's "pagination" holds for all of them, a page's own counts more. */
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

/* The title of page 1 may be nil: neither the template nor the configuration has one. */
static struct value title_of(const struct paginate_list *list, size_t page)
{
    const struct page *template = list->pages[0];
    struct pool *pool = &template->site->pool;
    struct value title = value_get(template->front, "title");
    struct str pattern = paginate_words(list->config, "title", ":title - page :num");

    if (!value_truthy(title))
        title = value_get(template->site->config, "title");
    if (page == 1)
        return title;
    return value_str(paginate_filled(pool, pattern, page, list->count, value_to_str(title, pool)));
}

/* What site.html_pages goes by: of a permalink first, then of the name. */
static const char *output_ext_of(const struct page *placed, const char *path)
{
    const char *name = strrchr(path, '/'), *dot = strrchr(name != NULL ? name : path, '.');

    return value_truthy(value_get(placed->front, "permalink")) && dot != NULL ? dot : placed->ext;
}

/* A page is called by its extension alone where "indexpage" says nothing: then it has none, and Markdown in
 * it stays as it is. */
static void place(const struct paginate_list *list, size_t page)
{
    struct page *placed = list->pages[page - 1];
    struct pool *pool = &placed->site->pool;
    bool has_permalink = value_truthy(value_get(placed->front, "permalink"));

    placed->name = pool_printf(pool, "%.*s%.*s", STR_ARG(list->index), STR_ARG(list->ext));
    placed->ext = list->index.len > 0 ? pool_copy(pool, list->ext) : "";
    page_set(placed, "permalink", value_c(paginate_url(list, page)));
    page_set(placed, "path", value_c(placed->name));
    page_set(placed, "title", title_of(list, page));
    if (page > 1)
        page_set(placed, "autogen", value_c("jekyll-paginate-v2"));
    page_place_anew(placed);
    page_set(placed, "permalink", has_permalink ? value_c(paginate_path(list, page)) : value_nil);
    placed->output_ext = output_ext_of(placed, paginate_path(list, page));
}

static size_t pages_needed(const struct paginate_list *list)
{
    size_t each = (size_t)paginate_number(list->config, "per_page", 10);
    int64_t limit = paginate_number(list->config, "limit", 0);
    size_t count = (list->doc_count + (each > 0 ? each : 1) - 1) / (each > 0 ? each : 1);

    if (limit > 0 && (uint64_t)limit < count)
        count = (size_t)limit;
    return count > 0 ? count : 1;
}

/* The pages of a list stand behind all others, the template as the first of them. */
static void move_to_end(struct site *site, struct page *page)
{
    size_t at = 0;

    while (site->pages[at] != page)
        at++;
    memmove(&site->pages[at], &site->pages[at + 1], (site->page_count - at - 1) * sizeof(struct page *));
    site->pages[site->page_count - 1] = page;
}

static void add_list(struct site *site, struct lists *lists, struct page *template)
{
    struct value own = value_get(template->front, "pagination"), all = value_get(site->config, "pagination");
    struct paginate_list *list;

    lists->list = pool_grow(&site->pool, lists->list, lists->count, &lists->cap, sizeof(*list));
    list = &lists->list[lists->count++];
    *list = (struct paginate_list){
        .config = jekyll_merge(&site->pool, all.kind == VALUE_HASH ? all : value_hash(&site->pool), own)};
    paginate_find(site, list);
    list->count = pages_needed(list);
    list->pages = pool_take(&site->pool, list->count * sizeof(*list->pages));
    list->pages[0] = template;
    paginate_paths(list);
    move_to_end(site, template);
    for (size_t i = 2; i <= list->count; i++) {
        struct value permalink = value_get(template->front, "permalink");
        list->pages[i - 1] = site_copy_page(site, template, paginate_link(list, i));
        page_set(list->pages[i - 1], "permalink", permalink);
    }
    for (size_t i = list->count; i >= 1; i--)
        place(list, i);
}

static void load(struct site *site)
{
    struct lists *lists = plugins_state(site, &plugin_paginate_v2, sizeof(*lists));
    struct value config = value_get(site->config, "pagination");
    size_t count = 0;

    if (!value_truthy(value_get(config, "enabled")))
        return;
    paginate_autopages(site);
    struct page **templates = pool_take(&site->pool, site->page_count * sizeof(struct page *));
    for (size_t i = 0; i < site->page_count; i++)
        if (site->pages[i]->collection == NULL &&
            value_truthy(value_get(value_get(site->pages[i]->front, "pagination"), "enabled")))
            templates[count++] = site->pages[i];
    for (size_t i = 0; i < count; i++)
        add_list(site, lists, templates[i]);
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
        hash_set(item.hash, STR("path"), value_c(paginate_path(list, i)));
        hash_set(item.hash, STR("title"), title_of(list, i));
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

    hash_set(drop.hash, STR("page_path"), value_c(paginate_path(list, page)));
    hash_set(drop.hash, STR("previous_page_path"),
             page > 1 ? value_c(paginate_link(list, page > 2 ? page - 1 : 0)) : value_nil);
    hash_set(drop.hash, STR("next_page_path"),
             page < list->count ? value_c(paginate_link(list, page + 1)) : value_nil);
    hash_set(drop.hash, STR("first_page"), value_int(1));
    hash_set(drop.hash, STR("first_page_path"), value_c(paginate_link(list, 0)));
    hash_set(drop.hash, STR("last_page"), value_int((int64_t)list->count));
    hash_set(drop.hash, STR("last_page_path"), value_c(paginate_link(list, list->count)));
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
