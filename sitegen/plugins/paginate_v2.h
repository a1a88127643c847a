/* paginate_v2.h - one list that jekyll-paginate-v2 parts into pages. Private to paginate_v2*.c.
 *
 * Layer     sitegen/plugins
 */
#ifndef SITEGEN_PLUGINS_PAGINATE_V2_H
#define SITEGEN_PLUGINS_PAGINATE_V2_H

#include "site.h"

struct paginate_list {
    struct value config; /* of its template, with that of the site under it */
    struct page **pages; /* [0]: the template; then its copies */
    size_t count;
    struct page **docs; /* what is listed */
    size_t doc_count;
    struct str first;  /* the folder of page 1: "/blog/" */
    struct str others; /* of the others, before numbers are filled in: "/blog/page:num/" */
    struct str index;  /* what "indexpage" calls the pages; empty where it does not */
    struct str ext;    /* ".html" */
};

/* Add the templates that "autopages" asks for to the site's pages. */
void paginate_autopages(struct site *site);

/* Keys of a list's configuration. */
int64_t paginate_number(struct value config, const char *key, int64_t otherwise); /* >= 0 */
struct str paginate_words(struct value config, const char *key, const char *otherwise);

/* s with what :title, :num and :max stand for. */
struct str paginate_filled(struct pool *pool, struct str s, size_t page, size_t count, struct str title);

/* Set first, others, index and ext from the configuration and the template. */
void paginate_paths(struct paginate_list *list);

/* How links name a page, 0 for the first: "/blog/", "/blog/page2/"; what it calls itself:
 * "/blog/page2/index.html"; and its address, which has an extension in any case. */
const char *paginate_link(const struct paginate_list *list, size_t page);
const char *paginate_path(const struct paginate_list *list, size_t page);
const char *paginate_url(const struct paginate_list *list, size_t page);

/* Fill list->docs by list->config. */
void paginate_find(struct site *site, struct paginate_list *list);

#endif
