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

static const struct hl_rule rules[] = {
    STATE("root"),
    {"(?s)---\\s*\\n.*?\\n?^---\\s*$\\n?", "@yaml"},
    {"\\\\.", "se"},
    {"^[\\S ]+\\n---*\\n", "gh"},
    {"^[\\S ]+\\n===*\\n", "gu"},
    {"^#(?=[^#]).*?$", "gh"},
    {"^##*.*?$", "gu"},
    {"^([ \\t]*)(`{3,}|~{3,})([^\\n]*\\n)((?s:.*?))(\\n\\1)(\\2)", NULL, NULL, NULL, fenced},
    {"^([ \\t]*)(`{3,}|~{3,})([^\\n]*\\n)", NULL, NULL, NULL, unclosed},
    {"\\n\\n(?:(?:    |\\t).*?\\n|\\n)+", "sb"},
    {"(`+)(?:" ANY "|\\n)+?\\1", "sb"},
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
