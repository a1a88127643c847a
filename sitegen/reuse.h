/* reuse.h - pages that are as the last bake made them.
 *
 * Layer     sitegen; above store.h, model_digest.h, render_reads.h; used by build.c
 * Why       after a change in one post of ten thousand, the others need not be rendered again
 * Rule      a page is what it was if the site's model, the page's own source, and the sources of the pages
 *           whose text it showed are what they were. A page that read anything else, or had warnings, is
 *           rendered each time
 * Threads   reuse_find() and reuse_keep() any number at once
 */
#ifndef SITEGEN_REUSE_H
#define SITEGEN_REUSE_H

#include "model_digest.h"
#include "render_reads.h"
#include "store.h"

struct reuse {
    struct store *store; /* NULL: nothing is reused */
    const struct site *site;
    struct model_digest model;
    bool is_sealed;           /* the last bake of this model went well */
    size_t diag_count;        /* messages about the site when it was opened */
};

/* store may be NULL. */
void reuse_open(struct reuse *reuse, const struct site *site, struct store *store);

/* The page as it goes out. false: it must be rendered. *html lives as long as the store. */
bool reuse_find(const struct reuse *reuse, const struct page *page, struct str *html);

/* Keep what it became, which is in the store already or, of a page that is not written, does not matter. */
void reuse_keep(const struct reuse *reuse, const struct page *page, struct str html, const struct reads *reads,
                struct pool *pool);

/* The bake is through: what was kept counts, unless layouts or includes have changed meanwhile, or had
 * warnings that the next bake must print too. */
void reuse_close(const struct reuse *reuse);

#endif
