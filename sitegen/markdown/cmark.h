/* cmark.h - CommonMark and GFM, as libcmark-gfm has them.
 *
 * Layer     sitegen/markdown, behind markdown.h
 */
#ifndef SITEGEN_MARKDOWN_CMARK_H
#define SITEGEN_MARKDOWN_CMARK_H

#include "markdown/markdown.h"

/* As markdown_render(), for MARKDOWN_COMMONMARK, MARKDOWN_GHPAGES and MARKDOWN_GFM. */
bool cmark_render(const struct markdown_options *options, const struct markdown_hooks *hooks,
                  struct str source, struct pool *pool, struct markdown_result *result);

#endif
