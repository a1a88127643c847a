/* config.c - files of settings: TOML, INI and its kin; and patches. */
#include "highlight/languages/languages.h"

/* ---- TOML */

#define KEY "(?:\\S+|\"[^\"]+\"|'[^']+')"

static const struct hl_rule toml_rules[] = {
    STATE("basic"),
    {"\\s+", "."},
    {"#.*", "c"},
    {"true|false", "kc"},
    {"(" KEY ")(\\s*)(=)(\\s*)(\\{)", "nn . o . p", "inline"},
    {"\\s*\\[\\S+\\]", "nn"},
    {"\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z", "ld"},
    {"[+-]?\\d+(?:_\\d+)*\\.\\d+(?:_\\d+)*(?:[eE][+-]?\\d+(?:_\\d+)*)?", "mf"},
    {"[+-]?\\d+(?:_\\d+)*[eE][+-]?\\d+(?:_\\d+)*", "mf"},
    {"[+-]?(?:nan|inf)", "mf"},
    {"0x[0-9a-fA-F]+(?:_[0-9a-fA-F]+)*", "mh"},
    {"0o[0-7]+(?:_[0-7]+)*", "mo"},
    {"0b[01]+(?:_[01]+)*", "mb"},
    {"[+-]?\\d+(?:_\\d+)*", "mi"},

    STATE("root"),
    USE("basic"),
    {"(" KEY ")(\\s*)(=)", "py . p", "value"},

    STATE("value"),
    {"\\n", ".", "^"},
    USE("content"),

    STATE("content"),
    USE("basic"),
    {"(" KEY ")(\\s*)(=)", "py . p"},
    {"\"\"\"", "s", "long-double"},
    {"\"", "s", "double"},
    {"'''", "s", "long-single"},
    {"'", "s", "single"},
    USE("escape"),
    {",", "p"},
    {"\\[", "p", "array"},

    STATE("double"),
    {"\"", "s", "^"},
    {"\\n", "err", "^"},
    USE("escape"),
    {"[^\\\\\"\\n]+", "s"},

    STATE("long-double"),
    {"\"\"\"", "s", "^"},
    USE("escape"),
    {"[^\\\\\"]+|\"+", "s"},

    STATE("single"),
    {"'", "s", "^"},
    {"\\n", "err", "^"},
    {"[^'\\n]+", "s"},

    STATE("long-single"),
    {"'''", "s", "^"},
    {"[^']+|'+", "s"},

    STATE("escape"),
    {"\\\\[0t\\tn\\n \"\\\\r]", "se"},

    STATE("array"),
    USE("content"),
    {"\\]", "p", "^"},

    STATE("inline"),
    USE("content"),
    {"\\}", "p", "^"},
    RULES_END,
};

const struct hl_language hl_toml = {"toml", toml_rules};

/* ---- INI, and Java's properties, which are much the same */

static const struct hl_rule ini_rules[] = {
    STATE("basic"),        {"[;#].*\\n", "c"},  USE("space"),

    STATE("space"),        {"\\s+", "."},       {"\\\\\\n", "se"},

    STATE("root"),         USE("basic"),        {"([\\w.-]+)(\\s*)(=)", "py . p", "value"},
    {"\\[.*?\\]", "nn"},

    STATE("value"),        {"\\n", ".", "^"},   USE("basic"),
    {"\"", "s", "double"}, {"'.*?'", "s"},      USE("escape"),
    {"[^\\\\\\n]+", "s"},

    STATE("double"),       {"\"", "s", "^"},    USE("escape"),
    {"[^\\\\\"]+", "s"},

    STATE("escape"),       {"(?s)\\\\.", "se"}, RULES_END,
};

const struct hl_language hl_ini = {"ini", ini_rules};

static const struct hl_rule properties_rules[] = {
    STATE("basic"),
    {"[!#].*\\n", "c"},
    USE("space"),

    STATE("root"),
    USE("basic"),
    {"([\\w.-]+)(\\s*)([=:])", "py . p", "value"},

    STATE("escape"),
    {"\\\\u[0-9]{4}", "se"},
    SUPER,
    RULES_END,
};

const struct hl_language hl_properties = {"properties", properties_rules, .base = &hl_ini};

static const struct hl_rule conf_rules[] = {
    STATE("root"),         {"#.*\\n", "c"}, {"\".*?\"", "s2"},    {"'.*?'", "s1"},
    {"[a-zA-Z]\\w*", "n"}, {"\\d+", "m"},   {"[^\\w#\"']+", "."}, RULES_END,
};

const struct hl_language hl_conf = {"conf config configuration", conf_rules};

/* ---- nginx */

#define WORD "[^\\s$;{}()#]+"

static const struct hl_rule nginx_rules[] = {
    STATE("root"),
    {"(include)(\\s+)([^\\s;]+)", "k . n"},
    {WORD, "k", "statement"},
    USE("base"),

    STATE("block"),
    {"\\}", "p", "^"},
    {WORD, "kn", "statement"},
    USE("base"),

    STATE("statement"),
    {"\\{", "p", "=block"},
    {";", "p", "^"},
    USE("base"),

    STATE("base"),
    {"\\s+", "."},
    {"#.*", "c1"},
    {"(?:on|off)\\b", "no"},
    {"\\$[\\w-]+", "nv"},
    {"([a-zA-Z0-9.-]+)(:)([0-9]+)", "nf p mi"},
    {"[a-zA-Z-]+/[a-zA-Z-]+", "nc"},
    {"[0-9]+[kmgKMG]?\\b", "mi"},
    {"(~)(\\s*)([^\\s{]+)", "p . sr"},
    {"[:=~]", "p"},
    {"/(?:" WORD ")?", "n"},
    {"[^#\\s;{}$\\\\]+", "s"},
    {"[$;]", "."},
    RULES_END,
};

const struct hl_language hl_nginx = {"nginx", nginx_rules};

/* ---- patches */

static const struct hl_rule diff_rules[] = {
    STATE("root"),
    {"^ .*$\\n?", "."},
    {"^---$\\n?", "p"},
    {"^[+>]+.*$\\n?", "gi"},
    {"^[-<]+.*$\\n?", "gd"},
    {"^!.*$\\n?", "gs"},
    {"^(?:[Ii]ndex|diff).*$\\n?", "gh"},
    {"^(@@[^@]*@@)([^\\n]*\\n)", "p ."},
    {"^\\w.*$\\n?", "p"},
    {"^=.*$\\n?", "gh"},
    {"\\s.*$\\n?", "."},
    RULES_END,
};

const struct hl_language hl_diff = {"diff patch udiff", diff_rules};
