/* reuse.h - pages that are as the last bake made them.
 *
 * Layer     sitegen; above store.h, model_digest.h, render_reads.h; used by build.c
 * Why       after a change in one post of ten thousand, the others need not be rendered again
 * Rule      a page is what it was if the site's model, the page's own source, and what else it read
 *           (render_reads.h) are what they were. Its warnings are reported again
 * Threads   reuse_find() and reuse_keep() any number at once
 */
#ifndef SITEGEN_REUSE_H
#define SITEGEN_REUSE_H

#include "model_digest.h"
#include "render_reads.h"
#include "store.h"

#include <stdatomic.h>

struct reuse {
    struct store *store; /* NULL: nothing is reused */
    struct site *site;
    struct model_digest model;
    struct model_digest templates;
    bool is_sealed;     /* the last bake of this model went well */
    struct hash *asked; /* lists of templates that were asked for; under site->lock */
    _Atomic(const struct str *) asked_last; /* one of them */
};

/* store may be NULL. */
void reuse_open(struct reuse *reuse, struct site *site, struct store *store);

/* The page as it goes out, with its digest in the page, and its warnings. false: it must be rendered. *html lives
 * as long as the store. */
bool reuse_find(struct reuse *reuse, struct page *page, struct str *html, struct diag *diag);

/* Keep what it became, which is in the store already or, of a page that is not written, does not matter.
 *
 * diag      its warnings are those from number first on
 */
void reuse_keep(const struct reuse *reuse, const struct page *page, struct str html, const struct reads *reads,
                const struct diag *diag, size_t first);

/* The bake is through: what was kept counts, unless layouts or includes have changed meanwhile. */
void reuse_close(const struct reuse *reuse);

#endif
