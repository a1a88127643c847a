/* readme_index.c - jekyll-readme-index: the README of a folder without an index is its index. */
#include "content/jekyll/jekyll.h"
#include "files.h"
#include "plugins/plugins_all.h"

#include <string.h>
#include <strings.h>

static bool option(const struct site *site, const char *key, bool otherwise)
{
    struct value value = value_get(value_get(site->config, "readme_index"), key);

    return value.kind == VALUE_BOOL ? value.boolean : otherwise;
}

static bool is_readme(const struct site *site, const char *source)
{
    const char *name = files_base(source);

    return strncasecmp(name, "readme.", 7) == 0 && jekyll_format(site, name + 6) == FORMAT_MARKDOWN;
}

/* "/a/" of "a/README.md" */
static const char *folder_of(struct site *site, const char *source)
{
    return pool_printf(&site->pool, "/%.*s", (int)(files_base(source) - source), source);
}

/* Whether the address is that of the folder's index: "/a/", "/a/index.html". */
static bool is_index(const char *url, const char *folder)
{
    static const char *const names[] = {"", "index.htm", "index.html", "index.xhtml", "index.xml"};
    size_t len = strlen(folder);

    if (strncasecmp(url, folder, len) != 0)
        return false;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (strcasecmp(url + len, names[i]) == 0)
            return true;
    return false;
}

static bool has_index(const struct site *site, const char *folder)
{
    for (size_t i = 0; i < site->page_count; i++)
        if (site->pages[i]->collection == NULL && is_index(site->pages[i]->url, folder))
            return true;
    for (size_t i = 0; i < site->file_count; i++)
        if (is_index(site->files[i].path, folder))
            return true;
    return false;
}

static void make_index(struct page *page, const char *folder)
{
    page_set(page, "permalink", value_c(folder));
    page_place_anew(page);
}

static void load(struct site *site)
{
    bool removes = option(site, "remove_originals", false);

    if (!option(site, "enabled", true))
        return;
    for (size_t i = 0; i < site->file_count; i++) {
        struct site_file file = site->files[i];
        const char *folder = folder_of(site, file.source);
        if (!is_readme(site, file.source) || file.collection != NULL || has_index(site, folder))
            continue;
        struct page *page = site_file_to_page(site, i);
        if (page != NULL)
            make_index(page, folder);
        if (removes) {
            i--;
            continue;
        }
        memmove(&site->files[i + 1], &site->files[i], (site->file_count - i) * sizeof(file));
        site->files[i] = file;
        site->file_count++;
    }
    for (size_t i = 0; option(site, "with_frontmatter", false) && i < site->page_count; i++) {
        struct page *page = site->pages[i];
        if (page->collection != NULL || page->full == NULL || !is_readme(site, page->source))
            continue;
        const char *folder = folder_of(site, page->source);
        if (!has_index(site, folder))
            make_index(page, folder);
    }
}

const struct plugin plugin_readme_index = {
    .name = "jekyll-readme-index", .is_for_jekyll = true, .load = load};
