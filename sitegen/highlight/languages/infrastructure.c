/* infrastructure.c - HCL and Terraform, CMake, and what services speak: Protobuf, HTTP,
 * property lists.
 */
#include "highlight/languages/languages.h"
#include "highlight/catalog.h"

static bool open_here(struct hl_lexer *lexer, const struct hl_match *match)
{
    lexer->marks[0].name = hl_group(lexer, match, 5);
    return true;
}

static bool ends_here(struct hl_lexer *lexer, const struct hl_match *match)
{
    return str_eq(hl_group(lexer, match, 1), lexer->marks[0].name);
}

/* ---- HCL */

static const struct hl_words hcl_words[] = {
    {"kc", "true false null"},
    WORDS_END,
};

static const struct hl_rule hcl_rules[] = {
    STATE("root"),
    USE("space"),
    USE("literals"),
    {"\\{", "p", "hash"},
    {"\\[", "p", "array"},
    {"(?i)[$a-z_][a-z0-9_]*", "?"},
    {"(?i)[$a-z_][a-z0-9_]*", "nx", "block"},

    STATE("space"),
    {"\\s+", "."},
    {"(?://|#).*", "c1"},
    {"/\\*", "cm", "comment"},

    STATE("comment"),
    {"\\*/", "cm", "^"},
    {"[^*/]+|[*/]", "cm"},

    STATE("literals"),
    {"[0-9]+\\.[0-9]+(?:[eE][0-9]+)?[fd]?(?:[kKmMgG]b?)?", "mf"},
    {"[0-9]+(?:[kKmMgG]b?)?", "mi"},
    {"\"", "s2", "double"},
    {"'", "s1", "single"},
    {"(<<-?)(\\s*)('?)(\\\\?)(\\w+)(\\3)", "o . sh sh no sh", "here", NULL, open_here},

    STATE("block"),
    USE("space"),
    {"\\{", "p", "=hash"},
    {"\\[", "p", "=array"},
    USE("root"),
    {"", NULL, "^"},

    STATE("hash"),
    USE("space"),
    {"=", "p"},
    {"\\}", "p", "^"},
    USE("root"),

    STATE("array"),
    USE("space"),
    {",", "p"},
    {"\\]", "p", "^"},
    USE("root"),

    STATE("double"),
    {"[^\\\\\"]+", "s2"},
    {"\\\\\"", "se"},
    {"\"", "s2", "^"},

    STATE("single"),
    {"[^\\\\']+", "s1"},
    {"\\\\'", "se"},
    {"'", "s1", "^"},

    STATE("here"),
    {"\\n", "sh", "here-line"},
    {"[^$\\n]+|\\$", "sh"},

    STATE("here-line"),
    {"\\s*(\\w+)\\s*\\n", "no", "^2", NULL, ends_here},
    {"\\s*\\w+\\s*\\n", "sh"},
    {"", NULL, "^"},
    RULES_END,
};

const struct hl_language hl_hcl = {"hcl", hcl_rules, NULL, hcl_words};

/* ---- Terraform: the same with values in strings */

static const struct hl_words terraform_words[] = {
    {"k", "terraform module provider variable resource data provisioner output", "block"},
    {"kd", "var local", "block"},
    WORDS_END,
};

static const struct hl_words terraform_values[] = {
    {"k", "terraform module provider variable resource data provisioner output"},
    {"kd", "var local"},
    {"kc", "true false null"},
    WORDS_END,
};

static const struct hl_rule terraform_rules[] = {
    STATE("hash"),
    {"[.,()*]", "p"},
    SUPER,

    STATE("array"),
    {"[.,()*]", "p"},
    SUPER,

    STATE("values"),
    {"\\\\.", "se"},
    {"\\$\\{", "k", "value"},

    STATE("double"),
    {"[^\\\\\"$]+", "s2"},
    USE("values"),
    {"\"", "s2", "^"},

    STATE("single"),
    {"[^\\\\'$]+", "s1"},
    USE("values"),
    {"'", "s1", "^"},

    STATE("value"),
    {"\\}", "k", "^"},
    {"\"/", "dl", "=regex"},
    USE("literals"),
    {"\\s+", "."},
    {"\\+\\+|--|~|&&|\\|\\||\\\\(?=\\n)|<<|>>>?|==|!=", "o"},
    {"[-<>+*%&|^/!=?:]=?", "o"},
    {"[(\\[,)\\].]", "p"},
    {"(?i)[$a-z_-][a-z0-9_-]*", "?nx", NULL, terraform_values},

    STATE("regex"),
    {"[^\"/\\\\]+|\\\\.", "sr"},
    {"/\"", "dl", "^"},
    {"[\"/]", "sr"},
    RULES_END,
};

const struct hl_language hl_terraform = {"terraform tf", terraform_rules, NULL, terraform_words,
                                         .base = &hl_hcl};

/* ---- CMake; number[0] is the length of the long bracket that is open */

static const struct hl_words cmake_words[] = {
    {"nb", "add_compile_definitions add_compile_options add_custom_command add_custom_target add_definitions"
           " add_dependencies add_executable add_library add_link_options add_subdirectory add_test "
           "aux_source_directory break build_command build_name cmake_host_system_information cmake_language"
           " cmake_minimum_required cmake_parse_arguments cmake_policy configure_file create_test_sourcelist"
           " define_property else elseif enable_language enable_testing endforeach endfunction endif "
           "endmacro endwhile exec_program execute_process export export_library_dependencies file find_file"
           " find_library find_package find_path find_program fltk_wrap_ui foreach function "
           "get_cmake_property get_directory_property get_filename_component get_property "
           "get_source_file_property get_target_property get_test_property if include include_directories "
           "include_external_msproject include_guard include_regular_expression install install_files "
           "install_programs install_targets link_directories link_libraries list load_cache load_command "
           "macro make_directory mark_as_advanced math message option output_required_files project "
           "qt_wrap_cpp qt_wrap_ui remove remove_definitions return separate_arguments set "
           "set_directory_properties set_property set_source_files_properties set_target_properties "
           "set_tests_properties site_name source_group string subdir_depends subdirs "
           "target_compile_definitions target_compile_features target_compile_options "
           "target_include_directories target_link_directories target_link_libraries target_link_options "
           "target_precompile_headers target_sources try_compile try_run unset use_mangled_mesa "
           "utility_source variable_requires variable_watch while write_file"},
    WORDS_END,
};

static bool open_bracket(struct hl_lexer *lexer, const struct hl_match *match)
{
    struct str bracket = hl_group(lexer, match, 0);
    lexer->number[0] = (int)(bracket.at[0] == '#' ? bracket.len - 1 : bracket.len);
    return true;
}

static bool closes_bracket(struct hl_lexer *lexer, const struct hl_match *match)
{
    return (int)hl_group(lexer, match, 0).len == lexer->number[0];
}

static const struct hl_rule cmake_rules[] = {
    STATE("root"),
    {"\\$\\{", "si", "variable"},
    {"[ \\t]", "."},
    {"[()]", "p"},
    {"#\\[=*\\[", "cm", "=comment", NULL, open_bracket},
    {"\\[=*\\[", "s2", "=bracket", NULL, open_bracket},
    {"\\\\\"", "."},
    {"\"", "s2", "quoted"},
    {"([A-Za-z_]\\w*)([ \\t]*)(\\()", "?nf . p"},
    {"#.*", "c1"},
    {"(?s).", "."},

    STATE("bracket"),
    {"\\]=*\\]", "s2", "=root", NULL, closes_bracket},
    {"\\$\\{", "si", "variable"},
    {"(?s).", "s2"},

    STATE("comment"),
    {"\\]=*\\]", "cm", "=root", NULL, closes_bracket},
    {"(?s).", "cm"},

    STATE("variable"),
    {"\\$\\{", "si", "variable"},
    {"\\}", "si", "^"},
    {"(?s).", "nv"},

    STATE("quoted"),
    {"\\$\\{", "si", "variable"},
    {"\"", "s2", "root"},
    {"\\\\[()#\" \\\\$@^trn;]", "se"},
    {"(?s).", "s2"},
    RULES_END,
};

const struct hl_language hl_cmake = {"cmake", cmake_rules, NULL, cmake_words};

/* ---- Protobuf */

static const struct hl_words protobuf_words[] = {
    {"k",
     "ctype default extensions import max oneof option optional packed repeated required returns rpc to"},
    {"kt", "bool bytes double fixed32 fixed64 float int32 int64 sfixed32 sfixed64 sint32 sint64 string "
           "uint32 uint64"},
    WORDS_END,
};

static const struct hl_rule protobuf_rules[] = {
    STATE("root"),
    {"\\s+", "."},
    {"[,;{}\\[\\]()]", "p"},
    {"/(?:\\\\\\n)?/(?:$|(?s:.*?)[^\\\\]$)", "c1"},
    {"/(?:\\\\\\n)?\\*(?s:.*?)\\*(?:\\\\\\n)?/", "cm"},
    {"\\w+\\b", "?"},
    {"true|false", "kc"},
    {"(package)(\\s+)", "kn .", "package"},
    {"(message|extend)(\\s+)", "kd .", "message"},
    {"(enum|group|service)(\\s+)", "kd .", "type"},
    {"\".*?\"|'.*?'", "s"},
    {"(?:\\d+\\.\\d*|\\.\\d+|\\d+)[eE][+-]?\\d+[LlUu]*", "mf"},
    {"(?:\\d+\\.\\d*|\\.\\d+|\\d+[fF])[fF]?", "mf"},
    {"-?(?:inf|nan)\\b", "mf"},
    {"0x[0-9a-fA-F]+[LlUu]*", "mh"},
    {"0[0-7]+[LlUu]*", "mo"},
    {"\\d+[LlUu]*", "mi"},
    {"[+-=]", "o"},
    {"([a-zA-Z_][\\w.]*)([ \\t]*)(=)", "na . o"},
    {"[a-zA-Z_][\\w.]*", "n"},

    STATE("package"),
    {"[a-zA-Z_]\\w*", "nn", "^"},
    {"", NULL, "^"},

    STATE("message"),
    {"[a-zA-Z_]\\w*", "nc", "^"},
    {"", NULL, "^"},

    STATE("type"),
    {"[a-zA-Z_]\\w*", "n", "^"},
    {"", NULL, "^"},
    RULES_END,
};

const struct hl_language hl_protobuf = {"protobuf proto", protobuf_rules, NULL, protobuf_words};

/* ---- HTTP; number[0] is 1 + the language of the body, as its type says */

static bool header(struct hl_lexer *lexer, const struct hl_match *match)
{
    static const struct {
        const char *type, *language;
    } types[] = {{"application/json", "json"},
                 {"text/html", "html"},
                 {"application/xhtml+xml", "html"},
                 {"text/xml", "xml"},
                 {"application/xml", "xml"},
                 {"text/css", "css"},
                 {"application/javascript", "javascript"},
                 {"text/javascript", "javascript"},
                 {"text/x-yaml", "yaml"},
                 {"text/x-markdown", "markdown"}};
    struct str value = hl_group(lexer, match, 5);

    if (!str_is_nocase(hl_group(lexer, match, 1), "content-type"))
        return true;
    value = str_head(value, str_find_char(value, ';'));
    lexer->number[0] = 0;
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
        if (str_is_nocase(value, types[i].type))
            lexer->number[0] = 1 + (int)hl_language_find(str_of(types[i].language));
    return true;
}

static bool body(struct hl_lexer *lexer, const struct hl_match *match)
{
    if (lexer->number[0] == 0)
        hl_emit(lexer, HL_TEXT, match->from[0], match->to[0]);
    else
        hl_delegate(lexer, (size_t)lexer->number[0] - 1, match->from[0], match->to[0]);
    return true;
}

static const struct hl_rule http_rules[] = {
    STATE("root"),
    {"(GET|POST|PUT|DELETE|HEAD|OPTIONS|TRACE|PATCH)([ ]+)([^ ]+)([ ]+)(HTTPS?)(/)(\\d(?:\\.\\d)?)(\\r?\\n|"
     "$)",
     "nf . nn . k o m .", "headers"},
    {"(HTTPS?)(/)(\\d\\.\\d)([ ]+)(\\d{3})([ ]+)?([^\\r\\n]*)?(\\r?\\n|$)", "k o m . m . ne .", "headers"},

    STATE("headers"),
    {"([^\\s:]+)( *)(:)( *)([^\\r\\n]+)(\\r?\\n|$)", "na . p . s .", NULL, NULL, header},
    {"([^\\r\\n]+)(\\r?\\n|$)", "s ."},
    {"\\r?\\n", ".", "content"},

    STATE("content"),
    {"(?s).+", NULL, NULL, NULL, body},
    RULES_END,
};

const struct hl_language hl_http = {"http", http_rules};

/* ---- property lists */

static const struct hl_rule plist_rules[] = {
    STATE("root"),
    {"//.*$", "c"},
    {"/\\*(?s:.+?)\\*/", "c"},
    {"\\s+", "w"},
    {"\\{", "p", "dictionary"},
    {"\\(", "p", "array"},
    {"\"(?:[^\"\\\\]|\\\\.)*\"", "s2"},
    {"'(?:[^'\\\\]|\\\\.)*'", "s1"},
    {"<", "p", "data"},
    {"[\\w$/:.-]+", "l"},

    STATE("dictionary"),
    USE("root"),
    {"[=;]", "p"},
    {"\\}", "p", "^"},

    STATE("array"),
    USE("root"),
    {",", "p"},
    {"\\)", "p", "^"},

    STATE("data"),
    {"[0-9a-fA-F\\s]+", "mh"},
    {">", "p", "^"},
    RULES_END,
};

const struct hl_language hl_plist = {"plist", plist_rules};
