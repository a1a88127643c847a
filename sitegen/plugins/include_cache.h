/* include_cache.h - what {% include_cached %} has printed, for all pages.
 *
 * Layer     sitegen/plugins; called by the renderer
 * Threads   any number at once: under site->lock
 */
#ifndef SITEGEN_PLUGINS_INCLUDE_CACHE_H
#define SITEGEN_PLUGINS_INCLUDE_CACHE_H

#include "site.h"

/* false: nothing is known under this key. */
bool include_cache_recall(struct site *site, struct str key, struct str *printed);
void include_cache_remember(struct site *site, struct str key, struct str printed);

#endif
