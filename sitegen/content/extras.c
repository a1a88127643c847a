/* extras.c - what the theme adds to a site that has none of its own: feed, 404 page, style. See model.h. */
#include "content/model.h"
#include "files.h"
#include "theme.h"

#include <string.h>

static void add_made(struct site *site, const char *name, const char *layout, const char *title, bool is_xml)
{
    struct page *page = page_new(site, PAGE_MADE, name);

    page->folder = "/";
    page->layout = layout;
    page->title = str_of(title);
    page->is_xml = is_xml;
    page->modified_s = site->newest_s;
    page_place(page, pool_printf(&site->pool, "/%s", name));
    drop_page(page);
    if (site_claim(site, page->path, name))
        site_add_page(site, page);
}

/* One with front matter is rendered, like a page of the site. The site's own file of the same name stands for
 * it: for a style sheet that is made, so does the source of one. */
static void add_asset(struct site *site, struct walk_entry entry)
{
    entry.path = pool_printf(&site->pool, "assets/%s", entry.path);
    entry.name = files_base(entry.path);
    /* When the theme was installed says nothing about the site, and must not make two bakes differ. */
    entry.mtime_s = site->newest_s;
    if (page_is_source(&entry, site->diag)) {
        struct page *page = page_load(site, &entry);
        if (page != NULL && hash_entry(site->taken, str_of(page->path)) == NULL) {
            hash_set(site->taken, str_of(page->path), value_c(entry.full));
            page->is_of_theme = true;
            drop_page(page);
            site_add_page(site, page);
        }
        return;
    }
    const char *path = pool_printf(&site->pool, "/%s", entry.path);
    if (hash_entry(site->taken, str_of(path)) != NULL)
        return;
    hash_set(site->taken, str_of(path), value_c(entry.full));
    site->files =
        pool_grow(&site->pool, site->files, site->file_count, &site->file_cap, sizeof(*site->files));
    site->files[site->file_count++] = (struct site_file){.source = entry.path,
                                                         .full = entry.full,
                                                         .path = path,
                                                         .len = entry.len,
                                                         .modified_s = site->newest_s};
}

static void add_assets(struct site *site, const char *dir)
{
    struct walk_rules rules = {0};
    struct walk_entry *entries;
    size_t count;

    if (files_exists(dir) && walk_folder(&site->pool, site->diag, dir, &rules, &entries, &count))
        for (size_t i = 0; i < count; i++)
            add_asset(site, entries[i]);
}

void extras_make(struct site *site)
{
    if (site->post_count > 0 && hash_entry(site->taken, STR("/feed.xml")) == NULL)
        add_made(site, "feed.xml", "feed.xml", "Feed", true);
    if (hash_entry(site->taken, STR("/404.html")) == NULL)
        add_made(site, "404.html", "404", "Page not found", false);
    for (size_t i = 0; theme_dir(site->theme, i) != NULL; i++)
        add_assets(site, files_join(&site->pool, theme_dir(site->theme, i), "assets"));
}
