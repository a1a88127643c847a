/* kramdown_plain.h - what is left of spans without their markup.
 *
 * Layer     sitegen/markdown
 */
#ifndef SITEGEN_MARKDOWN_KRAMDOWN_PLAIN_H
#define SITEGEN_MARKDOWN_KRAMDOWN_PLAIN_H

#include "markdown/kramdown_tree.h"
#include "markdown/markdown_options.h"
#include "text.h"

/* The text of a node: with all, also code, math and characters written as references or made by typography.
 */
void kramdown_plain_text(cmark_node *node, bool all, struct text *out);

/* A typographic symbol as it is without options: one or two characters. */
const char *kramdown_symbol_text(enum kramdown_symbol symbol);

#endif
