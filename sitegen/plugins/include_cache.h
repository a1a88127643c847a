/* include_cache.h - what {% include_cached %} has printed, for all pages.
 *
 * Layer     sitegen/plugins; called by the renderer
 * Threads   any number at once: under site->lock
 */
#ifndef SITEGEN_PLUGINS_INCLUDE_CACHE_H
#define SITEGEN_PLUGINS_INCLUDE_CACHE_H

#include "render_reads.h"

/* false: nothing is known under this key. *reads is what it was made of. */
bool include_cache_recall(struct site *site, struct str key, struct str *printed, struct reads *reads);
void include_cache_remember(struct site *site, struct str key, struct str printed, const struct reads *reads);

#endif
