/* kramdown_html_span.c - spans as HTML. See kramdown_html.h. */
#include "markdown/kramdown_entity.h"
#include "markdown/kramdown_html.h"
#include "markdown/kramdown_plain.h"
#include "markdown/kramdown_tag.h"
#include "markdown/markdown_unicode.h"

static bool is_char(uint32_t c)
{
    return c > 0 && c < 0x110000 && (c < 0xd800 || c > 0xdfff);
}

/* A character as the option entity_output wants it; what HTML would misread never as itself. */
void kramdown_html_char(struct kramdown_html *w, uint32_t c, struct str original)
{
    enum kramdown_entity_output output = w->k->options.entity_output;
    bool special = c == '<' || c == '>' || c == '&';
    const char *name = kramdown_entity_name(c);

    if (output == KRAMDOWN_AS_CHAR && is_char(c) && !special)
        unicode_add(w->out, c);
    else if ((output == KRAMDOWN_AS_INPUT || output == KRAMDOWN_AS_CHAR) && original.len > 0)
        text_add(w->out, original);
    else if ((output == KRAMDOWN_SYMBOLIC || special || c == '"') && name != NULL)
        text_printf(w->out, "&%s;", name);
    else
        text_printf(w->out, "&#%u;", c);
}

static void element(struct kramdown_html *w, const char *name, cmark_node *node, int indent)
{
    text_printf(w->out, "<%s", name);
    kramdown_html_attributes(w, &kramdown_of(node)->attrs);
    text_add_char(w->out, '>');
    kramdown_html_children(w, node, indent);
    text_printf(w->out, "</%s>", name);
}

static void html_element(struct kramdown_html *w, cmark_node *node, int indent)
{
    const struct kramdown_node *data = kramdown_of(node);

    text_printf(w->out, "<%.*s", STR_ARG(data->text));
    kramdown_html_attributes(w, &data->attrs);
    size_t start = w->out->len;
    text_add_char(w->out, '>');
    kramdown_html_children(w, node, indent);
    if (w->out->len == start + 1 && kramdown_is_void_tag(data->text)) {
        w->out->len = start;
        text_add_c(w->out, " />");
    } else {
        text_printf(w->out, "</%.*s>", STR_ARG(data->text));
    }
}

static void footnote(struct kramdown_html *w, struct kramdown_footnote *note)
{
    struct kramdown *k = w->k;
    struct str prefix = k->options.footnote_prefix;

    if (w->in_toc)
        return;
    text_printf(w->out, "<sup id=\"fnref:%.*s%.*s", STR_ARG(prefix), STR_ARG(note->name));
    if (note->number == 0) {
        w->notes = pool_grow(k->pool, w->notes, w->note_count, &w->note_cap, sizeof(*w->notes));
        w->notes[w->note_count++] = note;
        note->number = (unsigned)w->note_count;
    } else {
        text_printf(w->out, ":%u", ++note->repeat_count);
    }
    text_printf(
        w->out,
        "\" role=\"doc-noteref\"><a href=\"#fn:%.*s%.*s\" class=\"footnote\" rel=\"footnote\">%lld</a></sup>",
        STR_ARG(prefix), STR_ARG(note->name), (long long)(note->number - 1 + k->options.footnote_nr));
}

static void symbol(struct kramdown_html *w, enum kramdown_symbol which)
{
    struct str own = w->k->options.symbols[which];
    struct str usual = str_of(kramdown_symbol_text(which));

    if (own.at != NULL) {
        kramdown_escape_text(w->out, own);
        return;
    }
    if (w->k->options.entity_output == KRAMDOWN_AS_CHAR) {
        text_add(w->out, usual);
        return;
    }
    static const uint32_t chars[KRAMDOWN_SYMBOL_COUNT][2] = {[KRAMDOWN_MDASH] = {0x2014},
                                                             [KRAMDOWN_NDASH] = {0x2013},
                                                             [KRAMDOWN_HELLIP] = {0x2026},
                                                             [KRAMDOWN_LAQUO_SPACE] = {0xab, 0xa0},
                                                             [KRAMDOWN_RAQUO_SPACE] = {0xa0, 0xbb},
                                                             [KRAMDOWN_LAQUO] = {0xab},
                                                             [KRAMDOWN_RAQUO] = {0xbb}};
    for (int i = 0; i < 2 && chars[which][i] != 0; i++)
        kramdown_html_char(w, chars[which][i], STR(""));
}

static void math(struct kramdown_html *w, const struct kramdown_node *data)
{
    struct text *out = w->out;

    if (!w->k->options.math || data->attrs.first != NULL) {
        struct kramdown_attrs attrs = kramdown_attrs_copy(w->k->pool, &data->attrs);
        if (!w->k->options.math)
            kramdown_class_add(w->k->pool, &attrs, STR("kdmath"));
        text_add_c(out, "<span");
        kramdown_html_attributes(w, &attrs);
        text_printf(out, ">$%.*s$</span>", STR_ARG(data->text));
        return;
    }
    text_add_c(out, "\\(");
    kramdown_escape(out, data->text);
    text_add_c(out, "\\)");
}

static void link(struct kramdown_html *w, cmark_node *node, int indent)
{
    if (w->in_toc)
        kramdown_html_children(w, node, indent);
    else
        element(w, "a", node, indent);
}

static void image(struct kramdown_html *w, const struct kramdown_node *data)
{
    text_add_c(w->out, "<img");
    kramdown_html_attributes(w, &data->attrs);
    text_add_c(w->out, " />");
}

static void abbreviation(struct kramdown_html *w, const struct kramdown_node *data)
{
    text_add_c(w->out, "<abbr");
    kramdown_html_attributes(w, &data->attrs);
    text_printf(w->out, ">%.*s</abbr>", STR_ARG(data->text));
}

/* Spans without others in them. */
static void leaf(struct kramdown_html *w, const struct kramdown_node *data)
{
    switch (data->kind) {
    case KRAMDOWN_BR:
        text_add_c(w->out, "<br />");
        break;
    case KRAMDOWN_IMG:
        image(w, data);
        break;
    case KRAMDOWN_ENTITY:
        kramdown_html_char(w, data->code, data->lang);
        break;
    case KRAMDOWN_QUOTE:
        kramdown_html_char(w, w->k->options.smart_quotes[data->code], STR(""));
        break;
    case KRAMDOWN_SYM:
        symbol(w, (enum kramdown_symbol)data->code);
        break;
    case KRAMDOWN_FOOTNOTE:
        footnote(w, data->footnote);
        break;
    case KRAMDOWN_ABBREVIATION:
        abbreviation(w, data);
        break;
    case KRAMDOWN_MATH:
        math(w, data);
        break;
    case KRAMDOWN_MARKUP:
        text_add(w->out, data->text);
        break;
    case KRAMDOWN_COMMENT:
        text_printf(w->out, "<!-- %.*s -->", STR_ARG(data->text));
        break;
    case KRAMDOWN_RAW:
        text_add(w->out, data->transparent ? STR("") : data->text);
        break;
    default:
        kramdown_escape_text(w->out, data->text);
        break;
    }
}

void kramdown_html_span(struct kramdown_html *w, cmark_node *node, int indent)
{
    switch (kramdown_kind_of(node)) {
    case KRAMDOWN_A:
        link(w, node, indent);
        break;
    case KRAMDOWN_EM:
        element(w, "em", node, indent);
        break;
    case KRAMDOWN_STRONG:
        element(w, "strong", node, indent);
        break;
    case KRAMDOWN_CODESPAN:
        kramdown_html_codespan(w, node);
        break;
    case KRAMDOWN_HTML:
        html_element(w, node, indent);
        break;
    default:
        leaf(w, kramdown_of(node));
        break;
    }
}
