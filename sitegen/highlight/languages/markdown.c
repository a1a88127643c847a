/* markdown.c - Markdown, with code blocks in the languages that they name, and TeX. */
#include "highlight/languages/languages.h"
#include "highlight/catalog.h"

#define ANY "(?:\\\\.|[^\\\\\\n])"

/* The frame of a fence that is never closed remembers the language (token), the character of the fence (open)
 * and how many of them there are (close). */
enum { PLAIN = 0xffff, UNKNOWN = 0xfffe };

static uint16_t fence_language(struct str name)
{
    size_t language = hl_language_find(str_head(name, str_find_char(name, '?')));
    if (language != HL_NONE)
        return (uint16_t)language;
    return name.len == 0 || hl_language_is_plain(name) || hl_language_is_named(name) ? PLAIN : UNKNOWN;
}

static void fenced_text(struct hl_lexer *lexer, uint16_t language, size_t from, size_t to)
{
    if (language == PLAIN || language == UNKNOWN)
        hl_emit(lexer, language == PLAIN ? HL_TEXT : HL_sb, from, to);
    else
        hl_delegate(lexer, language, from, to);
}

static uint16_t open_fence(struct hl_lexer *lexer, const struct hl_match *match)
{
    uint16_t language = fence_language(str_trim(hl_group(lexer, match, 3)));

    if (language != PLAIN && language != UNKNOWN)
        hl_restart(lexer, language);
    hl_emit(lexer, HL_TEXT, match->from[1], match->to[1]);
    hl_emit(lexer, HL_p, match->from[2], match->to[2]);
    hl_emit(lexer, HL_nl, match->from[3], match->to[3]);
    return language;
}

/* A block from its first fence to the one that closes it, all at once. */
static bool fenced(struct hl_lexer *lexer, const struct hl_match *match)
{
    fenced_text(lexer, open_fence(lexer, match), match->from[4], match->to[4]);
    hl_emit(lexer, HL_TEXT, match->from[5], match->to[5]);
    hl_emit(lexer, HL_p, match->from[6], match->to[6]);
    return true;
}

static bool unclosed(struct hl_lexer *lexer, const struct hl_match *match)
{
    uint16_t language = open_fence(lexer, match);
    struct str fence = hl_group(lexer, match, 2);
    struct hl_frame *frame = hl_push(lexer, "fence");

    frame->token = language;
    frame->open = fence.at[0];
    frame->close = (char)(fence.len < 100 ? fence.len : 100);
    return true;
}

static bool unclosed_end(struct hl_lexer *lexer, const struct hl_match *match)
{
    struct str fence = hl_group(lexer, match, 2);
    const struct hl_frame *frame = hl_top(lexer);
    size_t len = (size_t)frame->close;

    if (fence.at[0] != frame->open || fence.len < len)
        return false;
    hl_emit(lexer, HL_TEXT, match->from[1], match->to[1]);
    hl_emit(lexer, HL_p, match->from[2], match->from[2] + len);
    lexer->pos = match->from[2] + len;
    hl_pop(lexer, 1);
    return true;
}

static bool unclosed_line(struct hl_lexer *lexer, const struct hl_match *match)
{
    fenced_text(lexer, hl_top(lexer)->token, match->from[0], match->to[0]);
    return true;
}

#define SPAN_MAX 65536u /* bytes of a code span */

/* The backticks that stand at from. */
static size_t backticks(const struct hl_lexer *lexer, size_t from)
{
    size_t at = from;
    while (at < lexer->end && lexer->run->seen[at] == '`')
        at++;
    return at - from;
}

/* Where the first run of count backticks behind from ends, past characters and escapes; 0 where there is
 * none, and *most is then how many there are at most in one. */
static size_t find_backticks(const struct hl_lexer *lexer, size_t from, size_t count, size_t *most)
{
    const char *seen = lexer->run->seen;
    size_t end = lexer->end - from > SPAN_MAX ? from + SPAN_MAX : lexer->end;

    *most = 0;
    for (size_t at = from; at < end;) {
        size_t here = backticks(lexer, at);
        if (here >= count)
            return at + count;
        *most = here > *most ? here : *most;
        if (here > 0)
            at += here;
        else if (seen[at] != '\\')
            at++;
        else if (at + 1 < end && seen[at + 1] != '\n')
            at += 2;
        else
            break;
    }
    return 0;
}

/* As many backticks at the start as stand at the end: all that there are, or fewer where the rest is part of
 * the code. A pattern would try each number and cost the square of it. */
static bool code_span(struct hl_lexer *lexer, const struct hl_match *match)
{
    const char *seen = lexer->run->seen;
    size_t from = match->from[0], at = match->to[0], count = at - from, most = 0, ignored, end = 0;

    /* One character or escape at least is the code. */
    if (at < lexer->end && seen[at] != '\\')
        end = find_backticks(lexer, at + 1, count, &most);
    else if (lexer->end - at > 1 && seen[at + 1] != '\n')
        end = find_backticks(lexer, at + 2, count, &most);

    if (end == 0 && most > 0 && most > (count - 1) / 2)
        end = find_backticks(lexer, match->to[0], most, &ignored);
    else if (end == 0 && count > 2)
        end = from + 2 * ((count - 1) / 2) + 1;
    if (end == 0)
        return false;
    hl_emit(lexer, HL_sb, from, end);
    lexer->pos = end;
    return true;
}

static const struct hl_rule rules[] = {
    STATE("root"),
    {"(?s)---\\s*\\n.*?\\n?^---\\s*$\\n?", "@yaml"},
    {"\\\\.", "se"},
    {"^[\\S ]+\\n---*\\n", "gh"},
    {"^[\\S ]+\\n===*\\n", "gu"},
    {"^#(?=[^#]).*?$", "gh"},
    {"^##*.*?$", "gu"},
    {"^([ \\t]*)(`{3,}+|~{3,}+)([^\\n]*\\n)((?s:.*?))(\\n\\1)(\\2)", NULL, NULL, NULL, fenced},
    {"^([ \\t]*)(`{3,}+|~{3,}+)([^\\n]*\\n)", NULL, NULL, NULL, unclosed},
    {"\\n\\n(?:(?:    |\\t).*?\\n|\\n)+", "sb"},
    {"`+", NULL, NULL, NULL, code_span},
    {"^(?:\\s*\\*){3,}\\s*$", "p"},
    {"^(?:\\s*-){3,}\\s*$", "p"},
    {"^\\s*[*+-](?=\\s)", "p"},
    {"^\\s*\\d+\\.", "p"},
    {"^\\s*>.*?$", "gt"},
    {"^(\\s*)(\\[)(" ANY "+?)(\\])(\\s*)(:)", ". p ss p . p", "title address"},
    {"(!?\\[)(" ANY "*?|[^\\]]*?)(\\])(?=[\\[(])", "p nv p", "link"},
    {"\\*\\*" ANY "*?\\*\\*|__" ANY "*?__", "gs"},
    {"\\*" ANY "*?\\*|_" ANY "*?_", "ge"},
    {"<.*?@.+\\..+>", "nv"},
    {"<(?:https?|mailto|ftp)://" ANY "*?>", "nv"},
    {"[^\\\\`\\[*\\n&<]+", "."},
    {"&\\S*;", "@html"},
    {"<" ANY "*?>", "@html"},
    {"[&<\\[\\n]", "."},

    STATE("fence"), /* one that is never closed */
    {"^([ \\t]*)(`{3,}|~{3,})", NULL, NULL, NULL, unclosed_end},
    {"^.*\\n", NULL, NULL, NULL, unclosed_line},

    STATE("link"),
    {"(\\[)(" ANY "*?)(\\])", "p ss p", "^"},
    {"\\(", "p", "inline-title inline-address"},
    {"[ \\t]+", "."},
    {"", NULL, "^"},

    STATE("address"),
    {"[ \\t]+", "."},
    {"(<)(" ANY "*?)(>)", "nt sx nt", "^"},
    {"\\S+", "sx", "^"},

    STATE("title"),
    {"\"" ANY "*?\"|'" ANY "*?'|\\(" ANY "*?\\)", "nn"},
    {"\\s*(?=[\"'()])", "."},
    {"", NULL, "^"},

    STATE("inline-title"),
    {"\\)", "p", "^"},
    USE("title"),

    STATE("inline-address"),
    {"[^<\\s)]+", "sx", "^"},
    {"\\s+", "."},
    USE("address"),
    RULES_END,
};

const struct hl_language hl_markdown = {"markdown md mkd", rules};

/* ---- TeX */

#define COMMAND "(?i)\\\\(?:[a-z]+|\\s+|.)"

static const struct hl_rule tex_rules[] = {
    STATE("general"),
    {"%.*$", "c"},
    {"[{}&_^]", "p"},

    STATE("root"),
    {"\\\\\\[", "p", "display"},
    {"\\\\\\(", "p", "inline"},
    {"\\$\\$", "p", "display"},
    {"\\$", "p", "inline"},
    {"\\\\(?:begin|end)\\{.*?\\}", "nt"},
    {"(\\\\verb)\\b(\\S)(.*?)(\\2)", "nb kp sx kp"},
    {COMMAND, "k", "command"},
    USE("general"),
    {"[^\\\\$%&_^{}]+", "."},

    STATE("math"),
    {COMMAND, "nv"},
    USE("general"),
    {"[0-9]+", "m"},
    {"[-=!+*/()\\[\\]]", "o"},
    {"[^=!+*/()\\[\\]\\\\$%&_^{}0-9-]+", "nb"},

    STATE("inline"),
    {"\\\\\\)|\\$", "p", "^"},
    USE("math"),

    STATE("display"),
    {"\\\\\\]|\\$\\$", "p", "^"},
    {"\\$", "nb"},
    USE("math"),

    STATE("command"),
    {"\\[.*?\\]", "na"},
    {"\\*", "k"},
    {"", NULL, "^"},
    RULES_END,
};

const struct hl_language hl_tex = {"tex TeX LaTeX latex", tex_rules};
