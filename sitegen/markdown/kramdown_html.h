/* kramdown_html.h - a kramdown tree as HTML, indented as kramdown does it.
 *
 * Layer     sitegen/markdown; above kramdown_tree and the parser's results
 */
#ifndef SITEGEN_MARKDOWN_KRAMDOWN_HTML_H
#define SITEGEN_MARKDOWN_KRAMDOWN_HTML_H

#include "markdown/kramdown_parser.h"

struct kramdown_toc_entry {
    unsigned level;
    struct str id;
    cmark_node *header;
};

struct kramdown_html {
    struct kramdown *k;
    struct markdown_result *result;
    struct text *out;
    bool is_body;     /* out is the document, not its footnotes */
    bool in_toc;      /* headings are repeated without links and footnotes */
    struct hash *ids; /* of headings, made so far -> how often */

    struct kramdown_toc_entry *toc;
    size_t toc_count, toc_cap;
    cmark_node *toc_list;    /* the list that "{:toc}" is on; NULL: none */
    size_t toc_at, toc_len;  /* where its stand-in is in the document */
    bool has_footnotes_list; /* the same for "{:footnotes}" */
    size_t footnotes_at, footnotes_len;

    struct kramdown_footnote **notes; /* in the order in which they were referred to */
    size_t note_count, note_cap;
};

/* kramdown_html.c */
void kramdown_html_document(struct kramdown *k, struct markdown_result *result, struct text *out);
void kramdown_html_children(struct kramdown_html *w, cmark_node *parent, int indent);
void kramdown_html_node(struct kramdown_html *w, cmark_node *node, int indent);
void kramdown_html_indent(struct kramdown_html *w, int indent);
void kramdown_html_attributes(struct kramdown_html *w, const struct kramdown_attrs *attrs);

/* Start tag, content, end tag: on one line, or the content on lines of its own. */
void kramdown_html_start_tag(struct kramdown_html *w, const char *name, const struct kramdown_attrs *attrs,
                             int indent);
void kramdown_html_block(struct kramdown_html *w, const char *name, cmark_node *node, int indent);
void kramdown_html_indented_block(struct kramdown_html *w, const char *name, cmark_node *node, int indent);

/* kramdown_html_block.c */
void kramdown_html_paragraph(struct kramdown_html *w, cmark_node *node, int indent);
void kramdown_html_element(struct kramdown_html *w, cmark_node *node, int indent);
void kramdown_html_math(struct kramdown_html *w, cmark_node *node, int indent);
void kramdown_html_as_it_stands(struct kramdown_html *w, cmark_node *node, int indent);

/* kramdown_html_header.c; basic_id: a text as kramdown makes an id of it, which may be empty */
void kramdown_html_header(struct kramdown_html *w, cmark_node *node, int indent);
struct str kramdown_html_basic_id(struct kramdown *k, struct str s);

/* kramdown_html_list.c */
void kramdown_html_list(struct kramdown_html *w, cmark_node *node, int indent);
void kramdown_html_item(struct kramdown_html *w, cmark_node *node, int indent);
void kramdown_html_term(struct kramdown_html *w, cmark_node *node, int indent);
void kramdown_html_row(struct kramdown_html *w, cmark_node *node, int indent);
void kramdown_html_cell(struct kramdown_html *w, cmark_node *node, int indent);

/* kramdown_html_span.c */
void kramdown_html_span(struct kramdown_html *w, cmark_node *node, int indent);
void kramdown_html_char(struct kramdown_html *w, uint32_t c, struct str original);

/* kramdown_html_code.c */
void kramdown_html_codeblock(struct kramdown_html *w, cmark_node *node, int indent);
void kramdown_html_codespan(struct kramdown_html *w, cmark_node *node);

/* kramdown_html_escape.c: with & < > as entities; references stay in text and attributes, quotes only in
 * text. */
void kramdown_escape(struct text *out, struct str s);
void kramdown_escape_text(struct text *out, struct str s);
void kramdown_escape_attribute(struct text *out, struct str s);

/* kramdown_html_toc.c */
void kramdown_html_toc(struct kramdown_html *w);
void kramdown_html_footnotes(struct kramdown_html *w);

#endif
