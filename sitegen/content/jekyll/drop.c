/* drop.c - what templates see of a page and of a document. See jekyll.h. */
#include "content/jekyll/jekyll.h"
#include "content/zone.h"
#include "files.h"
#include "render.h"
#include "render_reads.h"
#include "value_digest.h"

#include <string.h>

static struct page *page_of(const void *context)
{
    return (struct page *)(uintptr_t)context;
}

static struct value make_content(const void *context, struct pool *pool)
{
    return value_str(page_seen_content(page_of(context), pool));
}

static struct value make_output(const void *context, struct pool *pool)
{
    return page_seen_output(page_of(context), pool);
}

static struct value make_excerpt(const void *context, struct pool *pool)
{
    return value_str(page_excerpt(page_of(context), pool));
}

/* A document without a date is of now. */
static struct value make_clock(const void *context, struct pool *pool)
{
    reads_note_clock(pool);
    return zone_value(site_clock(((const struct page *)context)->site));
}

static struct value make_drop(const void *context, struct pool *pool)
{
    (void)pool;
    return ((const struct page *)context)->drop;
}

static void set(struct page *page, const char *key, struct value value)
{
    hash_set(page->drop.hash, str_of(key), value);
}

/* The folder of the address: "/a/" of "/a/" and of "/a/b.html". */
static const char *dir_of(const struct page *page, struct pool *pool)
{
    struct str url = str_of(page->url);

    while (url.len > 1 && !str_ends(url, "/"))
        url.len--;
    return pool_copy(pool, url);
}

/* An excerpt of the front matter's own, or the start of the text. */
static void set_excerpt(struct page *page, struct pool *pool)
{
    struct value own = value_get(page->drop, "excerpt");
    bool of_text = page->collection != NULL ||
                   (!page->is_xml && value_truthy(value_get(page->site->config, "page_excerpts")));

    if (own.kind != VALUE_NIL)
        set(page, "excerpt", value_str(value_to_str(own, pool)));
    else if (of_text && jekyll_has_excerpt(page))
        set(page, "excerpt", value_lazy(pool, make_excerpt, page));
    else
        set(page, "excerpt", page->collection != NULL ? value_c("") : value_nil);
}

#define DROP_MORE 14u /* what a drop has beside the front matter */

static void drop_plain(struct page *page, struct pool *pool)
{
    const char *path = jekyll_page_path(page, pool);
    struct value defaults = jekyll_defaults(page->site, path, "pages", pool);

    page->drop = jekyll_merge_for(pool, defaults, page->own, DROP_MORE);
    set(page, "content", value_lazy(pool, make_content, page));
    set(page, "dir", value_c(dir_of(page, pool)));
    set_excerpt(page, pool);
    set(page, "name", value_c(page->name));
    if (hash_entry(page->drop.hash, STR("path")) == NULL)
        set(page, "path", value_c(path));
    set(page, "url", value_c(page->url));
}

/* "/2026/01/31/slug": the folder of the address and the slug. */
static const char *id_of(const struct page *page, struct pool *pool)
{
    struct str dir = str_of(page->url), slug = value_to_str(value_get(page->front, "slug"), pool);

    if (dir.len > 1 && str_ends(dir, "/"))
        dir.len--;
    while (dir.len > 1 && !str_ends(dir, "/"))
        dir.len--;
    return pool_printf(pool, "%.*s%.*s", STR_ARG(dir), STR_ARG(slug));
}

/* The order in which templates that go through a document, and jsonify, meet what every one has. */
static struct value in_order(struct pool *pool)
{
    static const char *const keys[] = {"name", "id", "relative_path", "excerpt", "title", "categories",
                                       "collection", "next", "tags", "previous", "content", "output", "path",
                                       "url", "date", "draft"};
    struct value all = value_hash(pool);

    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
        hash_set(all.hash, str_of(keys[i]), value_nil);
    return all;
}

/* What it has of itself stands in the order, and in the place of what the front matter says. */
static void drop_document(struct page *page, struct value order, struct pool *pool)
{
    const char *path = jekyll_relative_path(page->site, page->source);

    page->drop = jekyll_merge(pool, order, page->front);
    set_excerpt(page, pool);
    set(page, "id", value_c(id_of(page, pool)));
    set(page, "output", value_lazy(pool, make_output, page));
    set(page, "content", value_lazy(pool, make_content, page));
    set(page, "relative_path", value_c(path));
    set(page, "path", value_c(path));
    set(page, "url", value_c(page->url));
    set(page, "collection", value_c(page->collection->label));
    if (page->has_date || page->site->time_s != page->site->now_s)
        set(page, "date", zone_value(page->has_date ? page->date_s : page->site->time_s));
    else
        set(page, "date", value_lazy(pool, make_clock, page));
    if (value_get(page->front, "name").kind == VALUE_NIL)
        set(page, "name", value_c(page->name));
    set(page, "previous", page->previous != NULL ? value_lazy(pool, make_drop, page->previous) : value_nil);
    set(page, "next", page->next != NULL ? value_lazy(pool, make_drop, page->next) : value_nil);
}

static void link_neighbours(struct site *site)
{
    for (size_t i = 0; i < site->collection_count; i++) {
        struct collection *c = &site->collections[i];
        for (size_t j = 0; j < c->doc_count; j++) {
            c->docs[j]->previous = j > 0 ? c->docs[j - 1] : NULL;
            c->docs[j]->next = j + 1 < c->doc_count ? c->docs[j + 1] : NULL;
        }
    }
}

struct drops {
    struct site *site;
    struct value order;
};

static void drop_one(void *context, unsigned worker, size_t item)
{
    const struct drops *drops = context;
    struct page *page = drops->site->pages[item];

    if (page->collection != NULL)
        drop_document(page, drops->order, &drops->site->loading[worker]);
    else
        drop_plain(page, &drops->site->loading[worker]);
    if (page->front.hash->sum == VALUE_SUM_FOLLOWS)
        page->drop.hash->sum = VALUE_SUM_FOLLOWS;
}

void jekyll_drop_pages(struct site *site)
{
    struct drops drops = {site, in_order(&site->pool)};

    link_neighbours(site);
    workers_run(site->page_count, drop_one, &drops);
}
