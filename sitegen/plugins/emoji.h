/* emoji.h - the names that people write emoji by.
 *
 * Layer     sitegen/plugins
 */
#ifndef SITEGEN_PLUGINS_EMOJI_H
#define SITEGEN_PLUGINS_EMOJI_H

#include "str.h"

#define EMOJI_NAME_MAX 40u /* bytes */

/* "smile" -> its character in UTF-8; empty: not known. */
struct str emoji_of(struct str name);

/* All of them: "name=character ", in the order of the names' bytes. */
extern const char emoji_names[];

#endif
