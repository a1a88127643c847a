/* markdown_links.h - addresses in finished HTML, offered to the host.
 *
 * Layer     sitegen/markdown
 */
#ifndef SITEGEN_MARKDOWN_LINKS_H
#define SITEGEN_MARKDOWN_LINKS_H

#include "html.h"
#include "markdown/markdown.h"

/* Copy a tag with the value of one attribute exchanged, if the host wants it so. hooks may be NULL. */
void markdown_link_tag(struct text *out, const struct html_tag *tag, const char *attribute,
                       const struct markdown_hooks *hooks);

/* Copy HTML with every href of <a> and src of <img> offered. */
void markdown_links(struct text *out, struct str html, const struct markdown_hooks *hooks);

#endif
