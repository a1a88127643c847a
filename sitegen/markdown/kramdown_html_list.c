/* kramdown_html_list.c - lists, definition lists and tables as HTML. See kramdown_html.h. */
#include "markdown/kramdown_html.h"
#include "markdown/kramdown_line.h"

#define STAND_IN "<!-- -->" /* for what can only be written at the end */

void kramdown_html_list(struct kramdown_html *w, cmark_node *node, int indent)
{
    const struct kramdown_node *data = kramdown_of(node);

    if (w->is_body && w->toc_list == NULL && kramdown_has_ref(data->ial, "toc")) {
        w->toc_list = node;
        w->toc_at = w->out->len;
        w->toc_len = str_of(STAND_IN).len;
        text_add_c(w->out, STAND_IN);
    } else if (w->is_body && !w->has_footnotes_list && kramdown_has_ref(data->ial, "footnotes")) {
        w->has_footnotes_list = true;
        w->footnotes_at = w->out->len;
        w->footnotes_len = str_of(STAND_IN).len;
        text_add_c(w->out, STAND_IN);
    } else {
        kramdown_html_indented_block(w, data->kind == KRAMDOWN_UL ? "ul" : "ol", node, indent);
    }
}

void kramdown_html_item(struct kramdown_html *w, cmark_node *node, int indent)
{
    cmark_node *first = cmark_node_first_child(node);
    const char *name = kramdown_kind_of(node) == KRAMDOWN_DD ? "dd" : "li";
    bool is_inline =
        first == NULL || (kramdown_kind_of(first) == KRAMDOWN_P && kramdown_of(first)->transparent);

    kramdown_html_start_tag(w, name, &kramdown_of(node)->attrs, indent);
    if (!is_inline)
        text_add_char(w->out, '\n');
    size_t start = w->out->len;
    kramdown_html_children(w, node, indent);
    if (!is_inline || (w->out->len > start && w->out->bytes[w->out->len - 1] == '\n'))
        kramdown_html_indent(w, indent);
    text_printf(w->out, "</%s>\n", name);
}

/* {:auto_ids} or {:auto_ids-prefix-} on the list gives its terms ids. */
void kramdown_html_term(struct kramdown_html *w, cmark_node *node, int indent)
{
    struct kramdown_node *data = kramdown_of(node);
    const struct kramdown_ial *ial = kramdown_of(cmark_node_parent(node))->ial;

    for (const struct kramdown_ref *ref = ial != NULL ? ial->refs : NULL; ref != NULL; ref = ref->next) {
        if (kramdown_attr(&data->attrs, "id") != NULL || !str_starts(ref->name, "auto_ids"))
            continue;
        struct str prefix = str_from(ref->name, 8), id = kramdown_html_basic_id(w->k, data->text);
        prefix = str_starts(prefix, "-") ? str_from(prefix, 1) : STR("");
        id = str_of(pool_printf(w->k->pool, "%.*s%.*s", STR_ARG(prefix), STR_ARG(id)));
        kramdown_attr_set(w->k->pool, &data->attrs, STR("id"), id);
    }
    kramdown_html_block(w, "dt", node, indent);
}

void kramdown_html_cell(struct kramdown_html *w, cmark_node *node, int indent)
{
    static const char *const alignments[] = {"left", "right", "center"};
    cmark_node *row = cmark_node_parent(node), *part = cmark_node_parent(row);
    struct kramdown_attrs attrs = kramdown_attrs_copy(w->k->pool, &kramdown_of(node)->attrs);
    const char *name = kramdown_kind_of(part) == KRAMDOWN_THEAD ? "th" : "td";
    size_t column = kramdown_of(row)->code++; /* counts the cells that are written */
    char align = kramdown_char(kramdown_of(cmark_node_parent(part))->align, column);
    size_t which = str_find_char(STR("lrc"), align);

    if (align != '\0' && which < 3) {
        const struct str *style = kramdown_attr(&attrs, "style");
        struct str own = style != NULL ? *style : STR("");
        const char *value = pool_printf(w->k->pool, "%.*s%stext-align: %s", STR_ARG(own),
                                        style != NULL ? "; " : "", alignments[which]);
        kramdown_attr_set(w->k->pool, &attrs, STR("style"), str_of(value));
    }
    kramdown_html_start_tag(w, name, &attrs, indent);
    size_t start = w->out->len;
    kramdown_html_children(w, node, indent);
    if (w->out->len == start)
        kramdown_html_char(w, 0xa0, STR(""));
    text_printf(w->out, "</%s>\n", name);
}

void kramdown_html_row(struct kramdown_html *w, cmark_node *node, int indent)
{
    kramdown_of(node)->code = 0;
    kramdown_html_indented_block(w, "tr", node, indent);
}
