/* go.c - Go and Rust. */
#include "highlight/languages/languages.h"

#define GO_EXP "[eE][+-]?[0-9]+"

static const struct hl_words go_words[] = {
    {"k", "break default func interface select case defer go map struct chan else goto package switch const "
          "fallthrough if range type continue for import return var"},
    {"kt", "bool byte complex64 complex128 error float32 float64 int8 int16 int32 int64 int rune string "
           "uint8 uint16 uint32 uint64 uintptr uint"},
    {"nb", "append cap close complex copy delete imag len make new panic print println real recover"},
    {"no", "true false iota nil"},
    WORDS_END,
};

static const struct hl_rule go_rules[] = {
    STATE("root"),
    {"//.*|/\\*(?s:.*?)\\*/", "c"},
    {"\\w+\\b", "?"},
    {"(?:[0-9]+|(?:[0-9]+\\.[0-9]*(?:" GO_EXP ")?|[0-9]+" GO_EXP "|\\.[0-9]+(?:" GO_EXP ")?))i", "m"},
    {"[0-9]+\\.[0-9]*(?:" GO_EXP ")?|[0-9]+" GO_EXP "|\\.[0-9]+(?:" GO_EXP ")?", "m"},
    {"0[xX][0-9A-Fa-f]+|[0-9]+", "m"},
    {"'(?:[^\\n]|\\\\u[0-9A-Fa-f]{4}|\\\\U[0-9A-Fa-f]{8}|\\\\[abfnrtv\\\\'\"]|\\\\[0-7]{3}|"
     "\\\\x[0-9A-Fa-f]{2})'",
     "sc"},
    {"\\+=|\\+\\+|\\+|&\\^=|&\\^|&=|&&|&|==|=|!=|!|-=|--|-|\\|=|\\|\\||\\||<=|<-|<<=|<<|<|\\*=|\\*|\\^=|\\^|"
     ">>=|>>|>=|>|/|/=|:=|%|%=|\\.\\.\\.|\\.|:",
     "o"},
    {"[()\\[\\]{},;]", "p"},
    {"[\\p{L}\\p{Nl}_][\\p{L}\\p{Nl}\\p{Nd}_]*", "n"},
    {"\\s+", "."},
    {"`", "s", "raw"},
    {"\"", "s", "string"},

    STATE("string"),
    {"\\\\(?:[abfnrtv\\\\'\"]|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|x[0-9A-Fa-f]{2})", "se"},
    {"\\\\.", "err"},
    {"\"", "s", "^"},
    {"[^\"\\\\]+", "s"},

    STATE("raw"),
    {"`", "s", "^"},
    {"[^`]+", "s"},
    RULES_END,
};

const struct hl_language hl_go = {"go golang", go_rules, NULL, go_words};

/* ---- Rust. A macro's arguments are read as they are until its brackets are closed: number[] counts them. */

#define ID     "[\\p{L}\\p{Nl}_][\\p{L}\\p{Nl}\\p{M}\\p{Nd}\\p{Pc}]*"
#define ESCAPE "\\\\(?:[nrt'\"\\\\0]|x[0-9a-fA-F]{2}|u\\{(?:[0-9a-fA-F]_*){1,6}\\})"

static int *bracket(struct hl_lexer *lexer, char c)
{
    return &lexer->number[c == '[' || c == ']' ? 0 : c == '(' || c == ')' ? 1 : 2];
}

static bool open_bracket(struct hl_lexer *lexer, const struct hl_match *match)
{
    ++*bracket(lexer, hl_group(lexer, match, 0).at[0]);
    return true;
}

static bool close_bracket(struct hl_lexer *lexer, const struct hl_match *match)
{
    --*bracket(lexer, hl_group(lexer, match, 0).at[0]);
    if (lexer->number[0] == 0 && lexer->number[1] == 0 && lexer->number[2] == 0)
        hl_pop(lexer, 1);
    return true;
}

static const struct hl_words rust_words[] = {
    {"nb", "Add BitAnd BitOr BitXor bool c_char c_double c_float char c_int clock_t c_long c_longlong Cons "
           "Const Copy c_schar c_short c_uchar c_uint c_ulong c_ulonglong c_ushort c_void dev_t DIR dirent "
           "Div Either Eq Err f32 f64 Failure FILE float fpos_t i16 i32 i64 i8 isize Index ino_t int "
           "intptr_t Left mode_t Modulo Mul Neg Nil None Num off_t Ok Option Ord Owned pid_t Ptr ptrdiff_t "
           "Right Send Shl Shr size_t Some ssize_t str Sub Success time_t u16 u32 u64 u8 usize uint "
           "uintptr_t Box Vec String Gc Rc Arc u128 i128 Result Sync Pin Unpin Sized Drop drop Fn FnMut "
           "FnOnce Clone PartialEq PartialOrd AsMut AsRef From Into Default DoubleEndedIterator "
           "ExactSizeIterator Extend IntoIterator Iterator"},
    WORDS_END,
};

static const struct hl_words rust_keywords[] = {
    {"k", "as async await break const continue crate dyn else enum extern false fn for if impl in let log "
          "loop match mod move mut pub ref return self Self static struct super trait true type unsafe use "
          "where while abstract become box do final macro override priv typeof unsized virtual yield try "
          "union"},
    WORDS_END,
};

static const struct hl_rule rust_rules[] = {
    STATE("line"),
    USE("space"),
    {"#\\s[^\\n]*", "cs"},
    {"", NULL, "^"},

    STATE("attribute"),
    USE("space"),
    USE("literals"),
    {"[(,)=:]", "nd"},
    {"\\]", "nd", "^"},
    {ID, "nd"},

    STATE("space"),
    {"\\s+", "."},
    {"////+[^\\n]*", "c1"},
    {"//[/!][^\\n]*", "cd"},
    {"//[^\\n]*", "c1"},
    {"/\\*\\*\\*?/", "cm"},
    {"/\\*\\*\\*+", "cm", "comment"},
    {"/\\*[*!]", "cd", "doc"},
    {"/\\*", "cm", "comment"},

    STATE("comment"),
    {"\\*/", "cm", "^"},
    {"/\\*", "cm", "comment"},
    {"[^*/]+|[*/]", "cm"},

    STATE("doc"),
    {"\\*/", "cd", "^"},
    {"/\\*", "cd", "doc"},
    {"[^*/]+|[*/]", "cd"},

    STATE("root"),
    {"\\n", ".", "line"},
    USE("space"),
    {"#!?\\[", "nd", "attribute"},
    {"\\w+\\b", "?", NULL, rust_keywords},
    USE("literals"),
    {"[=-]>|<->", "k"},
    {"[()\\[\\]{}|,:;]", "p"},
    {"[*/!@~&+%^<>=?-]|\\.{2,3}", "o"},
    {"(?:\\.\\s*)?" ID "(?=\\s*\\()", "nf"},
    {"\\.\\s*await\\b", "k"},
    {"\\.\\s*" ID, "py"},
    {"\\.\\s*\\d+", "na"},
    {"(" ID ")(::)", "nn p"},
    {"macro_rules!", "nd", "macro-rules"},
    {ID "!", "nd", "macro"},
    {"'static\\b", "k"},
    {"'" ID, "nv"},
    {ID, "?n"},

    STATE("macro"),
    USE("literals"),
    {"[\\[{(]", "p", NULL, NULL, open_bracket},
    {"[\\]})]", "p", NULL, NULL, close_bracket},
    {ID "!", "nd"},
    USE("root"),
    {".", "."},

    STATE("macro-rules"),
    {"\\$" ID "(?::" ID ")?|\\$", "nv"},
    USE("macro"),

    STATE("literals"),
    {"(?:true|false)\\b", "kc"},
    {"b?'(?:" ESCAPE "|[^\\\\])'", "sc"},
    {"b?\"", "s", "string"},
    {"b?r(#*)\"(?s:.*?)\"\\1", "s"},
    {"[0-9][0-9_]*(?:\\.[0-9][0-9_]*(?:[eE][-+]?[0-9_]+)?(?:f32|f64)?|"
     "(?:\\.[0-9][0-9_]*)?[eE][-+]?[0-9_]+(?:f32|f64)?|(?:\\.[0-9][0-9_]*)?(?:[eE][-+]?[0-9_]+)?(?:f32|f64)|"
     "\\.(?![._\\p{L}\\p{Nl}]))",
     "mf"},
    {"(?:0b[10_]+|0x[0-9a-fA-F_]+|0o[0-7_]+|[0-9][0-9_]*)(?:u(?:8|16|32|64|128|size)?|i(?:8|16|32|64|128|"
     "size)?)?",
     "mi"},

    STATE("string"),
    {"\"", "s", "^"},
    {ESCAPE, "se"},
    {"[^\"\\\\]+", "s"},
    RULES_END,
};

const struct hl_language hl_rust = {
    "rust rs rust,no_run rs,no_run rust,ignore rs,ignore rust,should_panic rs,should_panic", rust_rules,
    "root line", rust_words};
