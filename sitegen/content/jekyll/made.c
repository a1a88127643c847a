/* made.c - pages that plug-ins add to a site. See plugins/plugin.h. */
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

const char *jekyll_page_path(const struct page *page, struct pool *pool)
{
    return page->full != NULL ? page->source : pool_printf(pool, "%s%s", page->folder + 1, page->name);
}

/* A copy that can be changed without changing what other pages share. */
static struct value copied(struct site *site, struct value from)
{
    return from.kind == VALUE_HASH ? hash_copy(&site->pool, from.hash, 0) : value_hash(&site->pool);
}

static const char *ext_of(const char *name)
{
    const char *dot = strrchr(name, '.');

    return dot != NULL && dot > name ? dot : "";
}

static bool is_html(const char *ext)
{
    return strcmp(ext, ".html") == 0 || strcmp(ext, ".htm") == 0;
}

/* Of a plain folder nothing is decided later: the page has its address and its place among the pages now. */
static void settle(struct page *page, const char *path)
{
    const struct hash_entry *other = hash_entry(page->site->taken, str_of(path));

    page_place(page, path);
    drop_page(page);
    /* What these mean to the plug-in: to a page of an author they are lists. */
    hash_set(page->drop.hash, STR("tags"), value_get(page->front, "tags"));
    hash_set(page->drop.hash, STR("categories"), value_get(page->front, "categories"));
    if (other == NULL) {
        hash_set(page->site->taken, str_of(path), value_c(page->source));
        site_add_page(page->site, page);
        return;
    }
    diag_warning(page->site->diag, page->site->config_file, 0, 0, "%s is left out: %.*s is served at %s",
                 page->source, STR_ARG(other->value.string), path);
}

static void settle_made(struct page *page)
{
    struct pool *pool = &page->site->pool;
    struct str name = str_of(page->name), permalink = value_to_str(value_get(page->front, "permalink"), pool);
    struct value layout = value_get(page->front, "layout");

    page->format = strcmp(page->ext, ".md") == 0 ? FORMAT_MARKDOWN : FORMAT_AS_IS;
    page->is_markdown = page->format == FORMAT_MARKDOWN;
    page->is_xml = !page->is_markdown && !is_html(page->ext);
    page->title = value_to_str(value_get(page->front, "title"), pool);
    if (layout.kind == VALUE_STRING)
        page->layout = pool_copy(pool, layout.string);
    if (str_is(name, "index.html") || str_is(name, "index.md"))
        name = STR("");
    settle(page, permalink.len > 0 ? pool_copy(pool, permalink)
                                   : pool_printf(pool, "%s%.*s", page->folder, STR_ARG(name)));
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
    if (!site->is_jekyll) {
        page->front = page->own;
        settle_made(page);
        return page;
    }
    page->front = jekyll_page_front(page);
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
    if (!site->is_jekyll) {
        copy->kind = PAGE_MADE;
        settle(copy, copy->folder);
        return copy;
    }
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
    if (page->drop.kind != VALUE_HASH)
        return;
    page->drop.hash->sum = 0; /* it follows from what was there before */
    if (!page->site->is_jekyll)
        hash_set(page->drop.hash, str_of(key), value);
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
