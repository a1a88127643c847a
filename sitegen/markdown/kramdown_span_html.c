/* kramdown_span_html.c - HTML inside a paragraph. See kramdown_span.h. */
#include "markdown/kramdown_span.h"

#include "markdown/kramdown_tag.h"

/* Line ends in attributes are blanks there. */
static void unwrap(struct kramdown *k, struct kramdown_attrs *attrs)
{
    for (struct kramdown_attr *attr = attrs->first; attr != NULL; attr = attr->next) {
        struct text out = {0};
        if (str_find_char(attr->value, '\n') == attr->value.len)
            continue;
        for (size_t i = 0; i < attr->value.len; i++) {
            char c = attr->value.at[i];
            if (c != '\n' || i == 0 || attr->value.at[i - 1] != '\n')
                text_add_char(&out, c == '\n' ? ' ' : c);
        }
        attr->value = text_finish(&out, k->pool);
    }
}

static bool parses_content(struct spans *sp, struct kramdown_node *node)
{
    const struct str *markdown = kramdown_attr(&node->attrs, "markdown");
    bool raw = kramdown_tag_model(node->text) == KRAMDOWN_MODEL_RAW;
    bool parses =
        !raw && sp->k->options.parse_span_html && kramdown_of(sp->tree)->model != KRAMDOWN_MODEL_RAW;
    if (markdown == NULL)
        return parses;
    if (str_is(*markdown, "span"))
        parses = true;
    else if (str_is(*markdown, "1"))
        parses = !raw;
    else if (str_is(*markdown, "0"))
        parses = false;
    kramdown_attr_remove(&node->attrs, "markdown");
    return parses;
}

static void parse_content(struct spans *sp, cmark_node *element, bool any_case, bool parses)
{
    struct span_stop stop = {.kind = STOP_TAG, .tag = kramdown_of(element)->text, .any_case = any_case};
    enum span_scanners scanners = sp->scanners;
    struct kramdown_tag tag;

    sp->scanners = parses ? SPANS_ALL : SPANS_HTML;
    bool found = span_parse(sp, element, &stop);
    sp->scanners = scanners;
    if (found) {
        kramdown_find_end_tag(sp->s, sp->at, stop.tag, any_case, &tag);
        sp->at = tag.end;
        return;
    }
    kramdown_add_text(sp->k->pool, element, sp->text_kind, str_from(sp->s, sp->at));
    sp->at = sp->s.len;
}

static void take_element(struct spans *sp, const struct kramdown_tag *tag)
{
    struct kramdown *k = sp->k;
    struct str name = kramdown_tag_known_name(k->pool, tag->name);
    bool is_known = kramdown_is_known_tag(name);

    if (kramdown_is_block_tag(name)) {
        span_text(sp, tag->end - sp->at);
        return;
    }
    sp->at = tag->end;
    cmark_node *element = kramdown_node_new(k->pool, KRAMDOWN_HTML);
    struct kramdown_node *node = kramdown_of(element);
    node->text = name;
    kramdown_tag_attributes(k->pool, tag, is_known, &node->attrs);
    unwrap(k, &node->attrs);
    bool parses = parses_content(sp, node);
    node->model = parses ? KRAMDOWN_MODEL_SPAN : KRAMDOWN_MODEL_RAW;
    node->closed = tag->closed;
    kramdown_append(sp->tree, element);
    if (!tag->closed && !kramdown_is_void_tag(name))
        parse_content(sp, element, is_known, parses);
}

void span_html(struct spans *sp)
{
    struct kramdown_tag tag;
    size_t end = span_comment_end(sp);

    if (end != KRAMDOWN_NONE) {
        span_add(sp, KRAMDOWN_MARKUP, str_head(str_from(sp->s, sp->at), end - sp->at));
        sp->at = end;
    } else if (kramdown_end_tag(sp->s, sp->at, &tag)) {
        span_text(sp, tag.end - sp->at);
    } else if (kramdown_start_tag(sp->s, sp->at, &tag)) {
        take_element(sp, &tag);
    } else {
        span_text(sp, 1);
    }
}
