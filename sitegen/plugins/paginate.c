/* paginate.c - jekyll-paginate: the list of posts in pages of "paginate" posts each, all made from one
 * index.html. */
#include "plugins/paginator.h"

#include "content/model.h"
#include "plugins/plugin_text.h"
#include "plugins/plugins_all.h"

#include <string.h>

struct paginate_state {
    struct page **pages; /* [0]: the template; then its copies */
    size_t count;
};

/* A '/' in front and none at the end; "" is the site's folder. */
static struct str folder_of(struct str path)
{
    while (str_starts(path, "/"))
        path = str_from(path, 1);
    while (path.len > 0 && path.at[path.len - 1] != '/')
        path.len--;
    while (str_ends(path, "/"))
        path.len--;
    return path;
}

/* Whether folder is outer, or lies above it. */
static bool is_above(struct str folder, struct str outer)
{
    return folder.len == 0 || str_eq(folder, outer) ||
           (outer.len > folder.len && str_eq(str_head(outer, folder.len), folder) &&
            outer.at[folder.len] == '/');
}

/* Of a plain folder, the page that answers for its folder, if it was made for that only. */
static bool can_list(const struct page *page)
{
    if (page->site->is_jekyll)
        return page->collection == NULL && page->full != NULL && strcmp(page->name, "index.html") == 0;
    return (page->kind == PAGE_PLAIN || page->kind == PAGE_INDEX) && strcmp(page->path, page->folder) == 0;
}

/* The index.html that lies deepest on the way to where the pages go. */
static struct page *find_template(struct site *site)
{
    struct str path = config_text(site, "paginate_path", "/page:num"), folder = folder_of(path);
    struct page *best = NULL;

    if (str_ends(path, "/")) /* "/blog/page:num/" lies in "/blog", as "/blog/page:num" does */
        folder = folder_of(str_head(path, path.len - 1));
    for (size_t i = 0; i < site->page_count; i++) {
        struct page *page = site->pages[i];
        if (!can_list(page) || !is_above(folder_of(str_of(page->source)), folder))
            continue;
        if (best == NULL || strlen(page->source) > strlen(best->source))
            best = page;
    }
    return best;
}

static const char *page_path(struct site *site, const struct page *template, size_t number)
{
    struct str path = config_text(site, "paginate_path", "/page:num");
    char digits[24];

    if (number <= 1)
        return template->url;
    snprintf(digits, sizeof(digits), "%zu", number);
    size_t at = str_find(path, STR(":num"));
    return pool_printf(&site->pool, "%s%.*s%s%.*s", str_starts(path, "/") ? "" : "/",
                       STR_ARG(str_head(path, at)), at < path.len ? digits : "",
                       STR_ARG(str_from(path, at + strlen(":num"))));
}

static bool is_hidden(const struct page *post)
{
    return value_truthy(value_get(post->front, "hidden"));
}

static size_t visible_count(const struct site *site)
{
    size_t count = 0;

    for (size_t i = 0; i < site->post_count; i++)
        count += !is_hidden(site->posts[i]);
    return count;
}

/* "paginate: 10"; 0: none is wanted, or what is wanted cannot be, which is reported. */
static size_t per_page(struct site *site)
{
    const struct hash_entry *entry = hash_entry(site->config.hash, STR("paginate"));

    if (entry == NULL || entry->value.kind == VALUE_NIL)
        return 0;
    if (entry->value.kind == VALUE_INT && entry->value.integer > 0)
        return (size_t)entry->value.integer;
    diag_error(site->diag, site->config_file, entry->line, entry->column,
               "paginate must be a number from 1 on");
    return 0;
}

static void load(struct site *site)
{
    struct paginate_state *state = plugins_state(site, &plugin_paginate, sizeof(*state));
    const struct hash_entry *entry = hash_entry(site->config.hash, STR("paginate"));
    size_t each = per_page(site), count = visible_count(site);
    struct page *template = find_template(site);

    if (each == 0 || site->page_count == 0)
        return;
    if (template == NULL) {
        diag_warning(
            site->diag, site->config_file, entry->line, entry->column,
            "there is no index.html in which the posts could be listed: there are no pages of posts");
        return;
    }
    size_t pages = (count + each - 1) / each;
    state->pages = pool_take(&site->pool, (pages + 1) * sizeof(*state->pages));
    for (size_t i = 1; i <= pages; i++)
        state->pages[state->count++] =
            i == 1 ? template : site_copy_page(site, template, page_path(site, template, i));
}

static void drops(struct site *site)
{
    struct paginate_state *state = plugins_state(site, &plugin_paginate, sizeof(*state));
    struct value posts = value_array(&site->pool);

    if (state->count == 0)
        return;
    array_reserve(posts.array, site->post_count);
    for (size_t i = 0; i < site->post_count; i++)
        if (!is_hidden(site->posts[i]))
            array_add(posts.array, site->posts[i]->drop);
    for (size_t i = 1; i <= state->count; i++) {
        struct paginator paginator = {
            .posts = posts.array, .per_page = per_page(site), .page = i, .page_count = state->count};
        struct value drop = paginator_drop(&site->pool, &paginator);
        hash_set(drop.hash, STR("previous_page_path"),
                 i > 1 ? value_c(page_path(site, state->pages[0], i - 1)) : value_nil);
        hash_set(drop.hash, STR("next_page_path"),
                 i < state->count ? value_c(page_path(site, state->pages[0], i + 1)) : value_nil);
        state->pages[i - 1]->paginator = drop;
    }
}

const struct plugin plugin_paginate = {.name = "jekyll-paginate", .load = load, .drops = drops};
