/* kramdown_span.c - see kramdown_span.h */
#include "markdown/kramdown_span.h"

#include "markdown/kramdown_tag.h"

#include <string.h>

#define DEPTH_MAX 400u /* spans in spans */

void span_add_text(struct spans *sp, struct str text)
{
    kramdown_add_text(sp->k->pool, sp->tree, sp->text_kind, text);
}

void span_text(struct spans *sp, size_t len)
{
    span_add_text(sp, str_head(str_from(sp->s, sp->at), len));
    sp->at += len;
}

cmark_node *span_add(struct spans *sp, enum kramdown_kind kind, struct str text)
{
    return kramdown_add(sp->k->pool, sp->tree, kind, text);
}

static bool is_quote(char c)
{
    return c == '"' || c == '\'';
}

/* Could a span start here? Quotes are looked for by the caller. */
static bool is_start(const struct spans *sp, size_t at)
{
    struct str s = sp->s;
    char c = s.at[at], next = kramdown_char(s, at + 1);

    if (sp->scanners != SPANS_ALL)
        return (c == '<' && sp->scanners != SPANS_CODE) || (c == '`' && sp->scanners != SPANS_HTML);
    switch (c) {
    case '*':
    case '_':
    case '`':
    case '<':
    case '[':
    case '$':
    case '&':
    case '\\':
        return true;
    case '!':
        return next == '[';
    case '{':
        return next == ':';
    case '-':
    case '~':
    case '>':
        return next == c;
    case '.':
        return next == '.' && kramdown_char(s, at + 2) == '.';
    case ' ':
        return (next == ' ' && kramdown_char(s, at + 2) == '\n') ||
               ((next == '<' || next == '>') && kramdown_char(s, at + 2) == next);
    default:
        return false;
    }
}

static bool is_stop(const struct spans *sp, const struct span_stop *stop, size_t at, size_t *len)
{
    struct str s = sp->s;
    struct kramdown_tag tag;

    switch (stop->kind) {
    case STOP_EMPHASIS:
        *len = stop->len;
        return s.at[at] == stop->mark && (stop->len == 1 || kramdown_char(s, at + 1) == stop->mark);
    case STOP_BRACKET:
        *len = s.at[at] == '!' ? 2 : 1;
        return s.at[at] == ']' || s.at[at] == '[' || (s.at[at] == '!' && kramdown_char(s, at + 1) == '[');
    default:
        if (s.at[at] != '<' || kramdown_char(s, at + 1) != '/' ||
            kramdown_find_end_tag(str_head(s, at + 2 + stop->tag.len + 64), at, stop->tag, stop->any_case,
                                  &tag) != at)
            return false;
        *len = tag.end - at;
        return true;
    }
}

/* The first place from at on that needs a closer look; s.len when there is none. A quote is looked at from
 * the character before it on. */
static size_t find_start(const struct spans *sp, const struct span_stop *stop)
{
    struct str s = sp->s;
    size_t len;

    for (size_t i = sp->at; i < s.len; i++) {
        unsigned char c = (unsigned char)s.at[i];
        if (c >= 0x80 || char_is_alpha((char)c))
            continue;
        if (is_quote((char)c) && sp->scanners == SPANS_ALL) {
            size_t before = i;
            while (before > sp->at && ((unsigned char)s.at[before - 1] & 0xc0) == 0x80)
                before--;
            if (before > sp->at && s.at[before - 1] != '\\')
                before--;
            return before < i && s.at[before] == '\\' ? i : before;
        }
        if (is_start(sp, i) || (stop != NULL && is_stop(sp, stop, i, &len)))
            return i;
    }
    return s.len;
}

/* Does what looks like the stop at at close what was opened? */
static bool stops(struct spans *sp, struct span_stop *stop)
{
    struct str s = sp->s;
    size_t at = sp->at;
    switch (stop->kind) {
    case STOP_EMPHASIS:
        return cmark_node_first_child(sp->tree) != NULL && span_may_close(s, at, stop->mark, stop->len);
    case STOP_BRACKET:
        if (s.at[at] == ']')
            stop->bracket_count--;
        else
            stop->bracket_count++;
        return stop->bracket_count == kramdown_of(sp->tree)->img_count;
    default:
        return true;
    }
}

static bool take_bracket(struct spans *sp)
{
    size_t open = sp->at + (sp->s.at[sp->at] == '!');
    char next = kramdown_char(sp->s, open + 1);

    if (open == sp->at && span_footnote_marker(sp))
        return true;
    if (kramdown_char(sp->s, open) != '[' || next == '^' || open + 1 >= sp->s.len)
        return false;
    span_link(sp);
    return true;
}

static bool take_by_char(struct spans *sp)
{
    struct str s = sp->s;
    size_t name = sp->at + 1;

    switch (s.at[sp->at]) {
    case '*':
    case '_':
        span_emphasis(sp);
        return true;
    case '`':
        span_code(sp);
        return true;
    case '[':
    case '!':
        return take_bracket(sp);
    case '<':
        if (sp->scanners == SPANS_ALL && span_autolink(sp))
            return true;
        if (kramdown_char(s, name) != '/' && !str_starts(str_from(s, name), "!--") &&
            kramdown_tag_name(s, name) == KRAMDOWN_NONE)
            return false;
        span_html(sp);
        return true;
    default:
        return false;
    }
}

/* In the order in which kramdown asks: a quote comes before what else the character before it could start. */
static void take(struct spans *sp)
{
    struct str s = sp->s;
    char c = s.at[sp->at];
    size_t len = utf8_len(str_from(s, sp->at));

    if (sp->scanners != SPANS_ALL) {
        if (!is_start(sp, sp->at) || !take_by_char(sp))
            span_text(sp, len);
        return;
    }
    if (take_by_char(sp))
        return;
    if (is_quote(c) || (c != '\\' && is_quote(kramdown_char(s, sp->at + len)))) {
        span_smart_quote(sp);
        return;
    }
    if (c == '{' && kramdown_char(s, sp->at + 1) == ':')
        span_extension(sp);
    else if (!(c == '$' && span_inline_math(sp)) && !(c == '&' && span_entity(sp)) && !span_symbol(sp) &&
             !span_line_break(sp) && !span_escaped_char(sp) && !(c == '~' && span_strikethrough(sp)))
        span_text(sp, len);
}

bool span_parse(struct spans *sp, cmark_node *into, struct span_stop *stop)
{
    cmark_node *outer = sp->tree;
    bool found = false;
    size_t len;

    if (sp->depth >= DEPTH_MAX) {
        kramdown_fault(sp->k, "emphasis, links and HTML elements are nested too deeply (at most 400)");
        return false;
    }
    sp->depth++;
    sp->tree = into;
    while (sp->at < sp->s.len && !found && sp->k->fault == NULL) {
        size_t start = find_start(sp, stop);
        if (start == sp->s.len) {
            if (stop == NULL)
                span_text(sp, start - sp->at);
            break;
        }
        span_text(sp, start - sp->at);
        found = stop != NULL && is_stop(sp, stop, start, &len) && stops(sp, stop);
        if (!found)
            take(sp);
    }
    sp->tree = outer;
    sp->depth--;
    return found;
}

size_t span_comment_end(struct spans *sp)
{
    if (!str_starts(str_from(sp->s, sp->at), "<!--") || sp->at >= sp->no_comment_end_at)
        return KRAMDOWN_NONE;
    size_t len = str_find(str_from(sp->s, sp->at + 4), STR("-->"));
    if (sp->at + 4 + len < sp->s.len)
        return sp->at + 4 + len + 3;
    sp->no_comment_end_at = sp->at;
    return KRAMDOWN_NONE;
}

static void parse(struct kramdown *k, cmark_node *into, struct str text, enum span_scanners scanners,
                  enum kramdown_kind text_kind)
{
    const char *bracket = text.len > 0 ? memrchr(text.at, ']', text.len) : NULL;
    struct spans sp = {.k = k,
                       .s = text,
                       .scanners = scanners,
                       .text_kind = text_kind,
                       .last_bracket_at = bracket != NULL ? (size_t)(bracket - text.at) : text.len,
                       .last_closing_at = {KRAMDOWN_NONE, KRAMDOWN_NONE, KRAMDOWN_NONE, KRAMDOWN_NONE},
                       .no_comment_end_at = KRAMDOWN_NONE,
                       .no_math_end_at = KRAMDOWN_NONE,
                       .no_strike_end_at = KRAMDOWN_NONE,
                       .no_title_end_at = {KRAMDOWN_NONE, KRAMDOWN_NONE}};

    span_parse(&sp, into, NULL);
}

void kramdown_parse_raw_text(struct kramdown *k, cmark_node *into, struct str text)
{
    if (k->depth >= DEPTH_MAX) {
        kramdown_fault(k, "text is struck through in text that is struck through, too deeply");
        return;
    }
    k->depth++;
    parse(k, into, text, SPANS_ALL, KRAMDOWN_TEXT);
    k->depth--;
}

void kramdown_parse_code(struct kramdown *k, cmark_node *into, struct str text, bool html_too)
{
    parse(k, into, text, html_too ? SPANS_CODE_HTML : SPANS_CODE, KRAMDOWN_RAW_TEXT);
}
