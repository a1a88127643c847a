/* discount.h - the dialect of the discount library, with what blogs expect of it.
 *
 * Layer     sitegen/markdown, behind markdown.h; parsing by libmarkdown
 * Dialect   tables, footnotes, definition lists (Markdown Extra's), fenced code with class "language-x",
 *           strikethrough, bare addresses as links, typographic quotes and dashes, raw HTML; every heading
 *           gets an id
 */
#ifndef SITEGEN_MARKDOWN_DISCOUNT_H
#define SITEGEN_MARKDOWN_DISCOUNT_H

#include "markdown/markdown.h"

/* As markdown_render(). Texts that the library would take too long for are refused. */
bool discount_render(struct str source, const struct markdown_hooks *hooks, struct pool *pool,
                     struct markdown_result *result);

/* One line of Markdown as HTML. */
void discount_line(struct str line, struct pool *pool, struct text *html);

/* Where a text nests quotes and lists or opens brackets, marks and tags more often than the library can
 * follow in time; source.len when nowhere. *what says what. */
size_t discount_too_deep(struct str source, const char **what);

/* What opens and does not close is looked for up to the end of its block, each time anew. A step is about a
 * byte of that; this many take less than a second. */
#define DISCOUNT_COST_MAX 60000000u

/* An estimate of the steps that the library takes. It stops counting beyond the limit: *at is then the block
 * where that is; else source.len. */
uint64_t discount_cost(struct str source, size_t *at);

/* The end of the HTML block that starts at at, which is a '<' at the start of a line; 0 when the library sees
 * none, or none that ends. *looked_at: how many bytes it has to look at to find out. */
size_t discount_html_end(struct str source, size_t at, size_t *looked_at);

#endif
