/* default_layout.c - jekyll-default-layout: Markdown that names no layout gets home, page, post or default,
 * the first of them that fits and that there is. */
#include "plugins/plugins_all.h"
#include "theme.h"

#include <string.h>

static const char *layout_for(const struct page *page)
{
    const char *names[3] = {page->collection == NULL ? "page" : "post", "default", NULL};
    struct theme *theme = page->site->theme;

    if (strcmp(page->url, "/") == 0 && theme_layout(theme, "home") != NULL)
        return "home";
    for (size_t i = 0; names[i] != NULL; i++)
        if (theme_layout(theme, names[i]) != NULL)
            return names[i];
    return NULL;
}

static void load(struct site *site)
{
    for (size_t i = 0; i < site->page_count; i++) {
        struct page *page = site->pages[i];
        bool is_other = page->collection != NULL && page->kind != PAGE_POST;
        if (is_other || !page->is_markdown || hash_entry(page->front.hash, STR("layout")) != NULL)
            continue;
        page->layout = layout_for(page);
        page_set(page, "layout", value_c(page->layout));
    }
}

const struct plugin plugin_default_layout = {
    .name = "jekyll-default-layout", .is_for_jekyll = true, .load = load};
