/* made.c - pages that plug-ins add to a Jekyll site. See plugins/plugin.h. */
#include "plugins/plugin.h"
#include "content/jekyll/jekyll.h"
#include "files.h"

#include <string.h>

/* "tag/linux/" of "/tag/linux" */
static const char *folder_of(struct pool *pool, const char *dir)
{
    struct str s = str_of(dir);

    while (str_starts(s, "/"))
        s = str_from(s, 1);
    while (str_ends(s, "/"))
        s.len--;
    return s.len > 0 ? pool_printf(pool, "/%.*s/", STR_ARG(s)) : "/";
}

const char *jekyll_made_path(const struct page *page)
{
    return pool_printf(&page->site->pool, "%s%s", page->folder + 1, page->name);
}

/* A copy that can be changed without changing what other pages share. */
static struct value copied(struct site *site, struct value from)
{
    struct value copy = value_hash(&site->pool);

    for (size_t i = 0; from.kind == VALUE_HASH && i < from.hash->count; i++) {
        const struct hash_entry *entry = &from.hash->entries[i];
        *hash_set(copy.hash, entry->key, entry->value) = *entry;
    }
    return copy;
}

static const char *ext_of(const char *name)
{
    const char *dot = strrchr(name, '.');

    return dot != NULL && dot > name ? dot : "";
}

struct page *site_make_page(struct site *site, const struct made_page *made)
{
    struct page *page = page_new(site, PAGE_MADE, made->origin);

    page->folder = folder_of(&site->pool, made->dir);
    page->name = pool_copy(&site->pool, str_of(made->name));
    page->ext = ext_of(page->name);
    page->text = made->content;
    page->has_liquid = made->has_liquid;
    page->modified_s = site->newest_s > 0 ? site->newest_s : site->epoch_s >= 0 ? site->epoch_s : 0;
    page->own = copied(site, made->front);
    page->front =
        jekyll_merge(&site->pool, jekyll_defaults(site, jekyll_made_path(page), "pages"), page->own);
    jekyll_page_fill(page);
    site_add_page(site, page);
    return page;
}

struct page *site_copy_page(struct site *site, const struct page *page, const char *dir)
{
    struct page *copy = pool_take(&site->pool, sizeof(*copy));

    *copy = *page;
    copy->folder = folder_of(&site->pool, dir);
    copy->own = copied(site, page->own);
    copy->front = copied(site, page->front);
    hash_set(copy->own.hash, STR("permalink"), value_nil);
    hash_set(copy->front.hash, STR("permalink"), value_nil);
    copy->paginator = value_nil;
    copy->drop = value_nil;
    jekyll_place(copy);
    site_add_page(site, copy);
    return copy;
}

struct page *site_file_to_page(struct site *site, size_t file_index)
{
    struct site_file file = site->files[file_index];
    struct walk_entry entry = {.path = file.source,
                               .name = files_base(file.source),
                               .full = file.full,
                               .len = file.len,
                               .mtime_s = file.modified_s};
    struct page *page = jekyll_page_load(site, &entry);

    memmove(&site->files[file_index], &site->files[file_index + 1],
            (site->file_count - file_index - 1) * sizeof(file));
    site->file_count--;
    if (page != NULL)
        site_add_page(site, page);
    return page;
}

void page_set(struct page *page, const char *key, struct value value)
{
    page->own = copied(page->site, page->own);
    page->front = copied(page->site, page->front);
    hash_set(page->own.hash, str_of(key), value);
    hash_set(page->front.hash, str_of(key), value);
}

void page_place_anew(struct page *page)
{
    jekyll_page_fill(page);
}

void site_add_redirect(struct site *site, const struct site_redirect *redirect)
{
    site->redirects = pool_grow(&site->pool, site->redirects, site->redirect_count, &site->redirect_cap,
                                sizeof(*site->redirects));
    site->redirects[site->redirect_count++] = *redirect;
}
