/* libraries.h - what made an image beside sitegen itself: the compiler, and the libraries as they are loaded.
 *
 * Layer     sitegen/provenance
 */
#ifndef SITEGEN_PROVENANCE_LIBRARIES_H
#define SITEGEN_PROVENANCE_LIBRARIES_H

#include "value.h"

/* "gcc 12.2.0" */
const char *libraries_compiler(void);

/* A hash: name -> version. */
struct value libraries_versions(struct pool *pool);

#endif
