/* html.c - HTML with the scripts and styles in it, XML, and templates that are written in HTML: ERB and Vue.
 */
#include "highlight/languages/languages.h"
#include "highlight/catalog.h"

#define WORD  "\\p{L}\\p{M}\\p{Nd}\\p{Pc}\\p{Cf}:.\xc2\xb7" /* with the middle dot, as XML has it */
#define NAME  "[\\p{L}:_-][" WORD "-]*"
#define XNAME "[\\p{L}:_][" WORD "-]*"

static const struct hl_rule rules[] = {
    STATE("root"),
    {"[^<&]+", "."},
    {"&\\S*?;", "ni"},
    {"(?i)<!DOCTYPE (?s:.*?)>", "cp"},
    {"<!\\[CDATA\\[(?s:.*?)\\]\\]>", "cp"},
    {"<!--", "c", "comment"},
    {"<\\?(?s:.*?)\\?>", "cp"},
    {"<\\s*script\\s*", "nt", "~javascript script tag"},
    {"<\\s*style\\s*", "nt", "~css style tag"},
    {"</", "nt", "closing-tag"},
    {"<", "nt", "opening-tag"},

    STATE("closing-tag"),
    USE("tag-end"),
    {NAME, "nt", "=tag-end"},

    STATE("tag-end"),
    {"\\s+", "."},
    {">", "nt", "^"},

    STATE("opening-tag"),
    {"\\s+", "."},
    {NAME, "nt", "=tag"},
    {"", NULL, "=tag"},

    STATE("comment"),
    {"[^-]+", "c"},
    {"-->", "c", "^"},
    {"-", "c"},

    STATE("tag"),
    {"\\s+", "."},
    {"[\\p{L}:_\\[\\]()*.-][" WORD "\\[\\]()*-]*\\s*=\\s*", "na", "attribute"},
    {"[\\p{L}:_*#-][" WORD "*#-]*", "na"},
    {"/?\\s*>", "nt", "^"},

    STATE("attribute"),
    {"\"", "s", "=double"},
    {"'", "s", "=single"},
    {"[^\\s>]+", "s", "^"},

    STATE("double"),
    {"\"", "s", "^"},
    {"[^\"]+", "s"},

    STATE("single"),
    {"'", "s", "^"},
    {"[^']+", "s"},

    STATE("script"),
    {"[^<]+", "@javascript"},
    {"<\\s*/\\s*script\\s*>", "nt", "^"},
    {"<", "@javascript"},

    STATE("style"),
    {"[^<]+", "@css"},
    {"<\\s*/\\s*style\\s*>", "nt", "^"},
    {"<", "@css"},
    RULES_END,
};

const struct hl_language hl_html = {"html", rules};

/* ---- XML */

static const struct hl_rule xml_rules[] = {
    STATE("root"),
    {"[^<&]+", "."},
    {"&\\S*?;", "ni"},
    {"<!\\[CDATA\\[.*?\\]\\]>", "cp"},
    {"<!--", "c", "comment"},
    {"<\\?.*?\\?>", "cp"},
    {"<![^>]*>", "cp"},
    {"<\\s*" XNAME, "nt", "tag"},
    {"<\\s*/\\s*" XNAME "\\s*>", "nt"},

    STATE("comment"),
    {"[^-]+", "c"},
    {"-->", "c", "^"},
    {"-", "c"},

    STATE("tag"),
    {"\\s+", "."},
    {XNAME "\\s*=", "na", "attribute"},
    {"/?\\s*>", "nt", "^"},

    STATE("attribute"),
    {"\\s+", "."},
    {"(?s)\".*?\"|'.*?'|[^\\s>]+", "s", "^"},
    RULES_END,
};

const struct hl_language hl_xml = {"xml", xml_rules};

/* ---- ERB */

static const struct hl_rule erb_rules[] = {
    STATE("root"),
    {"<%#", "c", "comment"},
    {"<%[%=-]?", "cp", "ruby"},
    {"(?s).+?(?=<%)|.+", "@html"},

    STATE("comment"),
    {"(?:%|-)?%>", "c", "^"},
    {"(?s).+?(?=(?:%|-)?%>)|.+", "c"},

    STATE("ruby"),
    {"(?:%|-)?%>", "cp", "^"},
    {"(?s).+?(?=(?:%|-)?%>)|.+", "@ruby"},
    RULES_END,
};

const struct hl_language hl_erb = {"erb eruby rhtml", erb_rules};

/* ---- Vue: blocks in the language that their lang attribute names; each piece of one is read anew */

static bool set_language(struct hl_lexer *lexer, const struct hl_match *match)
{
    struct str tag = hl_group(lexer, match, 3), value = str_trim(hl_group(lexer, match, 3));
    size_t index = HL_NONE;

    if (str_is(tag, "template") || str_is(tag, "style") || str_is(tag, "script")) {
        value = str_is(tag, "template") ? STR("html") : str_is(tag, "style") ? STR("css") : STR("javascript");
    } else if (value.len > 1 && (value.at[0] == '"' || value.at[0] == '\'')) {
        value = str_head(str_from(value, 1), value.len - 2);
    }
    for (const char *const *known = (const char *const[]){"html", "css", "javascript", "sass", "scss", NULL};
         *known != NULL; known++)
        if (str_is_nocase(value, *known))
            index = hl_language_find(str_of(*known));
    lexer->number[0] = index == HL_NONE ? -1 : (int)index;
    return true;
}

static bool embed(struct hl_lexer *lexer, const struct hl_match *match)
{
    if (lexer->number[0] < 0) {
        hl_emit(lexer, HL_TEXT, match->from[0], match->to[0]);
        return true;
    }
    hl_restart(lexer, (size_t)lexer->number[0]);
    hl_delegate(lexer, (size_t)lexer->number[0], match->from[0], match->to[0]);
    return true;
}

static const struct hl_rule vue_rules[] = {
    STATE("root"),
    {"(<)(\\s*)(template)", "nt . k", "template language", NULL, set_language},
    {"(<)(\\s*)(style)", "nt . k", "styles language", NULL, set_language},
    {"(<)(\\s*)(script)", "nt . k", "scripts language", NULL, set_language},
    SUPER,

    STATE("tag"),
    {"[a-zA-Z0-9_:#\\[\\]()*.-]+\\s*=\\s*", "na", "attribute"},
    SUPER,

    STATE("language"),
    {"(lang\\s*=)(\\s*)(\"(?:\\\\.|[^\\\\])*?\"|'(?:\\\\.|[^\\\\])*?'|[^\\s>]+)", "na . s", NULL, NULL,
     set_language},
    USE("tag"),

    STATE("styles"),
    {"(<\\s*/\\s*)(style)(\\s*>)", "nt k nt", "^"},
    {"[^<]+", NULL, NULL, NULL, embed},
    {"<\\s*/\\s*style\\s*>", "nt", "^"},
    {"<", NULL, NULL, NULL, embed},

    STATE("scripts"),
    {"(<\\s*/\\s*)(script)(\\s*>)", "nt k nt", "^"},
    {"[^<]+|<", "@javascript"},

    STATE("template"),
    {"(<\\s*/\\s*)(template)(\\s*>)", "nt k nt", "^"},
    {"\\{\\{", "si", "value ~javascript"},
    {"[^{<]+|[<{][^<{]*", NULL, NULL, NULL, embed},

    STATE("value"),
    {"\\}\\}", "si", "^"},
    {"\\}", "err"},
    USE("inner-value"),

    STATE("inner-value"),
    {"\\{", "@javascript", "+"},
    {"\\}", "@javascript", "^"},
    {"[^{}]+", "@javascript"},
    RULES_END,
};

const struct hl_language hl_vue = {"vue vuejs", vue_rules, .base = &hl_html};
