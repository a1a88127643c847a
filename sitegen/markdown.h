/* markdown.h - Markdown -> HTML, in the dialect of the discount library with what blogs expect of it.
 *
 * Layer     sitegen; parsing by libmarkdown
 * Dialect   tables, footnotes, definition lists (Markdown Extra's), fenced code with class "language-x",
 * strikethrough, bare addresses as links, typographic quotes and dashes, raw HTML; every heading gets an id
 * Memory    the result lives in the pool
 */
#ifndef SITEGEN_MARKDOWN_H
#define SITEGEN_MARKDOWN_H

#include "pool.h"
#include "text.h"

struct markdown_host {
    /* Called for every href and src. Returns true when it has written another address to rewritten. May be
     * NULL. */
    bool (*link)(void *context, struct str address, struct text *rewritten);
    void *context;
};

#define MARKDOWN_NESTING_MAX 200u /* quotes and lists that start on one line, one inside the other */

/* Where a text is nested more deeply than that, which the library would follow until the stack ends;
 * source.len when it is not. */
size_t markdown_too_deep(struct str source);

/* source must not be nested too deeply. Returns false when the library refuses the text. */
bool markdown_render(struct str source, const struct markdown_host *host, struct pool *pool,
                     struct str *html);

/* The first heading outside code, as plain text; empty when there is none. */
struct str markdown_first_heading(struct str source, struct pool *pool);

#endif
