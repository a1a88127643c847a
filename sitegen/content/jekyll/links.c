/* links.c - which address a source file has, for the tags link and post_url. See jekyll.h. */
#include "content/jekyll/jekyll.h"
#include "content/date.h"
#include "content/zone.h"

#include <string.h>

/* Keys in site->sources: "/a/b.md" is a source; "post a/2026-01-31-b" a post by its name, and "slug
 * 2026-01-31-b" by its date and slug. The first one of a key stands. */
static void note(struct site *site, const char *key, const char *url)
{
    if (hash_entry(site->sources, str_of(key)) == NULL)
        hash_set(site->sources, str_of(key), value_c(url));
}

/* "_posts/a/2026-01-31-b.md" and "a/_posts/2026-01-31-b.md" are both "a/2026-01-31-b". */
static void note_post(struct site *site, const struct page *post)
{
    struct pool *pool = &site->sources_pool;
    struct str path = str_of(jekyll_relative_path(site, post->source));
    size_t at = str_find(path, STR("_posts/"));
    struct str slug = value_to_str(value_get(post->front, "slug"), pool);
    struct text day = {0};

    path.len -= strlen(post->ext);
    if (at < path.len) {
        struct str above = str_head(path, at), below = str_from(path, at + strlen("_posts/"));
        note(site, pool_printf(pool, "post %.*s%.*s", STR_ARG(above), STR_ARG(below)), post->url);
    }
    date_format_in(&day, STR("%Y-%m-%d"), post->date_s, zone_offset_s(post->date_s));
    note(site, pool_printf(pool, "slug %s-%.*s", day.bytes, STR_ARG(slug)), post->url);
    text_free(&day);
}

static void note_file(struct site *site, const struct site_file *file)
{
    struct pool *pool = &site->sources_pool;
    bool is_of_collection = file->collection != NULL;
    const char *source = is_of_collection ? jekyll_relative_path(site, file->source) : file->source;
    const char *url = is_of_collection ? file->path : pool_printf(pool, "/%s", file->source);

    note(site, pool_printf(pool, "/%s", source), url);
}

/* In the order in which Jekyll looks: pages, files, documents. */
void jekyll_note_links(struct site *site)
{
    struct pool *pool = &site->sources_pool;

    site->sources = value_hash(pool).hash;
    for (size_t i = 0; i < site->page_count; i++) {
        const struct page *page = site->pages[i];
        if (page->collection == NULL)
            note(site, pool_printf(pool, "/%s", jekyll_page_path(page, pool)), page->url);
    }
    for (size_t i = 0; i < site->file_count; i++)
        if (!site->files[i].is_unwritten)
            note_file(site, &site->files[i]);
    for (size_t i = 0; i < site->page_count; i++) {
        const struct page *page = site->pages[i];
        if (page->collection == NULL)
            continue;
        if (!page->is_unwritten)
            note(site, pool_printf(pool, "/%s", jekyll_relative_path(site, page->source)), page->url);
        if (page->kind == PAGE_POST)
            note_post(site, page);
    }
}

struct value jekyll_post_url(const struct site *site, struct str name, struct pool *pool)
{
    struct value url = site_source(site, str_of(pool_printf(pool, "post %.*s", STR_ARG(name))));
    int64_t time_s;
    size_t slash;

    if (url.kind != VALUE_NIL)
        return url;
    /* Jekyll finds a post in another folder by its date and slug, wherever it lies. */
    while ((slash = str_find_char(name, '/')) < name.len)
        name = str_from(name, slash + 1);
    size_t dash = 0, at = 0;
    for (; at < name.len && dash < 3; at++)
        dash += name.at[at] == '-';
    if (dash < 3 || !date_read(str_head(name, at - 1), site->time_s, &time_s))
        return value_nil;
    struct text key = {0};
    text_add_c(&key, "slug ");
    date_format_in(&key, STR("%Y-%m-%d"), time_s, zone_offset_s(time_s));
    text_add_char(&key, '-');
    text_add(&key, str_from(name, at));
    return site_source(site, text_finish(&key, pool));
}
