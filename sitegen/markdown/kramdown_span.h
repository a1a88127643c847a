/* kramdown_span.h - the spans of one text: emphasis, code, links and so on, found from left to right.
 *
 * Layer     sitegen/markdown, behind kramdown_span.c
 * Order     a scanner is called with at at what may be its start; it takes it, or adds the first character
 *           as text. An attempt that finds no end goes back to its start, and is paid for.
 */
#ifndef SITEGEN_MARKDOWN_KRAMDOWN_SPAN_H
#define SITEGEN_MARKDOWN_KRAMDOWN_SPAN_H

#include "markdown/kramdown_line.h"

enum span_scanners { SPANS_ALL, SPANS_HTML, SPANS_CODE, SPANS_CODE_HTML };

/* What the text is in. Emphasis cannot be found in emphasis of the same kind, nor a link in a link. */
enum { SPAN_IN_EM = 1, SPAN_IN_STRONG = 2, SPAN_IN_LINK = 4 };

struct spans {
    struct kramdown *k;
    struct str s;
    size_t at;
    cmark_node *tree; /* what is being filled */
    unsigned in;
    enum span_scanners scanners;
    enum kramdown_kind text_kind;
    unsigned depth;
    size_t last_bracket_at;    /* of the last ']'; s.len when there is none */
    size_t last_closing_at[4]; /* of what may close *, **, _, __: kramdown_emphasis.c; KRAMDOWN_NONE: not
                                  looked for */
    /* From here on there is no "-->", "$$", closing "~~", quote (" or ') before ")": as in struct
     * kramdown_src. */
    size_t no_comment_end_at;
    size_t no_math_end_at;
    size_t no_strike_end_at;
    size_t no_title_end_at[2];
};

/* Where to stop. */
struct span_stop {
    enum { STOP_EMPHASIS, STOP_BRACKET, STOP_TAG } kind;
    char mark; /* emphasis: "*" or "_", len times */
    size_t len;
    size_t bracket_count; /* open ones */
    struct str tag;
    bool any_case;
};

/* Fill into until stop (NULL: the end). Returns whether stop was found; at stands before it then. */
bool span_parse(struct spans *sp, cmark_node *into, struct span_stop *stop);

/* Can the mark at at, len times, close emphasis, whatever is open? */
bool span_may_close(struct str s, size_t at, char mark, size_t len);

void span_text(struct spans *sp, size_t len); /* the next bytes as text */
void span_add_text(struct spans *sp, struct str text);
cmark_node *span_add(struct spans *sp, enum kramdown_kind kind, struct str text);

/* kramdown_span_take.c */
void span_code(struct spans *sp);
bool span_footnote_marker(struct spans *sp);
bool span_inline_math(struct spans *sp);
void span_extension(struct spans *sp);
bool span_line_break(struct spans *sp);
bool span_escaped_char(struct spans *sp);
bool span_strikethrough(struct spans *sp);

void span_emphasis(struct spans *sp);    /* kramdown_emphasis.c */
void span_link(struct spans *sp);        /* kramdown_link.c */
bool span_autolink(struct spans *sp);    /* kramdown_link.c */
void span_html(struct spans *sp);        /* kramdown_span_html.c */
void span_smart_quote(struct spans *sp); /* kramdown_typography.c */
bool span_symbol(struct spans *sp);      /* kramdown_typography.c */
bool span_entity(struct spans *sp);      /* kramdown_typography.c */

/* Offset of the "-->" of a comment at at, behind it; KRAMDOWN_NONE when there is none. */
size_t span_comment_end(struct spans *sp);

#endif
