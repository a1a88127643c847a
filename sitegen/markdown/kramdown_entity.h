/* kramdown_entity.h - the character references that kramdown knows: those of HTML 4, and numbers.
 *
 * Layer     sitegen/markdown
 */
#ifndef SITEGEN_MARKDOWN_KRAMDOWN_ENTITY_H
#define SITEGEN_MARKDOWN_KRAMDOWN_ENTITY_H

#include "str.h"

/* The length of a reference ("&amp;", "&#8211;", "&#x2013;") at the start of s, known or not; 0: there is
 * none. */
size_t kramdown_entity_len(struct str s);

/* What stands between '&' and ';' as a character. false: a name that is not known. */
bool kramdown_entity(struct str name, uint32_t *c);

const char *kramdown_entity_name(uint32_t c); /* NULL: it has none */

#endif
