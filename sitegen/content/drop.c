/* drop.c - what templates see of pages and of the site. See model.h. */
#include "content/model.h"
#include "render.h"
#include "render_reads.h"

#include <string.h>

static struct value make_content(const void *context, struct pool *pool)
{
    return value_str(page_seen_content((struct page *)(uintptr_t)context, pool));
}

static struct value make_excerpt(const void *context, struct pool *pool)
{
    return value_str(page_excerpt((struct page *)(uintptr_t)context, pool));
}

static struct value make_modified(const void *context, struct pool *pool)
{
    const struct page *page = context;

    reads_note_page(page, pool);
    return value_time(page->modified_s);
}

/* Of a plain folder: when its content was changed last. */
static struct value make_site_time(const void *context, struct pool *pool)
{
    reads_note_unrepeatable(pool);
    return value_time(((const struct site *)context)->newest_s);
}

static struct value make_drop(const void *context, struct pool *pool)
{
    (void)pool;
    return ((const struct page *)context)->drop;
}

/* "a b" or ["a", "b"] -> ["a", "b"] */
static struct value list_of(struct page *page, const char *plural, const char *singular)
{
    struct pool *pool = &page->site->pool;
    struct value given = value_get(page->front, plural), list = value_array(pool);

    if (given.kind == VALUE_ARRAY)
        return given;
    if (given.kind == VALUE_NIL) {
        given = value_get(page->front, singular);
        if (given.kind == VALUE_STRING)
            array_add(list.array, given);
        return list;
    }
    struct str rest = value_to_str(given, pool);
    while ((rest = str_trim_start(rest)).len > 0) {
        size_t len = str_find_char(rest, ' ');
        array_add(list.array, value_str(str_head(rest, len)));
        rest = str_from(rest, len);
    }
    return list;
}

static void set(struct value hash, const char *key, struct value value)
{
    hash_set(hash.hash, str_of(key), value);
}

static void set_default(struct value hash, const char *key, struct value value)
{
    if (hash_entry(hash.hash, str_of(key)) == NULL)
        set(hash, key, value);
}

void drop_page(struct page *page)
{
    struct pool *pool = &page->site->pool;

    page->drop = value_hash(pool);
    for (size_t i = 0; i < page->front.hash->count; i++)
        hash_set(page->drop.hash, page->front.hash->entries[i].key, page->front.hash->entries[i].value);
    set(page->drop, "title", value_str(page->title));
    set(page->drop, "url", value_c(page->url));
    set(page->drop, "path", value_c(page->source));
    set(page->drop, "dir", value_c(page->folder));
    set(page->drop, "kind",
        value_c(page->kind == PAGE_POST    ? "post"
                : page->kind == PAGE_INDEX ? "index"
                                           : "page"));
    set(page->drop, "modified", value_lazy(pool, make_modified, page));
    set(page->drop, "tags", list_of(page, "tags", "tag"));
    set(page->drop, "categories", list_of(page, "categories", "category"));
    if (page->has_date)
        set(page->drop, "date", value_time(page->date_s));
    set(page->drop, "id", value_c(page->url));
    set(page->drop, "content", value_lazy(pool, make_content, page));
    set_default(page->drop, "excerpt", value_lazy(pool, make_excerpt, page));
}

/* tag -> the posts that bear it, newest first */
static struct value group_posts(struct site *site, const char *key)
{
    struct value groups = value_hash(&site->pool);

    for (size_t i = 0; i < site->post_count; i++) {
        struct value list = value_get(site->posts[i]->drop, key);
        for (size_t j = 0; list.kind == VALUE_ARRAY && j < list.array->count; j++) {
            struct str name = value_to_str(list.array->items[j], &site->pool);
            struct value group = hash_get(groups.hash, name);
            if (group.kind == VALUE_NIL) {
                group = value_array(&site->pool);
                hash_set(groups.hash, name, group);
            }
            array_add(group.array, site->posts[i]->drop);
        }
    }
    return groups;
}

/* Whether a page belongs into the site's navigation: the pages beside the front page, and the front pages of
 * the folders there. nav: false in the front matter keeps one out. */
static bool is_in_navigation(const struct page *page)
{
    struct value nav = value_get(page->front, "nav");
    const char *slash = strchr(page->path + 1, '/');
    bool is_folder = slash != NULL && slash[1] == '\0';

    if (nav.kind == VALUE_BOOL)
        return nav.boolean;
    if (page->is_xml || page->is_of_theme || page->kind == PAGE_POST || page->kind == PAGE_MADE ||
        page->location != NULL || strcmp(page->path, "/") == 0 || strcmp(page->path, "/404.html") == 0)
        return false;
    return (slash == NULL || is_folder) && strchr(page->source, '/') == strrchr(page->source, '/');
}

static void link_neighbours(struct site *site)
{
    for (size_t i = 0; i < site->post_count; i++) {
        struct page *post = site->posts[i];
        if (i > 0)
            set(post->drop, "next", value_lazy(&site->pool, make_drop, site->posts[i - 1]));
        if (i + 1 < site->post_count)
            set(post->drop, "previous", value_lazy(&site->pool, make_drop, site->posts[i + 1]));
    }
}

/* The posts as plug-ins look for them: the one collection that there is, the oldest first. */
static struct value collections_of(struct site *site)
{
    struct value list = value_array(&site->pool), posts = value_hash(&site->pool);
    struct value docs = value_array(&site->pool);

    for (size_t i = site->post_count; i > 0; i--)
        array_add(docs.array, site->posts[i - 1]->drop);
    set(posts, "label", value_c("posts"));
    set(posts, "docs", docs);
    set(posts, "output", value_bool(true));
    array_add(list.array, posts);
    return list;
}

void drop_site(struct site *site)
{
    struct value posts = value_array(&site->pool), pages = value_array(&site->pool);
    struct value navigation = value_array(&site->pool), html_pages = value_array(&site->pool);

    site->drop = value_hash(&site->pool);
    for (size_t i = 0; i < site->config.hash->count; i++)
        hash_set(site->drop.hash, site->config.hash->entries[i].key, site->config.hash->entries[i].value);
    link_neighbours(site);
    for (size_t i = 0; i < site->post_count; i++)
        array_add(posts.array, site->posts[i]->drop);
    for (size_t i = 0; i < site->page_count; i++) {
        bool is_page = (site->pages[i]->kind == PAGE_PLAIN || site->pages[i]->kind == PAGE_INDEX) &&
                       !site->pages[i]->is_of_theme;
        if (is_page)
            array_add(pages.array, site->pages[i]->drop);
        if (is_page && !site->pages[i]->is_xml)
            array_add(html_pages.array, site->pages[i]->drop);
        if (is_in_navigation(site->pages[i]))
            array_add(navigation.array, site->pages[i]->drop);
    }
    set(site->drop, "title", value_str(site->title));
    set(site->drop, "url", value_str(site->url));
    set(site->drop, "baseurl", value_str(site->baseurl));
    set_default(site->drop, "lang", value_c("en"));
    set(site->drop, "time", value_lazy(&site->pool, make_site_time, site));
    set(site->drop, "posts", posts);
    set(site->drop, "collections", collections_of(site));
    set(site->drop, "pages", pages);
    set(site->drop, "html_pages", html_pages);
    set(site->drop, "navigation", navigation);
    set(site->drop, "tags", group_posts(site, "tags"));
    set(site->drop, "categories", group_posts(site, "categories"));
    set(site->drop, "generator", value_c("sitegen " SITEGEN_VERSION));
}
