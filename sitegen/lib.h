/* lib.h - where the parts lie that go into every image: appliance, templates/.
 *
 * Layer     sitegen
 */
#ifndef SITEGEN_LIB_H
#define SITEGEN_LIB_H

#include "pool.h"

/* $SITEGEN_LIB; else lib/ beside the executable (a build folder); else ../lib/sitegen/ (an installation).
 * NULL when none of them is there; *tried then names them. */
const char *lib_find(struct pool *pool, const char **tried);

#endif
