/* markdown_links.c - see markdown_links.h */
#include "markdown/markdown_links.h"

void markdown_link_tag(struct text *out, const struct html_tag *tag, const char *attribute,
                       const struct markdown_hooks *hooks)
{
    struct text address = {0}, rewritten = {0};
    struct str value;

    if (hooks == NULL || hooks->link == NULL || !html_attribute(tag, attribute, &value) || value.len == 0) {
        text_add(out, tag->whole);
        return;
    }
    html_unescape(&address, value);
    if (hooks->link(hooks->context, text_str(&address), &rewritten)) {
        size_t before = (size_t)(value.at - tag->whole.at);
        text_add(out, str_head(tag->whole, before));
        text_add_escaped(out, text_str(&rewritten));
        text_add(out, str_from(tag->whole, before + value.len));
    } else {
        text_add(out, tag->whole);
    }
    text_free(&address);
    text_free(&rewritten);
}

void markdown_links(struct text *out, struct str html, const struct markdown_hooks *hooks)
{
    size_t at = 0, copied = 0;
    struct html_tag tag;

    while (html_next_tag(html, &at, &tag)) {
        size_t start = (size_t)(tag.whole.at - html.at);
        text_add(out, str_head(str_from(html, copied), start - copied));
        copied = start + tag.whole.len;
        if (!tag.is_end && str_is_nocase(tag.name, "a"))
            markdown_link_tag(out, &tag, "href", hooks);
        else if (!tag.is_end && str_is_nocase(tag.name, "img"))
            markdown_link_tag(out, &tag, "src", hooks);
        else
            text_add(out, tag.whole);
    }
    text_add(out, str_from(html, copied));
}
