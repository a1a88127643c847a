/* kramdown_definition.c - what is defined for use elsewhere: footnotes, link targets, abbreviations. See
 * kramdown_parser.h. */
#include "markdown/kramdown_line.h"

#include "markdown/markdown_unicode.h"

bool kramdown_parse_footnote_definition(struct kramdown *k)
{
    struct str s = k->src->s;
    size_t start = kramdown_opt_space(s, k->src->at);

    if (!str_starts(str_from(s, start), "[^"))
        return false;
    size_t name_end = kramdown_word_id(s, start + 2);
    if (name_end == KRAMDOWN_NONE || !str_starts(str_from(s, name_end), "]:"))
        return false;
    size_t end = kramdown_indented_end(s, kramdown_line_end(s, name_end));
    struct kramdown_footnote *note = pool_take(k->pool, sizeof(*note));
    note->name = str_head(str_from(s, start + 2), name_end - (start + 2));
    note->content = kramdown_node_new(k->pool, KRAMDOWN_ROOT);
    k->src->at = end;
    k->footnote_list =
        pool_grow(k->pool, k->footnote_list, k->footnote_count, &k->footnote_cap, sizeof(*k->footnote_list));
    k->footnote_list[k->footnote_count++] = note;
    size_t text = name_end + 2;
    kramdown_parse_text(k, note->content, kramdown_unindent(k, str_head(str_from(s, text), end - text)));
    kramdown_add_block(k, KRAMDOWN_EOB, STR("footnote_def"));
    hash_set(k->footnotes, note->name, value_int((int64_t)(k->footnote_count - 1)));
    return true;
}

struct str kramdown_link_id(struct kramdown *k, struct str id)
{
    struct text normal = {0};

    for (size_t at = 0; at < id.len;) {
        size_t end = kramdown_spaces(id, at);
        if (end > at) {
            text_add_char(&normal, ' ');
        } else {
            while (end < id.len && !char_is_space(id.at[end]))
                end++;
            unicode_lower(&normal, str_head(str_from(id, at), end - at));
        }
        at = end;
    }
    return text_finish(&normal, k->pool);
}

/* A title in quotes from at on, with nothing but blanks behind it. Offset of the next line. */
static size_t link_title(struct kramdown *k, struct str s, size_t at, struct str *title)
{
    char quote = kramdown_char(s, at);

    if (quote != '"' && quote != '\'')
        return KRAMDOWN_NONE;
    for (size_t end = at + 2; end < s.len && s.at[end - 1] != '\n' && s.at[end] != '\n'; end++) {
        size_t next = s.at[end] == quote ? kramdown_blanks(s, end + 1) : s.len;
        if (kramdown_char(s, next) != '\n')
            continue;
        *title = str_head(str_from(s, at + 1), end - (at + 1));
        return next + 1;
    }
    kramdown_spend(k, kramdown_line_end(s, at) - at);
    return KRAMDOWN_NONE;
}

/* What follows the address at at: nothing, or a title on this line or the next one. */
static size_t link_rest(struct kramdown *k, struct str s, size_t at, struct kramdown_link *link)
{
    size_t blanks = kramdown_blanks(s, at);
    bool eol = kramdown_char(s, blanks) == '\n';
    size_t title = eol ? kramdown_blanks(s, blanks + 1) : blanks;

    link->has_title = false;
    if (eol || blanks > at) {
        size_t end = link_title(k, s, title, &link->title);
        link->has_title = end != KRAMDOWN_NONE;
        if (link->has_title)
            return end;
    }
    return eol ? blanks + 1 : KRAMDOWN_NONE;
}

/* The address: between '<' and '>', or up to where the rest of the definition can be read. */
static size_t link_address(struct kramdown *k, struct str s, size_t at, struct kramdown_link *link)
{
    size_t end;

    if (kramdown_char(s, at) == '<') {
        for (end = at + 1; end < s.len && s.at[end] != '\n' && k->fault == NULL; end++) {
            size_t rest = s.at[end] == '>' ? link_rest(k, s, end + 1, link) : KRAMDOWN_NONE;
            link->url = str_head(str_from(s, at + 1), end - (at + 1));
            if (rest != KRAMDOWN_NONE)
                return rest;
        }
    }
    for (end = at; end < s.len && s.at[end] != '\n';) {
        while (end < s.len && !char_is_space(s.at[end]))
            end++;
        size_t rest = end > at ? link_rest(k, s, end, link) : KRAMDOWN_NONE;
        link->url = str_head(str_from(s, at), end - at);
        if (rest != KRAMDOWN_NONE)
            return rest;
        /* A blank and a quote in the address: the title was not one. */
        size_t next = kramdown_blanks(s, end);
        if (kramdown_char(s, next) == '"' || kramdown_char(s, next) == '\'' || next == end)
            return KRAMDOWN_NONE;
        end = next;
    }
    return KRAMDOWN_NONE;
}

bool kramdown_parse_link_definition(struct kramdown *k)
{
    struct str s = k->src->s;
    size_t start = kramdown_opt_space(s, k->src->at), end = start + 1;
    struct kramdown_link link = {0};

    if (kramdown_char(s, start) != '[')
        return false;
    while (end < s.len && s.at[end] != ']' && s.at[end] != '\n')
        end++;
    if (end == start + 1 || !str_starts(str_from(s, end), "]:"))
        return false;
    size_t next = link_address(k, s, kramdown_blanks(s, end + 2), &link);
    if (next == KRAMDOWN_NONE)
        return false;
    struct str id = kramdown_link_id(k, str_head(str_from(s, start + 1), end - (start + 1)));
    k->src->at = next;
    link.eob = kramdown_of(kramdown_add_block(k, KRAMDOWN_EOB, STR("link_def")));
    k->link_list = pool_grow(k->pool, k->link_list, k->link_count, &k->link_cap, sizeof(*k->link_list));
    k->link_list[k->link_count++] = link;
    hash_set(k->links, id, value_int((int64_t)(k->link_count - 1)));
    return true;
}

bool kramdown_parse_abbreviation_definition(struct kramdown *k)
{
    struct str s = k->src->s;
    size_t start = kramdown_opt_space(s, k->src->at), end = kramdown_line_end(s, start);

    if (!str_starts(str_from(s, start), "*[") || s.at[end - 1] != '\n' || end - start < 4)
        return false;
    struct str line = str_head(str_from(s, start + 2), end - 1 - (start + 2));
    size_t close = 1 + str_find(str_from(line, 1), STR("]:"));
    if (close >= line.len)
        return false;
    struct kramdown_abbreviation one = {.text = str_head(line, close),
                                        .title = str_trim(str_from(line, close + 2))};
    k->src->at = end;
    one.eob = kramdown_of(kramdown_add_block(k, KRAMDOWN_EOB, STR("abbrev_def")));
    k->abbreviation_list = pool_grow(k->pool, k->abbreviation_list, k->abbreviation_count,
                                     &k->abbreviation_cap, sizeof(*k->abbreviation_list));
    k->abbreviation_list[k->abbreviation_count++] = one;
    return true;
}
