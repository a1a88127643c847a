/* functional.c - Haskell and OCaml. */
#include "highlight/languages/languages.h"

/* ---- Haskell */

#define H_SYMBOL "[:!#$%&*+.\\\\/<=>?@^|~-]"

static const struct hl_words haskell_words[] = {
    {"kr", "import", "import"},
    {"kr", "module", "module"},
    {"kr", "_ case class data default deriving do else if in infix infixl infixr instance let newtype of "
           "then type where"},
    WORDS_END,
};

static const struct hl_rule haskell_rules[] = {
    STATE("basic"),
    {"\\s+", "."},
    {"\\{-#", "cp", "pragma"},
    {"\\{-", "cm", "comment"},
    {"^--\\s+\\|.*?$", "cd"},
    {"--(?![!#$%&*+./<=>?@^|_~]).*?$", "c1"},

    STATE("comment"),
    {"-\\}", "cm", "^"},
    {"\\{-", "cm", "comment"},
    {"[^-{}]+|[-{}]", "cm"},

    STATE("pragma"),
    {"-\\}", "cp", "^"},
    {"\\{-", "cp", "comment"},
    {"[^-{}]+|[-{}]", "cp"},

    STATE("root"),
    USE("basic"),
    {"'(?=(?:.|\\\\\\S+)')", "sc", "character"},
    {"\"", "s", "string"},
    {"\\d+[eE][+-]?\\d+", "mf"},
    {"\\d+\\.\\d+(?:[eE][+-]?\\d+)?", "mf"},
    {"0[oO][0-7]+", "mo"},
    {"0[xX][\\da-fA-F]+", "mh"},
    {"\\d+", "mi"},
    {"[\\w']+", "?"},
    {"'?[A-Z][\\w']*", "kt"},
    {"[\\w']+", "n"},
    {"\\\\(?!" H_SYMBOL "+)", "nf"},
    {H_SYMBOL "+", "o"},
    {"\\[\\s*\\]", "kt"},
    {"\\(\\s*\\)", "nb"},
    {"(\\[)([_a-z][\\w']*)(\\|)", "o n o", "quasi-quote"},
    {"[\\[\\](),;`{}]", "p"},

    STATE("import"),
    {"\\s+", "."},
    {"\"", "s", "string"},
    {"qualified\\b", "k"},
    {"([A-Z][\\w.]*)(\\s+)(as)(\\s+)([A-Z][a-zA-Z0-9_.]*)", "nn . k . n", "^"},
    {"([A-Z][\\w.]*)(\\s+)(hiding)(\\s+)(\\()", "nn . k . p", "=names"},
    {"([A-Z][\\w.]*)(\\s+)(\\()", "nn . p", "=names"},
    {"[\\w.]+", "nn", "^"},

    STATE("module"),
    {"\\s+", "."},
    {"([A-Z][\\w.]*)(\\s+)(\\()", "nn . p", "names"},
    {"where\\b", "kr", "^"},
    {"[A-Z][a-zA-Z0-9_.]*", "nn", "^"},

    STATE("names"),
    USE("basic"),
    {"[A-Z]\\w*", "kt"},
    {"_[\\w']+|[a-z][\\w']*", "nf"},
    {",", "p"},
    {H_SYMBOL "+", "o"},
    {"\\(", "p", "names"},
    {"\\)", "p", "^"},

    STATE("character"),
    {"\\\\", "se", "=character-end escape"},
    {".", "sc", "=character-end"},

    STATE("character-end"),
    {"'", "sc", "^"},
    {".", "err", "^"},

    STATE("quasi-quote"),
    {"\\|\\]", "o", "^"},
    {"[^|]+|\\|", "."},

    STATE("string"),
    {"\"", "s", "^"},
    {"\\\\", "se", "escape"},
    {"[^\\\\\"]+", "s"},

    STATE("escape"),
    {"[abfnrtv\"'&\\\\]|\\^[\\]\\[A-Z@^_]|NUL|SOH|[SE]TX|EOT|ENQ|ACK|BEL|BS|HT|LF|VT|FF|CR|S[OI]|DLE|DC[1-4]"
     "|NAK|SYN|ETB|CAN|EM|SUB|ESC|[FGRU]S|SP|DEL|[oO][0-7]+|[xX][\\da-fA-F]+|\\d+|\\s+\\\\",
     "se", "^"},
    RULES_END,
};

const struct hl_language hl_haskell = {"haskell hs", haskell_rules, NULL, haskell_words};

/* ---- OCaml */

static const struct hl_words ocaml_words[] = {
    {"k", "as assert begin class constraint do done downto else end exception external false for fun "
          "function functor if in include inherit initializer lazy let module mutable new nonrec object of "
          "open rec sig struct then to true try type val virtual when while with match raise"},
    {"ow", "and asr land lor lsl lxor mod or"},
    {"kt", "unit int float bool string char list array"},
    WORDS_END,
};

static const struct hl_rule ocaml_rules[] = {
    STATE("root"),
    {"\\s+", "."},
    {"false|true|\\(\\)|\\[\\]", "bp"},
    {"[A-Z][\\w']*(?=\\s*\\.)", "nn", "dotted"},
    {"`[a-zA-Z_][\\w']*", "nt"},
    {"[A-Z][\\w']*", "nc"},
    {"\\(\\*(?!\\))", "c", "comment"},
    {"[a-zA-Z_][\\w']*", "?n"},
    {"[(){}\\[\\];]+", "p"},
    {"[;,_!$%&*+./:<=>?@^|~#-]+", "o"},
    {"(?i)-?\\d[\\d_]*+(?:.[\\d_]*+)?e[+-]?\\d[\\d_]*", "mf"},
    {"(?i)0x[0-9a-f][0-9a-f_]*", "mh"},
    {"(?i)0o[0-7][0-7_]*", "mo"},
    {"(?i)0b[01][01_]*", "mb"},
    {"\\d[\\d_]*", "mi"},
    {"'(?:\\\\[\\\\\"'ntbr ]|\\\\[0-9]{3}|\\\\x[0-9a-fA-F]{2})'|'\\.'", "sc"},
    {"'", "k"},
    {"\"", "s2", "string"},
    {"[~?][a-zA-Z_][\\w']*", "nv"},

    STATE("comment"),
    {"[^(*)]+", "c"},
    {"\\(\\*", "c", "+"},
    {"\\*\\)", "c", "^"},
    {"[(*)]", "c"},

    STATE("string"),
    {"[^\\\\\"]+", "s2"},
    {"\\\\(?:[\\\\\"'ntbr]|\\d{3}|x[0-9a-fA-F]{2})", "se"},
    {"\\\\\\n", "s2"},
    {"\"", "s2", "^"},

    STATE("dotted"),
    {"\\s+", "."},
    {"\\.", "p"},
    {"[A-Z][\\w']*(?=\\s*\\.)", "nn"},
    {"[A-Z][\\w']*", "nc", "^"},
    {"[a-zA-Z_][\\w']*", "n", "^"},
    {"[({\\[]", "p", "^"},
    RULES_END,
};

const struct hl_language hl_ocaml = {"ocaml", ocaml_rules, NULL, ocaml_words};
