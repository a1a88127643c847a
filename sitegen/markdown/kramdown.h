/* kramdown.h - the dialect of Jekyll sites.
 *
 * Layer     sitegen/markdown, behind markdown.h
 */
#ifndef SITEGEN_MARKDOWN_KRAMDOWN_H
#define SITEGEN_MARKDOWN_KRAMDOWN_H

#include "markdown/markdown.h"

/* As markdown_render(); source has '\n' as its line ends and ends with one. */
bool kramdown_render(const struct kramdown_options *options, const struct markdown_hooks *hooks,
                     struct str source, struct pool *pool, struct markdown_result *result);

#endif
