/* discount_html.c - which HTML libmarkdown takes as a block, and where that ends. See discount.h. */
#include "markdown/discount.h"

static const char *const block_tags[] = {
    "style", "script", "address", "bdo", "blockquote", "center", "dfn", "div", "object", "h1", "h2",
    "h3", "h4", "h5", "h6", "listing", "nobr", "form", "ul", "p", "ol", "dl", "plaintext", "pre",
    "table", "wbr", "xmp", "iframe", "map", "aside", "footer", "header", "nav", "section", "article"};

static bool is_name_char(char c)
{
    return char_is_alpha(c) || char_is_digit(c);
}

/* The name of the tag at at, which is a '<' or "</". */
static struct str name_at(struct str s, size_t at)
{
    size_t start = at + 1 + (at + 1 < s.len && s.at[at + 1] == '/'), end = start;

    while (end < s.len && is_name_char(s.at[end]))
        end++;
    return str_head(str_from(s, start), end - start);
}

static bool same_name(struct str a, struct str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (char_lower(a.at[i]) != char_lower(b.at[i]))
            return false;
    return true;
}

static bool is_block_tag(struct str name)
{
    for (size_t i = 0; i < sizeof(block_tags) / sizeof(block_tags[0]); i++)
        if (str_is_nocase(name, block_tags[i]))
            return true;
    return false;
}

static size_t behind_line(struct str s, size_t at)
{
    at += str_find_char(str_from(s, at), '\n') + 1;
    return at < s.len ? at : s.len;
}

/* The library counts tags of one name, and looks for the end of that alone. */
static size_t end_of(struct str s, size_t at, struct str name, size_t *looked_at)
{
    size_t depth = 0, start = at;

    while (at < s.len) {
        struct str rest = str_from(s, at);
        if (str_starts(rest, "<!--")) {
            at += 4 + str_find(str_from(rest, 4), STR("-->"));
        } else if (same_name(name_at(s, at), name)) {
            depth += rest.len > 1 && rest.at[1] == '/' ? -(size_t)1 : 1;
            if (depth == 0) {
                *looked_at = at - start;
                return behind_line(s, at);
            }
        }
        at++;
        at += str_find_char(str_from(s, at), '<');
    }
    *looked_at = s.len - start;
    return 0;
}

size_t discount_html_end(struct str source, size_t at, size_t *looked_at)
{
    struct str name = name_at(source, at);

    *looked_at = 0;
    if (str_starts(str_from(source, at), "<!--")) {
        size_t end = at + str_find(str_from(source, at), STR("-->"));
        *looked_at = end - at;
        return end < source.len ? behind_line(source, end) : 0;
    }
    if (at + 1 >= source.len || source.at[at + 1] == '/' || !is_block_tag(name))
        return 0;
    return end_of(source, at, name, looked_at);
}
