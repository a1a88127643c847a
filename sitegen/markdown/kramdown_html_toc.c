/* kramdown_html_toc.c - the table of contents, and the footnotes at the end. See kramdown_html.h. */
#include "markdown/kramdown_html.h"

#define DEPTH_MAX 6u

/* How many of the entries before this one are around it: those of lower levels that nothing has ended yet. */
static unsigned entry_depth(unsigned *stack, unsigned depth, unsigned level)
{
    while (depth > 0 && stack[depth - 1] >= level)
        depth--;
    stack[depth] = level;
    return depth;
}

static void entry(struct kramdown_html *w, const struct kramdown_toc_entry *one, struct str list_id)
{
    text_add_c(w->out, "<a href=\"#");
    kramdown_escape_attribute(w->out, one->id);
    text_add_c(w->out, "\" id=\"");
    kramdown_escape_attribute(w->out, list_id);
    text_add_char(w->out, '-');
    kramdown_escape_attribute(w->out, one->id);
    text_add_c(w->out, "\">");
    w->in_toc = true;
    kramdown_html_children(w, one->header, 0);
    w->in_toc = false;
    text_add_c(w->out, "</a>");
}

static void close_lists(struct kramdown_html *w, const char *name, unsigned from, unsigned to)
{
    for (; from > to; from--) {
        kramdown_html_indent(w, (int)from * 4);
        text_printf(w->out, "</%s>\n", name);
        kramdown_html_indent(w, (int)from * 4 - 2);
        text_add_c(w->out, "</li>\n");
    }
}

static void entries(struct kramdown_html *w, const char *name, struct str list_id)
{
    unsigned stack[DEPTH_MAX + 1], depth = 0;

    for (size_t i = 0; i < w->toc_count; i++) {
        unsigned next = entry_depth(stack, i == 0 ? 0 : depth + 1, w->toc[i].level);
        if (i > 0 && next > depth) {
            kramdown_html_indent(w, (int)next * 4);
            text_printf(w->out, "<%s>\n", name);
        } else if (i > 0) {
            text_add_c(w->out, "</li>\n");
            close_lists(w, name, depth, next);
        }
        depth = next;
        kramdown_html_indent(w, (int)depth * 4 + 2);
        text_add_c(w->out, "<li>");
        entry(w, &w->toc[i], list_id);
    }
    text_add_c(w->out, "</li>\n");
    close_lists(w, name, depth, 0);
}

void kramdown_html_toc(struct kramdown_html *w)
{
    struct kramdown *k = w->k;

    if (w->toc_list == NULL || w->toc_count == 0)
        return;
    struct kramdown_attrs attrs = kramdown_attrs_copy(k->pool, &kramdown_of(w->toc_list)->attrs);
    const char *name = kramdown_kind_of(w->toc_list) == KRAMDOWN_UL ? "ul" : "ol";
    if (kramdown_attr(&attrs, "id") == NULL)
        kramdown_attr_set(k->pool, &attrs, STR("id"), STR("markdown-toc"));
    text_printf(w->out, "<%s", name);
    kramdown_html_attributes(w, &attrs);
    text_add_c(w->out, ">\n");
    entries(w, name, *kramdown_attr(&attrs, "id"));
    text_printf(w->out, "</%s>\n", name);
}

/* The paragraph that the link back stands in; NULL: it gets one of its own. */
static cmark_node *backlink_paragraph(struct kramdown_html *w, cmark_node *content)
{
    cmark_node *last = cmark_node_last_child(content);

    if (kramdown_kind_of(last) == KRAMDOWN_P || !w->k->options.footnote_backlink_inline)
        return kramdown_kind_of(last) == KRAMDOWN_P ? last : NULL;
    while (last != NULL && kramdown_kind_of(last) != KRAMDOWN_P && kramdown_kind_of(last) != KRAMDOWN_HEADER)
        last = cmark_node_last_child(last);
    return last;
}

static void add_backlinks(struct kramdown_html *w, const struct kramdown_footnote *note)
{
    struct kramdown *k = w->k;
    cmark_node *p = backlink_paragraph(w, note->content);
    struct text links = {0}, mark = {0}, blank = {0}, *out = w->out;
    bool blank_first = p != NULL;

    if (p == NULL)
        p = kramdown_add(k->pool, note->content, KRAMDOWN_P, STR(""));
    if (k->options.footnote_backlink.len == 0)
        return;
    kramdown_escape_text(&mark, k->options.footnote_backlink);
    w->out = &blank;
    kramdown_html_char(w, 0xa0, STR(""));
    w->out = out;
    for (unsigned i = 0; i <= note->repeat_count; i++) {
        if (i > 0 || blank_first)
            text_add(&links, text_str(&blank));
        text_printf(&links, "<a href=\"#fnref:%.*s%.*s", STR_ARG(k->options.footnote_prefix),
                    STR_ARG(note->name));
        if (i > 0)
            text_printf(&links, ":%u", i);
        text_printf(&links, "\" class=\"reversefootnote\" role=\"doc-backlink\">%s", mark.bytes);
        if (i > 0)
            text_printf(&links, "<sup>%u</sup>", i + 1);
        text_add_c(&links, "</a>");
    }
    kramdown_add(k->pool, p, KRAMDOWN_RAW, text_finish(&links, k->pool));
    text_free(&mark);
    text_free(&blank);
}

/* A footnote may refer to others: the list grows while it is written. */
void kramdown_html_footnotes(struct kramdown_html *w)
{
    struct kramdown *k = w->k;

    if (w->note_count == 0)
        return;
    text_add_c(w->out, "<div class=\"footnotes\" role=\"doc-endnotes\">\n  <ol");
    if (k->options.footnote_nr != 1)
        text_printf(w->out, " start=\"%lld\"", (long long)k->options.footnote_nr);
    text_add_c(w->out, ">\n");
    for (size_t i = 0; i < w->note_count; i++) {
        const struct kramdown_footnote *note = w->notes[i];
        add_backlinks(w, note);
        text_printf(w->out, "    <li id=\"fn:%.*s%.*s\" role=\"doc-endnote\">\n",
                    STR_ARG(k->options.footnote_prefix), STR_ARG(note->name));
        kramdown_html_children(w, note->content, 4);
        text_add_c(w->out, "    </li>\n");
    }
    text_add_c(w->out, "  </ol>\n</div>\n");
}
