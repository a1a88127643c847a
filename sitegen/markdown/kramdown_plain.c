/* kramdown_plain.c - see kramdown_plain.h */
#include "markdown/kramdown_plain.h"

#include "markdown/markdown_unicode.h"

const char *kramdown_symbol_text(enum kramdown_symbol symbol)
{
    static const char *const texts[KRAMDOWN_SYMBOL_COUNT] = {
        [KRAMDOWN_MDASH] = "\xe2\x80\x94",
        [KRAMDOWN_NDASH] = "\xe2\x80\x93",
        [KRAMDOWN_HELLIP] = "\xe2\x80\xa6",
        [KRAMDOWN_LAQUO_SPACE] = "\xc2\xab\xc2\xa0",
        [KRAMDOWN_RAQUO_SPACE] = "\xc2\xa0\xc2\xbb",
        [KRAMDOWN_LAQUO] = "\xc2\xab",
        [KRAMDOWN_RAQUO] = "\xc2\xbb",
    };

    return texts[symbol];
}

void kramdown_plain_text(cmark_node *node, bool all, struct text *out)
{
    /* Quotes are always the curly ones: ids do not depend on the option. */
    static const uint32_t quotes[4] = {0x2018, 0x2019, 0x201c, 0x201d};
    const struct kramdown_node *data = kramdown_of(node);

    if (data->kind == KRAMDOWN_TEXT ||
        (all && (data->kind == KRAMDOWN_CODESPAN || data->kind == KRAMDOWN_MATH)))
        text_add(out, data->text);
    else if (all && data->kind == KRAMDOWN_ENTITY)
        unicode_add(out, data->code);
    else if (all && data->kind == KRAMDOWN_QUOTE)
        unicode_add(out, quotes[data->code]);
    else if (all && data->kind == KRAMDOWN_SYM)
        text_add_c(out, kramdown_symbol_text((enum kramdown_symbol)data->code));
    else
        for (cmark_node *child = cmark_node_first_child(node); child != NULL; child = cmark_node_next(child))
            kramdown_plain_text(child, all, out);
}
