/* dotnet.c - C# and PowerShell. */
#include "highlight/languages/languages.h"

#define ID "@?[_a-zA-Z]\\w*"

static const struct hl_words csharp_words[] = {
    {"k", "abstract as base break case catch checked const continue default delegate do else enum event "
          "explicit extern false finally fixed for foreach goto if implicit in interface internal is lock "
          "new null operator out override params private protected public readonly ref return sealed sizeof "
          "stackalloc static switch this throw true try typeof unchecked unsafe virtual void volatile while "
          "add alias async await get global partial remove set value where yield nameof ascending by "
          "descending equals from group into join let on orderby select"},
    {"kt", "bool byte char decimal double dynamic float int long object sbyte short string uint ulong ushort"
           " var"},
    WORDS_END,
};

static const struct hl_rule csharp_rules[] = {
    STATE("space"),
    {"\\s+", "."},
    {"//.*", "c1"},
    {"/\\*(?s:.*?)\\*/", "cm"},

    STATE("braces"),
    {"\\{", "p", "braces"},
    {"\\}", "p", "^"},
    USE("root"),

    STATE("string"),
    {"\\\\.", "s"},
    {"\\{", "p", "braces"},
    {"\"|\\n", "s", "^"},
    {".", "s"},

    STATE("verbatim"),
    {"\"\"", "s"},
    {"\\{", "p", "braces"},
    {"\"", "s", "^"},
    {".", "s"},

    STATE("root"),
    USE("space"),
    {"\\$\\s*\"", "s", "string"},
    {"\\$@\\s*\"", "s", "verbatim"},
    {"<\\[\\s*(?:" ID ":)?|\\]>", "k"},
    {"[~!%^&*()+=|\\[\\]{}:;,.<>/?-]", "p"},
    {"@\"(?:\"\"|[^\"])*\"", "s"},
    {"\"(?:\\\\.|.)*?[\"\\n]", "s"},
    {"'(?:\\\\.|.)'", "sc"},
    {"(?i)0x[0-9a-f]+[lu]?", "m"},
    {"(?i)[0-9](?:\\.[0-9]*)?(?:e[+-][0-9]+)?[fldu]?", "m"},
    {"(?:class|struct|interface)\\b", "k", "class-name"},
    {"(?:namespace|using)\\b", "k", "namespace"},
    {"^#[ \\t]*(?:if|endif|else|elif|define|undef|line|error|warning|region|endregion|pragma)\\b.*\\n", "cp"},
    {"[a-z]+\\b", "?"},
    {ID "(?=\\s*\\()", "nf"},
    {ID, "n"},

    STATE("class-name"),
    USE("space"),
    {ID, "nc", "^"},

    STATE("namespace"),
    USE("space"),
    {"(?=\\()", NULL, "^"},
    {"(?:" ID "|\\.)+", "nn", "^"},
    RULES_END,
};

const struct hl_language hl_csharp = {"csharp c# cs", csharp_rules, NULL, csharp_words};

/* ---- PowerShell */

static const struct hl_words powershell_words[] = {
    {"bp", "ConfirmImpact DefaultParameterSetName HelpURI PositionalBinding SupportsPaging "
           "SupportsShouldProcess"},
    WORDS_END,
};

static const struct hl_rule powershell_rules[] = {
    STATE("variable"),
    {"\\$\\$|\\$\\?|\\$\\^|\\$_|\\$(?:args|ConsoleFileName|Error|Event|EventArgs|EventSubscriber|"
     "ExecutionContext|false|foreach|HOME|Host|input|IsCoreCLR|IsLinux|IsMacOS|IsWindows|LastExitCode|"
     "Matches|MyInvocation|NestedPromptLevel|null|PID|PROFILE|PSBoundParameters|PSCmdlet|PSCommandPath|"
     "PSCulture|PSDebugContext|PSHOME|PSItem|PSScriptRoot|PSSenderInfo|PSUICulture|PSVersionTable|PWD|"
     "REPORTERRORSHOWEXCEPTIONCLASS|REPORTERRORSHOWINNEREXCEPTION|REPORTERRORSHOWSOURCE|"
     "REPORTERRORSHOWSTACKTRACE|SENDER|ShellId|StackTrace|switch|this|true)",
     "bp"},
    {"(\\$)(?:(\\w+)(:))?(\\w+|\\{(?:[^`]|`.)+?\\})", "nv nn p nv"},

    STATE("help"),
    {"(?i)\\.(?:synopsis|description|parameter|example|inputs|outputs|notes|link|component|role|"
     "functionality|forwardhelptargetname|forwardhelpcategory|remotehelprunspace|externalhelp)",
     "cs"},
    {"#>", "cm", "^"},
    {"[^#.]+|[#.]+", "cm"},

    STATE("value"),
    {"\\)", "si", "^"},
    USE("root"),

    STATE("double"),
    {"(?:\\$#?)?\"", "s2", "^"},
    {"\\$\\(", "si", "value"},
    {"`$|`.", "se"},
    {"[^\"`$]+", "s2"},
    USE("variable"),

    STATE("single"),
    {"'", "s1", "^"},
    {"[^']+", "s1"},

    STATE("here"),
    {"(?:\\$#?)?\"@", "sh", "^"},
    {"\\$\\(", "si", "value"},
    {"`$|`.", "se"},
    {"[^\"`$]+|\"+", "sh"},
    USE("variable"),

    STATE("class"),
    {"\\{", "p", "^"},
    {"\\s+", "w"},
    {"\\w+", "nc"},
    {"[:,]", "p"},

    STATE("comments"),
    {"\\s+", "w"},
    {"#.*", "c"},
    {"<#", "cm", "help"},

    STATE("expression"),
    USE("comments"),
    {"\"", "s2", "double"},
    {"'", "s1", "single"},
    {"@\"", "sh", "here"},
    {"@'(?s:.*?)'@", "sh"},
    {"\\d*\\.\\d+", "mf"},
    {"\\d+", "mi"},
    {"@\\{", "p", "hash"},
    {"@\\(", "p", "array"},
    {"\\{", "p", "braces"},
    {"\\[", "p", "brackets"},

    STATE("hash"),
    {"\\}", "p", "^"},
    {"=", "o"},
    {"[,;]", "p"},
    USE("expression"),
    {"\\w+", "nx"},
    USE("variable"),

    STATE("array"),
    {"\\s+", "w"},
    {"\\)", "p", "^"},
    {"[,;]", "p"},
    USE("expression"),
    USE("variable"),

    STATE("braces"),
    {"\\}", "p", "^"},
    USE("root"),

    STATE("brackets"),
    {"\\]", "p", "^"},
    {"[A-Za-z]\\w+\\.", "n"},
    {"[A-Za-z]\\w+", "?n"},
    USE("root"),

    STATE("parameters"),
    {"(?s)`.", "se"},
    {"\\s*?\\n", "w", "^"},
    {"[;(){}\\]]", "p", "^"},
    {"[|=]", "o", "^"},
    {"[/\\\\~\\w][-.:/\\\\~\\w]*|\\w[-\\w]+", "nx"},
    USE("root"),

    STATE("root"),
    USE("comments"),
    {"\\.\\.(?=\\.?\\d)", "o"},
    {"(?i)(?:-(?:split|isplit|csplit|join|is|isnot|as|eq|ieq|ceq|ne|ine|cne|gt|igt|cgt|ge|ige|cge|lt|ilt|clt"
     "|le|ile|cle|like|ilike|clike|notlike|inotlike|cnotlike|match|imatch|cmatch|notmatch|inotmatch|"
     "cnotmatch|contains|icontains|ccontains|notcontains|inotcontains|cnotcontains|replace|ireplace|creplace"
     "|shl|shr|band|bor|bxor|and|or|xor|not)|\\+=|-=|\\*=|/=|%=)\\b",
     "o"},
    {"(?i)(class)(\\s+)(\\w+)", "kr w nc", "class"},
    {"(?i)(function)(\\s+)(?:(\\w+)(:))?(\\w[-\\w]+)", "kr w nn p nf"},
    {"(?i)(?:assembly|exit|process|base|filter|public|begin|finally|return|break|for|sequence|catch|foreach|"
     "static|class|from|switch|command|function|throw|configuration|hidden|trap|continue|if|try|data|in|type"
     "|define|inlinescript|until|do|interface|using|dynamicparam|module|var|else|namespace|while|elseif|"
     "parallel|workflow|end|param|enum|private)\\b(?![-.])",
     "kr"},
    {"-{1,2}\\w+", "nt"},
    {"(\\.)?([-\\w]+)(\\[)", "o n p", "brackets"},
    {"(?i)([/\\\\~a-z][-.:/\\\\~\\w]*)(\\n)?", "n w", "parameters"},
    {"(\\.)([-\\w]+)(\\()", "o nf p", "parameters"},
    {"(\\.)([-\\w]+)(\\n)?", "o nf w"},
    {"\\?", "nf", "parameters"},
    USE("expression"),
    USE("variable"),
    {"[-+*/%=!.&|]", "o"},
    {"[{}(),:;]", "p"},
    RULES_END,
};

const struct hl_language hl_powershell = {"powershell posh microsoftshell msshell", powershell_rules, NULL,
                                          powershell_words};
