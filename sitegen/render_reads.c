/* render_reads.c - see render_reads.h */
#include "render_reads.h"

#include "render_parts.h"

#include <string.h>

static size_t word_count(const struct site *site)
{
    return site->page_count / 64 + 1;
}

static void need_words(struct reads *reads, const struct site *site, struct pool *pool)
{
    if (reads->pages == NULL)
        reads->pages = pool_take(pool, word_count(site) * sizeof(*reads->pages));
}

void reads_add_page(struct reads *reads, const struct page *page, struct pool *pool)
{
    need_words(reads, page->site, pool);
    reads->pages[page->order / 64] |= (uint64_t)1 << page->order % 64;
}

void reads_add_shown(struct reads *reads, struct str format, struct str printed, struct pool *pool)
{
    struct clock_shown *shown;

    for (shown = reads->shown; shown != NULL; shown = shown->next)
        if (str_eq(shown->format, format) && str_eq(shown->printed, printed))
            return;
    shown = pool_take(pool, sizeof(*shown));
    *shown = (struct clock_shown){reads->shown, pool_str(pool, format), pool_str(pool, printed)};
    reads->shown = shown;
}

void reads_add_template(struct reads *reads, bool is_layout, struct str name, struct pool *pool)
{
    struct template_asked *asked;

    for (asked = reads->templates; asked != NULL; asked = asked->next)
        if (asked->is_layout == is_layout && str_eq(asked->name, name))
            return;
    asked = pool_take(pool, sizeof(*asked));
    *asked = (struct template_asked){reads->templates, pool_str(pool, name), is_layout};
    reads->templates = asked;
}

void reads_add(struct reads *reads, const struct reads *more, const struct site *site, struct pool *pool)
{
    reads->unrepeatable |= more->unrepeatable;
    reads->clock_count += more->clock_count;
    for (const struct clock_shown *shown = more->shown; shown != NULL; shown = shown->next)
        reads_add_shown(reads, shown->format, shown->printed, pool);
    for (const struct template_asked *asked = more->templates; asked != NULL; asked = asked->next)
        reads_add_template(reads, asked->is_layout, asked->name, pool);
    if (more->pages == NULL)
        return;
    need_words(reads, site, pool);
    for (size_t i = 0; i < word_count(site); i++)
        reads->pages[i] |= more->pages[i];
}

struct reads reads_copy(const struct reads *reads, const struct site *site, struct pool *pool)
{
    struct reads copy = {0};

    reads_add(&copy, reads, site, pool);
    return copy;
}

void reads_note_page(const struct page *page, const struct pool *pool)
{
    const struct render *asker = pool->owner;

    if (asker != NULL)
        reads_add_page(asker->reads, page, asker->pool);
}

void reads_note_clock(const struct pool *pool)
{
    const struct render *asker = pool->owner;

    if (asker != NULL)
        asker->reads->clock_count++;
}

void reads_note_unrepeatable(const struct pool *pool)
{
    const struct render *asker = pool->owner;

    if (asker != NULL)
        asker->reads->unrepeatable = true;
}
