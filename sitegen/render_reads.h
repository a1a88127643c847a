/* render_reads.h - what a page is made of beside its own source and the model of the site.
 *
 * Layer     sitegen; used by the renderer, asked by reuse.c
 * Why       a page whose source, whose site and whose reads are as they were is as it was: it need not be
 *           rendered again
 * Covers    the sources of other pages, whose text it shows. What else there is (the clock, other files) is
 *           not followed: a page that read it is rendered each time
 */
#ifndef SITEGEN_RENDER_READS_H
#define SITEGEN_RENDER_READS_H

#include "site.h"

struct reads {
    uint64_t *pages;   /* bit page->order: its source was read; NULL: none was */
    bool unrepeatable; /* something else was read */
};

void reads_add_page(struct reads *reads, const struct page *page, struct pool *pool);
void reads_add(struct reads *reads, const struct reads *more, const struct site *site, struct pool *pool);

/* One that lives in pool. */
struct reads reads_copy(const struct reads *reads, const struct site *site, struct pool *pool);

/* What the render that owns pool reads, from templates' lazy values. Nothing where nobody owns it. */
void reads_note_page(const struct page *page, const struct pool *pool);
void reads_note_unrepeatable(const struct pool *pool);

#endif
