/* jvm.c - Java, Groovy, Kotlin and Scala. */
#include "highlight/languages/languages.h"

#define ID "[\\p{L}\\p{Nl}_][\\p{L}\\p{Nl}\\p{M}\\p{Nd}\\p{Pc}]*"

/* ---- Java. Words and a name before a parenthesis are a method with its types, which are read once more. */

static const struct hl_words java_keywords[] = {
    {"k", "assert break case catch continue default do else finally for if goto instanceof new return switch"
          " this throw try while"},
    WORDS_END,
};

static const struct hl_words java_words[] = {
    {"kd", "abstract const enum extends final implements native private protected public static strictfp "
           "super synchronized throws transient volatile"},
    {"kt", "boolean byte char double float int long short var void"},
    {"kc", "true false null"},
    {"kd", "class interface", "class-name"},
    {"kn", "import package", "import"},
    WORDS_END,
};

static const struct hl_rule java_rules[] = {
    STATE("root"),
    {"[^\\S\\n]+", "."},
    {"//.*", "c1"},
    {"/\\*(?s:.*?)\\*/", "cm"},
    {"[a-z]+\\b", "?", NULL, java_keywords},
    {"(\\s*(?:[a-zA-Z_][a-zA-Z0-9_.\\[\\]<>]*\\s+)+?)([a-zA-Z_][a-zA-Z0-9_]*)(\\s*)(\\()", "@java nf . o"},
    {"@" ID, "nd"},
    {"[a-z]+\\b", "?"},
    {"\"(?:\\\\\\\\|\\\\\"|[^\"])*\"", "s"},
    {"'(?:\\\\.|[^\\\\]|\\\\u[0-9a-f]{4})'", "sc"},
    {"(\\.)(" ID ")", "o na"},
    {ID ":", "nl"},
    {"\\p{Lu}[\\p{Lu}\\p{Nd}_]*\\b", "no"},
    {"\\p{Lu}[\\p{L}\\p{Nl}\\p{Nd}]*\\b", "nc"},
    {"\\$?" ID, "n"},
    {"[~^*!%&\\[\\](){}<>|+=:;,./?-]", "o"},
    {"(?:[0-9]_+[0-9]|[0-9])+\\.(?:[0-9]_+[0-9]|[0-9])+(?:[eE](?:[0-9]_+[0-9]|[0-9])+)?[fd]?", "mf"},
    {"(?i)0b(?:[01]_+[01]|[01])+", "mb"},
    {"(?i)0x(?:[0-9a-f]_+[0-9a-f]|[0-9a-f])+", "mh"},
    {"0(?:[0-7]_+[0-7]|[0-7])+", "mo"},
    {"(?:[0-9]_+[0-9]|[0-9])+L?", "mi"},
    {"\\n", "."},

    STATE("class-name"),
    {"\\s+", "."},
    {ID, "nc", "^"},

    STATE("import"),
    {"\\s+", "."},
    {"[a-zA-Z0-9_.]+\\*?", "nn", "^"},
    RULES_END,
};

const struct hl_language hl_java = {"java", java_rules, NULL, java_words};

/* ---- Groovy */

static const struct hl_words groovy_words[] = {
    {"k", "assert break case catch continue default do else finally for if goto instanceof new return switch"
          " this throw try while in as"},
    {"kd", "abstract const enum extends final implements native private protected public static strictfp "
           "super synchronized throws transient volatile"},
    {"kt", "def boolean byte char double float int long short void"},
    {"kc", "true false null"},
    WORDS_END,
};

static const struct hl_rule groovy_rules[] = {
    STATE("root"),
    {"^(\\s*(?:\\w[\\w.\\[\\]]*\\s+)+?)(\\w+)(\\s*)(\\()", "@ nf . o"},
    {"[^\\S\\n]+", "."},
    {"//.*", "c1"},
    {"/\\*(?s:.*?)\\*/", "cm"},
    {"@\\w[\\w.]*", "nd"},
    {"(?:class|interface|trait)\\b", "kd", "class-name"},
    {"(?:package|import)\\b", "kn", "import"},
    {"\"\"\"(?s:.*?)\"\"\"", "s2"},
    {"'''(?s:.*?)'''", "s1"},
    {"\"(?:\\\\.|\\\\\\n|.)*?\"", "s2"},
    {"'(?:\\\\.|\\\\\\n|.)*?'", "s1"},
    {"(?s)\\$/(?:\\$.|.)*?/\\$", "s"},
    {"/(?:\\\\.|\\\\\\n|.)*?/", "s"},
    {"(\\.)([a-zA-Z_]\\w*)", "o na"},
    {"[a-zA-Z_]\\w*:", "nl"},
    {"[a-zA-Z_$]\\w*", "?n"},
    {"[~^*!%&\\[\\](){}<>|+=:;,./?-]", "o"},
    {"\\d+\\.\\d+(?:[eE]\\d+)?[fd]?", "mf"},
    {"0x[0-9a-f]+", "mh"},
    {"[0-9]+L?", "mi"},
    {"\\n", "."},

    STATE("class-name"),
    {"\\s+", "."},
    {"\\w+", "nc", "^"},

    STATE("import"),
    {"\\s+", "."},
    {"[\\w.]+\\*?", "nn", "^"},
    RULES_END,
};

const struct hl_language hl_groovy = {"groovy", groovy_rules, NULL, groovy_words};

static const struct hl_words gradle_words[] = {
    {"k", "allprojects artifacts buildscript configuration dependencies repositories sourceSets subprojects "
          "publishing"},
    {"kt", "Project Task Gradle Settings Script JavaToolChain SourceSet SourceSetOutput "
           "IncrementalTaskInputs Configuration ResolutionStrategy ArtifactResolutionQuery "
           "ComponentSelection ComponentSelectionRules ConventionProperty ExtensionAware "
           "ExtraPropertiesExtension PublishingExtension IvyPublication IvyArtifact IvyArtifactSet "
           "IvyModuleDescriptorSpec MavenPublication MavenArtifact MavenArtifactSet MavenPom "
           "PluginDependenciesSpec PluginDependencySpec ResourceHandler TextResourceFactory"},
    WORDS_END,
};

static const struct hl_rule gradle_rules[] = {
    RULES_END,
};

const struct hl_language hl_gradle = {"gradle", gradle_rules, NULL, gradle_words, .base = &hl_groovy};

/* ---- Kotlin */

#define K_REST  "[-_\\p{Lu}\\p{Ll}\\p{Lt}\\p{Lm}\\p{Nl}\\p{Nd}\\p{Pc}\\p{Cf}\\p{Mn}\\p{Mc}]*"
#define K_CLASS "`?\\p{Lu}" K_REST "`?"
#define K_NAME  "`?[_\\p{Lu}\\p{Ll}\\p{Lt}\\p{Lm}\\p{Nl}]" K_REST "`?"
#define K_DEC   "(?:[0-9]++(?:_++[0-9]++)*+)"
#define K_EXP   "(?:[eE][+-]?" K_DEC ")"

static const struct hl_words kotlin_words[] = {
    {"k", "abstract annotation as break by catch class companion const constructor continue crossinline do "
          "dynamic else enum external false final finally for fun get if import in infix inline inner "
          "interface internal is lateinit noinline null object open operator out override package private "
          "protected public reified return sealed set super suspend tailrec this throw true try typealias "
          "typeof val var vararg when where while yield"},
    WORDS_END,
};

static const struct hl_rule kotlin_rules[] = {
    STATE("root"),
    {"(companion)(\\s+)(object)\\b", "k . k"},
    {"(class|data\\s+class|interface|object)(\\s+)", "kd .", "class"},
    {"(fun)(\\s+)", "k .", "function"},
    {"(package|import)(\\s+)", "k .", "package"},
    {"(val|var)(\\s+)(\\()", "kd . p", "properties"},
    {"(val|var)(\\s+)", "kd .", "property"},
    {"(return|continue|break|this|super)(@" K_NAME ")?\\b", "k nd"},
    {"\\w+\\b", "?"},
    {"^\\s*\\[.*?\\]", "na"},
    {"[^\\S\\n]+", "."},
    {"\\\\\\n", "."},
    {"//.*", "c1"},
    {"/\\*.*\\*/", "cm"},
    {"/\\*.*", "cm", "comment"},
    {"\\n", "."},
    {"(::)(class)", "o k"},
    {"::|!!|\\?[:.]|\\.\\.", "o"},
    {"(?:" K_DEC "?\\." K_DEC K_EXP "?|" K_DEC K_EXP ")[fF]?|" K_DEC "[fF]", "mf"},
    {"0[bB](?:[01][01_]*[01]|[01])[uU]?L?", "mb"},
    {"0[xX](?:[0-9a-fA-F][0-9a-fA-F_]*[0-9a-fA-F]|[0-9a-fA-F])[uU]?L?", "mh"},
    {"(?:[1-9][0-9_]*[0-9]|[0-9])[uU]?L?", "mi"},
    {"[~!%^&*()+=|\\[\\]:;,.<>/?{}-]", "p"},
    {"@\"(?:\"\"|[^\"])*\"", "s"},
    {"\"\"\"(?s:.*?)\"\"\"", "s"},
    {"\"(?:\\\\\\\\|\\\\\"|[^\"\\n])*[\"\\n]", "s"},
    {"'\\\\.'|'[^\\\\]'", "sc"},
    {"@" K_CLASS, "nd"},
    {"(" K_CLASS ")(<)", "nc p", "type-parameters"},
    {K_CLASS, "nc"},
    {K_NAME "(?=\\s*[({])", "nf"},
    {K_NAME "@", "nd"},
    {K_NAME, "n"},

    STATE("package"),
    {"\\S+", "nn", "^"},

    STATE("class"),
    {K_CLASS, "nc", "^"},

    STATE("function"),
    {"<", "p", "type-parameters"},
    {"\\s+", "."},
    {"(" K_CLASS ")(\\.)", "nc p"},
    {K_NAME, "nf", "^"},

    STATE("type-parameters"),
    {K_CLASS, "nc"},
    {"<", "p", "type-parameters"},
    {"reified|out|in", "k"},
    {"[,:.?]", "p"},
    {"\\s+", "."},
    {">", "p", "^"},

    STATE("property"),
    {"<", "p", "type-parameters"},
    {"\\s+", "."},
    {K_NAME, "py", "^"},

    STATE("properties"),
    {",", "p"},
    {"\\)", "p", "^"},
    {"\\s+", "."},
    {K_NAME, "py"},

    STATE("comment"),
    {"/\\*", "cm", "comment"},
    {"\\*/", "cm", "^"},
    {"[^/*]+|[/*]", "cm"},
    RULES_END,
};

const struct hl_language hl_kotlin = {"kotlin", kotlin_rules, NULL, kotlin_words};

/* ---- Scala */

#define S_LETTER "[\\p{L}$_]"
#define S_OP                                                                                                 \
    "(?!\\p{Xps}|" S_LETTER "|[0-9]|[(){}\\[\\]]|[\xe2\x80\x98\xe2\x80\x99\".;,])[\\x20-\\x7f\\p{Sm}\\p{So}" \
    "]"
#define S_OPS   "(?:" S_OP ")+"
#define S_ID    "(?:" S_LETTER "(?:" S_LETTER "|[0-9])*+(?:(?<=_)" S_OPS ")?)"
#define S_NAME  "(?:" S_ID "|" S_OPS "|`[^`]+`)"
#define S_CHUNK "(?:" S_ID "|" S_OPS "`[^`]+`)"

static const struct hl_rule scala_rules[] = {
    STATE("root"),
    {"(class|trait|object)(\\s+)", "k .", "class"},
    {"'" S_ID "(?!')", "ss"},
    {"[^\\S\\n]+", "."},
    {"//.*", "c1"},
    {"/\\*", "cm", "comment"},
    {"@" S_ID, "nd"},
    {"(def)(\\s+)(" S_NAME ")(\\s*)", "k . nf ."},
    {"(val)(\\s+)(" S_NAME ")(\\s*)", "k . nv ."},
    {"(this)(\\n*)(\\.)(" S_ID ")", "k . o py"},
    {"(" S_ID "|_)(\\n*)(\\.)(" S_ID ")", "nv . o py"},
    {"[\\p{Lu}$_]" S_ID "\\b", "nc"},
    {"(" S_ID ")(\\p{Xps}*)(\\()", "nf . o"},
    {"(\\.)(" S_ID ")", "o py"},
    {"(?:abstract|case|catch|def|do|else|extends|final|finally|for|forSome|if|implicit|lazy|match|new|"
     "override|private|protected|requires|return|sealed|super|this|throw|try|val|var|while|with|yield)\\b|"
     "(?:<[%:-]|=>|>:|[#=@_\xe2\x87\x92\xe2\x86\x90])(?:\\b|(?=\\s)|$)",
     "k"},
    {":(?!" S_OP ")", "k", "type"},
    {"(?:true|false|null)\\b", "kc"},
    {"(import|package)(\\s+)", "k .", "import"},
    {"(type)(\\s+)", "k .", "type"},
    {"\"\"\"(?s:.*?)\"\"\"(?!\")", "s"},
    {"\"(?:\\\\\\\\|\\\\\"|[^\"])*\"", "s"},
    {"'\\\\.'|'[^\\\\]'|'\\\\u[0-9a-fA-F]{4}'", "sc"},
    {S_ID, "n"},
    {"`[^`]+`", "n"},
    {"\\[", "o", "type-parameters"},
    {"[(){};,.#]", "o"},
    {S_OPS, "o"},
    {"(?:[0-9]+\\.[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?[fFdD]?|[0-9]+[fFdD]", "mf"},
    {"0x[0-9a-fA-F]+", "mh"},
    {"[0-9]+L?", "mi"},
    {"\\n", "."},

    STATE("class"),
    {"(" S_NAME ")(\\s*)(\\[)", "nc . o", "type-parameters"},
    {"\\s+", "."},
    {"[{(]", "o", "^"},
    {"//.*", "c1", "^"},
    {S_NAME, "nc", "^"},

    STATE("type"),
    {"\\s+", "."},
    {"<[%:]|>:|[#_\xe2\x87\x92]|forSome|type", "k"},
    {"([,);}]|=>|=)(\\s*)", "o .", "^"},
    {"[({]", "o", "type"},
    {"(" S_CHUNK "(?:\\." S_CHUNK ")*)(\\s*)(\\[)", "kt . o", "^ type-parameters"},
    {"(" S_CHUNK "(?:\\." S_CHUNK ")*)(\\s*)$", "kt .", "^"},
    {"//.*", "c1", "^"},
    {"\\.|" S_NAME, "kt"},

    STATE("type-parameters"),
    {"[\\s,]+", "."},
    {"<[%:]|=>|>:|[#_\xe2\x87\x92]|forSome|type", "k"},
    {"[\\])}]", "o", "^"},
    {"[(\\[{]", "o", "type-parameters"},
    {"\\.|" S_NAME, "kt"},

    STATE("comment"),
    {"[^/*]+", "cm"},
    {"/\\*", "cm", "comment"},
    {"\\*/", "cm", "^"},
    {"[*/]", "cm"},

    STATE("import"),
    {"(?:" S_ID "|\\.)+", "nn", "^"},
    RULES_END,
};

const struct hl_language hl_scala = {"scala", scala_rules};
