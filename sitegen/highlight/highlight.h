/* highlight.h - source code -> HTML with the class names of rouge (and Pygments), so that existing
 * stylesheets colour it.
 *
 * Layer     sitegen; below it: str, text; libpcre2-8 matches the patterns
 * Memory    what is kept from call to call is one compiled table for each language that was asked for
 * Threads   any number of them may call at the same time
 * Trust     the code may be any bytes; time grows with its length and not faster, nesting is bounded
 */
#ifndef SITEGEN_HIGHLIGHT_HIGHLIGHT_H
#define SITEGEN_HIGHLIGHT_HIGHLIGHT_H

#include "text.h"

/* Add the code to html: `<span class="k">if</span> ...`, with & < > as entities and nothing around it.
 *
 * language  as rouge names it, in the same case: "json" is one, "JSON" is none; what follows a '?' in
 *           "console?comments=true" is no part of the name. Code in a language that rouge knows and we do
 *           not is added as plain text, so that it gets the same frame around it
 * Returns   false, and html is as it was, when no language has that name
 */
bool highlight(struct str code, struct str language, struct text *html);

#endif
