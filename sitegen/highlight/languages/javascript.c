/* javascript.c - JavaScript, TypeScript, and both with JSX.
 *
 * A '/' is a regular expression where an expression may begin, so the state follows what came before: "value"
 * is on top of the stack wherever one may. Braces are an object there and a block elsewhere ("statement").
 */
#include "highlight/languages/languages.h"

#define NAME "[\\p{L}\\p{Nl}$_][\\p{L}\\p{M}\\p{Nd}\\p{Pc}]*"

static const struct hl_words words[] = {
    {"k",
     "as async await break case catch continue debugger default delete do else export finally from for if "
     "import in instanceof new of return super switch this throw try typeof void while yield",
     "value"},
    {"kd", "var let const with function class extends constructor get set static", "value"},
    {"kr", "enum implements interface package private protected public", NULL},
    {"kc", "true false null NaN Infinity undefined", NULL},
    {"nb",
     "Array Boolean Date Error Function Math netscape Number Object Packages RegExp String sun decodeURI "
     "decodeURIComponent encodeURI encodeURIComponent eval isFinite isNaN parseFloat parseInt document "
     "window navigator self global Promise Set Map WeakSet WeakMap Symbol Proxy Reflect Int8Array Uint8Array"
     " Uint8ClampedArray Int16Array Uint16Array Uint16ClampedArray Int32Array Uint32Array Uint32ClampedArray"
     " Float32Array Float64Array DataView ArrayBuffer",
     NULL},
    WORDS_END,
};

static const struct hl_rule rules[] = {
    STATE("space"),
    {"\\s+", "."},
    {"<!--", "c"},
    {"//.*", "c1"},
    {"/\\*", "cm", "comment"},

    STATE("comment"),
    {"\\*/", "cm", "^"},
    {"[^*/]+|[*/]", "cm"},

    STATE("value"),
    USE("space"),
    {"/", "sr", "=regex"},
    {"\\{", "p", "=object"},
    {"", NULL, "^"},

    STATE("regex"),
    {"/", "sr", "=regex-flags"},
    {"[^/]\\n|\\n", "err", "^"},
    {"\\[\\^?", "se", "regex-class"},
    {"\\\\.|\\(\\?[:=<!]|\\{[\\d,]+\\}|[()?]", "se"},
    {".", "sr"},

    STATE("regex-class"),
    {"/", "se"},
    {"[^/]\\n", "err", "^2"},
    {"\\]", "se", "^"},
    {"\\\\.", "se"},
    {".", "sr"},

    STATE("regex-flags"),
    {"[gimuy]+", "sr", "^"},
    {"", NULL, "^"},

    STATE("root"),
    {"\\s*#!.*\\n", "cp", "statement"},
    USE("space"),
    {"\\+\\+|--|~|\\?\\?=?|&&|\\|\\||\\\\(?=\\n)|<<|>>>?|[=!]==", "o", "value"},
    {"[-<>+*%&|^/!=]=?", "o", "value"},
    {"[(\\[,]", "p", "value"},
    {";", "p", "statement"},
    {"[)\\].]", "p"},
    {"`", "s2", "template"},
    {"\\?\\.", "p"},
    {"\\?", "p", "choice value"},
    {"(@)(\\w+)?", "p nd", "value"},
    {"[{}]", "p", "statement"},
    {NAME, "?nx"},
    {"[0-9]+\\.[0-9]+([eE][0-9]+)?[fd]?", "mf"},
    {"(?i)0x[0-9a-f]+", "mh"},
    {"(?i)0o[0-7][0-7_]*", "mo"},
    {"(?i)0b[01][01_]*", "mb"},
    {"[0-9]+", "mi"},
    {"\"", "dl", "double"},
    {"'", "dl", "single"},
    {":", "p"},

    STATE("double"),
    {"\\\\[\\\\nrt\"]?", "se"},
    {"[^\\\\\"]+", "s2"},
    {"\"", "dl", "^"},

    STATE("single"),
    {"\\\\[\\\\nrt']?", "se"},
    {"[^\\\\']+", "s1"},
    {"'", "dl", "^"},

    STATE("statement"),
    {"case\\b", "k", "=value"},
    {"(" NAME ")(\\s*)(:)", "nl . p"},
    USE("value"),

    STATE("object"),
    USE("space"),
    {"\\{", "p", "+"},
    {"\\}", "p", "=statement"},
    {"(" NAME ")(\\s*)(:)", "na . p", "value"},
    {":", "p"},
    USE("root"),

    STATE("choice"), /* between ? and :, where a name before the colon is no label */
    {":", "p", "=value"},
    USE("root"),

    STATE("template"),
    {"\\$\\{", "p", "template-value"},
    {"`", "s2", "^"},
    {"\\\\[$`]", "se"},
    {"[^$`\\\\]+|[\\\\$]", "s2"},

    STATE("template-value"),
    {"\\}", "p", "^"},
    USE("root"),
    RULES_END,
};

const struct hl_language hl_javascript = {"javascript js", rules, NULL, words, false, NULL};

/* ---- TypeScript */

static const struct hl_words typescript_words[] = {
    {"k", "is namespace static private protected public implements readonly", "value"},
    {"kd", "type abstract", "value"},
    {"k",
     "as async await break case catch continue debugger default delete do else export finally from for if "
     "import in instanceof new of return super switch this throw try typeof void while yield",
     "value"},
    {"kr", "string any void number namespace module declare default interface keyof", NULL},
    {"nb", "Pick Partial Readonly Record", NULL},
    WORDS_END,
};

#define TYPESCRIPT_RULES                                                                                     \
    STATE("root"), {"\\?\\.", "p"}, {"\\?\\?", "o"}, SUPER,                                                  \
                                                                                                             \
        STATE("statement"), {"(" NAME ")([?]?)(\\s*)(:)", "nl p . p", "value"}, SUPER

static const struct hl_rule typescript_rules[] = {
    TYPESCRIPT_RULES,
    RULES_END,
};

const struct hl_language hl_typescript = {"typescript ts", typescript_rules, NULL, typescript_words,
                                          false,           &hl_javascript};

/* ---- JSX: elements where a value may begin */

static const struct hl_rule jsx_rules[] = {
    STATE("value"),
    USE("tag"),
    SUPER,

    STATE("tag"),
    {"<", "p", "children element element-name"},

    STATE("children"),
    {"</", "p", "=element element-name"},
    USE("tag"),
    {"\\{", "si", "braces value"},
    {"[^<{]+", "@html"},

    STATE("element"),
    USE("space"),
    {"/>", "p", "^2"},
    {">", "p", "^"},
    {"\\{", "si", "braces value"},
    {"\\w[\\w-]*", "na"},
    {"=", "p"},
    {"([\"']).*?\\1", "s"},

    STATE("element-name"),
    {"[A-Z]\\w*", "nc"},
    {"\\w+", "nt"},
    {"\\.", "p"},
    {"", NULL, "^"},

    STATE("braces"),
    {"\\}", "si", "^"},
    {"\\{", "p", "inner-braces statement"},
    USE("root"),

    STATE("inner-braces"),
    {"\\}", "p", "=statement"},
    USE("root"),
    RULES_END,
};

const struct hl_language hl_jsx = {"jsx react", jsx_rules, "root value", NULL, false, &hl_javascript};

static const struct hl_rule tsx_rules[] = {
    TYPESCRIPT_RULES, STATE("element-name"), {"(\\w+)(,)", "nx p", "^3"}, SUPER, RULES_END,
};

const struct hl_language hl_tsx = {"tsx", tsx_rules, "root value", typescript_words, false, &hl_jsx};
