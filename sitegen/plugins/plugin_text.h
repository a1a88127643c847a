/* plugin_text.h - what plug-ins make texts with: the filters of templates, addresses, values as text.
 *
 * Layer     sitegen/plugins; above liquid and the renderer
 * Memory    results live in the pool that is given
 */
#ifndef SITEGEN_PLUGINS_PLUGIN_TEXT_H
#define SITEGEN_PLUGINS_PLUGIN_TEXT_H

#include "site.h"

/* What {{ input | filter }} gives in a template of this page: a filter without arguments. */
struct value plugin_filtered(struct page *page, struct pool *pool, const char *filter, struct value input);
struct str plugin_filtered_text(struct page *page, struct pool *pool, const char *filter, struct value input);

/* The whole address of a path, as the filter absolute_url gives it; and the path with the baseurl in front.
 */
struct str plugin_absolute_url(const struct site *site, struct pool *pool, struct str url);
struct str plugin_relative_url(const struct site *site, struct pool *pool, struct str url);

/* A key of a hash, lazy values made, as text; empty for nil. */
struct value plugin_key(struct value hash, const char *key, struct pool *pool);
struct str plugin_key_text(struct value hash, const char *key, struct pool *pool);

/* What the default filter takes the next for: nil, false, an empty text, list or hash. */
bool plugin_is_blank(struct value value);

/* Runs of blanks become one, and none stays at the ends. */
struct str plugin_one_line(struct str s, struct pool *pool);

/* s with every from as to. */
struct str plugin_replaced(struct str s, struct str from, struct str to, struct pool *pool);

/* What JEKYLL_ENV says: "development" where it is not set. */
const char *plugin_environment(void);

#endif
