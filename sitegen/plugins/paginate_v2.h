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
};

/* Keys of a list's configuration. */
int64_t paginate_number(struct value config, const char *key, int64_t otherwise); /* >= 0 */
struct str paginate_words(struct value config, const char *key, const char *otherwise);

/* Fill list->docs by list->config. */
void paginate_find(struct site *site, struct paginate_list *list);

#endif
