/* render_reads.h - what a page is made of beside its own source and the model of the site.
 *
 * Layer     sitegen; used by the renderer, asked by reuse.c
 * Why       a page whose source, whose site and whose reads are as they were is as it was: it need not be
 *           rendered again
 * Covers    the sources of other pages, whose text it shows; the clock, where only a part of the date is
 *           shown (the year in a footer). What else there is (other files, the time of day) is not followed: a
 *           page that read it is rendered each time
 */
#ifndef SITEGEN_RENDER_READS_H
#define SITEGEN_RENDER_READS_H

#include "site.h"

/* What the clock said, in one format. */
struct clock_shown {
    struct clock_shown *next;
    struct str format; /* strftime's */
    struct str printed;
};

/* A layout or an include that was asked for: asking again brings its warnings. */
struct template_asked {
    struct template_asked *next;
    struct str name;
    bool is_layout;
};

struct reads {
    uint64_t *pages;      /* bit page->order: its source was read; NULL: none was */
    unsigned clock_count; /* times that the clock was read for more than is in shown */
    struct clock_shown *shown;
    struct template_asked *templates;
    bool unrepeatable; /* something else was read */
};

void reads_add_page(struct reads *reads, const struct page *page, struct pool *pool);
void reads_add(struct reads *reads, const struct reads *more, const struct site *site, struct pool *pool);

void reads_add_shown(struct reads *reads, struct str format, struct str printed, struct pool *pool);
void reads_add_template(struct reads *reads, bool is_layout, struct str name, struct pool *pool);

/* One that lives in pool. */
struct reads reads_copy(const struct reads *reads, const struct site *site, struct pool *pool);

/* What the render that owns pool reads, from templates' lazy values. Nothing where nobody owns it. */
void reads_note_page(const struct page *page, const struct pool *pool);
void reads_note_clock(const struct pool *pool);
void reads_note_unrepeatable(const struct pool *pool);

#endif
