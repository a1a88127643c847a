/* paginator.h - {{ paginator }}, as far as jekyll-paginate and jekyll-paginate-v2 agree on it.
 *
 * Layer     sitegen/plugins
 */
#ifndef SITEGEN_PLUGINS_PAGINATOR_H
#define SITEGEN_PLUGINS_PAGINATOR_H

#include "value.h"

struct paginator {
    const struct array *posts; /* all of them */
    size_t per_page;           /* >= 1 */
    size_t page;               /* from 1 on */
    size_t page_count;
};

/* A hash with page, per_page, posts (those of this page), total_posts, total_pages, previous_page and
 * next_page. */
struct value paginator_drop(struct pool *pool, const struct paginator *paginator);

#endif
