/* kramdown_html_escape.c - see kramdown_html.h */
#include "markdown/kramdown_entity.h"
#include "markdown/kramdown_html.h"

static const char *entity_of(char c, bool quotes)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return quotes ? "&quot;" : NULL;
    default:
        return NULL;
    }
}

static void escape(struct text *out, struct str s, bool references, bool quotes)
{
    size_t start = 0;

    for (size_t i = 0; i < s.len; i++) {
        const char *entity = entity_of(s.at[i], quotes);
        if (entity == NULL)
            continue;
        size_t len = references && s.at[i] == '&' ? kramdown_entity_len(str_from(s, i)) : 0;
        if (len > 0) {
            i += len - 1;
            continue;
        }
        text_add(out, str_head(str_from(s, start), i - start));
        text_add_c(out, entity);
        start = i + 1;
    }
    text_add(out, str_from(s, start));
}

void kramdown_escape(struct text *out, struct str s)
{
    escape(out, s, false, false);
}

void kramdown_escape_text(struct text *out, struct str s)
{
    escape(out, s, true, false);
}

void kramdown_escape_attribute(struct text *out, struct str s)
{
    escape(out, s, true, true);
}
