/* kramdown_html_code.c - code blocks and spans in the markup of the highlighter rouge. See kramdown_html.h.
 */
#include "markdown/kramdown_html.h"
#include "markdown/kramdown_line.h"

#include <inttypes.h>
#include <string.h>

/* "language-x" in a class attribute, at the start of a word: where it starts, or s.len. */
static size_t find_language(struct str class, struct str *lang)
{
    struct str mark = STR("language-");

    for (size_t at = 0; at < class.len; at++) {
        at += str_find(str_from(class, at), mark);
        size_t end = at + mark.len;
        while (end < class.len && !char_is_space(class.at[end]))
            end++;
        if (at < class.len && end > at + mark.len && (at == 0 || !kramdown_is_word(class.at[at - 1]))) {
            *lang = str_head(str_from(class, at + mark.len), end - (at + mark.len));
            return at;
        }
    }
    return class.len;
}

/* The language that the class names, and the class without it. */
static struct str take_language(struct kramdown *k, struct kramdown_attrs *attrs)
{
    const struct str *class = kramdown_attr(attrs, "class");
    struct str lang = STR("");
    size_t at = class != NULL ? find_language(*class, &lang) : 0;

    if (lang.len == 0)
        return lang;
    struct text rest = {0};
    text_add(&rest, str_head(*class, at));
    text_add(&rest, str_from(*class, at + str_of("language-").len + lang.len));
    struct str trimmed = str_trim(text_finish(&rest, k->pool));
    if (trimmed.len == 0)
        kramdown_attr_remove(attrs, "class");
    else
        kramdown_attr_set(k->pool, attrs, STR("class"), trimmed);
    return lang;
}

static void set_class(struct kramdown *k, struct kramdown_attrs *attrs, struct str lang)
{
    const struct str *class = kramdown_attr(attrs, "class");
    struct str rest = class != NULL ? *class : STR(""), old;
    const char *blank = rest.len > 0 ? " " : "";

    if (lang.len > 0 && find_language(rest, &old) == 0 && rest.len > 0) {
        rest = str_from(rest, str_of("language-").len + old.len);
        blank = "";
    }
    const char *whole = lang.len > 0 ? pool_printf(k->pool, "language-%.*s%s%.*s highlighter-rouge",
                                                   STR_ARG(lang), blank, STR_ARG(rest))
                                     : pool_printf(k->pool, "%.*s%shighlighter-rouge", STR_ARG(rest), blank);
    kramdown_attr_set(k->pool, attrs, STR("class"), str_of(whole));
}

static void add_numbers(struct text *out, struct str code, int64_t first)
{
    size_t count = code.len > 0 && code.at[code.len - 1] == '\n' ? 0 : 1;

    for (size_t i = 0; i < code.len; i++)
        count += code.at[i] == '\n';
    text_add_c(
        out, "<table class=\"rouge-table\"><tbody><tr><td class=\"rouge-gutter gl\"><pre class=\"lineno\">");
    for (size_t i = 0; i < count; i++)
        text_printf(out, "%" PRId64 "\n", (int64_t)((uint64_t)first + i));
    text_add_c(out, "</pre></td><td class=\"rouge-code\"><pre>");
}

static void end_numbers(struct text *out, struct str code)
{
    if (!str_ends(code, "\n"))
        text_add_c(out, "\n");
    text_add_c(out, "</pre></td></tr></tbody></table>");
}

static bool add_code(struct kramdown_html *w, struct str code, struct str lang, bool plain)
{
    const struct markdown_hooks *hooks = w->k->hooks;

    if (!plain && hooks != NULL && hooks->highlight != NULL)
        return hooks->highlight(hooks->context, code, lang, w->out);
    kramdown_escape(w->out, code);
    return true;
}

/* Code with marks for the highlighter's style sheets. false: the language is unknown, and what is written
 * means nothing. */
static bool highlight(struct kramdown_html *w, struct str code, struct str lang,
                      struct kramdown_line_numbers numbers)
{
    bool plain = lang.len == 0;

    if (plain)
        lang = w->k->options.default_lang;
    plain = lang.len == 0 || str_is(lang, "plaintext") || str_is(lang, "text");
    if (plain && !w->k->options.highlight_plain)
        return false;
    if (numbers.shown)
        add_numbers(w->out, code, numbers.first);
    if (!add_code(w, code, lang, plain))
        return false;
    if (numbers.shown)
        end_numbers(w->out, code);
    return true;
}

void kramdown_html_codeblock(struct kramdown_html *w, cmark_node *node, int indent)
{
    struct kramdown *k = w->k;
    const struct kramdown_node *data = kramdown_of(node);
    struct kramdown_attrs attrs = kramdown_attrs_copy(k->pool, &data->attrs), plain;
    struct str lang = take_language(k, &attrs);
    size_t start = w->out->len;

    plain = kramdown_attrs_copy(k->pool, &attrs);
    kramdown_html_indent(w, indent);
    set_class(k, &attrs, lang.len > 0 ? lang : k->options.default_lang);
    text_add_c(w->out, "<div");
    kramdown_html_attributes(w, &attrs);
    text_add_c(w->out, "><div class=\"highlight\"><pre class=\"");
    kramdown_escape_attribute(w->out, k->options.code_class);
    text_add_c(w->out, "\"><code>");
    if (k->options.highlight_blocks &&
        highlight(w, data->text, data->lang.len > 0 ? data->lang : lang, k->options.block_numbers)) {
        text_add_c(w->out, "</code></pre></div>");
        kramdown_html_indent(w, indent);
        text_add_c(w->out, "</div>\n");
        return;
    }
    w->out->len = start;
    kramdown_html_indent(w, indent);
    text_add_c(w->out, "<pre");
    kramdown_html_attributes(w, &plain);
    text_add_c(w->out, "><code");
    if (lang.len > 0) {
        text_add_c(w->out, " class=\"language-");
        kramdown_escape_attribute(w->out, lang);
        text_add_c(w->out, "\"");
    }
    text_add_c(w->out, ">");
    kramdown_escape(w->out,
                    str_ends(data->text, "\n") ? str_head(data->text, data->text.len - 1) : data->text);
    text_add_c(w->out, "\n</code></pre>\n");
}

void kramdown_html_codespan(struct kramdown_html *w, cmark_node *node)
{
    struct kramdown *k = w->k;
    const struct kramdown_node *data = kramdown_of(node);
    struct kramdown_attrs attrs = kramdown_attrs_copy(k->pool, &data->attrs);
    const struct str *class = kramdown_attr(&attrs, "class");
    struct str lang = STR("");
    size_t start = w->out->len;

    if (class != NULL)
        find_language(*class, &lang);
    set_class(k, &attrs, lang.len > 0 ? lang : k->options.default_lang);
    text_add_c(w->out, "<code");
    kramdown_html_attributes(w, &attrs);
    text_add_c(w->out, ">");
    if (!k->options.highlight_spans || !highlight(w, data->text, lang, k->options.span_numbers)) {
        w->out->len = start;
        text_add_c(w->out, "<code");
        kramdown_html_attributes(w, &data->attrs);
        text_add_c(w->out, ">");
        kramdown_escape(w->out, data->text);
    }
    text_add_c(w->out, "</code>");
}
