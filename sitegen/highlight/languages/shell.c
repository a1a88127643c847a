/* shell.c - POSIX shells and bash, sessions in them, and what embeds them: Dockerfiles and makefiles. */
#include "highlight/languages/languages.h"
#include "highlight/catalog.h"

#include <string.h>

static bool open_here(struct hl_lexer *lexer, const struct hl_match *match)
{
    lexer->marks[0].name = hl_group(lexer, match, 5);
    return true;
}

static bool ends_here(struct hl_lexer *lexer, const struct hl_match *match)
{
    return str_eq(hl_group(lexer, match, 1), lexer->marks[0].name);
}

static const struct hl_rule rules[] = {
    STATE("root"),
    USE("basic"),
    USE("data"),

    STATE("basic"),
    {"#.*", "c"},
    {"(?:if|fi|else|while|do|done|for|then|return|function|select|continue|until|esac|elif|in)\\s*\\b", "k"},
    {"case\\b", "k", "case"},
    {"(?:alias|bg|bind|break|builtin|caller|cd|command|compgen|complete|declare|dirs|disown|enable|eval|exec"
     "|exit|export|false|fc|fg|getopts|hash|help|history|jobs|let|local|logout|mapfile|popd|pushd|pwd|read|"
     "readonly|set|shift|shopt|source|suspend|test|time|times|trap|true|type|typeset|ulimit|umask|unalias|"
     "unset|wait|cat|tac|nl|od|base32|base64|fmt|pr|fold|head|tail|split|csplit|wc|sum|cksum|b2sum|md5sum|"
     "sha1sum|sha224sum|sha256sum|sha384sum|sha512sum|sort|shuf|uniq|comm|ptx|tsort|cut|paste|join|tr|expand"
     "|unexpand|ls|dir|vdir|dircolors|cp|dd|install|mv|rm|shred|link|ln|mkdir|mkfifo|mknod|readlink|rmdir|"
     "unlink|chown|chgrp|chmod|touch|df|du|stat|sync|truncate|echo|printf|yes|expr|tee|basename|dirname|"
     "pathchk|mktemp|realpath|stty|printenv|tty|id|logname|whoami|groups|users|who|date|arch|nproc|uname|"
     "hostname|hostid|uptime|chcon|runcon|chroot|env|nice|nohup|stdbuf|timeout|kill|sleep|factor|numfmt|seq|"
     "tar|grep|sudo|awk|sed|gzip|gunzip)\\s*\\b(?![.-])",
     "nb"},
    {"\\.(?=\\s)", "nb"},
    {"(\\w+)(=)", "nv o"},
    {"[\\[\\]{}()!=>]|&&|\\|\\||<<<", "o"},
    {"(<<-?)(\\s*)(['\"]?)(\\\\?)(\\w+)(\\3)", "o . sh sh no sh", "here", NULL, open_here},

    STATE("here"),
    {"\\n", "sh", "here-line"},
    {"[^$\\n\\\\]+", "sh"},
    USE("values"),
    {"\\$", "sh"},

    STATE("here-line"),
    {"\\s*(\\w+)\\s*\\n", "no", "^2", NULL, ends_here},
    {"\\s*\\w+\\s*\\n", "sh"},
    {"", NULL, "^"},

    STATE("double"),
    {"(?:\\$#?)?\"", "s2", "^"},
    USE("values"),
    {"[^\"`\\\\$]+", "s2"},

    STATE("escaped-single"),
    {"\\\\.", "se"},
    {"[^\\\\']+", "s1"},
    USE("single"),

    STATE("single"),
    {"'", "s1", "^"},
    {"[^']+", "s1"},

    STATE("data"),
    {"\\s+", "."},
    {"\\\\.", "se"},
    {"\\$?\"", "s2", "double"},
    {"\\$'", "s1", "escaped-single"},
    {"'", "s1", "single"},
    {"\\*", "k"},
    {";", "p"},
    {"--?[\\w-]+", "nt"},
    {"[^=*\\s{}()$\"'`;\\\\<]+", "."},
    {"<", "."},
    USE("values"),

    STATE("values"),
    {"\\\\$|\\\\.", "se"},
    {"\\$\\(\\(", "k", "math"},
    {"\\$\\(", "si", "command"},
    {"\\$\\{#?", "k", "curly"},
    {"`", "sb", "backticks"},
    {"\\$#?(?:\\w+|.)", "nv"},

    STATE("curly"),
    {"\\}", "k", "^"},
    {":-", "k"},
    {"\\w+", "nv"},
    {"[^}:\"`'$]+", "p"},
    USE("root"),

    STATE("command"),
    {"\\)", "si", "^"},
    {"\\(", "o", "parentheses"},
    USE("root"),

    STATE("parentheses"),
    {"\\(", "o", "+"},
    {"\\)", "o", "^"},
    USE("root"),

    STATE("math"),
    {"\\)\\)", "k", "^"},
    {"[-+*/%^|&!]|\\*\\*|\\|\\|", "o"},
    {"\\d+(?:#\\w+)?", "m"},
    USE("root"),

    STATE("case"),
    {"esac\\b", "k", "^"},
    {"\\|", "p"},
    {"\\)", "p", "stanza"},
    USE("root"),

    STATE("stanza"),
    {";;", "p", "^"},
    USE("root"),

    STATE("backticks"),
    {"`", "sb", "^"},
    USE("root"),
    RULES_END,
};

const struct hl_language hl_shell = {"shell bash zsh ksh sh", rules};

/* ---- sessions: what follows a prompt is shell, the rest is output */

static bool console_line(struct hl_lexer *lexer, const struct hl_match *match)
{
    size_t shell = hl_language_find(STR("shell")), at = match->from[0], end = match->to[0];
    struct str line = hl_group(lexer, match, 0), trimmed = str_trim(line);
    struct str dots = trimmed.len > 2 && str_starts(trimmed, "<.") && str_ends(trimmed, ".>")
                          ? str_head(str_from(trimmed, 1), trimmed.len - 2)
                          : trimmed;
    const char *prompt = memchr(line.at, '\n', line.len) == line.at ? NULL : strpbrk(line.at, "$#>;\n");

    if (dots.len > 0 && strspn(dots.at, ".") >= dots.len) {
        hl_restart(lexer, shell);
        hl_emit(lexer, HL_c, at, end);
    } else if (prompt != NULL && prompt < line.at + line.len && *prompt != '\n') {
        size_t command = at + (size_t)(prompt + 1 - line.at), from = command;
        while (from < end && char_is_space(lexer->run->seen[from]))
            from++;
        hl_emit(lexer, HL_gp, at, command);
        hl_emit(lexer, HL_w, command, from);
        hl_delegate(lexer, shell, from, end);
    } else {
        hl_restart(lexer, shell);
        hl_emit(lexer, HL_go, at, end);
    }
    return true;
}

static const struct hl_rule console_rules[] = {
    STATE("root"),
    {".*\\n|.+", NULL, NULL, NULL, console_line},
    RULES_END,
};

const struct hl_language hl_console = {"console terminal shell_session shell-session", console_rules};

/* ---- Dockerfiles */

#define COMMANDS                                                                                             \
    "(?:FROM|MAINTAINER|CMD|LABEL|EXPOSE|ENV|ADD|COPY|ENTRYPOINT|VOLUME|USER|WORKDIR|ARG|STOPSIGNAL|"        \
    "HEALTHCHECK|SHELL)"

static const struct hl_rule docker_rules[] = {
    STATE("root"),
    {"\\s+", "."},
    {"^(?i)(FROM)(\\s+)(.*)(\\s+)(AS)(\\s+)(.*)", "k w s w k w s"},
    {"^(?i)(ONBUILD)(\\s+)(" COMMANDS ")(.*)", "k w k s"},
    {"^(?i)(" COMMANDS ")\\b(.*)", "k s"},
    {"#.*", "c"},
    {"^(?i)(?:ONBUILD\\s+)?RUN\\s+", "k", "run ~shell"},
    {"\\w+|\\W+", "."},

    STATE("run"),
    {"\\n", ".", "^"},
    {"(?s)\\\\.", "se"},
    {"(?:\\\\.|[^\\n\\\\])+", "@shell"},
    RULES_END,
};

const struct hl_language hl_docker = {"docker dockerfile Dockerfile", docker_rules};

/* ---- makefiles */

#define STOP "(?:\\$\\(|\\$\\{|\\(|\\)|\\}|\\\\|$)"

static const struct hl_rule make_rules[] = {
    STATE("root"),
    {"\\s+", "."},
    {"#.*\\n", "c"},
    {"([-s]?include)((?:[\\t ]+[^\\t\\n #]+)+)", "k sx"},
    {"(ifn?def|ifn?eq)([\\t ]+)([^#\\n]+)", "k . nv"},
    {"(?:else|endif)[\\t ]*(?=[#\\n])", "k"},
    {"(export)([\\t ]+)(?=[\\w${}()\\t -]+\\n)", "k .", "export"},
    {"export[\\t ]+", "k"},
    {"([\\w${}().-]+)([\\t ]*)([!?:+]?=)", "nv . o", "shell-line"},
    {"\"(?:\\\\\\\\|\\\\.|[^\"\\\\])*\"", "s2"},
    {"'(?:\\\\\\\\|\\\\.|[^'\\\\])*'", "s1"},
    {"([^\\n:]+)(:+)([ \\t]*)", "nl o .", "target"},

    STATE("export"),
    {"[\\w${}()-]", "nv"},
    {"\\n", ".", "^"},
    {"[\\t ]+", "."},

    STATE("target"),
    {"[^,\\\\\\n#]+", "nf"},
    {",", "p"},
    {"#", "c"},
    {"\\\\\\n|\\\\.", "."},
    {"\\n", ".", "=recipe"},

    STATE("recipe"),
    {"(ifn?def|ifn?eq)([\\t ]+)([^#\\n]+)(#.*)?(\\n)", "k . nv c ."},
    {"(else|endif)([\\t ]*)(#.*)?(\\n)", "k . c ."},
    {"(\\t[\\t ]*)([@-]?)", ". p", "shell-line"},
    {"", NULL, "~shell ^"},

    STATE("shell"),
    {"(?i)\\$[({][\\t ]*\\w[\\w:=%.]*[\\t ]*[)}]", "nv"},
    {"(\\$[({])([\\t ]*)(abspath|addprefix|addsuffix|and|basename|call|dir|error|eval|file|filter|filter-out"
     "|findstring|firstword|flavor|foreach|if|join|lastword|notdir|or|origin|patsubst|realpath|shell|sort|"
     "strip|subst|suffix|value|warning|wildcard|word|wordlist|words)([\\t ]+)",
     "nf . nb .", "shell-call"},
    {"(?s)\\\\.", "@shell"},
    {"(?s).+?(?=" STOP ")", "@shell"},
    {STOP, "@shell"},

    STATE("shell-call"),
    {"[({]", "@shell", "+"},
    {"[)}]", "nf", "^"},
    USE("shell"),

    STATE("shell-line"),
    {"\\n", ".", "^"},
    USE("shell"),
    RULES_END,
};

const struct hl_language hl_make = {"make makefile mf gnumake bsdmake", make_rules};
