/* liquid.c - Liquid's tags and output; what stands around them is text. */
#include "highlight/languages/languages.h"

#include <string.h>

/* The token of a list: a string, where it has quotes in it, or other. */
static enum hl_token quoted_or(struct str s, enum hl_token other)
{
    const char *single = s.len > 0 ? memchr(s.at, '\'', s.len) : NULL;
    if (single != NULL && memchr(single + 1, '\'', s.len - (size_t)(single + 1 - s.at)) != NULL)
        return HL_s1;
    const char *quote = s.len > 0 ? memchr(s.at, '"', s.len) : NULL;
    if (quote != NULL && memchr(quote + 1, '"', s.len - (size_t)(quote + 1 - s.at)) != NULL)
        return HL_s2;
    return other;
}

static bool cycle(struct hl_lexer *lexer, const struct hl_match *match)
{
    hl_emit(lexer, HL_nt, match->from[1], match->to[1]);
    hl_emit(lexer, HL_w, match->from[2], match->to[2]);
    hl_emit(lexer, quoted_or(hl_group(lexer, match, 3), HL_na), match->from[3], match->to[3]);
    hl_emit(lexer, HL_w, match->from[4], match->to[4]);
    hl_emit(lexer, HL_p, match->from[5], match->to[5]);
    hl_emit(lexer, HL_w, match->from[6], match->to[6]);
    return true;
}

static bool loop(struct hl_lexer *lexer, const struct hl_match *match)
{
    static const enum hl_token tokens[] = {HL_nt, HL_w, HL_nv, HL_w, HL_nt, HL_w};
    for (size_t i = 0; i < 6; i++)
        hl_emit(lexer, tokens[i], match->from[i + 1], match->to[i + 1]);
    hl_emit(lexer, quoted_or(hl_group(lexer, match, 7), HL_nv), match->from[7], match->to[7]);
    hl_emit(lexer, HL_w, match->from[8], match->to[8]);
    return true;
}

static const struct hl_rule rules[] = {
    STATE("root"),
    {"[^{]+", "."},
    {"(\\{%-?)(\\s*)", "p w", "tag"},
    {"(\\{\\{-?)(\\s*)", "p w", "output"},
    {"\\{", "."},

    STATE("tag"),
    {"(?:if|elsif|unless|case)\\b", "kr", "condition"},
    {"when\\b", "kr", "when"},
    {"(else)(\\s*)(-?%\\})", "kr w p", "^"},
    {"(capture|(?:in|de)crement)(\\s+)([^\\s%]+)(\\s*)(-?%\\})", "nt w nv w p", "^"},
    {"(comment)(\\s*)(-?%\\})", "nt w p", "comment"},
    {"(raw)(\\s*)(-?%\\})", "nt w p", "raw"},
    {"(end(?:if|unless|case))(\\s*)(-?%\\})", "kr w p", "^"},
    {"(end[^\\s%]+)(\\s*)(-?%\\})", "nt w p", "^"},
    {"(?:assign|echo)\\b", "nt", "assign"},
    {"(?:include|render)\\b", "nt", "include"},
    {"(cycle)(\\s+)(?:([^\\s:]*)(\\s*)(:))?(\\s*)", NULL, "values", NULL, cycle},
    {"(for|tablerow)(\\s+)([\\w-]+)(\\s+)(in)(\\s+)((?:[^\\s%,|'\"]|\"[^\"]*\"|'[^']*')+)(\\s*)", NULL,
     "arguments", NULL, loop},
    {"([^\\s%]+)(\\s*)", "nt w", "arguments"},

    STATE("output"),
    {"(\\|)(\\s*)([a-zA-Z_][^\\s}|:]*)", "p w nf", "filters"},
    USE("output-end"),
    USE("generic"),

    STATE("filters"),
    {"(\\|)(\\s*)([a-zA-Z_][^\\s%}|:]*)", "p w nf"},
    USE("output-end"),
    USE("tag-end"),
    USE("value"),

    STATE("condition"),
    {"[=!]=|[<>]=?", "o"},
    {"(?:and|or|contains)\\b", "ow"},
    USE("tag-end"),
    USE("generic"),

    STATE("when"),
    USE("tag-end"),
    USE("generic"),

    STATE("output-end"),
    {"-?\\}\\}", "p", "!"},

    STATE("tag-end"),
    {"-?%\\}", "p", "!"},

    STATE("argument"),
    USE("literal"),
    {"([^\\s=:]+)(\\s*)(=|:)", "na w o"},
    {"[,:]", "p"},

    STATE("literal"),
    {"[ \\t]+", "w"},
    {"(?:false|true|nil)\\b", "kc"},
    {"'[^']*'", "s1"},
    {"\"[^\"]*\"", "s2"},
    {"-", "o"},
    {"\\d+\\.\\d+", "mf"},
    {"\\d+", "mi"},

    STATE("value"),
    USE("argument"),
    USE("variable"),
    {"\\S+", "."},

    STATE("arguments"),
    {"reversed\\b", "na"},
    USE("tag-end"),
    USE("argument"),
    {"\\S+", "."},

    STATE("values"),
    USE("tag-end"),
    USE("value"),

    STATE("variable"),
    {"(?:empty|blank|forloop\\.[^\\s%}|:]+)\\b", "nb"},
    {"\\.(?=\\w)|\\[|\\]", "p"},
    {"(?:first|last|size)\\b", "nf"},
    {"[a-zA-Z_][\\w-]*\\??", "nv"},

    STATE("generic"),
    USE("literal"),
    USE("variable"),

    STATE("comment"),
    {"[^{]+", "c"},
    {"(\\{%-?)(\\s*)(endcomment)(\\s*)(-?%\\})", "p w nt w p", "!"},
    {"\\{", "c"},

    STATE("raw"),
    {"[^{]+", "."},
    {"(\\{%-?)(\\s*)(endraw)(\\s*)(-?%\\})", "p w nt w p", "!"},
    {"\\{", "."},

    STATE("assign"),
    {"=", "o"},
    {"(\\|)(\\s*)([a-zA-Z_][^\\s%|:]*)", "p w nf", "filters"},
    USE("tag-end"),
    USE("generic"),

    STATE("include"),
    {"(\\{\\{-?)(\\s*)", "p w", "inner-output"},
    {"(?:with|for)\\b", "nt"},
    {"[/\\w-]+(?:\\.[\\w-]+)+\\b", "."},
    USE("values"),

    STATE("inner-output"),
    {"(\\|)(\\s*)([a-zA-Z_][^\\s}|:]*)", "p w nf"},
    {"-?\\}\\}", "p", "^"},
    USE("value"),
    RULES_END,
};

const struct hl_language hl_liquid = {"liquid", rules};
