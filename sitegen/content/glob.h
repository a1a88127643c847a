/* glob.h - names with wildcards, as _config.yml has them.
 *
 * Layer     sitegen/content
 * Trust     a pattern takes time in proportion to its length times that of the name, whatever it holds
 */
#ifndef SITEGEN_CONTENT_GLOB_H
#define SITEGEN_CONTENT_GLOB_H

#include "str.h"

/* As Ruby's File.fnmatch without flags, which decides on exclude and include: "*" and "?" stand for any
 * characters, '/' too; "[a-z]", "[^a-z]"; '\' makes the next character an ordinary one. */
bool glob_match(struct str pattern, struct str name);

/* As Ruby's Dir.glob: "*" stops at '/', "**" followed by '/' stands for any folders, and a leading dot is
 * never meant by a wildcard. Whether it matches the path itself or a folder that the path lies in. */
bool glob_covers(struct str pattern, struct str path);

#endif
