/* yaml.c - YAML.
 *
 * Blocks end where the indentation falls back, so the columns of the open ones are kept in the lexer's
 * levels, the outermost (0) first. A line that falls back to a column that is none of them is wrong from
 * there on.
 */
#include "highlight/languages/languages.h"

#define PLAIN_START "[^ \\t\\n\\r\\f\\v?:,\\[\\]{}#&*!|>'\"%@`]"

enum {
    NEXT,
    SCALAR
}; /* places in number[]: the column reached in this line; 1 + that of the block scalar, 0: none */

static int indent(struct hl_lexer *lexer)
{
    return lexer->level_count > 0 ? lexer->levels[lexer->level_count - 1] : 0;
}

static int length(const struct hl_match *match)
{
    return (int)(match->to[0] - match->from[0]);
}

static bool new_document(struct hl_lexer *lexer, const struct hl_match *match)
{
    (void)match;
    lexer->level_count = 0;
    lexer->number[NEXT] = lexer->number[SCALAR] = 0;
    return true;
}

static void save_indent(struct hl_lexer *lexer, int column)
{
    lexer->number[NEXT] = column;
    while (lexer->level_count > 0 && column < indent(lexer))
        lexer->level_count--;
}

static bool begin_line(struct hl_lexer *lexer, const struct hl_match *match)
{
    int column = length(match), before = indent(lexer);
    size_t good = match->to[0];

    save_indent(lexer, column);
    if (column < before)
        good = match->from[0] + (size_t)indent(lexer);
    hl_emit(lexer, HL_TEXT, match->from[0], good);
    hl_emit(lexer, HL_err, good, match->to[0]);
    return true;
}

static bool go_on(struct hl_lexer *lexer, const struct hl_match *match)
{
    lexer->number[NEXT] += length(match);
    return true;
}

/* A block opens at the column reached. */
static bool open_block(struct hl_lexer *lexer, const struct hl_match *match)
{
    (void)match;
    if (indent(lexer) < lexer->number[NEXT] && lexer->level_count < HL_LEVELS_MAX)
        lexer->levels[lexer->level_count++] = lexer->number[NEXT];
    return true;
}

static bool open_item(struct hl_lexer *lexer, const struct hl_match *match)
{
    open_block(lexer, match);
    return go_on(lexer, match);
}

/* ---- block scalars */

static bool scalar_header(struct hl_lexer *lexer, const struct hl_match *match)
{
    struct str header = hl_group(lexer, match, 0);

    lexer->number[SCALAR] = 0;
    for (size_t i = 0; i < header.len; i++)
        if (char_is_digit(header.at[i]))
            lexer->number[SCALAR] = 1 + indent(lexer) + (header.at[i] - '0');
    return true;
}

static bool scalar_blank_line(struct hl_lexer *lexer, const struct hl_match *match)
{
    size_t column = lexer->number[SCALAR] > 0 ? (size_t)lexer->number[SCALAR] - 1 : (size_t)length(match);
    size_t mark = match->from[0] + column < match->to[0] ? match->from[0] + column : match->to[0];

    hl_emit(lexer, HL_TEXT, match->from[0], mark);
    hl_emit(lexer, HL_no, mark, match->to[0]);
    return true;
}

static bool scalar_line(struct hl_lexer *lexer, const struct hl_match *match)
{
    int least = lexer->number[SCALAR] > 0 ? lexer->number[SCALAR] - 1 : indent(lexer);

    if (lexer->number[SCALAR] == 0)
        lexer->number[SCALAR] = 1 + length(match);
    hl_emit(lexer, HL_TEXT, match->from[0], match->to[0]);
    if (length(match) < least) {
        save_indent(lexer, length(match));
        hl_pop(lexer, 1);
        hl_push(lexer, "indentation");
    }
    return true;
}

static bool plain_line(struct hl_lexer *lexer, const struct hl_match *match)
{
    hl_pop(lexer, 1);
    if (length(match) <= indent(lexer)) {
        hl_pop(lexer, 1);
        save_indent(lexer, length(match));
        hl_push(lexer, "indentation");
    }
    return true;
}

static const struct hl_rule rules[] = {
    STATE("root"),
    {"#.*", "c1"},
    {"\\n+", "."},
    {"[ ]+(?=#|$)", "."},
    {"^%YAML\\b", "nt", "yaml-directive", NULL, new_document},
    {"^%TAG\\b", "nt", "tag-directive", NULL, new_document},
    {"^(?:---|\\.\\.\\.)(?= |$)", "nn", "line", NULL, new_document},
    {"[ ]*(?!\\s|$)", NULL, "line indentation", NULL, begin_line},

    STATE("indentation"),
    {"\\s*?\\n", ".", "^2"},
    {"[ ]+(?=[-:?](?:[ ]|$))", ".", NULL, NULL, go_on},
    {"[?:-](?=[ ]|$)", "pi", NULL, NULL, open_item},
    {"[ ]*", ".", "^", NULL, go_on},

    STATE("line"),
    {"[ ]*(?=#|$)", ".", "^"},
    {"[ ]+", "."},
    USE("descriptors"),
    {"([^#,:?\\[\\]{}\"'\\n]++)(:)(?=\\s|$)", "na pi", NULL, NULL, open_block},
    {"[|>][+-]?", "pi", "scalar scalar-header"},
    USE("flow"),
    {"(?=" PLAIN_START "|[?:-][^ \\t\\n\\r\\f\\v])", NULL, "plain"},

    STATE("descriptors"),
    {"!<[0-9A-Za-z;/?:@&=+$,_.!~*'()\\[\\]%-]+>", "kt"},
    {"(?:![\\w-]+)?!(?:[\\w;/?:@&=+$,.!~*'()\\[\\]%-]*)", "kt"},
    {"&[\\p{L}\\p{Nl}\\p{Nd}_-]+", "nl"},
    {"\\*[\\p{L}\\p{Nl}\\p{Nd}_-]+", "nv"},

    STATE("flow"),
    {"\\[", "pi", "sequence"},
    {"\\{", "pi", "mapping"},
    {"'", "s1", "single"},
    {"\"", "s2", "double"},

    STATE("sequence"),
    {"\\]", "pi", "^"},
    USE("collection"),

    STATE("mapping"),
    {"\\}", "pi", "^"},
    USE("collection"),

    STATE("collection"),
    {"\\s+", "."},
    {"#.*", "c1"},
    {"[?:,]", "pi"},
    USE("descriptors"),
    USE("flow"),
    {"(?=" PLAIN_START ")", NULL, "plain-in-flow"},

    STATE("scalar"),
    {"\\n+", "."},
    {"^[ ]+$", NULL, NULL, NULL, scalar_blank_line},
    {"^[ ]*", NULL, NULL, NULL, scalar_line},
    {"[^\\n\\r\\f\\v]+", "s"},

    STATE("scalar-header"),
    {"(?:[1-9][+-]?|[+-]?[1-9]?)(?=[ ]|$)", "pi", "=ignored", NULL, scalar_header},

    STATE("ignored"),
    {"#.*", "c1"},
    {"[ ]+", "."},
    {"\\n", ".", "^"},

    STATE("quoted-space"),
    {"^[ ]+", "."},
    {"[ ]+$", "."},
    {"\\n+", "."},
    {"[ ]+", "nv"},

    STATE("single"),
    USE("quoted-space"),
    {"\\\\'", "se"},
    {"'", "s", "^"},
    {"[^\\s']+", "s"},

    STATE("double"),
    {"\"", "s", "^"},
    USE("quoted-space"),
    {"\\\\(?:[0abt\\tn\\nvfre \"\\\\N_LP]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})", "se"},
    {"[^ \\t\\n\\r\\f\\v\"\\\\]+", "s"},

    STATE("plain"),
    {"[ ]*(?=:[ \\n]|:$)", ".", "^"},
    {"[ ]*:\\S+", "s"},
    {"[ ]+(?=#)", ".", "^"},
    {"[ ]+$", "."},
    {"\\n+", ".", "plain-next-line"},
    {"[ ]+", "s"},
    {"true|false|null", "no"},
    {"\\d+(?:\\.\\d+)?(?=\\r?\\n| +#)", "m", "^"},
    {"[^\\s:]+", "s"},

    STATE("plain-next-line"),
    {"^[ ]+\\n", "."},
    {"\\n+", "."},
    {"^(?=---|\\.\\.\\.)", NULL, "^3"},
    {"^[ ]*", ".", NULL, NULL, plain_line},

    STATE("plain-in-flow"),
    {"[ ]*(?=[,:?\\[\\]{}])", ".", "^"},
    {"[ ]+(?=#)", ".", "^"},
    {"^[ ]+", "."},
    {"[ ]+$", "."},
    {"\\n+", "."},
    {"[ ]+", "nv"},
    {"[^\\s,:?\\[\\]{}]+", "nv"},

    STATE("yaml-directive"),
    {"([ ]+)(\\d+\\.\\d+)", ". m", "=ignored"},

    STATE("tag-directive"),
    {"([ ]+)(!|![\\w-]*!)([ ]+)(!|!?[\\w;/?:@&=+$,.!~*'()\\[\\]%-]+)", ". kt . kt", "=ignored"},
    RULES_END,
};

const struct hl_language hl_yaml = {"yaml yml", rules};
