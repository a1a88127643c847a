/* html_text.h - changing the text of a rendered page, and leaving its markup as it is.
 *
 * Layer     sitegen/plugins; above html.h
 */
#ifndef SITEGEN_PLUGINS_HTML_TEXT_H
#define SITEGEN_PLUGINS_HTML_TEXT_H

#include "site.h"

/* Add to out what stands in place of a run of text between two tags. */
typedef void html_text_change(void *context, struct str run, struct text *out);

/* Copy html to out, what stands in the body (or everything, where there is no body) changed, except inside of
 * the elements that skipped names (NULL-terminated). Comments stay. */
void html_text_map(struct str html, const char *const *skipped, html_text_change *change, void *context,
                   struct text *out);

/* Whether what is written of a page is HTML. */
bool html_text_is_page(const struct page *page);

#endif
