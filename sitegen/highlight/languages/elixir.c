/* elixir.c - Elixir, Nix and R. */
#include "highlight/languages/languages.h"

#include <string.h>

/* ---- Elixir. The frame of a sigil remembers its delimiters and its token. */

static bool open_sigil(struct hl_lexer *lexer, const struct hl_match *match)
{
    struct str kind = hl_group(lexer, match, 1);
    char open = hl_group(lexer, match, 2).at[0];
    const char *pair = strchr("{}[]()<>", open);
    char letter = kind.len > 0 ? kind.at[0] : '\0';
    bool regex = letter == '\0' || letter == 'R' || letter == 'r';

    if (regex)
        hl_push(lexer, "regex-flags");
    if (letter == '\0' || letter == 'W' || letter == 'w')
        hl_push(lexer, "list-flags");
    struct hl_frame *frame =
        hl_push(lexer, letter != '\0' && strchr("SRCW", letter) != NULL ? "sigil-values" : "sigil");
    frame->open = open;
    frame->close = pair != NULL ? pair[1] : open;
    frame->token = regex ? HL_sr : HL_sx;
    hl_emit(lexer, (enum hl_token)frame->token, match->from[0], match->to[0]);
    return true;
}

static bool sigil_part(struct hl_lexer *lexer, const struct hl_match *match)
{
    const struct hl_frame *frame = hl_top(lexer);
    const char *seen = lexer->run->seen;
    enum hl_token token = (enum hl_token)frame->token;
    size_t at = match->from[0];
    bool values = hl_top_is(lexer, "sigil-values");

    if (seen[at] == frame->close) {
        hl_emit(lexer, token, at, at + 1);
        hl_pop(lexer, 1);
        lexer->pos = at + 1;
        return true;
    }
    if (seen[at] == '#' || (!values && seen[at] == '\\'))
        at++;
    else
        while (at < lexer->end && seen[at] != '#' && seen[at] != '\\' && seen[at] != frame->open &&
               seen[at] != frame->close)
            at++;
    hl_emit(lexer, token, match->from[0], at);
    lexer->pos = at;
    return at > match->from[0];
}

static const struct hl_rule elixir_rules[] = {
    STATE("root"),
    {"\\s+", "."},
    {"#.*$", "c1"},
    {"(?:case|cond|end|bc|lc|if|unless|try|loop|receive|fn|defmodule|defp?|defprotocol|defimpl|defrecord|"
     "defmacrop?|defdelegate|defexception|defguardp?|defstruct|exit|raise|throw|after|rescue|catch|"
     "else)\\b(?![?!])|(?:do|->)\\b",
     "k"},
    {"(?:import|require|use|recur|quote|unquote|super|refer)\\b(?![?!])", "kn"},
    {"(?:and|not|or|when|xor|in)\\b", "ow"},
    {"%=|\\*=|\\*\\*=|\\+=|-=|\\^=|\\|\\|=|<=>|<(?!<|=)|>(?!<|=|>)|<=|>=|===|==|=~|!=|!~|&(?:&&?|(?!\\d))|\\"
     "|\\||\\^|\\*|\\+|-|/|\\||\\+\\+|--|\\*\\*|//|<-|<>|<<|>>|=|\\.|~~~",
     "o"},
    {":(?:[a-zA-Z_]\\w*(?:[?!]|=(?![>=]))?|<>|===?|>=?|<=?|<=>|&&?|%\\(\\)|%\\[\\]|%\\{\\}|\\+\\+?|--?|\\|\\"
     "|?|!|//|[%&`/|]|\\*\\*?|=?~|<-)|[a-zA-Z_]\\w*[?!]?:(?!:)",
     "ss"},
    {":\"", "ss", "symbol"},
    {"(?:nil|true|false)\\b(?![?!])|[A-Z]\\w*\\b", "no"},
    {"__(?:FILE|LINE|MODULE|MAIN|FUNCTION)__\\b(?![?!])", "bp"},
    {"[a-zA-Z_!]\\w*[!?]?", "n"},
    {"::|[%(){};,/|:\\\\\\[\\]]", "p"},
    {"@[a-zA-Z_]\\w*|&\\d", "nv"},
    {"\\d(?:_?\\d)*\\.(?![^\\d\\s])(?:_?\\d)+(?:[eE][-+]?\\d(?:_?\\d)*)?\\b", "mf"},
    {"0x[0-9A-Fa-f](?:_?[0-9A-Fa-f])*\\b", "mh"},
    {"0o[0-7](?:_?[0-7])*\\b", "mo"},
    {"0b[01](?:_?[01])*\\b", "mb"},
    {"\\d(?:_?\\d)*\\b", "mi"},
    {"(?:%[A-Ba-z])?\"\"\"(?s:.*?)\"\"\"|'''(?s:.*?)'''", "sd"},
    {"\"", "s2", "double"},
    {"'", "s1", "single"},
    {"\\?(?:\\\\(?:x\\d{1,2}|[0-9a-fA-F]{1,2}(?![0-9a-fA-F])\\b|0[0-7]{0,2}(?![0-7])\\b[^x0MC])|"
     "(?:\\\\[MC]-)+\\w|[^\\s\\\\])",
     "sx"},
    {"~([A-Za-z])?([{\\[(<|/'\"])", NULL, NULL, NULL, open_sigil},

    STATE("double"),
    USE("escapes"),
    USE("values"),
    {"[^#\"\\\\]+", "s2"},
    {"\"", "s2", "^"},
    {"[#\\\\]", "s2"},

    STATE("single"),
    USE("escapes"),
    USE("values"),
    {"[^#'\\\\]+", "s1"},
    {"'", "s1", "^"},
    {"[#\\\\]", "s1"},

    STATE("values"),
    {"#\\{", "si", "value"},

    STATE("value"),
    {"\\}", "si", "^"},
    USE("root"),

    STATE("escapes"),
    {"\\\\(?:x[0-9a-fA-F]{2}|u\\{?\\d+\\}?|[\\\\abdefnrstv0\"'])", "se"},

    STATE("symbol"),
    {"\"", "ss", "^"},
    USE("values"),
    {"[^#\"]+", "ss"},

    STATE("sigil"),
    {"(?s).", NULL, NULL, NULL, sigil_part},

    STATE("sigil-values"),
    USE("values"),
    {"(?s).", NULL, NULL, NULL, sigil_part},

    STATE("regex-flags"),
    {"[fgimrsux]*", "sr", "^"},

    STATE("list-flags"),
    {"[csa]?", "sx", "^"},
    RULES_END,
};

const struct hl_language hl_elixir = {"elixir exs", elixir_rules};

/* ---- Nix */

static const struct hl_words nix_words[] = {
    {"kn", "with in inherit"},
    {"kd", "let"},
    {"k", "if then else"},
    {"kr", "rec assert map abort baseNameOf builtins derivation fetchTarball import isNull removeAttrs throw"
           " toString"},
    WORDS_END,
};

#define N_WORD "[a-zA-Z0-9._-]+"

static const struct hl_rule nix_rules[] = {
    STATE("root"),
    {"\\s+", "."},
    {"#.*$", "c"},
    {"/\\*", "c", "comment"},
    {"true|false|null", "kc"},
    {"[0-9]", "mi"},
    {"(?:/" N_WORD ")+|~(?:/" N_WORD ")+|" N_WORD "(?:/" N_WORD ")+|[a-z+]+://(?:/?" N_WORD "(?:/" N_WORD
     ")+)",
     "sx"},
    {"\"", "s2", "string"},
    {"''", "s2", "indented"},
    {"\\w+\\b", "?"},
    {"\\.|\\?|\\+\\+|\\+|!=|!|//|==|&&|\\|\\||->|/|\\*|-|<|>|<=|=>", "o"},
    {"\\$", "p"},
    {"[=@]", "o"},
    {"[;,:]", "p"},
    {"[a-zA-Z_][a-zA-Z0-9-]*", "nv"},
    {"\\(", "p", "parentheses"},
    {"\\{", "p", "set"},
    {"\\[", "p", "list"},

    STATE("comment"),
    {"\\*/", "c", "^"},
    {".", "c"},

    STATE("value"),
    USE("root"),
    {"\\}", "si", "^"},

    STATE("indented"),
    {"'''|''\\$|\\$\\$|''\\\\.", "se"},
    {"\\$\\{", "si", "value"},
    {"''", "s2", "^"},
    {".", "s2"},

    STATE("string"),
    {"\\\\.|\\$\\$", "se"},
    {"\\$\\{", "si", "value"},
    {"\"", "s2", "^"},
    {".", "s2"},

    STATE("parentheses"),
    USE("root"),
    {"\\)", "p", "^"},

    STATE("list"),
    {"\\]", "p", "^"},
    USE("root"),

    STATE("set"),
    {"\\}", "p", "^"},
    USE("root"),
    RULES_END,
};

const struct hl_language hl_nix = {"nix nixos", nix_rules, NULL, nix_words};

/* ---- R */

static const struct hl_words r_words[] = {
    {"k", "if else for while repeat in next break function"},
    {"kc", "NULL Inf TRUE FALSE NaN NA NA_integer_ NA_real_ NA_complex_ NA_character_"},
    {"nb", "LETTERS letters month.abb month.name pi T F"},
    WORDS_END,
};

static const struct hl_rule r_rules[] = {
    STATE("root"),
    {"#'.*?$", "cd"},
    {"#.*?$", "c1"},
    {"\\s+", "w"},
    {"`[^`]+?`", "n"},
    {"(?s)'(?:\\\\.|.)*?'", "s1"},
    {"(?s)\"(?:\\\\.|.)*?\"", "s2"},
    {"%[^%]*?%", "o"},
    {"0[xX][a-fA-F0-9]+(?:[pP][0-9]+)?[Li]?", "mh"},
    {"[+-]?(?:\\d+(?:\\.\\d+)?|\\.\\d+)(?:[eE][+-]?\\d+)?[Li]?", "m"},
    {"(?:abs|acos|acosh|all|any|anyNA|Arg|as.call|as.character|as.complex|as.double|as.environment|"
     "as.integer|as.logical|as.null.default|as.numeric|as.raw|asin|asinh|atan|atanh|attr|attributes|baseenv|"
     "browser|c|call|ceiling|class|Conj|cos|cosh|cospi|cummax|cummin|cumprod|cumsum|digamma|dim|dimnames|"
     "emptyenv|exp|expression|floor|forceAndCall|gamma|gc.time|globalenv|Im|interactive|invisible|is.array|"
     "is.atomic|is.call|is.character|is.complex|is.double|is.environment|is.expression|is.finite|is.function"
     "|is.infinite|is.integer|is.language|is.list|is.logical|is.matrix|is.na|is.name|is.nan|is.null|"
     "is.numeric|is.object|is.pairlist|is.raw|is.recursive|is.single|is.symbol|lazyLoadDBfetch|length|lgamma"
     "|list|log|max|min|missing|Mod|names|nargs|nzchar|oldClass|on.exit|pos.to.env|proc.time|prod|quote|"
     "range|Re|rep|retracemem|return|round|seq_along|seq_len|seq.int|sign|signif|sin|sinh|sinpi|sqrt|"
     "standardGeneric|substitute|sum|switch|tan|tanh|tanpi|tracemem|trigamma|trunc|unclass|untracemem|"
     "UseMethod|xtfrm)(?=\\()",
     "nf"},
    {"(?:[\\p{L}\\p{Nl}]|\\.[._\\p{L}\\p{Nl}])[._\\p{L}\\p{Nl}\\p{Nd}]*|\\.", "?n"},
    {"[\\[\\]{}();,]", "p"},
    {"[-<>?*+^/!=~$@:%&|]", "o"},
    RULES_END,
};

const struct hl_language hl_r = {"r R s S", r_rules, NULL, r_words};
