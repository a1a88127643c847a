/* render.h - a page -> HTML: its text through Liquid and Markdown, then through its layouts.
 *
 * Layer     sitegen
 * Memory    results live in the pool that is given; its owner is the render that it works for
 * Threads   any number of pages may be rendered at once, each with a pool and a diag of its own
 */
#ifndef SITEGEN_RENDER_H
#define SITEGEN_RENDER_H

#include "site.h"

struct reads;

/* The whole page, as it goes out, and what it was made of. Returns false when it has errors, which are in
 * diag. */
bool page_render(struct page *page, struct pool *pool, struct diag *diag, struct str *html,
                 struct reads *reads);

/* The page's text as it stands in its file, behind the front matter; empty when it cannot be read. */
struct str page_text(struct page *page, struct pool *pool);

/* What lazy values show while the render that owns pool asks for them.
 *
 * Of a Jekyll site, a page's content is its HTML where the page comes before the one that is being rendered,
 * and its source where it comes later: as if all were rendered one after the other, whatever the order in
 * which they are.
 */
struct str page_seen_content(struct page *page, struct pool *pool);
struct value page_seen_output(struct page *page, struct pool *pool); /* with layouts; nil before it is there */

/* The start of the page as HTML: the first paragraph; of a Jekyll site, the text up to its separator. Kept:
 * lists of posts ask for it again and again. */
struct str page_excerpt(struct page *page, struct pool *pool);

/* The page whose render owns pool; NULL: nobody's. */
const struct page *page_being_rendered(const struct pool *pool);

#endif
