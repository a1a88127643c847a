/* print.h - values as text: as {{ }} prints them, as Ruby's to_s and inspect write them, as JSON.
 *
 * Layer     sitegen/liquid
 * Lazy      values inside others are not made: they print nothing, but for print_json() with a pool
 */
#ifndef SITEGEN_LIQUID_PRINT_H
#define SITEGEN_LIQUID_PRINT_H

#include "value.h"

void print_value(struct value value,
                 struct text *out); /* {{ value }}: a list as its items, one behind the other */
void print_to_s(struct value value, struct text *out);    /* a list as ["a", 1] */
void print_inspect(struct value value, struct text *out); /* a text in quotes too, nil as nil */

/* Lazy values are made in pool; NULL: they are null. Of a document, those before and behind it are shown with
 * theirs, and where it stands in another one with their own values only: the chain ends there. */
void print_json(struct value value, struct pool *pool, struct text *out);

/* Printed so much that it is refused in any case. */
bool print_is_full(const struct text *out);

/* As print_to_s(); shares the bytes of a text. */
struct str print_str(struct value value, struct pool *pool);

#endif
