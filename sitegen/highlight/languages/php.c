/* php.c - PHP, within HTML or on its own.
 *
 * Code that has no "<?php" is PHP from its start; what stands before the first one is HTML otherwise.
 */
#include "highlight/languages/languages.h"
#include "highlight/languages/php_functions.h"

#define ID    "[\\p{L}_][\\p{L}\\p{N}_]*"
#define NS    "(?:" ID "\\\\)+"
#define NS_ID "(?:" NS ")?" ID

#define KEYWORDS                                                                                             \
    "old_function cfunction __class__ __dir__ __file__ __function__ __halt_compiler __line__ __method__ "    \
    "__namespace__ __trait__ abstract and array as break case clone continue declare default die do echo "   \
    "else elseif empty enddeclare endfor endforeach endif endswitch endwhile eval exit extends final "       \
    "finally fn for foreach global goto if implements include include_once instanceof insteadof isset list " \
    "match new or parent print readonly require require_once return self static switch throw try unset var " \
    "while xor yield"

static const struct hl_words calls[] = {
    {"k", KEYWORDS " catch private protected public"},
    {"nb", php_functions},
    WORDS_END,
};

static const struct hl_words words[] = {
    {"kn", "use", "use"},    {"k", "const", "const"},
    {"k", "catch", "catch"}, {"k", "public protected private", "visibility"},
    {"k", KEYWORDS},         WORDS_END,
};

static const struct hl_rule rules[] = {
    STATE("start"),
    {"\\s*(?=<)", "@html", "^"},
    {"[^$]+(?=<\\?(?i:php|=))", "@html", "^"},
    {"", NULL, "=php"},

    STATE("root"),
    {"(?i)<\\?(?:php|=)?", "cp", "php"},
    {".*?(?=<\\?)|(?s:.+?)(?=<\\?|\\z)", "@html"},

    STATE("escape"),
    {"\\?>", "cp", "!"},

    STATE("names"),
    {NS_ID "(?=\\s*\\()", "?", NULL, calls},
    {"(?i)(?:apc|apache|bcompiler|bson|cairo|calendar|cubrid|db2|dba|dbase|dom|eio|enchant|exif|event|fann|"
     "fdf|fpm|geoip|gmp|gnupg|grapheme|gupnp|ibase|id3|idn|imap|intl|ldap|mailparse|maxdb|mcrypt|memcache|"
     "ming|msg|msql|mssql|mysqlnd|ncurses|newt|normalizer|oci|odbc|opcache|pg|phpdbg|ps|pspell|radius|rrd|"
     "runkit|sapi|snmp|socket|sodium|sqlite|sqlsrv|ssh2|stats|svn|swoole|sybase|tidy|token|trader|uopz|"
     "variant|wincache|xattr|xdiff|xhprof|xmlrpc|yaml|yaz|zip)_\\w+(?=\\s*\\()",
     "nb"},
    {NS_ID "(?=\\s*\\()", "nf"},
    {NS_ID, "?"},
    {"__[\\p{L}\\p{N}_\\\\]*?__(?![\\p{L}\\p{N}_\\\\])", "nb"},
    {"(?:E|PHP)(?:_\\p{Lu}+)+(?![\\p{L}\\p{N}_\\\\])", "kc"},
    {"(?:" NS ")?\\p{Lu}[\\p{Lu}\\p{Nd}_]+(?![\\p{L}\\p{N}_\\\\])", "no"},
    {"(?:" NS ")?\\p{Lu}[\\p{L}\\p{Nl}\\p{Nd}]*(?![\\p{L}\\p{N}_\\\\])", "nc"},
    {NS_ID, "n"},

    STATE("operators"),
    {"[~!%^&*+|:.<>/@-]+", "o"},

    STATE("string"),
    {"\"", "s2", "^"},
    {"[^\\\\{$\"]+", "s2"},
    {"\\\\u\\{[0-9a-fA-F]+\\}|\\\\(?:[efrntv\"$\\\\]|[0-7]{1,3}|[xX][0-9a-fA-F]{1,2})", "se"},
    {"\\$" ID "(?:\\[\\S+\\]|->" ID ")?", "nv"},
    {"\\{\\$\\{", "si", "double-braces"},
    {"\\{(?=\\$)", "si", "braces"},
    {"(\\{)(\\S+)(\\})", "si nv si"},
    {"[${\\\\]+", "s2"},

    STATE("double-braces"),
    {"\\}\\}", "si", "^"},
    USE("php"),

    STATE("braces"),
    {"\\}", "si", "^"},
    USE("php"),

    STATE("values"),
    {"(?i)<<<([\"']?)(" ID ")\\1\\n(?s:.*?)\\n\\s*\\2;?", "sh"},
    {"(?i)(?:\\d[_\\d]*)?\\.(?:\\d[_\\d]*)?(?:e[+-]?\\d[_\\d]*)?", "mf"},
    {"0[0-7][0-7_]*", "mo"},
    {"(?i)0b[01][01_]*", "mb"},
    {"(?i)0x[a-f0-9][a-f0-9_]*", "mh"},
    {"\\d[_\\d]*", "mi"},
    {"'[^'\\\\]*(?:\\\\.[^'\\\\]*)*'", "s1"},
    {"`[^`\\\\]*(?:\\\\.[^`\\\\]*)*`", "sb"},
    {"\"", "s2", "string"},
    {"(?i)(?:function|fn)\\b", "k", "function-return function-parameters function-name"},
    {"(?i)(?:true|false|null)\\b", "kc"},
    {"(?i)new\\b", "k", "new"},

    STATE("variables"),
    {"\\$\\{\\$+" ID "\\}|\\$+" ID, "nv"},

    STATE("space"),
    {"\\s+", "."},
    {"(?:#|//).*", "c1"},
    {"/\\*\\*(?!/)(?s:.*?)\\*/", "cd"},
    {"/\\*(?s:.*?)\\*/", "cm"},

    STATE("php"),
    USE("escape"),
    USE("space"),
    USE("variables"),
    USE("values"),
    {"(?i)(namespace)(\\s+)(" NS_ID ")", "kn . nn"},
    {"(?i)(class|interface|trait|extends|implements)(\\s+)(" NS_ID ")", "kd . nc"},
    USE("names"),
    {"[;,(){}\\[\\]]", "p"},
    USE("operators"),
    {"[=?]", "o"},

    STATE("assign"),
    {",", "p", "^"},
    {"[\\[\\]]", "p"},
    {"\\(", "p", "assign-call"},
    USE("escape"),
    USE("space"),
    USE("values"),
    USE("variables"),
    USE("names"),
    USE("operators"),
    {"", NULL, "^"},

    STATE("assign-call"),
    {"\\)", "p", "^"},
    {",", "p"},
    USE("assign"),

    STATE("catch"),
    {"\\(", "p"},
    {"\\|", "o"},
    {ID, "nc"},
    USE("leave"),

    STATE("leave"),
    USE("escape"),
    USE("space"),
    {"", NULL, "^"},

    STATE("const"),
    {ID, "no"},
    {"=", "o", "assign"},
    USE("leave"),

    STATE("function-body"),
    {"\\{", "p", "+"},
    {"\\}", "p", "^"},
    USE("php"),

    STATE("function-name"),
    {"&", "o"},
    {ID, "n"},
    {"\\(", "p", "^"},
    USE("leave"),

    STATE("function-parameters"),
    {"\\)", "p", "^"},
    {",|\\.{3}", "p"},
    {"=", "o", "assign"},
    {"(?i)(?:public|protected|private|readonly)\\b", "k"},
    {"\\??" ID, "kt", "assign"},
    USE("escape"),
    USE("space"),
    USE("variables"),
    {"", NULL, "^"},

    STATE("function-return"),
    {":", "p"},
    {"(?i)use\\b", "k", "function-use"},
    {"\\??" ID, "kt", "assign"},
    {"\\{", "p", "=function-body"},
    USE("leave"),

    STATE("function-use"),
    {"[,(]", "p"},
    {"&", "o"},
    {"\\)", "p", "^"},
    USE("escape"),
    USE("space"),
    USE("variables"),
    {"", NULL, "^"},

    STATE("new"),
    {"(?i)class\\b", "kd", "=new-class"},
    {NS_ID, "nc", "^"},
    USE("leave"),

    STATE("new-class"),
    {"\\}", "p", "^"},
    {"\\{", "p"},
    USE("php"),

    STATE("use"),
    {"[,}]", "p"},
    {"(?i)(?:function|const)\\b", "k"},
    {"(" NS ")(\\{)", "nn p"},
    {NS_ID "(?:_" ID ")+", "nf"},
    USE("escape"),
    USE("space"),
    USE("names"),
    {"", NULL, "^"},

    STATE("visibility"),
    {"(?i)(?:readonly|static)\\b", "k"},
    {"(?i)(?=(?:abstract|const|function)\\b)", NULL, "^"},
    {"\\??" ID, "kt", "^"},
    USE("leave"),
    RULES_END,
};

const struct hl_language hl_php = {"php php3 php4 php5", rules, "root start", words, .fold = true};
