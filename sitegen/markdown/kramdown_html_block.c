/* kramdown_html_block.c - paragraphs, raw HTML and math as HTML. See kramdown_html.h. */
#include "markdown/kramdown_html.h"
#include "markdown/kramdown_tag.h"

/* {:standalone} on an image that is alone in its paragraph. */
static void figure(struct kramdown_html *w, cmark_node *p, cmark_node *img, int indent)
{
    struct kramdown *k = w->k;
    struct kramdown_attrs outer = kramdown_attrs_copy(k->pool, &kramdown_of(p)->attrs);
    struct kramdown_attrs inner = kramdown_attrs_copy(k->pool, &kramdown_of(img)->attrs);
    const struct str *alt = kramdown_attr(&inner, "alt");

    for (int i = 0; i < 2; i++) {
        const char *name = i == 0 ? "class" : "id";
        const struct str *value = kramdown_attr(&inner, name);
        if (value == NULL || kramdown_attr(&outer, name) != NULL)
            continue;
        kramdown_attr_set(k->pool, &outer, str_of(name), *value);
        kramdown_attr_remove(&inner, name);
    }
    kramdown_html_start_tag(w, "figure", &outer, indent);
    text_add_char(w->out, '\n');
    kramdown_html_indent(w, indent + 2);
    text_add_c(w->out, "<img");
    kramdown_html_attributes(w, &inner);
    text_add_c(w->out, " />\n");
    kramdown_html_indent(w, indent + 2);
    text_printf(w->out, "<figcaption>%.*s</figcaption>\n", STR_ARG(alt != NULL ? *alt : STR("")));
    kramdown_html_indent(w, indent);
    text_add_c(w->out, "</figure>\n");
}

void kramdown_html_paragraph(struct kramdown_html *w, cmark_node *node, int indent)
{
    cmark_node *first = cmark_node_first_child(node);

    if (kramdown_of(node)->transparent)
        kramdown_html_children(w, node, indent);
    else if (kramdown_kind_of(first) == KRAMDOWN_IMG && cmark_node_next(first) == NULL &&
             kramdown_has_ref(kramdown_of(first)->ial, "standalone"))
        figure(w, node, first, indent);
    else
        kramdown_html_block(w, "p", node, indent);
}

static bool is_in_raw_html(cmark_node *node)
{
    cmark_node *parent = cmark_node_parent(node);

    return kramdown_kind_of(parent) == KRAMDOWN_HTML_BLOCK &&
           kramdown_of(parent)->model == KRAMDOWN_MODEL_RAW;
}

void kramdown_html_element(struct kramdown_html *w, cmark_node *node, int indent)
{
    const struct kramdown_node *data = kramdown_of(node);
    bool raw_parent = is_in_raw_html(node), is_block = data->model == KRAMDOWN_MODEL_BLOCK;
    struct text *out = w->out;

    kramdown_html_indent(w, raw_parent ? 0 : indent);
    text_printf(out, "<%.*s", STR_ARG(data->text));
    kramdown_html_attributes(w, &data->attrs);
    size_t start = out->len, content = start + 1 + is_block;
    text_add_c(out, is_block ? ">\n" : ">");
    kramdown_html_children(w, node, indent);
    bool is_empty = out->len == content;
    if (is_empty)
        out->len = start;
    if (is_empty &&
        ((data->closed && data->model == KRAMDOWN_MODEL_RAW) || kramdown_is_void_tag(data->text))) {
        text_add_c(out, " />");
    } else if (is_empty) {
        text_printf(out, "></%.*s>", STR_ARG(data->text));
    } else {
        if (is_block && out->bytes[out->len - 1] == '\n')
            out->len--;
        text_add_c(out, is_block ? "\n" : "");
        kramdown_html_indent(w, is_block ? indent : 0);
        text_printf(out, "</%.*s>", STR_ARG(data->text));
    }
    if (!raw_parent)
        text_add_char(out, '\n');
}

void kramdown_html_math(struct kramdown_html *w, cmark_node *node, int indent)
{
    const struct kramdown_node *data = kramdown_of(node);
    struct kramdown_attrs attrs = kramdown_attrs_copy(w->k->pool, &data->attrs);
    bool has_tag = attrs.first != NULL || !w->k->options.math;

    if (!w->k->options.math)
        kramdown_class_add(w->k->pool, &attrs, STR("kdmath"));
    if (has_tag)
        kramdown_html_start_tag(w, "div", &attrs, indent);
    if (w->k->options.math) {
        text_add_c(w->out, "\\[");
        kramdown_escape(w->out, data->text);
        text_add_c(w->out, "\\]\n");
    } else {
        text_printf(w->out, "$$\n%.*s\n$$", STR_ARG(data->text));
    }
    if (has_tag)
        text_add_c(w->out, "</div>\n");
}

void kramdown_html_as_it_stands(struct kramdown_html *w, cmark_node *node, int indent)
{
    const struct kramdown_node *data = kramdown_of(node);
    bool in_raw = is_in_raw_html(node);

    if (data->kind == KRAMDOWN_RAW_BLOCK) {
        if (!data->transparent)
            text_printf(w->out, "%.*s\n", STR_ARG(data->text));
        return;
    }
    if (data->kind == KRAMDOWN_COMMENT_BLOCK) {
        kramdown_html_indent(w, indent);
        text_printf(w->out, "<!-- %.*s -->\n", STR_ARG(data->text));
        return;
    }
    kramdown_html_indent(w, in_raw ? 0 : indent);
    text_add(w->out, data->text);
    text_add_c(w->out, in_raw ? "" : "\n");
}
