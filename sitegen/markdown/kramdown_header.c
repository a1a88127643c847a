/* kramdown_header.c - headings of both kinds. See kramdown_parser.h. */
#include "markdown/kramdown_line.h"

/* Characters of an id in "{#id}": those of an XML name. */
static size_t id_end(struct str s, size_t at)
{
    if (!kramdown_is_alpha_at(s, at) && kramdown_char(s, at) != '_' && kramdown_char(s, at) != ':')
        return KRAMDOWN_NONE;
    while (kramdown_is_alnum_at(s, at) ||
           (kramdown_char(s, at) != '\0' && str_find_char(STR("_:-."), s.at[at]) < 4))
        at += utf8_len(str_from(s, at));
    return at;
}

/* "text {#id}" -> "text"; *id is empty when there is none. */
static struct str split_id(struct str text, struct str *id)
{
    *id = STR("");
    text = str_trim_end(text);
    if (!str_ends(text, "}"))
        return text;
    for (size_t open = text.len - 1; open > 0; open--) {
        char c = text.at[open];
        if (c == ' ' || c == '\t')
            return text;
        if (c != '{' || (text.at[open - 1] != ' ' && text.at[open - 1] != '\t'))
            continue;
        if (text.at[open + 1] != '#' || id_end(text, open + 2) != text.len - 1)
            return text;
        *id = str_head(str_from(text, open + 2), text.len - 1 - (open + 2));
        return str_trim_end(str_head(text, open - 1));
    }
    return text;
}

static void add_header(struct kramdown *k, unsigned level, struct str text, struct str id)
{
    cmark_node *header = kramdown_add_block(k, KRAMDOWN_HEADER, text);
    struct kramdown_node *node = kramdown_of(header);

    node->code = level;
    kramdown_add(k->pool, header, KRAMDOWN_RAW_TEXT, text);
    if (id.len > 0)
        kramdown_attr_set(k->pool, &node->attrs, STR("id"), id);
}

/* The hashes that close a heading; in GFM white space must stand before them, else no backslash. */
static struct str without_closing(const struct kramdown *k, struct str text)
{
    size_t len = text.len;

    while (len > 0 && text.at[len - 1] == '#')
        len--;
    if (len == text.len)
        return text;
    if (k->options.gfm && k->options.gfm_paragraph_end) {
        bool blank = len > 0 && (text.at[len - 1] == ' ' || text.at[len - 1] == '\t');
        return blank ? str_trim_end(str_head(text, len - 1)) : text;
    }
    if (len > 0 && text.at[len - 1] == '\\')
        len++;
    return len < text.len ? str_trim_end(str_head(text, len)) : text;
}

bool kramdown_parse_atx_header(struct kramdown *k)
{
    struct str s = k->src->s, id;
    size_t start = k->src->at, hashes = kramdown_run(str_head(s, start + 6), start, '#');
    size_t text = kramdown_blanks(s, hashes), end = kramdown_line_end(s, start);

    if (hashes == start || (k->options.gfm && text == hashes))
        return false;
    if (!k->options.gfm && kramdown_char(s, text) == '\n')
        end = kramdown_line_end(s, end); /* nothing behind the hashes: kramdown takes the next line */
    if (s.at[end - 1] != '\n')
        return false;
    if (!(k->options.gfm && k->options.gfm_paragraph_end) && !kramdown_after_boundary(k))
        return false;
    struct str contents = split_id(str_head(str_from(s, text), end - text), &id);
    contents = without_closing(k, contents);
    if (contents.len == 0)
        return false;
    add_header(k, (unsigned)(hashes - start), contents, id);
    k->src->at = end;
    return true;
}

bool kramdown_parse_setext_header(struct kramdown *k)
{
    struct str s = k->src->s, id;
    size_t start = kramdown_opt_space(s, k->src->at), line = kramdown_line_end(s, start);
    char mark = kramdown_char(s, line), first = kramdown_char(s, start);

    if ((mark != '-' && mark != '=') || first == ' ' || first == '\t')
        return false;
    size_t end = line;
    while (kramdown_char(s, end) == '-' || kramdown_char(s, end) == '=')
        end++;
    end = kramdown_to_eol(s, end);
    if (end == KRAMDOWN_NONE || !kramdown_after_boundary(k))
        return false;
    struct str contents = split_id(str_head(str_from(s, start), line - start), &id);
    if (contents.len == 0)
        return false;
    add_header(k, mark == '-' ? 2 : 1, contents, id);
    k->src->at = end;
    return true;
}
