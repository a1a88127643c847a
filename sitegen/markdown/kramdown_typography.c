/* kramdown_typography.c - curly quotes, dashes, ellipsis, guillemets, entities. See kramdown_span.h. */
#include "markdown/kramdown_entity.h"
#include "markdown/kramdown_span.h"

enum quote { LSQUO, RSQUO, LDQUO, RDQUO };

static bool is_quote(char c)
{
    return c == '"' || c == '\'';
}

static bool is_space_at(struct str s, size_t at)
{
    return at < s.len && char_is_space(s.at[at]);
}

static void add_quote(struct spans *sp, char mark, bool opens)
{
    enum quote quote = mark == '"' ? (opens ? LDQUO : RDQUO) : (opens ? LSQUO : RSQUO);

    kramdown_of(span_add(sp, KRAMDOWN_QUOTE, STR("")))->code = quote;
    sp->at++;
}

/* Does a word start or end between the characters before and behind at? */
static bool is_word_edge(struct str s, size_t before, size_t at)
{
    return kramdown_is_word_at(s, before) != kramdown_is_word_at(s, at);
}

/* A quote before punctuation closes, unless a word or an ellipsis follows the punctuation. */
static bool closes_before_punctuation(struct str s, size_t at)
{
    struct str marks = STR("!\"#$%'()*+,-./:;<=>?@[\\]^_`{|}~");
    char c = kramdown_char(s, at + 1);

    return c != '\0' && str_find_char(marks, c) < marks.len && !str_starts(str_from(s, at + 2), "..") &&
           !is_word_edge(s, at + 1, at + 2);
}

static bool closes_before_space(struct str s, size_t at)
{
    return at + 1 >= s.len || is_space_at(s, at + 1) ||
           (s.at[at + 1] == 's' && is_word_edge(s, at + 1, at + 2));
}

/* "'80s" */
static bool is_decade(struct str s, size_t at)
{
    return kramdown_char(s, at) == '\'' && char_is_digit(kramdown_char(s, at + 1)) &&
           char_is_digit(kramdown_char(s, at + 2)) && kramdown_char(s, at + 3) == 's';
}

/* Two different quotes before a word: "'Quoted' words in a larger quote." */
static bool is_double_opening(struct str s, size_t at)
{
    return is_quote(kramdown_char(s, at)) && is_quote(kramdown_char(s, at + 1)) && s.at[at] != s.at[at + 1] &&
           kramdown_is_word(kramdown_char(s, at + 2));
}

/* Rules that ask for what follows a quote, with at most one white space character before it. */
static bool by_what_follows(struct spans *sp)
{
    struct str s = sp->s;
    size_t at = sp->at, quote = at + is_space_at(s, at);
    char c = s.at[at];

    if (is_quote(c) && (kramdown_char(s, at + 1) == '_' || kramdown_char(s, at + 1) == '*') &&
        at + 2 < s.len && !is_space_at(s, at + 2)) {
        add_quote(sp, c, true);
        return true;
    }
    if (is_quote(c) && closes_before_punctuation(s, at)) {
        add_quote(sp, c, false);
        return true;
    }
    bool opening = is_double_opening(s, quote), decade = is_decade(s, quote);
    bool word =
        quote > at && is_quote(kramdown_char(s, quote)) && kramdown_is_word(kramdown_char(s, quote + 1));
    if (!opening && !decade && !word)
        return false;
    span_text(sp, quote - at);
    if (opening)
        add_quote(sp, s.at[quote], true);
    add_quote(sp, s.at[sp->at], !decade);
    return true;
}

void span_smart_quote(struct spans *sp)
{
    struct str s = sp->s;
    size_t at = sp->at, len = utf8_len(str_from(s, at));
    struct str not_before_closing = STR(" \\\t\r\n[{(-");
    char next = kramdown_char(s, at + len);

    if (by_what_follows(sp))
        return;
    if (is_quote(next) && str_find_char(not_before_closing, s.at[at]) == not_before_closing.len) {
        span_text(sp, len);
        add_quote(sp, next, false);
    } else if (is_quote(s.at[at]) && closes_before_space(s, at)) {
        add_quote(sp, s.at[at], false);
    } else if (next == '\'' || (s.at[at] != '\'' && next == '"')) {
        span_text(sp, len);
        add_quote(sp, next, true);
    } else {
        add_quote(sp, s.at[at], true);
    }
}

/* Longer ones first. Escaped guillemets are two characters. */
bool span_symbol(struct spans *sp)
{
    static const struct {
        const char *text;
        enum kramdown_symbol symbol;
    } symbols[] = {
        {"---", KRAMDOWN_MDASH},       {"--", KRAMDOWN_NDASH},        {"...", KRAMDOWN_HELLIP},
        {"<< ", KRAMDOWN_LAQUO_SPACE}, {" >>", KRAMDOWN_RAQUO_SPACE}, {"<<", KRAMDOWN_LAQUO},
        {">>", KRAMDOWN_RAQUO},
    };
    struct str rest = str_from(sp->s, sp->at);

    if (sp->k->options.gfm && sp->k->options.gfm_no_typographic)
        return false;
    if (str_starts(rest, "\\<<") || str_starts(rest, "\\>>")) {
        for (int i = 0; i < 2; i++)
            kramdown_of(span_add(sp, KRAMDOWN_ENTITY, STR("")))->code = (unsigned char)rest.at[1];
        sp->at += 3;
        return true;
    }
    for (size_t i = 0; i < sizeof(symbols) / sizeof(symbols[0]); i++) {
        if (!str_starts(rest, symbols[i].text))
            continue;
        kramdown_of(span_add(sp, KRAMDOWN_SYM, STR("")))->code = symbols[i].symbol;
        sp->at += str_of(symbols[i].text).len;
        return true;
    }
    return false;
}

bool span_entity(struct spans *sp)
{
    struct str rest = str_from(sp->s, sp->at);
    size_t len = kramdown_entity_len(rest);
    uint32_t c;

    if (len == 0)
        return false;
    cmark_node *node;
    if (kramdown_entity(str_head(str_from(rest, 1), len - 2), &c)) {
        node = span_add(sp, KRAMDOWN_ENTITY, STR(""));
        kramdown_of(node)->lang = str_head(rest, len);
        kramdown_of(node)->code = c;
        sp->at += len;
        return true;
    }
    node = span_add(sp, KRAMDOWN_ENTITY, STR(""));
    kramdown_of(node)->code = '&';
    sp->at++;
    span_text(sp, len - 1);
    return true;
}
