/* toml_read.h - TOML text -> values: front matter as Zola and Hugo write it.
 *
 * Layer     sitegen
 * Source    TOML 1.0, but for local times of day, which are texts, and fractions of seconds, which are
 * dropped Trust     nesting is bounded; what is not TOML is refused at its place
 */
#ifndef SITEGEN_TOML_READ_H
#define SITEGEN_TOML_READ_H

#include "diag.h"
#include "value.h"

#define TOML_DEPTH_MAX 64u

/* As yaml_read(): the value is a hash. The first error ends it. */
bool toml_read(struct pool *pool, struct diag *diag, const char *file, struct str source, size_t start,
               size_t len, struct value *value);

#endif
