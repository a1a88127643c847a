/* kramdown_html.c - blocks as HTML, and the document as a whole. See kramdown_html.h. */
#include "markdown/kramdown_html.h"

void kramdown_html_indent(struct kramdown_html *w, int indent)
{
    static const char blanks[] = "                                ";

    for (; indent > 0; indent -= 32)
        text_add(w->out, (struct str){blanks, indent < 32 ? (size_t)indent : 32});
}

void kramdown_html_attributes(struct kramdown_html *w, const struct kramdown_attrs *attrs)
{
    for (const struct kramdown_attr *attr = attrs->first; attr != NULL; attr = attr->next) {
        if (str_is(attr->name, "id") && str_trim(attr->value).len == 0)
            continue;
        text_printf(w->out, " %.*s=\"", STR_ARG(attr->name));
        kramdown_escape_attribute(w->out, attr->value);
        text_add_char(w->out, '"');
    }
}

void kramdown_html_children(struct kramdown_html *w, cmark_node *parent, int indent)
{
    for (cmark_node *child = cmark_node_first_child(parent); child != NULL; child = cmark_node_next(child))
        kramdown_html_node(w, child, indent + 2);
}

void kramdown_html_start_tag(struct kramdown_html *w, const char *name, const struct kramdown_attrs *attrs,
                             int indent)
{
    kramdown_html_indent(w, indent);
    text_printf(w->out, "<%s", name);
    kramdown_html_attributes(w, attrs);
    text_add_char(w->out, '>');
}

/* On one line: <p>...</p> */
void kramdown_html_block(struct kramdown_html *w, const char *name, cmark_node *node, int indent)
{
    kramdown_html_start_tag(w, name, &kramdown_of(node)->attrs, indent);
    kramdown_html_children(w, node, indent);
    text_printf(w->out, "</%s>\n", name);
}

/* With its content on lines of their own. */
void kramdown_html_indented_block(struct kramdown_html *w, const char *name, cmark_node *node, int indent)
{
    kramdown_html_start_tag(w, name, &kramdown_of(node)->attrs, indent);
    text_add_char(w->out, '\n');
    kramdown_html_children(w, node, indent);
    kramdown_html_indent(w, indent);
    text_printf(w->out, "</%s>\n", name);
}

/* Elements that hold nothing but other blocks. */
static const char *container_name(enum kramdown_kind kind)
{
    switch (kind) {
    case KRAMDOWN_BLOCKQUOTE:
        return "blockquote";
    case KRAMDOWN_DL:
        return "dl";
    case KRAMDOWN_TABLE:
        return "table";
    case KRAMDOWN_THEAD:
        return "thead";
    case KRAMDOWN_TBODY:
        return "tbody";
    case KRAMDOWN_TFOOT:
        return "tfoot";
    default:
        return NULL;
    }
}

static void rule(struct kramdown_html *w, cmark_node *node, int indent)
{
    kramdown_html_indent(w, indent);
    text_add_c(w->out, "<hr");
    kramdown_html_attributes(w, &kramdown_of(node)->attrs);
    text_add_c(w->out, " />\n");
}

void kramdown_html_node(struct kramdown_html *w, cmark_node *node, int indent)
{
    static void (*const writers[])(struct kramdown_html *, cmark_node *, int) = {
        [KRAMDOWN_P] = kramdown_html_paragraph,
        [KRAMDOWN_STRAY] = kramdown_html_children,
        [KRAMDOWN_HEADER] = kramdown_html_header,
        [KRAMDOWN_CODEBLOCK] = kramdown_html_codeblock,
        [KRAMDOWN_HR] = rule,
        [KRAMDOWN_UL] = kramdown_html_list,
        [KRAMDOWN_OL] = kramdown_html_list,
        [KRAMDOWN_LI] = kramdown_html_item,
        [KRAMDOWN_DD] = kramdown_html_item,
        [KRAMDOWN_DT] = kramdown_html_term,
        [KRAMDOWN_TR] = kramdown_html_row,
        [KRAMDOWN_TD] = kramdown_html_cell,
        [KRAMDOWN_MATH_BLOCK] = kramdown_html_math,
        [KRAMDOWN_HTML_BLOCK] = kramdown_html_element,
        [KRAMDOWN_MARKUP_BLOCK] = kramdown_html_as_it_stands,
        [KRAMDOWN_COMMENT_BLOCK] = kramdown_html_as_it_stands,
        [KRAMDOWN_RAW_BLOCK] = kramdown_html_as_it_stands,
    };
    enum kramdown_kind kind = kramdown_kind_of(node);

    if (kind == KRAMDOWN_BLANK)
        text_add_char(w->out, '\n');
    else if (container_name(kind) != NULL)
        kramdown_html_indented_block(w, container_name(kind), node, indent);
    else if (kind < sizeof(writers) / sizeof(writers[0]) && writers[kind] != NULL)
        writers[kind](w, node, indent);
    else
        kramdown_html_span(w, node, indent);
}

/* What was written apart takes the place of its stand-in. */
static void splice(struct text *out, struct str body, size_t *copied, size_t at, size_t len, struct str part)
{
    text_add(out, str_head(str_from(body, *copied), at - *copied));
    text_add(out, part);
    *copied = at + len;
}

void kramdown_html_document(struct kramdown *k, struct markdown_result *result, struct text *out)
{
    struct text body = {0}, notes = {0}, toc = {0};
    struct kramdown_html w = {.k = k, .result = result, .out = &body, .is_body = true};
    size_t copied = 0;

    w.ids = value_hash(k->pool).hash;
    kramdown_html_children(&w, k->root, -2);
    w.is_body = false;
    w.out = &notes;
    kramdown_html_footnotes(&w);
    w.out = &toc;
    kramdown_html_toc(&w);
    bool toc_first = w.toc_list != NULL && (!w.has_footnotes_list || w.toc_at < w.footnotes_at);
    if (toc_first)
        splice(out, text_str(&body), &copied, w.toc_at, w.toc_len, text_str(&toc));
    if (w.has_footnotes_list)
        splice(out, text_str(&body), &copied, w.footnotes_at, w.footnotes_len, text_str(&notes));
    if (w.toc_list != NULL && !toc_first)
        splice(out, text_str(&body), &copied, w.toc_at, w.toc_len, text_str(&toc));
    text_add(out, str_from(text_str(&body), copied));
    if (!w.has_footnotes_list)
        text_add(out, text_str(&notes));
    text_free(&body);
    text_free(&notes);
    text_free(&toc);
}
