/* target_blank.c - jekyll-target-blank: links that leave the site open in a window of their own. */
#include "html.h"
#include "plugins/html_text.h"
#include "plugins/plugins_all.h"

#include <string.h>

/* A whole address that is not one of this site. */
static bool leaves(const struct site *site, struct str href)
{
    struct str url = site->url;

    if (!str_starts(href, "http://") && !str_starts(href, "https://") && !str_starts(href, "//"))
        return false;
    return url.len == 0 || href.len < url.len || !str_eq(str_head(href, url.len), url);
}

static void rendered(struct page *page, struct pool *pool, struct str *text)
{
    struct str html = *text, value;
    size_t at = 0, done = 0;
    struct html_tag tag;
    struct text out = {0};

    if (!html_text_is_page(page))
        return;
    while (html_next_tag(html, &at, &tag)) {
        if (tag.is_end || !str_is_nocase(tag.name, "a") || !html_attribute(&tag, "href", &value) ||
            !leaves(page->site, value))
            continue;
        size_t end = (size_t)(tag.whole.at - html.at) + tag.whole.len - 1; /* of the '>' */
        text_add(&out, str_head(str_from(html, done), end - done));
        if (!html_attribute(&tag, "target", &value))
            text_add_c(&out, " target=\"_blank\"");
        if (!html_attribute(&tag, "rel", &value))
            text_add_c(&out, " rel=\"noopener noreferrer\"");
        done = end;
    }
    text_add(&out, str_from(html, done));
    *text = text_finish(&out, pool);
}

const struct plugin plugin_target_blank = {.name = "jekyll-target-blank", .rendered = rendered};
