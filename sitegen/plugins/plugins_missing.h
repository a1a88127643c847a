/* plugins_missing.h - plug-ins that are known and not built in: what a site lacks without them.
 *
 * Layer     sitegen/plugins
 */
#ifndef SITEGEN_PLUGINS_PLUGINS_MISSING_H
#define SITEGEN_PLUGINS_PLUGINS_MISSING_H

#include "str.h"

/* What is left out, to follow a colon in a message. */
const char *plugins_missing(struct str name);

#endif
