/* kramdown_line.c - see kramdown_line.h */
#include "markdown/kramdown_line.h"

#include "markdown/kramdown_tag.h"

#include <utf8proc.h>

#define LIST_LEN_MAX                                                                                         \
    4096u /* bytes of an attribute list: so "{:" without end is not searched for it time and again */

size_t kramdown_line_end(struct str s, size_t at)
{
    size_t len = str_find_char(str_from(s, at), '\n');

    return at + len < s.len ? at + len + 1 : s.len;
}

size_t kramdown_run(struct str s, size_t at, char c)
{
    while (at < s.len && s.at[at] == c)
        at++;
    return at;
}

size_t kramdown_opt_space(struct str s, size_t at)
{
    size_t end = at;

    while (end < s.len && end < at + 3 && s.at[end] == ' ')
        end++;
    return end;
}

size_t kramdown_blanks(struct str s, size_t at)
{
    while (at < s.len && (s.at[at] == ' ' || s.at[at] == '\t'))
        at++;
    return at;
}

size_t kramdown_spaces(struct str s, size_t at)
{
    while (at < s.len && char_is_space(s.at[at]))
        at++;
    return at;
}

size_t kramdown_to_eol(struct str s, size_t at)
{
    while (at < s.len && char_is_space(s.at[at]) && s.at[at] != '\n')
        at++;
    return kramdown_char(s, at) == '\n' ? at + 1 : KRAMDOWN_NONE;
}

size_t kramdown_blank_lines(struct str s, size_t at)
{
    size_t end = KRAMDOWN_NONE;

    for (; at < s.len && char_is_space(s.at[at]); at++)
        if (s.at[at] == '\n')
            end = at + 1;
    return end;
}

bool kramdown_is_blank_line(struct str s, size_t at)
{
    while (at < s.len && char_is_space(s.at[at]) && s.at[at] != '\n')
        at++;
    return at == s.len || s.at[at] == '\n';
}

size_t kramdown_indent(struct str s, size_t at)
{
    if (kramdown_char(s, at) == '\t')
        return at + 1;
    return kramdown_run(str_head(s, at + 4), at, ' ') == at + 4 ? at + 4 : KRAMDOWN_NONE;
}

size_t kramdown_eob(struct str s, size_t at)
{
    return kramdown_char(s, at) == '^' ? kramdown_to_eol(s, at + 1) : KRAMDOWN_NONE;
}

size_t kramdown_hr(struct str s, size_t at)
{
    size_t start = kramdown_opt_space(s, at), count = 0;
    char mark = kramdown_char(s, start);

    if (mark != '*' && mark != '-' && mark != '_')
        return KRAMDOWN_NONE;
    for (at = start; at < s.len && s.at[at] != '\n'; at++) {
        if (s.at[at] == mark)
            count++;
        else if (s.at[at] != ' ' && s.at[at] != '\t')
            return KRAMDOWN_NONE;
    }
    return count >= 3 && at < s.len ? at + 1 : KRAMDOWN_NONE;
}

static int32_t char_at(struct str s, size_t at)
{
    utf8proc_int32_t c = -1;

    if (at < s.len && (unsigned char)s.at[at] < 0x80)
        return s.at[at];
    if (at < s.len)
        utf8proc_iterate((const utf8proc_uint8_t *)s.at + at, (utf8proc_ssize_t)(s.len - at), &c);
    return c;
}

static bool is_letter_category(int32_t c)
{
    utf8proc_category_t category = utf8proc_category(c);

    return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_ME) ||
           category == UTF8PROC_CATEGORY_NL;
}

bool kramdown_is_alpha_at(struct str s, size_t at)
{
    int32_t c = char_at(s, at);

    return c >= 0x80 ? is_letter_category(c) : c > 0 && char_is_alpha((char)c);
}

bool kramdown_is_alnum_at(struct str s, size_t at)
{
    int32_t c = char_at(s, at);

    if (c < 0x80)
        return c > 0 && (char_is_alpha((char)c) || char_is_digit((char)c));
    return is_letter_category(c) || utf8proc_category(c) == UTF8PROC_CATEGORY_ND;
}

bool kramdown_is_word_at(struct str s, size_t at)
{
    int32_t c = char_at(s, at);

    return c == '_' || kramdown_is_alnum_at(s, at) ||
           (c >= 0x80 && utf8proc_category(c) == UTF8PROC_CATEGORY_PC);
}

size_t kramdown_word_id(struct str s, size_t at)
{
    if (!kramdown_is_word(kramdown_char(s, at)))
        return KRAMDOWN_NONE;
    while (at < s.len && (kramdown_is_word(s.at[at]) || s.at[at] == '-'))
        at++;
    return at;
}

static size_t simple_name(struct str s, size_t at)
{
    if (!kramdown_is_alpha_at(s, at) && kramdown_char(s, at) != '_')
        return KRAMDOWN_NONE;
    while (kramdown_is_alnum_at(s, at) || kramdown_char(s, at) == '-' || kramdown_char(s, at) == '.' ||
           kramdown_char(s, at) == '_')
        at += utf8_len(str_from(s, at));
    return at;
}

size_t kramdown_tag_name(struct str s, size_t at)
{
    size_t end = simple_name(s, at);

    if (end != KRAMDOWN_NONE && kramdown_char(s, end) == ':') {
        size_t second = simple_name(s, end + 1);
        if (second != KRAMDOWN_NONE)
            end = second;
    }
    return end;
}

/* Span elements and scripts stand in a paragraph; other tags end one. Only names in lower case count. */
bool kramdown_at_html_edge(struct str s, size_t at)
{
    bool is_end = kramdown_char(s, at + 1) == '/';
    size_t name = at + 1 + is_end, word = name;

    if (kramdown_char(s, at) != '<')
        return false;
    size_t end = kramdown_tag_name(s, name);
    if (end == KRAMDOWN_NONE || (is_end && kramdown_char(s, kramdown_spaces(s, end)) != '>'))
        return false;
    while (kramdown_is_word_at(s, word))
        word += utf8_len(str_from(s, word));
    struct str first = str_head(str_from(s, name), word - name);
    return !kramdown_is_span_tag(first) && !str_is(first, "script");
}

bool kramdown_is_lazy_end(struct str s, size_t at)
{
    struct str body;

    return kramdown_is_blank_line(s, at) || kramdown_ial_line(s, at, &body) != KRAMDOWN_NONE ||
           kramdown_eob(s, at) != KRAMDOWN_NONE || kramdown_at_html_edge(s, kramdown_opt_space(s, at));
}

size_t kramdown_list_close(struct str s, size_t at)
{
    s = str_head(s, at + LIST_LEN_MAX);
    for (; at < s.len; at++) {
        if (s.at[at] == '\\' && kramdown_char(s, at + 1) == '}')
            at++;
        else if (s.at[at] == '}')
            return at;
    }
    return KRAMDOWN_NONE;
}

size_t kramdown_ial(struct str s, size_t at, struct str *body)
{
    if (kramdown_char(s, at) != '{' || kramdown_char(s, at + 1) != ':' || kramdown_char(s, at + 2) == ':' ||
        kramdown_char(s, at + 2) == '/')
        return KRAMDOWN_NONE;
    size_t close = kramdown_list_close(s, at + 2);
    if (close == KRAMDOWN_NONE || close == at + 2)
        return KRAMDOWN_NONE;
    *body = str_head(str_from(s, at + 2), close - (at + 2));
    return close + 1;
}

size_t kramdown_ial_line(struct str s, size_t at, struct str *body)
{
    size_t end = kramdown_ial(s, kramdown_opt_space(s, at), body);

    return end != KRAMDOWN_NONE ? kramdown_to_eol(s, end) : KRAMDOWN_NONE;
}

/* kramdown lets a '|' follow a marker as well. */
static size_t behind_marker(struct str s, size_t at)
{
    char c = kramdown_char(s, at);

    return (c == ' ' || c == '\t' || c == '|') && str_find_char(str_from(s, at), '\n') < s.len - at
               ? at
               : KRAMDOWN_NONE;
}

static size_t marker_start(struct str s, size_t at, size_t indent_max)
{
    size_t start = kramdown_run(s, at, ' ');

    return start - at <= indent_max ? start : s.len;
}

size_t kramdown_ul_marker(struct str s, size_t at, size_t indent_max)
{
    size_t start = marker_start(s, at, indent_max);
    char c = kramdown_char(s, start);

    return c == '*' || c == '+' || c == '-' ? behind_marker(s, start + 1) : KRAMDOWN_NONE;
}

size_t kramdown_ol_marker(struct str s, size_t at, size_t indent_max)
{
    size_t start = marker_start(s, at, indent_max), end = start;

    while (end < s.len && char_is_digit(s.at[end]))
        end++;
    return end > start && kramdown_char(s, end) == '.' ? behind_marker(s, end + 1) : KRAMDOWN_NONE;
}

size_t kramdown_dl_marker(struct str s, size_t at, size_t indent_max)
{
    size_t start = marker_start(s, at, indent_max);

    return kramdown_char(s, start) == ':' ? behind_marker(s, start + 1) : KRAMDOWN_NONE;
}

bool kramdown_is_list_start(struct str s, size_t at)
{
    return kramdown_ul_marker(s, at, 3) != KRAMDOWN_NONE || kramdown_ol_marker(s, at, 3) != KRAMDOWN_NONE;
}
