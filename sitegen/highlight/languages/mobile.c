/* mobile.c - Swift and Dart. */
#include "highlight/languages/languages.h"

/* ---- Swift */

#define S_ID                                                                                                 \
    "(?:_|(?!\\p{Mc})[\\p{L}\\p{Nl}\\p{M}]|[^\\x{0}-\\x{ffff}])(?:[\\p{L}\\p{Nl}\\p{M}\\p{Nd}_]|[^\\x{0}-"   \
    "\\x{ffff}])*"

static const struct hl_words swift_words[] = {
    {"k", "await break case continue default do else fallthrough if in for return switch where while try "
          "catch throw guard defer repeat as dynamicType is new super self Self Type __COLUMN__ __FILE__ "
          "__FUNCTION__ __LINE__ associativity async didSet get infix inout isolated mutating none "
          "nonmutating operator override postfix precedence prefix set unowned weak willSet throws rethrows "
          "precedencegroup"},
    {"kd", "actor class deinit enum convenience extension final func import init internal lazy let "
           "nonisolated optional private protocol public required static struct subscript typealias var "
           "dynamic indirect associatedtype open fileprivate some"},
    {"kc", "true false nil"},
    WORDS_END,
};

static const struct hl_rule swift_rules[] = {
    STATE("line"),
    {"#.*", "cp"},
    USE("blank"),
    {"", NULL, "^"},

    STATE("blank"),
    {"\\s+", "."},
    {"/\\*", "cm", "comment"},

    STATE("comment"),
    {"/\\*", "cm", "comment"},
    {"\\*/", "cm", "^"},
    {"[^*/]+|.", "cm"},

    STATE("root"),
    {"\\n+", ".", "line"},
    {"//.*", "c1", "line"},
    USE("blank"),
    {"\\$(?:[1-9]\\d*)?\\d", "nv"},
    {"[()\\[\\]{}:;,?\\\\]", "p"},
    {"[-/=+*%<>!&|^.~]+", "o"},
    {"@?\"", "s", "string"},
    {"'(?:\\\\.|.)'", "sc"},
    {"(?:\\d+(?:_\\d+)*\\*|(?:\\d+(?:_\\d+)*)*+\\.\\d+(?:_\\d)*)(?:[eE][+-]?\\d+(?:_\\d)*)?", "mf"},
    {"\\d+[eE][+-]?[0-9]+", "mf"},
    {"0o?[0-7]+(?:_[0-7]+)*", "mo"},
    {"0x[0-9A-Fa-f]+(?:_[0-9A-Fa-f]+)*(?:(?:\\.[0-9A-F]+(?:_[0-9A-F]+)*)?p[+-]?\\d+)?", "mh"},
    {"0b[01]+(?:_[01]+)*", "mb"},
    {"\\d+(?:_\\d+)*", "mi"},
    {"@" S_ID, "kd"},
    {"(?:private|internal)\\([ ]*set[ ]*\\)", "kd"},
    {"((?:private|internal)\\([ ]*)(\\w+)([ ]*\\))", "kd err kd"},
    {"unowned\\([ ]*(?:un)?safe[ ]*\\)", "kd"},
    {"(unowned\\([ ]*)(\\w+)([ ]*\\))", "kd err kd"},
    {"#available\\([^)]+\\)", "kd"},
    {"(#(?:selector|keyPath)\\()([^)]+?(?:\\(.*?\\))?)(\\))", "kd nf kd"},
    {"#(?:line|file|column|function|dsohandle)", "kd"},
    {"((?:let|var)\\b)(\\s*)(" S_ID ")", "k . nv"},
    {"((?:let|var)\\b)(\\s*)(\\()", "k . p", "tuple"},
    {"(?!(?:if|while|for|private|internal|unowned|switch|case)\\b)(?=\\p{Lu})" S_ID "(?=[?!]?\\s*\\()", "kt"},
    {"(?!(?:if|while|for|private|internal|unowned|switch|case)\\b)" S_ID "(?=[?!]?\\s*\\()", "nf"},
    {"as[?!]?(?=\\s)", "k"},
    {"try!?(?=\\s)", "k"},
    {"(#?(?!default)(?!\\p{Lu})" S_ID ")(\\s*)(:)", "nv . p"},
    {S_ID, "?"},
    {"\\p{Lu}[\\p{L}\\p{Nl}\\p{M}\\p{Nd}_]*", "kt"},
    {S_ID, "n"},
    {"(`)(" S_ID ")(`)", "p nv p"},

    STATE("tuple"),
    {S_ID, "nv"},
    {"(`)(" S_ID ")(`)", "p nv p"},
    {",", "p"},
    {"\\(", "p", "+"},
    {"\\)", "p", "^"},
    USE("blank"),

    STATE("string"),
    {"\\\\[\\\\0tnr'\"]", "se"},
    {"\\\\\\(", "se", "value"},
    {"\\\\u\\{[0-9a-fA-F]{1,8}\\}", "se"},
    {"[^\\\\\"]+", "s"},
    {"\"\"\"|\"", "s", "^"},

    STATE("value"),
    {"\\(", "p", "parentheses"},
    {"\\)", "se", "^"},
    USE("root"),

    STATE("parentheses"),
    {"\\(", "p", "+"},
    {"\\)", "p", "^"},
    USE("root"),
    RULES_END,
};

const struct hl_language hl_swift = {"swift", swift_rules, "root line", swift_words};

/* ---- Dart */

#define D_ID "[a-zA-Z_]\\w*"

static const struct hl_words dart_words[] = {
    {"k", "as assert await break case catch continue default do else finally for if in is new rethrow return"
          " super switch this throw try while with yield"},
    {"kd", "abstract async dynamic const covariant external extends factory final get implements late native"
           " on operator required set static sync typedef var"},
    {"kt", "bool Comparable double Dynamic enum Function int List Map Never Null num Object Pattern Set "
           "String Symbol Type Uri void"},
    {"kc", "true false null"},
    {"kd", "class interface mixin", "class-name"},
    {"kn", "import deferred export library part source", "import"},
    WORDS_END,
};

static const struct hl_rule dart_rules[] = {
    STATE("root"),
    {"^(\\s*(?:[a-zA-Z_][a-zA-Z\\d_.\\[\\]]*\\s+)+?)(" D_ID ")(\\s*)(\\()", "@dart nf . p"},
    {"\\s+", "."},
    {"//.*", "c1"},
    {"/\\*(?s:.*?)\\*/", "cm"},
    {"\"", "s", "double"},
    {"'", "s", "single"},
    {"r\"[^\"]*\"|r'[^']*'", "sx"},
    {"#(?:" D_ID ")?", "ss"},
    {"@" D_ID, "nd"},
    {"part\\s*of\\b", "kn", "import"},
    {"\\w+\\b", "?"},
    {"(\\.)(" D_ID ")", "o na"},
    {D_ID ":", "nl"},
    {"\\$?" D_ID, "n"},
    {"[~^*!%&|+=:/?-]", "o"},
    {"[\\[\\](){}<>.,;]", "p"},
    {"\\d*\\.\\d+(?:[eE]-?\\d+)?", "mf"},
    {"0x[\\da-fA-F]+", "mh"},
    {"\\d+L?", "mi"},

    STATE("class-name"),
    {"\\s+", "."},
    {D_ID, "nc", "^"},

    STATE("import"),
    {";", "o", "^"},
    {"(?:show|hide)\\b", "kd"},
    USE("root"),

    STATE("double"),
    {"\"", "s", "^"},
    {"[^\\\\$\"]+", "s"},
    USE("values"),

    STATE("single"),
    {"'", "s", "^"},
    {"[^\\\\$']+", "s"},
    USE("values"),

    STATE("values"),
    {"\\$" D_ID "|\\$\\{[^}]+\\}", "si"},
    {"\\\\[nrt\"'\\\\]", "se"},
    RULES_END,
};

const struct hl_language hl_dart = {"dart", dart_rules, NULL, dart_words};
