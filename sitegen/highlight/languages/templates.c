/* templates.c - Jinja, which is Django's and Ansible's too, and Twig. */
#include "highlight/languages/languages.h"

static const struct hl_words jinja_words[] = {
    {"k", "as context do else extends from ignore missing import include reversed recursive scoped "
          "autoescape endautoescape block endblock call endcall filter endfilter for endfor if endif macro "
          "endmacro set endset trans endtrans with endwith without"},
    {"kp", "true false none True False None"},
    {"ow", "is in and or not"},
    {"nb", "callable defined divisibleby equalto escaped even iterable lower mapping none number odd sameas "
           "sequence string undefined upper"},
    WORDS_END,
};

static const struct hl_rule jinja_rules[] = {
    STATE("root"),
    {"\\{#", "c", "comment"},
    {"##.*", "c"},
    {"(\\{%-?)(\\s*)(raw)(\\s*)(-?%\\})", "cp . k . cp", "raw"},
    {"(\\{%-?)(\\s*)(verbatim)(\\s*)(-?%\\})", "cp . k . cp", "verbatim"},
    {"\\{%", "cp", "statement"},
    {"\\{\\{", "cp", "expression"},
    {"(?s).+?(?=\\\\|\\{\\{|\\{%|\\{#|##)", "@html"},
    {"(?s).+", "@html"},

    STATE("value"),
    {"(\\|\\s*)(\\w+)", "o nf"},
    {"(\\w+)(\\()", "nf p"},
    {"\"(?:\\\\.|.)*?\"", "s2"},
    {"'(?:\\\\.|.)*?'", "s1"},
    {"\\d+(?=\\}\\s)", "m"},
    {"[-+*/=]|//|\\*\\*", "o"},
    {"<=?|>=?|===?|!=", "o"},
    {"[,\\[\\]()]", "p"},
    {"\\s+", "."},

    STATE("comment"),
    {"[^#]+", "c"},
    {"#\\}", "c", "^"},
    {"#", "c"},

    STATE("expression"),
    {"\\w+\\.?", "nv"},
    USE("value"),
    {"%\\}|\\}\\}", "cp", "^"},

    STATE("statement"),
    {"(\\w+\\.?)", "?nv"},
    USE("value"),
    {"%\\}", "cp", "^"},

    STATE("raw"),
    {"(\\{%-?)(\\s*)(endraw)(\\s*)(-?%\\})", "cp . k . cp", "^"},
    {"[^{]+|\\{", "."},

    STATE("verbatim"),
    {"(\\{%-?)(\\s*)(endverbatim)(\\s*)(-?%\\})", "cp . k . cp", "^"},
    {"[^{]+|\\{", "."},
    RULES_END,
};

const struct hl_language hl_jinja = {"jinja django", jinja_rules, NULL, jinja_words};

/* Twig has other words. */
static const struct hl_words twig_words[] = {
    {"k", "as do extends flush from import include use else starts ends with without autoescape "
          "endautoescape block endblock embed endembed filter endfilter for endfor if endif macro endmacro "
          "sandbox endsandbox set endset spaceless endspaceless"},
    {"kp", "true false none"},
    {"ow", "b-and b-or b-xor is in and or not"},
    {"nb", "constant defined divisibleby empty even iterable null odd sameas"},
    WORDS_END,
};

static const struct hl_rule twig_rules[] = {
    STATE("statement"), {"(\\w+\\.?)", "?nv", NULL, twig_words}, USE("value"), {"%\\}", "cp", "^"}, RULES_END,
};

const struct hl_language hl_twig = {"twig", twig_rules, .base = &hl_jinja};
