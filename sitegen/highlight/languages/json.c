/* json.c - JSON, and JSON with comments. */
#include "highlight/languages/languages.h"

static const struct hl_rule rules[] = {
    STATE("space"),
    {"\\s+", "w"},

    STATE("root"),
    USE("space"),
    {"\\{", "p", "object"},
    {"\\[", "p", "array"},
    USE("key"),
    USE("value"),
    {"[\\]}]", "p"},

    STATE("object"),
    USE("space"),
    USE("key"),
    USE("value"),
    {"\\}", "p", "^"},
    {",", "p"},

    STATE("array"),
    USE("value"),
    {"\\]", "p", "^"},
    {",", "p"},

    STATE("key"),
    {"(\"(?:\\\\.|[^\"\\\\\\n])*+\")(\\s*)(:)", "nl w p"},

    STATE("value"),
    USE("space"),
    {"true|false|null", "kc"},
    {"(?i)-?(?:0|[1-9]\\d*)\\.\\d+(?:e[+-]?\\d+)?", "mf"},
    {"(?i)-?(?:0|[1-9]\\d*)(?:e[+-]?\\d+)?", "mi"},
    {"\"", "s2", "string"},
    {"\\[", "p", "array"},
    {"\\{", "p", "object"},

    STATE("string"),
    {"[^\\\\\"]+", "s2"},
    {"\\\\.", "se"},
    {"\"", "s2", "^"},
    RULES_END,
};

const struct hl_language hl_json = {"json", rules, NULL, NULL, false, NULL};

static const struct hl_rule commented_rules[] = {
    STATE("key"),   {"([$\\w]+)(\\s*)(:)", "na . p"},
    SUPER,

    STATE("value"), {"/\\*.*?\\*/", "c"},
    {"//.*", "c1"}, {"\\.\\.\\.", "c1"},
    SUPER,          RULES_END,
};

const struct hl_language hl_json_doc = {"json-doc jsonc", commented_rules, NULL, NULL, false, &hl_json};
