/* ruby.c - Ruby.
 *
 * As in JavaScript a '/' may begin a regular expression where a value may begin ("value" on top of the stack)
 * and after a method's name with a blank ("call", "call-spaced"). Names of here-documents wait in the lexer's
 * marks until the line ends. The frame of a %-string remembers its delimiters and its token.
 */
#include "highlight/languages/languages.h"

#include <string.h>

/* ---- %w[...] and its kin */

static bool open_percent(struct hl_lexer *lexer, const struct hl_match *match)
{
    struct str kind = hl_group(lexer, match, 1);
    char open = hl_group(lexer, match, 2).at[0];
    const char *pair = strchr("{}[]()<>", open);
    bool regex = str_is(kind, "r");

    if (regex)
        hl_push(lexer, "regex-flags");
    struct hl_frame *frame =
        hl_push(lexer, kind.len > 0 && strchr("rQWxI", kind.at[0]) != NULL ? "percent-values" : "percent");
    frame->open = open;
    frame->close = pair != NULL && (pair - "{}[]()<>") % 2 == 0 ? pair[1] : open;
    frame->token = regex ? HL_sr : HL_sx;
    hl_emit(lexer, (enum hl_token)frame->token, match->from[0], match->to[0]);
    return true;
}

static bool percent_escape(struct hl_lexer *lexer, const struct hl_match *match)
{
    char c = hl_group(lexer, match, 0).at[1];
    return c == '#' || c == '\\' || c == hl_top(lexer)->open || c == hl_top(lexer)->close;
}

/* An opening delimiter nests, when the closing one differs from it. */
static bool percent_delimiter(struct hl_lexer *lexer, const struct hl_match *match)
{
    struct hl_frame frame = *hl_top(lexer);
    char c = hl_group(lexer, match, 0).at[0];

    if (c != frame.open && c != frame.close)
        return false;
    if (c == frame.close)
        hl_pop(lexer, 1);
    else
        *hl_push(lexer, "percent") = frame;
    hl_emit(lexer, (enum hl_token)frame.token, match->from[0], match->to[0]);
    return true;
}

static bool percent_text(struct hl_lexer *lexer, const struct hl_match *match)
{
    const struct hl_frame *frame = hl_top(lexer);
    const char *seen = lexer->run->seen;
    size_t at = match->to[0];

    while (at < lexer->end && seen[at] != '#' && seen[at] != '\\' && seen[at] != frame->open &&
           seen[at] != frame->close)
        at++;
    hl_emit(lexer, (enum hl_token)frame->token, match->from[0], at);
    lexer->pos = at;
    return true;
}

/* ---- here-documents */

static bool open_here(struct hl_lexer *lexer, const struct hl_match *match)
{
    if (lexer->mark_count < HL_MARKS_MAX)
        lexer->marks[lexer->mark_count++] = (struct hl_mark){
            hl_group(lexer, match, 4), hl_group(lexer, match, 1).len > 2 /* <<- and <<~: may be indented */};
    if (!hl_top_is(lexer, "here-waits"))
        hl_push(lexer, "here-waits");
    return true;
}

static bool end_here(struct hl_lexer *lexer, const struct hl_match *match)
{
    struct str line = str_trim_end(hl_group(lexer, match, 0));
    bool ends = lexer->mark_count == 0;

    if (!ends && lexer->marks[0].flag)
        line = str_trim(line);
    if (!ends && str_eq(line, lexer->marks[0].name)) {
        memmove(lexer->marks, lexer->marks + 1, --lexer->mark_count * sizeof(lexer->marks[0]));
        hl_emit(lexer, HL_no, match->from[0], match->to[0]);
        ends = lexer->mark_count == 0;
    } else {
        hl_emit(lexer, HL_sh, match->from[0], match->to[0]);
    }
    hl_pop(lexer, ends ? 2 : 1);
    return true;
}

/* ---- words */

static const struct hl_words keywords[] = {
    {"k",
     "BEGIN END alias begin break case do else elsif end ensure for if in next redo rescue raise retry "
     "return super then undef unless until when while yield",
     "value"},
    {"kp",
     "loop include extend alias_method attr catch throw private module_function public protected true false "
     "nil __FILE__ __LINE__",
     "value"},
    WORDS_END,
};

static const struct hl_words builtins[] = {
    {"nb",
     "attr_reader attr_writer attr_accessor __id__ __send__ abort ancestors at_exit autoload binding callcc "
     "caller catch chomp chop class_eval class_variables clone const_get const_missing const_set constants "
     "display dup eval exec exit extend fail fork format freeze getc gets global_variables gsub hash id "
     "included_modules inspect instance_eval instance_method instance_methods instance_variable_get "
     "instance_variable_set instance_variables lambda load local_variables loop method method_missing "
     "methods module_eval name object_id open p print printf private_class_method private_instance_methods "
     "private_methods proc protected_instance_methods protected_methods public_class_method "
     "public_instance_methods public_methods putc puts raise rand readline readlines require "
     "require_relative scan select self send set_trace_func singleton_methods sleep split sprintf srand sub "
     "syscall system taint test throw to_a to_s trace_var trap untaint untrace_var warn",
     "call"},
    {"nb",
     "autoload? block_given? const_defined? eql? equal? frozen? include? instance_of? is_a? iterator? "
     "kind_of? method_defined? nil? private_method_defined? protected_method_defined? public_method_defined?"
     " respond_to? tainted? chomp! chop! exit! gsub! sub!",
     "value"},
    WORDS_END,
};

static const struct hl_rule rules[] = {
    STATE("root"),
    USE("space"),
    {"__END__", "cp", "end-part"},
    {"0_?[0-7]+(?:_[0-7]+)*", "mo"},
    {"0x[0-9A-Fa-f]+(?:_[0-9A-Fa-f]+)*", "mh"},
    {"0b[01]+(?:_[01]+)*", "mb"},
    {"\\d+(?:_\\d+)*(?:\\.\\d+(?:_\\d+)*(?:[eE][+-]?\\d+)?|[eE][+-]?\\d+)", "mf"},
    {"\\d+(?:_\\d+)*", "mi"},
    {"(?i)@@[a-z_]\\w*", "vc"},
    {"(?i)@[a-z_]\\w*", "vi"},
    {"\\$\\w+|\\$[!@&`'+~=/\\\\,;.<>_*$?:\"]|\\$-[0adFiIlpvw]", "vg"},
    {"::", "o"},
    USE("strings"),
    {"defined\\?(?=\\W|$)", "k", "value"},
    {"\\w+", "?", NULL, keywords},
    {"(module)(\\s+)([a-zA-Z_]\\w*(?:::[a-zA-Z_]\\w*)*)", "k . nn"},
    {"(def\\b)(\\s*)", "k .", "function-name"},
    {"(class\\b)(\\s*)", "k .", "class-name"},
    {"\\w+[?!]", "?", NULL, builtins},
    {"\\w+", "?", NULL, builtins},
    {"(<<[-~]?)(([\"`']?)([a-zA-Z_]\\w*)\\3)", "o no", NULL, NULL, open_here},
    {"(<<[-~]?)(([\"'])\\3)", "o no", NULL, NULL, open_here},
    {"\\.{2,3}", "o", "value"},
    {"[A-Z]\\w*", "no", "call"},
    {"(\\.|::)(\\s*)([a-z_]\\w*[!?]?|[*%&^`~+,\\-./\\[<>=])", "p . nf", "call"},
    {"[a-zA-Z_]\\w*[?!]", "n", "value"},
    {"[a-zA-Z_]\\w*", "n", "call"},
    {"\\*\\*|<<?|>>?|>=|<=|<=>|=~|={3}|!~|&&?|\\|\\||\\.", "o", "value"},
    {"[-+/*%=<>&!^|~]=?", "o", "value"},
    {"\\?", "p", "choice value"},
    {"[\\[({,:\\\\;/]", "p", "value"},
    {"[\\])}]", "p"},

    STATE("blanks"),
    {"[ \\t\\r]+", "."},

    STATE("space"),
    USE("blanks"),
    {"\\n\\s*", ".", "value"},
    {"#.*", "c1"},
    {"=begin\\b(?s:.*?)\\n=end\\b", "cm"},

    STATE("strings"),
    {"(?i):@{0,2}[a-z_]\\w*[!?]?", "ss"},
    {":(?:\\*\\*|[-+]@|[/%&|^`~]|\\[\\]=?|<<|>>|<=?>|<=?|===?)", "ss"},
    {":'(?:\\\\\\\\|\\\\'|[^'])*'", "ss"},
    {":\"", "ss", "symbol"},
    {"[a-z_]\\w*?[?!]?:\\s+", "ss", "value"},
    {"'(?:\\\\\\\\|\\\\'|[^'])*'", "s1"},
    {"\"", "s2", "double"},
    {"`", "sb", "backtick"},

    STATE("double"),
    USE("values"),
    {"[^\\\\\"#]+|[\\\\#]", "s2"},
    {"\"", "s2", "^"},

    STATE("symbol"),
    USE("values"),
    {"[^\\\\\"#]+|[\\\\#]", "ss"},
    {"\"", "ss", "^"},

    STATE("backtick"),
    USE("values"),
    {"[^\\\\`#]+|[\\\\#]", "sb"},
    {"`", "sb", "^"},

    STATE("bare-values"),
    {"#\\{", "si", "braces"},
    {"(?i)#(?:@@?|\\$)[a-z_]\\w*", "si"},

    STATE("values"),
    USE("bare-values"),
    {"\\\\(?:[\\\\abefnrstv#\"']|x[a-fA-F0-9]{1,2}|[0-7]{1,3})|\\\\.", "se"},

    STATE("braces"),
    {"\\}", "si", "^"},
    USE("root"),

    STATE("percent-start"),
    {"%([rqswQWxiI])?([\\x01-\\x7f])(?<=[^\\w\\s])", NULL, NULL, NULL, open_percent},

    STATE("percent"),
    {"\\\\[\\x01-\\x7f]", "se", NULL, NULL, percent_escape},
    {"[\\x01-\\x7f]", NULL, NULL, NULL, percent_delimiter},
    {"(?s).", NULL, NULL, NULL, percent_text},

    STATE("percent-values"),
    {"\\\\[\\x01-\\x7f]", "se", NULL, NULL, percent_escape},
    {"[\\x01-\\x7f]", NULL, NULL, NULL, percent_delimiter},
    USE("values"),
    {"(?s).", NULL, NULL, NULL, percent_text},

    STATE("here-waits"),
    {"(?=\\n)", NULL, "=here"},
    USE("root"),

    STATE("here"),
    USE("values"),
    {"\\n", "sh", "here-line"},
    {"[#\\\\]|[^#\\\\\\n]+", "sh"},

    STATE("here-line"),
    {"[^#\\\\\\n]*$", NULL, NULL, NULL, end_here},
    {"", NULL, "^"},

    STATE("function-name"),
    {"\\s+", "."},
    {"\\(", "p", "parameters"},
    {"(?:([a-zA-Z_]\\w*)(\\.))?([a-zA-Z_]\\w*[!?]?|\\*\\*?|[-+]@?|[/%&|^`~]|\\[\\]=?|<<?|>>?|<=>?|>=|===?)",
     "nc o nf", "^"},
    {"", NULL, "^"},

    STATE("class-name"),
    {"\\s+", "."},
    {"\\w+(?:::\\w+)+", "nc"},
    {"\\(", "p", "parameters value"},
    {"<<", "o", "=value"},
    {"[A-Z_]\\w*", "nc", "^"},
    {"", NULL, "^"},

    STATE("choice"),
    {"(:)(\\s+)", "p .", "=value"},
    {":(?![^#\\n]*?[:\\\\])", "p", "=value"},
    USE("root"),

    STATE("parameters"),
    {"(\\))(\\.|::)?", "p o", "^"},
    {"\\(", "p", "parameters value"},
    USE("root"),

    STATE("call"),
    {"[/%]", "o", "=value"},
    {"(?=\\n)", NULL, "^"},
    {"", NULL, "=call-spaced"},

    STATE("call-spaced"),
    USE("space"),
    {"[%/]=", "o", "=value"},
    {"/(?=\\S|\\s*/)", "sr", "=regex"},
    USE("percent-start"),
    {"(?=\\s*/)", NULL, "^"},
    {"\\s+", ".", "=value"},
    {"", NULL, "^"},

    STATE("value"),
    USE("blanks"),
    {"/", "sr", "=regex"},
    {"\\?(?:\\\\[MC]-)*(?:\\\\(?:[\\\\abefnrstv#\"']|x[a-fA-F0-9]{1,2}|[0-7]{1,3})|\\S)(?!\\w)", "sc", "^"},
    {"(\\s*)(%[rqswQWxiI]? \\S* )", ". sx", "^"},
    USE("percent-start"),
    {"", NULL, "^"},

    STATE("regex"),
    USE("bare-values"),
    {"\\\\\\\\|\\\\/|[\\\\#]|[^\\\\/#]+", "sr"},
    {"/", "sr", "=regex-flags"},

    STATE("regex-flags"),
    {"[mixounse]*", "sr", "^"},

    STATE("end-part"),
    {"(?s).+", "cp", "^"},
    RULES_END,
};

const struct hl_language hl_ruby = {"ruby rb", rules, "root value"};
