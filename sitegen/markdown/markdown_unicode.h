/* markdown_unicode.h - what ids and link names ask of characters beyond ASCII.
 *
 * Layer     sitegen/markdown; tables by libutf8proc
 * Trust     any bytes; what is not UTF-8 is passed on as it stands
 */
#ifndef SITEGEN_MARKDOWN_UNICODE_H
#define SITEGEN_MARKDOWN_UNICODE_H

#include "text.h"

void unicode_lower(struct text *out, struct str s);
void unicode_add(struct text *out, uint32_t c);

/* The text as GitHub makes an id of it: lower case, without punctuation, blanks as '-'. */
void unicode_github_id(struct text *out, struct str s);

#endif
