/* kramdown_item.c - see kramdown_item.h */
#include "markdown/kramdown_item.h"

#include "markdown/kramdown_line.h"

/* Offset behind an attribute list, with white space before and after it, at the start of an item. Not
 * "{:name:". */
static size_t ial_end(struct str s, struct str *body)
{
    size_t start = kramdown_spaces(s, 0), end = kramdown_ial(s, start, body);

    if (end == KRAMDOWN_NONE)
        return KRAMDOWN_NONE;
    size_t name = kramdown_word_id(*body, 0);
    if (name != KRAMDOWN_NONE && kramdown_char(*body, name) == ':')
        return KRAMDOWN_NONE;
    return kramdown_spaces(s, end);
}

struct str kramdown_item_ial(struct kramdown *k, struct str s, struct kramdown_node *node)
{
    struct str body;
    size_t end = ial_end(s, &body);

    if (end == KRAMDOWN_NONE)
        return s;
    kramdown_parse_attributes(k, body, kramdown_ial_of(k, node));
    return str_from(s, end);
}

/* The columns up to the first character behind a marker that ends in column marker_len. */
static size_t content_indent(struct str rest, size_t marker_len)
{
    size_t column = marker_len, i;

    for (i = 0; i < rest.len && (rest.at[i] == ' ' || rest.at[i] == '\t'); i++)
        column += rest.at[i] == '\t' ? 4 - column % 4 : 1;
    return column;
}

size_t kramdown_item_start(struct kramdown *k, struct kramdown_item *item, size_t marker_len, size_t at,
                           struct kramdown_node *node)
{
    struct str s = k->src->s, body;
    size_t end = kramdown_line_end(s, at);
    struct str rest = str_head(str_from(s, at), end - at);
    size_t ial = ial_end(rest, &body);

    item->text = (struct text){0};
    if (kramdown_is_blank_line(rest, 0) || ial == rest.len)
        item->indent = 4;
    else
        item->indent = content_indent(rest, marker_len);
    text_add(&item->text, kramdown_item_ial(k, str_from(rest, kramdown_spaces(rest, 0)), node));
    return end;
}

/* Offset behind the indent of an item, where the line at at has it: tabs and fours of blanks are the same,
 * and one of them too many is as good. */
static size_t indent_end(struct str s, size_t at, size_t indent)
{
    for (size_t i = 0; i < indent / 4; i++) {
        at = kramdown_indent(s, at);
        if (at == KRAMDOWN_NONE)
            return at;
    }
    size_t tab = kramdown_indent(s, at), blanks = kramdown_run(s, at, ' ') - at;
    if (blanks >= indent % 4)
        return at + indent % 4;
    return tab;
}

size_t kramdown_item_line(const struct kramdown *k, const struct kramdown_item *item, size_t at,
                          bool last_is_blank)
{
    struct str s = k->src->s, body;

    if (kramdown_is_blank_line(s, at))
        return KRAMDOWN_NONE;
    if (indent_end(s, at, item->indent) != KRAMDOWN_NONE)
        return kramdown_line_end(s, at);
    if (last_is_blank)
        return KRAMDOWN_NONE;
    size_t start = kramdown_run(s, at, ' ');
    if (start - at <= (item->indent < 3 ? item->indent : 3)) {
        size_t ial = kramdown_ial(s, start, &body);
        if ((ial != KRAMDOWN_NONE && kramdown_to_eol(s, ial) != KRAMDOWN_NONE) ||
            kramdown_at_html_edge(s, start))
            return KRAMDOWN_NONE;
    }
    return kramdown_line_end(s, at);
}

bool kramdown_item_unindent(struct kramdown *k, const struct kramdown_item *item, size_t at, struct str *line)
{
    struct str s = k->src->s;
    size_t end = kramdown_line_end(s, at), tabs = kramdown_run(s, at, '\t') - at;

    *line = str_head(str_from(s, at), end - at);
    if (tabs > 0) {
        struct text spaced = {0};
        for (size_t i = 0; i < 4 * tabs; i++)
            text_add_char(&spaced, ' ');
        text_add(&spaced, str_from(*line, tabs));
        *line = text_finish(&spaced, k->pool);
    }
    if (kramdown_run(*line, 0, ' ') < item->indent)
        return false;
    *line = str_from(*line, item->indent);
    return true;
}
