/* smartify.h - straight quotes, dashes and dots -> typographic ones, by kramdown's rules.
 *
 * Layer     sitegen/liquid
 */
#ifndef SITEGEN_LIQUID_SMARTIFY_H
#define SITEGEN_LIQUID_SMARTIFY_H

#include "text.h"

/* Tags and entities in s stay; a lone & or < becomes an entity; a line end at the end is not kept. */
void smartify(struct text *out, struct str s);

#endif
