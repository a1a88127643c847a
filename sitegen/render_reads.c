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

void reads_add(struct reads *reads, const struct reads *more, const struct site *site, struct pool *pool)
{
    reads->unrepeatable |= more->unrepeatable;
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

void reads_note_unrepeatable(const struct pool *pool)
{
    const struct render *asker = pool->owner;

    if (asker != NULL)
        asker->reads->unrepeatable = true;
}
