/* kramdown_item.h - the lines of one item of a list or definition list, gathered and freed of their indent.
 *
 * Layer     sitegen/markdown, behind kramdown_list.c and kramdown_deflist.c
 */
#ifndef SITEGEN_MARKDOWN_KRAMDOWN_ITEM_H
#define SITEGEN_MARKDOWN_KRAMDOWN_ITEM_H

#include "markdown/kramdown_parser.h"

struct kramdown_item {
    struct text text; /* of the part that is being gathered */
    size_t indent;    /* columns that its lines start with */
};

/* Start an item at its first line, whose marker ends at at (see kramdown_ul_marker()); marker_len is counted
 * with the blanks in front. The attribute list that it may start with goes to node. Returns the offset of the
 * next line. */
size_t kramdown_item_start(struct kramdown *k, struct kramdown_item *item, size_t marker_len, size_t at,
                           struct kramdown_node *node);

/* The line at at, where it belongs to the item: offset of the next one, else KRAMDOWN_NONE. */
size_t kramdown_item_line(const struct kramdown *k, const struct kramdown_item *item, size_t at,
                          bool last_is_blank);

/* The same line without its indent, into *line. Returns whether it was indented as far as the item. */
bool kramdown_item_unindent(struct kramdown *k, const struct kramdown_item *item, size_t at,
                            struct str *line);

/* "{: ...}" at the start of s, read into node. Returns what follows. */
struct str kramdown_item_ial(struct kramdown *k, struct str s, struct kramdown_node *node);

#endif
