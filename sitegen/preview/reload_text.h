/* reload_text.h - what a previewed page gets beyond what the author wrote: a script that reloads it, and the
 * page that stands for a site that cannot be baked yet.
 *
 * Layer     sitegen/preview, the bottom
 * Published never: a bake that is not preview's does not come here
 */
#ifndef SITEGEN_PREVIEW_RELOAD_TEXT_H
#define SITEGEN_PREVIEW_RELOAD_TEXT_H

#include "text.h"

/* Add html with the script's tag before the last </body>, or at the end where there is none. */
void reload_text_insert(struct text *out, struct str html, unsigned port);

/* The script itself, as it is served on the side port. It listens there, reloads its page when that is older
 * than the site, and shows errors above it. */
extern const char reload_text_script[];

/* The state of the site as the data of one event: JSON on a line.
 *
 * made_ms   when the site was last made: milliseconds since 1970
 * errors    as a terminal shows them; empty: all is well. Bytes that are not UTF-8 become U+FFFD
 */
void reload_text_state(struct text *out, int64_t made_ms, struct str errors);

/* A page of HTML for as long as there is no site. */
void reload_text_page(struct text *out, struct str errors, unsigned port);

#endif
