/* kramdown_span_take.c - the spans that need no file of their own. See kramdown_span.h. */
#include "markdown/kramdown_span.h"

void span_code(struct spans *sp)
{
    struct str s = sp->s;
    size_t start = sp->at, code = kramdown_run(s, start, '`'), len = code - start;
    bool blank_before = start == 0 || char_is_space(s.at[start - 1]);

    if (len == 1 && blank_before && char_is_space(kramdown_char(s, code))) {
        span_text(sp, len);
        return;
    }
    size_t end = code + str_find(str_from(s, code), str_head(str_from(s, start), len));
    if (end == s.len) {
        kramdown_spend(sp->k, s.len - code);
        span_text(sp, len);
        return;
    }
    struct str text = str_head(str_from(s, code), end - code);
    if (len > 1 && str_starts(text, " "))
        text = str_from(text, 1);
    if (len > 1 && str_ends(text, " "))
        text.len--;
    span_add(sp, KRAMDOWN_CODESPAN, text);
    sp->at = end + len;
}

bool span_footnote_marker(struct spans *sp)
{
    struct kramdown *k = sp->k;
    struct str s = sp->s;
    size_t end = kramdown_char(s, sp->at + 1) == '^' ? kramdown_word_id(s, sp->at + 2) : KRAMDOWN_NONE;

    if (end == KRAMDOWN_NONE || kramdown_char(s, end) != ']')
        return false;
    struct value index = hash_get(k->footnotes, str_head(str_from(s, sp->at + 2), end - (sp->at + 2)));
    if (index.kind == VALUE_NIL) {
        span_text(sp, end + 1 - sp->at);
        return true;
    }
    struct kramdown_footnote *note = k->footnote_list[index.integer];
    kramdown_of(span_add(sp, KRAMDOWN_FOOTNOTE, note->name))->footnote = note;
    sp->at = end + 1;
    return true;
}

bool span_inline_math(struct spans *sp)
{
    struct str rest = str_from(sp->s, sp->at);

    if (!str_starts(rest, "$$") || sp->at >= sp->no_math_end_at)
        return false;
    size_t len = str_find(str_from(rest, 2), STR("$$"));
    if (2 + len >= rest.len) {
        sp->no_math_end_at = sp->at;
        return false;
    }
    span_add(sp, KRAMDOWN_MATH, str_trim(str_head(str_from(rest, 2), len)));
    sp->at += 2 + len + 2;
    return true;
}

/* "{: ...}" behind a span gives it attributes; behind text it is text. */
void span_extension(struct spans *sp)
{
    struct kramdown *k = sp->k;
    struct kramdown_src src = {.s = sp->s, .at = sp->at};
    cmark_node *last = cmark_node_last_child(sp->tree);
    char next = kramdown_char(sp->s, sp->at + 2);
    bool is_extension = false;

    if (next == ':' && (is_extension = kramdown_parse_extension(k, &src, sp->tree, false)))
        sp->at = src.at;
    size_t close = kramdown_list_close(sp->s, sp->at + 2);
    if (is_extension)
        return;
    if (next == ':' || next == '/' || close == KRAMDOWN_NONE || close == sp->at + 2 || last == NULL ||
        kramdown_kind_of(last) == KRAMDOWN_TEXT) {
        span_text(sp, 1);
        return;
    }
    struct kramdown_ial ial = {0};
    struct kramdown_node *node = kramdown_of(last);
    kramdown_parse_attributes(k, str_head(str_from(sp->s, sp->at + 2), close - (sp->at + 2)), &ial);
    for (const struct kramdown_ref *ref = ial.refs; ref != NULL; ref = ref->next)
        kramdown_ref_add(k->pool, kramdown_ial_of(k, node), ref->name);
    kramdown_apply_ial(k, &node->attrs, &ial);
    sp->at = close + 1;
}

bool span_line_break(struct spans *sp)
{
    struct str rest = str_from(sp->s, sp->at);

    if ((sp->k->options.gfm && sp->k->options.hard_wrap) ||
        (!str_starts(rest, "  \n") && !str_starts(rest, "\\\\\n")))
        return false;
    span_add(sp, KRAMDOWN_BR, STR(""));
    sp->at += 2;
    return true;
}

bool span_escaped_char(struct spans *sp)
{
    struct str escapable =
        sp->k->options.gfm ? STR("\\.*_+`<>()[]{}#!:|\"'$=-~") : STR("\\.*_+`<>()[]{}#!:|\"'$=-");
    char c = kramdown_char(sp->s, sp->at + 1);

    if (sp->s.at[sp->at] != '\\' || c == '\0' || str_find_char(escapable, c) == escapable.len)
        return false;
    sp->at++;
    span_text(sp, 1);
    return true;
}

/* What is struck through is a text of its own: emphasis does not reach into it, nor out of it. */
bool span_strikethrough(struct spans *sp)
{
    struct str s = sp->s;
    size_t start = sp->at + 2, end = start + 1;

    if (!sp->k->options.gfm || !str_starts(str_from(s, sp->at), "~~") || start >= s.len ||
        char_is_space(s.at[start]) || s.at[start] == '~' || start >= sp->no_strike_end_at)
        return false;
    while (end < s.len) {
        end += str_find(str_from(s, end), STR("~~"));
        if (end == s.len || (!char_is_space(s.at[end - 1]) && s.at[end - 1] != '~'))
            break;
        end++;
    }
    if (end >= s.len) {
        sp->no_strike_end_at = start;
        return false;
    }
    cmark_node *del = span_add(sp, KRAMDOWN_HTML, STR("del"));
    kramdown_of(del)->model = KRAMDOWN_MODEL_NONE;
    if (kramdown_spend(sp->k, end - start))
        kramdown_parse_raw_text(sp->k, del, str_head(str_from(s, start), end - start));
    sp->at = end + 2;
    return true;
}
