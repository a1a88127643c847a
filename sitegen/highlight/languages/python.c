/* python.c - Python.
 *
 * The frame of a string remembers its quote (open), whether there are three of them (flag), and whether it is
 * raw or formatted (token, as bits).
 */
#include "highlight/languages/languages.h"

#include <string.h>

#define ID     "[\\p{L}_][\\p{L}\\p{M}\\p{N}_]*"
#define DOTTED "[\\p{L}_.][\\p{L}\\p{M}\\p{N}_.]*"
#define DIGITS "[0-9](?:_?[0-9])*"
#define EXP    "[eE][+-]?" DIGITS

enum { RAW = 1, FORMATTED = 2 };

static bool open_string(struct hl_lexer *lexer, const struct hl_match *match)
{
    struct str prefix = hl_group(lexer, match, 1), quote = hl_group(lexer, match, 2);
    struct hl_frame *frame = hl_push(lexer, "string");

    frame->open = quote.at[0];
    frame->flag = quote.len == 3;
    frame->token = 0;
    for (size_t i = 0; i < prefix.len; i++)
        frame->token |= char_lower(prefix.at[i]) == 'r'   ? RAW
                        : char_lower(prefix.at[i]) == 'f' ? FORMATTED
                                                          : 0;
    return true;
}

static bool close_string(struct hl_lexer *lexer, const struct hl_match *match)
{
    struct str quote = hl_group(lexer, match, 0);
    const struct hl_frame *frame = hl_top(lexer);

    if (quote.at[0] == frame->open && (quote.len == 3) == frame->flag)
        hl_pop(lexer, 1);
    return true;
}

static bool is_formatted(struct hl_lexer *lexer, const struct hl_match *match)
{
    (void)match;
    return (hl_top(lexer)->token & FORMATTED) != 0;
}

static bool escape(struct hl_lexer *lexer, const struct hl_match *match)
{
    hl_pop(lexer, 1);
    hl_emit(lexer, hl_top(lexer)->token & RAW ? HL_s : HL_se, match->from[0], match->to[0]);
    return true;
}

static const struct hl_words words[] = {
    {"k", "assert break continue del elif else except exec finally for global if lambda pass print raise "
          "return try while yield as with from import async await nonlocal"},
    {"nb", "ArithmeticError AssertionError AttributeError BaseException BlockingIOError BrokenPipeError "
           "BufferError BytesWarning ChildProcessError ConnectionAbortedError ConnectionError "
           "ConnectionRefusedError ConnectionResetError DeprecationWarning EOFError EnvironmentError "
           "Exception FileExistsError FileNotFoundError FloatingPointError FutureWarning GeneratorExit "
           "IOError ImportError ImportWarning IndentationError IndexError InterruptedError IsADirectoryError"
           " KeyError KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError "
           "NotADirectoryError NotImplemented NotImplementedError OSError OverflowError OverflowWarning "
           "PendingDeprecationWarning ProcessLookupError RecursionError ReferenceError ResourceWarning "
           "RuntimeError RuntimeWarning StandardError StopAsyncIteration StopIteration SyntaxError "
           "SyntaxWarning SystemError SystemExit TabError TimeoutError TypeError UnboundLocalError "
           "UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning "
           "UserWarning ValueError VMSError Warning WindowsError ZeroDivisionError"},
    {"nb", "__import__ abs all any apply ascii basestring bin bool buffer bytearray bytes callable chr "
           "classmethod cmp coerce compile complex delattr dict dir divmod enumerate eval execfile exit file"
           " filter float format frozenset getattr globals hasattr hash hex id input int intern isinstance "
           "issubclass iter len list locals long map max memoryview min next object oct open ord pow "
           "property range raw_input reduce reload repr reversed round set setattr slice sorted staticmethod"
           " str sum super tuple type unichr unicode vars xrange zip"},
    {"bp", "self None Ellipsis False True"},
    WORDS_END,
};

static const struct hl_rule rules[] = {
    STATE("root"),
    {"\\n+", "."},
    {"^(?i)(:)(\\s*)([ru]{0,2}\"\"\"(?s:.*?)\"\"\")", "p . sd"},
    {"[^\\S\\n]+", "."},
    {"#.*\\n?", "c1"},
    {"[\\[\\]{}:(),;.]", "p"},
    {"\\\\\\n?", "."},
    {"(?:in|is|and|or|not)\\b", "ow"},
    {"(?:<<|>>|//|\\*\\*)=?", "o"},
    {"[-~+/*%=<>&^|@]=?|!=", "o"},
    {"(from)((?:\\\\\\s|\\s)+)(" DOTTED ")((?:\\\\\\s|\\s)+)(import)", "kn . nn . kn"},
    {"(import)(\\s+)(" DOTTED ")", "kn . nn"},
    {"(def)((?:\\s|\\\\\\s)+)", "k .", "function-name"},
    {"(class)((?:\\s|\\\\\\s)+)", "k .", "class-name"},
    {"`.*?`", "sb"},
    {"(?i)([rfbu]{0,2})('''|\"\"\"|['\"])", "sa s", NULL, NULL, open_string},
    {ID, "?n"},
    {"(?:(?:" DIGITS ")?\\." DIGITS "|" DIGITS "\\.)(?:" EXP ")?[jJ]?", "mf"},
    {DIGITS EXP "[jJ]?", "mf"},
    {DIGITS "[jJ]", "mf"},
    {"(?i)0b(?:_?[01])+", "mb"},
    {"(?i)0o(?:_?[0-7])+", "mo"},
    {"(?i)0x(?:_?[a-f0-9])+", "mh"},
    {"\\d+L", "il"},
    {"[1-9](?:_?[0-9])*|0(?:_?0)*", "mi"},

    STATE("function-name"),
    {ID, "nf", "^"},

    STATE("class-name"),
    {ID, "nc", "^"},

    STATE("string"),
    {"[^'\"\\\\{]+", "s"},
    {"\\{\\{", "s"},
    {"'''|\"\"\"|['\"]", "s", NULL, NULL, close_string},
    {"(?=\\\\)", NULL, "escape"},
    {"\\{", "si", "value", NULL, is_formatted},
    {"\\{", "s"},

    STATE("escape"),
    {"\\\\(?:[\\\\abfnrtv\"'\\n]|N\\{[a-zA-Z][a-zA-Z ]+[a-zA-Z]\\}|u[a-fA-F0-9]{4}|U[a-fA-F0-9]{8}|"
     "x[a-fA-F0-9]{2}|[0-7]{1,3})",
     NULL, NULL, NULL, escape},
    {"\\\\.", "s", "^"},

    STATE("value"),
    {"[^{}!:]+", "@"},
    {"![asr]", "si"},
    {":", "si"},
    {"\\{", "si", "value"},
    {"\\}", "si", "^"},
    RULES_END,
};

const struct hl_language hl_python = {"python py", rules, NULL, words};
