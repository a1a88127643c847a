/* render.h - a page -> HTML: its text through Liquid and Markdown, then through its layouts.
 *
 * Layer     sitegen
 * Memory    results live in the pool that is given
 * Errors    in the site's diag
 */
#ifndef SITEGEN_RENDER_H
#define SITEGEN_RENDER_H

#include "site.h"

/* The page's own text as HTML, without layouts; empty when it has errors. */
struct str page_body(struct page *page, struct pool *pool);

/* The first paragraph of the body. Kept: lists of posts ask for it again and again. */
struct str page_excerpt(struct page *page, struct pool *pool);

/* The whole page, as it goes out. Returns false when it has errors. */
bool page_render(struct page *page, struct pool *pool, struct str *html);

#endif
