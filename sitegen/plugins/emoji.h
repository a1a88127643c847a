/* emoji.h - the names that people write emoji by.
 *
 * Layer     sitegen/plugins
 */
#ifndef SITEGEN_PLUGINS_EMOJI_H
#define SITEGEN_PLUGINS_EMOJI_H

#include "str.h"

#define EMOJI_NAME_MAX 40u /* bytes */

/* "smile" -> its character in UTF-8; NULL: not known. */
const char *emoji_of(struct str name);

#endif
