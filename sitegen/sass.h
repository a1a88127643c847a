/* sass.h - Sass style sheets -> CSS, by libsass.
 *
 * Layer     sitegen
 * Options   the configuration's "sass": style, sass_dir, load_paths, line_comments. Source maps are not made.
 * Trust     the author's; libsass bounds its nesting itself
 */
#ifndef SITEGEN_SASS_H
#define SITEGEN_SASS_H

#include "site.h"

/* A page in Sass. source is its file, and text what Liquid made of it. Errors are in diag, with their place
 * in the file where Liquid changed nothing. */
bool sass_render_page(const struct page *page, struct str source, struct str text, struct pool *pool,
                      struct diag *diag, struct str *css);

/* For filters. Returns false with what is wrong in *css. */
bool sass_render_text(const struct site *site, struct str text, bool is_scss, struct pool *pool,
                      struct str *css);

#endif
