/* suggest.h - "did you mean": the name that a mistyped one is nearest to.
 *
 * Layer     sitegen/liquid
 */
#ifndef SITEGEN_LIQUID_SUGGEST_H
#define SITEGEN_LIQUID_SUGGEST_H

#include "str.h"

struct suggest {
    struct str name;  /* as it was typed */
    const char *best; /* the nearest so far; NULL: none is near */
    size_t distance;  /* its */
};

/* Offer a name. It is near when at most a third of the typed characters, and at least one of three, are to be
 * changed. */
void suggest_offer(struct suggest *suggest, const char *known);

#endif
