/* perl.c - Perl and Lua. */
#include "highlight/languages/languages.h"

static const struct hl_words words[] = {
    {"k", "case continue do else elsif for foreach if last my next our redo reset then unless until while "
          "use print new BEGIN CHECK INIT END return"},
    {"ow", "eq lt gt le ge ne not and or cmp"},
    WORDS_END,
};

static const struct hl_words builtins[] = {
    {"nb", "abs accept alarm atan2 bind binmode bless caller chdir chmod chomp chop chown chr chroot close "
           "closedir connect continue cos crypt dbmclose dbmopen defined delete die dump each endgrent "
           "endhostent endnetent endprotoent endpwent endservent eof eval exec exists exit exp fcntl fileno "
           "flock fork format formline getc getgrent getgrgid getgrnam gethostbyaddr gethostbyname "
           "gethostent getlogin getnetbyaddr getnetbyname getnetent getpeername getpgrp getppid getpriority "
           "getprotobyname getprotobynumber getprotoent getpwent getpwnam getpwuid getservbyname "
           "getservbyport getservent getsockname getsockopt glob gmtime goto grep hex import index int ioctl"
           " join keys kill last lc lcfirst length link listen local localtime log lstat map mkdir msgctl "
           "msgget msgrcv msgsnd my next no oct open opendir ord our pack package pipe pop pos printf "
           "prototype push quotemeta rand read readdir readline readlink readpipe recv redo ref rename "
           "require reverse rewinddir rindex rmdir scalar seek seekdir select semctl semget semop send "
           "setgrent sethostent setnetent setpgrp setpriority setprotoent setpwent setservent setsockopt "
           "shift shmctl shmget shmread shmwrite shutdown sin sleep socket socketpair sort splice split "
           "sprintf sqrt srand stat study substr symlink syscall sysopen sysread sysseek system syswrite "
           "tell telldir tie tied time times tr truncate uc ucfirst umask undef unlink unpack unshift untie "
           "utime values vec wait waitpid wantarray warn write"},
    {"bp", "__DIE__ __WARN__ DATA STDIN STDOUT STDERR"},
    WORDS_END,
};

#define FLAGS "[msixpodualngcr]*"

static const struct hl_rule rules[] = {
    STATE("regex"),
    {"/(?:\\\\[\\\\/]|[^/])*/[egimosx]*", "sr", "^"},
    {"!(?:\\\\[\\\\!]|[^!])*![egimosx]*", "sr", "^"},
    {"\\\\(?:\\\\\\\\|[^\\\\])*\\\\[egimosx]*", "sr", "^"},
    {"\\{(?:\\\\[\\\\}]|[^}])*\\}[egimosx]*", "sr", "^"},
    {"<(?:\\\\[\\\\>]|[^>])*>[egimosx]*", "sr", "^"},
    {"\\[(?:\\\\[\\\\\\]]|[^\\]])*\\][egimosx]*", "sr", "^"},
    {"\\((?:\\\\[\\\\)]|[^)])*\\)[egimosx]*", "sr", "^"},
    {"@(?:\\\\[\\\\@]|[^@])*@[egimosx]*", "sr", "^"},
    {"%(?:\\\\[\\\\%]|[^%])*%[egimosx]*", "sr", "^"},
    {"\\$(?:\\\\[\\\\$]|[^$])*\\$[egimosx]*", "sr", "^"},

    STATE("root"),
    {"#.*", "c1"},
    {"^=[a-zA-Z0-9]+\\s+(?s:.*?)\\n=cut", "cm"},
    {"(?:case|continue|do|else|elsif|for|foreach|if|last|my|next|our|redo|reset|then|unless|until|while|use|"
     "print|new|BEGIN|CHECK|INIT|END|return)\\b",
     "k"},
    {"(format)(\\s+)(\\w+)(\\s*)(=)(\\s*\\n)", "k . n . p .", "format"},
    {"(?:eq|lt|gt|le|ge|ne|not|and|or|cmp)\\b", "ow"},
    {"(?:s|tr|y)(?:\\{(?:\\\\\\\\|\\\\\\}|[^}])*\\}|<(?:\\\\\\\\|\\\\>|[^>])*>|\\[(?:\\\\\\\\|\\\\\\]|"
     "[^\\]])*\\]|\\((?:\\\\\\\\|\\\\\\)|[^)])*\\))\\s*",
     "sr", "regex"},
    {"(?s)(?:s|tr|y)\\s*([^\\w\\s])(?:\\\\\\\\|\\\\\\1|.)*?\\1(?:\\\\\\\\|\\\\\\1|.)*?\\1" FLAGS, "sr"},
    {"(?s)(?:s|tr|y)\\s+(\\w)(?:\\\\\\\\|\\\\\\1|.)*?\\1(?:\\\\\\\\|\\\\\\1|.)*?\\1" FLAGS, "sr"},
    {"m?/(?:\\\\\\\\|\\\\/|[^/\\n])*/[msixpodualngc]*", "sr"},
    {"m(?=[/!\\\\{<\\[(@%$])", "sr", "regex"},
    {"(?s)m\\s*([^\\w\\s])(?:\\\\\\\\|\\\\\\1|.)*?\\1[msixpodualngc]*", "sr"},
    {"(?s)m\\s+(\\w)(?:\\\\\\\\|\\\\\\1|.)*?\\1[msixpodualngc]*", "sr"},
    {"\\s+", "."},
    {"(?i)(?=[a-z_]\\w*(?:\\s*#.*\\n)*\\s*=>)", NULL, "fat-comma"},
    {"\\w+\\b", "?", NULL, builtins},
    {"<<(['\"]?)([a-zA-Z_]\\w*)\\1;?\\n(?s:.*?)\\n\\2\\n", "s"},
    {"__(?:END|DATA)__\\b", "cp", "end-part"},
    {"\\$\\^[ADEFHILMOPSTWX]|\\$[\\\\\"'\\[\\]&`+*.,;=%~?@$!<>(^|/_-](?!\\w)", "vg"},
    {"(?i)[$@%&*][$@%&*#_]*(?=[a-z{\\[;])", "nv", "variable"},
    {"[-+/*%=<>&^|!\\\\~]=?", "o"},
    {"0_?[0-7]+(?:_[0-7]+)*", "mo"},
    {"0x[0-9A-Fa-f]+(?:_[0-9A-Fa-f]+)*", "mh"},
    {"0b[01]+(?:_[01]+)*", "mb"},
    {"(?i)\\d*(?:_\\d*)*+\\.\\d+(?:_\\d*)*(?:e[+-]?\\d+)?", "mf"},
    {"(?i)\\d+(?:_\\d*)*e[+-]?\\d+(?:_\\d*)*", "mf"},
    {"\\d+(?:_\\d+)*", "mi"},
    {"'", "p", "single"},
    {"\"", "p", "double"},
    {"`", "p", "backtick"},
    {"<[^\\s>]+>", "sr"},
    {"q[qwrx]?\\{", "sx", "q-braces"},
    {"q[qwrx]?\\(", "sx", "q-parentheses"},
    {"q[qwrx]?\\[", "sx", "q-brackets"},
    {"q[qwrx]?<", "sx", "q-angles"},
    {"q[qwrx]?(\\W)(?s:.)*?\\1", "sx"},
    {"package\\s+", "k", "module"},
    {"sub\\s+", "k", "function"},
    {"\\[\\]|\\*\\*|::|<<|>>|>=|<=|<=>|={3}|!=|=~|!~|&&?|\\|\\||\\.{1,3}", "o"},
    {"[()\\[\\]:;,<>/?{}]", "p"},
    {"(?=\\w)", NULL, "name"},

    STATE("format"),
    {"\\.\\n", "si", "^"},
    {".*\\n", "si"},

    STATE("fat-comma"),
    {"#.*", "c1"},
    {"\\w+", "s"},
    {"\\s+", "."},
    {"=>", "o", "^"},

    STATE("name-parts"),
    {"\\w+::", "nn"},
    {"[\\w:]+", "nv", "^"},

    STATE("variable"),
    {"\\s+", "."},
    {"[{\\[),;]", "p", "^"},
    USE("name-parts"),

    STATE("name"),
    USE("name-parts"),
    {"(?=\\W)", NULL, "^"},

    STATE("module"),
    {"[a-zA-Z_]\\w*", "nn", "^"},

    STATE("function"),
    {"[a-zA-Z_]\\w*[!?]?", "nf"},
    {"\\s+", "."},
    {"(\\([$@%]*\\))(\\s*)", "p ."},
    {".*?\\{", "p", "^"},
    {";", "p", "^"},

    STATE("single"),
    {"\\\\[\\\\']", "se"},
    {"[^\\\\']+", "s1"},
    {"'", "p", "^"},
    {"\\\\", "s1"},

    STATE("double"),
    USE("values"),
    {"\\\\(?:[\\\\tnrabefluLUE\"$@]|0\\d{2}|o\\{\\d+\\}|x[0-9a-fA-F]{2}|x\\{[0-9a-fA-F]+\\}|c.|N\\{[^}]+\\})",
     "se"},
    {"[^\\\\\"$@]+|[^\\\\\"]", "s2"},
    {"\"", "p", "^"},
    {"\\\\", "se"},

    STATE("backtick"),
    USE("values"),
    {"\\\\[\\\\tnr`]", "se"},
    {"[^\\\\`$@]+|[^\\\\`]", "sb"},
    {"`", "p", "^"},

    STATE("values"),
    {"[$@]\\{", "si", "value"},
    {"(?i)[$@][a-z_]\\w*", "si"},

    STATE("value"),
    {"\\}", "si", "^"},
    {"\\s+", "."},
    {"[a-zA-Z_]\\w*", "si"},

#define QUOTED(name, open, close)                                                                            \
    STATE(name), {"\\\\[" open close "\\\\]|\\\\", "sx"}, {open, "sx", "+"}, {close, "sx", "^"},             \
    {                                                                                                        \
        "[^" open close "\\\\]+", "sx"                                                                       \
    }
    QUOTED("q-braces", "\\{", "\\}"),
    QUOTED("q-parentheses", "\\(", "\\)"),
    QUOTED("q-brackets", "\\[", "\\]"),
    QUOTED("q-angles", "<", ">"),

    STATE("end-part"),
    {"(?s).+", "cp", "^"},
    RULES_END,
};

const struct hl_language hl_perl = {"perl pl", rules, NULL, words};

/* ---- Lua */

static const struct hl_words lua_words[] = {
    {"nb", "gsub", "gsub"},
    {"nb", "_g _version assert collectgarbage dofile error getmetatable ipairs load loadfile next pairs "
           "pcall print rawequal rawget rawlen rawset select setmetatable tonumber tostring type xpcall "
           "require package.config package.cpath package.loaded package.loadlib package.path package.preload"
           " package.searchers package.searchpath coroutine.create coroutine.isyieldable coroutine.resume "
           "coroutine.running coroutine.status coroutine.wrap coroutine.yield debug.debug debug.gethook "
           "debug.getinfo debug.getlocal debug.getmetatable debug.getregistry debug.getupvalue "
           "debug.getuservalue debug.sethook debug.setlocal debug.setmetatable debug.setupvalue "
           "debug.setuservalue debug.traceback debug.upvalueid debug.upvaluejoin io.close io.flush io.input "
           "io.lines io.open io.output io.popen io.read io.stderr io.stdin io.stdout io.tmpfile io.type "
           "io.write math.abs math.acos math.asin math.atan math.ceil math.cos math.deg math.exp math.floor "
           "math.fmod math.huge math.log math.max math.maxinteger math.min math.mininteger math.modf math.pi"
           " math.rad math.random math.randomseed math.sin math.sqrt math.tan math.tointeger math.type "
           "math.ult os.clock os.date os.difftime os.execute os.exit os.getenv os.remove os.rename "
           "os.setlocale os.time os.tmpname string.byte string.char string.dump string.find string.format "
           "string.gmatch string.gsub string.len string.lower string.match string.pack string.packsize "
           "string.rep string.reverse string.sub string.unpack string.upper table.concat table.insert "
           "table.move table.pack table.remove table.sort table.unpack utf8.char utf8.charpattern "
           "utf8.codepoint utf8.codes utf8.len utf8.offset lua_cpath lua_init lua_path luaopen_base"},
    WORDS_END,
};

static const struct hl_words lua_keywords[] = {
    {"ow", "and or not"},
    {"k", "break do else elseif end for if in repeat return then until while"},
    {"kd", "local"},
    {"kc", "true false nil"},
    {"k", "function", "function"},
    WORDS_END,
};

static const struct hl_rule lua_rules[] = {
    STATE("root"),
    {"#!.*?$", "cp"},
    {"", NULL, "base"},

    STATE("base"),
    {"--\\[(=*)\\[(?s:.*?)\\]\\1\\]", "cm"},
    {"--.*$", "c1"},
    {"(?i)(?:\\d*\\.\\d+|\\d+\\.\\d*)(?:e[+-]?\\d+)?'", "mf"},
    {"(?i)\\d+e[+-]?\\d+", "mf"},
    {"(?i)0x[0-9a-f]*", "mh"},
    {"\\d+", "mi"},
    {"\\s+", "."},
    {"\\[(=*)\\[(?s:.*?)\\]\\1\\]", "s"},
    {"==|~=|<=|>=|\\.\\.\\.|\\.\\.|[=+*/%^<>#-]", "o"},
    {"[\\[\\]{}().,:;]", "p"},
    {"\\w+\\b", "?", NULL, lua_keywords},
    {"[A-Za-z_]\\w*(?:\\.[A-Za-z_]\\w*)?", "?"},
    {"([A-Za-z_]\\w*)(\\.)([A-Za-z_]\\w*)", "n p n"},
    {"[A-Za-z_]\\w*", "n"},
    {"'", "s1", "single"},
    {"\"", "s2", "double"},

    STATE("function"),
    {"\\s+", "."},
    {"(?:([A-Za-z_]\\w*)(\\.))?([A-Za-z_]\\w*)", "nc p nf", "^"},
    {"\\(", "p", "^"},

    STATE("gsub"),
    {"\\)", "p", "^"},
    {"[(,]", "p"},
    {"\\s+", "."},
    {"\"", "sr", "regex"},

    STATE("regex"),
    {"\"", "sr", "=regex-end"},
    {"\\[\\^?", "se", "regex-class"},
    {"\\\\.|\\(\\?[:=<!]|\\{[\\d,]+\\}|[()?]", "se"},
    {".", "sr"},

    STATE("regex-end"),
    {"[$]+", "sr", "^"},
    {"", NULL, "^"},

    STATE("regex-class"),
    {"/", "se"},
    {"\\]", "se", "^"},
    {"(\\\\)(.)", "se sr"},
    {".", "sr"},

    STATE("escape"),
    {"\\\\(?:[abfnrtv\\\\\"']|\\d{1,3})", "se"},

    STATE("single"),
    USE("escape"),
    {"'", "s1", "^"},
    {"[^']+", "s1"},

    STATE("double"),
    USE("escape"),
    {"\"", "s2", "^"},
    {"[^\"]+", "s2"},
    RULES_END,
};

const struct hl_language hl_lua = {"lua", lua_rules, NULL, lua_words};
