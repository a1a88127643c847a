/* catalog.h - which languages there are, and under which names.
 *
 * Layer     sitegen/highlight; above rules.h
 */
#ifndef SITEGEN_HIGHLIGHT_CATALOG_H
#define SITEGEN_HIGHLIGHT_CATALOG_H

#include "highlight/rules.h"
#include "str.h"

#define HL_NONE ((size_t)-1)

/* The index of the language with that name, or HL_NONE. Indices are below hl_language_count(). */
size_t hl_language_find(struct str name);
size_t hl_language_count(void);
const struct hl_language *hl_language_at(size_t index);

/* Whether rouge has a language of that name that we do not have, or plain text itself. */
bool hl_language_is_named(struct str name);
bool hl_language_is_plain(struct str name);

#endif
