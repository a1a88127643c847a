/* c.c - C, C++, Objective-C on both, and CUDA.
 *
 * Outside of functions a name with parentheses that a brace or a semicolon follows is a function; what stands
 * before and within is read once more as C. "line" is on top of the stack at the start of a line.
 */
#include "highlight/languages/languages.h"

#define ID  "[a-zA-Z_][a-zA-Z0-9_]*"
#define GAP "(?:\\s|//.*\\n|/\\*.*?\\*/)+"

static const struct hl_words words[] = {
    {"k",
     "auto break case const continue default do else enum extern for goto if register restricted return "
     "sizeof static struct switch typedef union volatile virtual while _Alignas _Alignof _Atomic _Generic "
     "_Imaginary _Noreturn _Static_assert _Thread_local",
     NULL},
    {"kt",
     "int long float short double char unsigned signed void jmp_buf FILE DIR div_t ldiv_t mbstate_t "
     "sig_atomic_t fpos_t clock_t time_t va_list size_t ssize_t off_t wchar_t ptrdiff_t wctrans_t wint_t "
     "wctype_t _Bool _Complex int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t int_least8_t"
     " int_least16_t int_least32_t int_least64_t uint_least8_t uint_least16_t uint_least32_t uint_least64_t "
     "int_fast8_t int_fast16_t int_fast32_t int_fast64_t uint_fast8_t uint_fast16_t uint_fast32_t "
     "uint_fast64_t intptr_t uintptr_t intmax_t uintmax_t char16_t char32_t",
     NULL},
    {"kr",
     "__asm __int8 __based __except __int16 __stdcall __cdecl __fastcall __int32 __declspec __finally "
     "__int61 __try __leave inline _inline __inline naked _naked __naked restrict _restrict __restrict "
     "thread _thread __thread typename _typename __typename",
     NULL},
    WORDS_END,
};

static const struct hl_rule rules[] = {
    STATE("plain-line"), /* a line that goes on with an expression, so that no label can stand there */
    USE("blank"),
    {"#if\\s0", "c", "if-0"},
    {"#", "cp", "macro"},
    {"", NULL, "^"},

    STATE("line"),
    {ID ":(?!:)", "nl"},
    USE("plain-line"),

    STATE("blank"),
    {"[ \\t\\r]+|\\\\\\n", "."},
    {"(?s)/(?:\\\\\\n)?\\*.*?\\*(?:\\\\\\n)?/", "cm"},

    STATE("space"),
    {"\\n+", ".", "line"},
    {"//(?:\\\\.|.)*?$", "c1", "line"},
    USE("blank"),

    STATE("statements"),
    USE("space"),
    {"(?:u8|u|U|L)?\"", "s", "string"},
    {"(?i)(?:u8|u|L)?'(?:\\\\.|\\\\[0-7]{1,3}|\\\\x[a-f0-9]{1,2}|[^\\\\'\\n])'", "sc"},
    {"(?i)(?:\\d+\\.\\d*|\\.?\\d+)e[+-]?\\d+[lu]*", "mf"},
    {"(?i)0x[0-9a-f]+[lu]*", "mh"},
    {"(?i)0[0-7]+[lu]*", "mo"},
    {"(?i)\\d+[lu]*", "mi"},
    {"\\*/", "err"},
    {"[~!%^&*+=|?:<>/-]", "o"},
    {"[()\\[\\],.;]", "p"},
    {"case\\b", "k", "case"},
    {"(?:true|false|NULL)\\b", "nb"},
    {ID, "?n"},

    STATE("case"),
    {":", "p", "^"},
    USE("statements"),

    STATE("root"),
    {"\\n+", ".", "plain-line"},
    USE("space"),
    {"(?s)([\\w*\\s]+?[\\s*])(" ID ")(\\s*\\([^;]*?\\))((?-s:" GAP ")?)(\\{)", "@ nf @ @ p", "function"},
    {"(?s)([\\w*\\s]+?[\\s*])(" ID ")(\\s*\\([^;]*?\\))((?-s:" GAP ")?)(;)", "@ nf @ @ p"},
    {"\\{", "p", "function"},
    USE("statements"),

    STATE("function"),
    USE("space"),
    USE("statements"),
    {";", "p"},
    {"\\{", "p", "function"},
    {"\\}", "p", "^"},

    STATE("string"),
    {"\"", "s", "^"},
    {"\\\\(?:[\\\\abfnrtv\"']|x[a-fA-F0-9]{2,4}|[0-7]{1,3})", "se"},
    {"[^\\\\\"\\n]+|\\\\\\n|\\\\", "s"},

    STATE("macro"),
    {"(include)(\\s*)(<[^>]+>|\"[^\"]+\")([^\\n]*)", "cp . cpf c1"},
    {"[^/\\n\\\\]+", "cp"},
    {"(?s)\\\\.", "cp"},
    USE("blank"),
    {"/", "cp"},
    {"\\n", "cp", "^"},

    STATE("if-0"),
    {"^\\s*#if", "c", "if-0"},
    {"^\\s*#\\s*el(?:se|if)", "c", "^"},
    {"^\\s*#\\s*endif\\b(?s:.*?)(?<!\\\\)\\n", "c", "^"},
    {".*\\n", "c"},
    RULES_END,
};

const struct hl_language hl_c = {"c", rules, "root line", words, false, NULL};

/* ---- C++ */

#define DIGITS "\\d(?:'?\\d)*"

static const struct hl_words cpp_words[] = {
    {"k",
     "asm auto catch char8_t concept consteval constexpr constinit const_cast co_await co_return co_yield "
     "delete dynamic_cast explicit export friend mutable namespace new operator private protected public "
     "reinterpret_cast requires restrict size_of static_cast this throw throws typeid typename using virtual"
     " final override alignas alignof decltype noexcept static_assert thread_local try",
     NULL},
    {"kt", "bool", NULL},
    {"kr",
     "__virtual_inheritance __uuidof __super __single_inheritance __multiple_inheritance __interface __event",
     NULL},
    WORDS_END,
};

static const struct hl_rule cpp_rules[] = {
    STATE("root"),
    {"(?:__offload|__blockingoffload|__outer)\\b", "kp"},
    SUPER,

    STATE("statements"),
    {"(?:class|struct)\\b", "k", "class-name"},
    {"template\\b", "k", "template"},
    {DIGITS "(?:\\." DIGITS ")?(?:y|d|h|min|s|ms|us|ns|i|if|il)\\b", "mx"},
    {"(?i)(?:" DIGITS "\\.(?:" DIGITS ")?|\\." DIGITS ")(?:e[+-]?" DIGITS "[lu]*)?", "mf"},
    {"(?i)" DIGITS "e[+-]?" DIGITS "[lu]*", "mf"},
    {"(?i)0x[0-9a-f](?:'?[0-9a-f])*[lu]*", "mh"},
    {"0b[01]+(?:'[01]+)*", "mb"},
    {"(?i)0[0-7](?:'?[0-7])*[lu]*", "mo"},
    {"(?i)" DIGITS "[lu]*", "mi"},
    {"nullptr\\b", "nb"},
    {"(?s)(?:u8|u|U|L)?R\"([a-zA-Z0-9_{}\\[\\]#<>%:;.?*+/^&|~!=,\"'-]{0,16})\\(.*?\\)\\1\"", "s"},
    {"::|<=>", "o"},
    {"[{}]", "p"},
    SUPER,

    STATE("class-name"),
    {ID, "nc", "^"},
    USE("space"),
    {"\\.{3}", "o"},
    {",", "p", "^"},
    {"", NULL, "^"},

    STATE("template"),
    {"[>;]", "p", "^"},
    {"typename\\b", "k", "class-name"},
    USE("statements"),

    STATE("case"),
    {":(?!:)", "p", "^"},
    USE("statements"),
    RULES_END,
};

const struct hl_language hl_cpp = {"cpp c++", cpp_rules, NULL, cpp_words, false, &hl_c};

/* ---- Objective-C */

#define OBJC_ID "[a-zA-Z$_][a-zA-Z0-9$_]*"

static const struct hl_words objc_at_words[] = {
    {"k",
     "@selector @private @protected @public @encode @synchronized @try @throw @catch @finally @end @property "
     "@synthesize @dynamic @optional @autoreleasepool @import",
     NULL},
    {"nb", "@true @false @YES @NO", NULL},
    WORDS_END,
};

static const struct hl_words objc_words[] = {
    {"nb", "YES NO nil", NULL},
    WORDS_END,
};

static const struct hl_rule objc_rules[] = {
    STATE("statements"),
    {"@\"", "s", "string"},
    {"@'(?:\\\\[0-7]{1,3}|\\\\x[a-fA-F0-9]{1,2}|\\\\.|[^\\\\'\\n]')", "sc"},
    {"(?i)@(?:\\d+\\.\\d*|\\.\\d+|\\d+)e[+-]?\\d+l?", "mf"},
    {"(?i)@(?:\\d+\\.\\d*|\\.\\d+|\\d+f)f?", "mf"},
    {"@0x[0-9a-fA-F]+[lL]?", "mh"},
    {"(?i)@0[0-7]+l?", "mo"},
    {"@\\d+l?", "mi"},
    {"in\\b", "k"},
    {"@(?:interface|implementation)\\b", "k", "objc-class"},
    {"@(?:class|protocol)\\b", "k", "objc-forward"},
    {"@[a-zA-Z0-9]+", "?err", NULL, objc_at_words},
    {"\\?", "p", "objc-choice"},
    {"@?\\[", "p", "objc-message"},
    {"@\\{", "p", "objc-dictionary"},
    SUPER,

    STATE("objc-choice"),
    {":", "p", "^"},
    USE("statements"),

    STATE("objc-message"),
    {"(" OBJC_ID ")(\\s*)(:)", "nf . p", "=objc-arguments"},
    {"(" OBJC_ID ")(\\s*)(\\])", "nf . p", "^"},
    USE("objc-message-rest"),

    STATE("objc-message-rest"),
    {"[\\]{]", "p", "^"},
    {";", "err"},
    USE("statements"),

    STATE("objc-arguments"),
    {"\\{", "p", "function"},
    {"(" OBJC_ID ")(\\s*)(:)", "nf . p", "^"},
    USE("objc-message-rest"),

    STATE("objc-dictionary"),
    {"\\}", "p", "^"},
    {",", "p"},
    USE("statements"),

    STATE("objc-class"),
    USE("space"),
    {"(" OBJC_ID ")(\\s*)(:)(\\s*)(" OBJC_ID ")", "nc . p . nc", "^"},
    {"(" OBJC_ID ")(\\s*)(\\()(\\s*)(" OBJC_ID ")(\\s*)(\\))", "nc . p . nl . p", "^"},
    {OBJC_ID, "nc", "^"},

    STATE("objc-forward"),
    USE("space"),
    {"(" OBJC_ID ")(\\s*)(,)(\\s*)", "nc . p .", "objc-forward"},
    {"(" OBJC_ID ")(\\s*)(;?)", "nc . p", "^"},

    STATE("root"),
    {"([-+])(\\s*)(\\(.*?\\))?(\\s*)(?=" OBJC_ID ":?)", "k . @ .", "objc-method"},
    SUPER,

    STATE("objc-method"),
    {",", "p"},
    {"\\.\\.\\.", "p"},
    {"(\\(.*?\\))(" OBJC_ID ")", "@ nv"},
    {"(" OBJC_ID ")(\\s*)(:)", "nf . p"},
    {";", "p", "^"},
    {"\\{", "p", "=function"},
    USE("blank"),
    {"//.*\\n", "c1"},
    {"\\s+", "."},
    {"", NULL, "^"},
    RULES_END,
};

const struct hl_language hl_objective_c = {
    "objective_c objc obj-c obj_c objectivec", objc_rules, NULL, objc_words, false, &hl_c};

/* The same on C++. */
static const struct hl_language objc_on_cpp = {"", objc_rules, NULL, objc_words, .base = &hl_cpp};

static const struct hl_rule objcpp_rules[] = {
    STATE("statements"), {"(\\.)(class)", "o bp"}, {"(@selector)(\\()(class)(\\))", "k p bp p"}, SUPER,
    RULES_END,
};

const struct hl_language hl_objective_cpp = {
    "objective_cpp objcpp obj-cpp obj_cpp objectivecpp objc++ obj-c++ obj_c++ objectivec++", objcpp_rules,
    .base = &objc_on_cpp};

/* ---- CUDA */

static const struct hl_words cuda_words[] = {
    {"k", "__global__ __device__ __host__ __noinline__ __forceinline__ __constant__ __shared__ __managed__ "
          "__restrict__"},
    {"kt", "char1 char2 char3 char4 uchar1 uchar2 uchar3 uchar4 short1 short2 short3 short4 ushort1 ushort2 "
           "ushort3 ushort4 int1 int2 int3 int4 uint1 uint2 uint3 uint4 long1 long2 long3 long4 ulong1 "
           "ulong2 ulong3 ulong4 longlong1 longlong2 longlong3 longlong4 ulonglong1 ulonglong2 ulonglong3 "
           "ulonglong4 float1 float2 float3 float4 double1 double2 double3 double4 dim3"},
    WORDS_END,
};

static const struct hl_rule cuda_rules[] = {
    RULES_END,
};

const struct hl_language hl_cuda = {"cuda", cuda_rules, NULL, cuda_words, .base = &hl_cpp};
