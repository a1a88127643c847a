/* gist.c - jekyll-gist: {% gist user/id file.rb %}, code that lies at gist.github.com.
 *
 * Readers without JavaScript get a link: a bake asks no other machine, so the code itself is not there.
 */
#include "plugins/plugin_text.h"
#include "plugins/plugins_all.h"

/* Letters, digits, '.', '_', '-' and brackets, a letter first. */
static bool is_variable_name(struct str name)
{
    for (size_t i = 0; i < name.len; i++)
        if (!char_is_alpha(name.at[i]) && name.at[i] != '_' &&
            (i == 0 || (!char_is_digit(name.at[i]) && name.at[i] != '.' && name.at[i] != '-' &&
                        name.at[i] != '[' && name.at[i] != ']' && name.at[i] != '\'' && name.at[i] != '"')))
            return false;
    return name.len > 0;
}

/* A word of the tag: what the variable of that name holds, where there is one. */
static struct str word(const struct liquid_call *call, struct str name)
{
    struct value value = is_variable_name(name) ? call->eval(call, name) : value_nil;

    return value.kind == VALUE_STRING || value.kind == VALUE_INT ? value_to_str(value, call->pool) : name;
}

static struct str unquoted(struct str s)
{
    bool is_quoted = s.len >= 2 && (s.at[0] == '"' || s.at[0] == '\'') && s.at[s.len - 1] == s.at[0];

    return is_quoted ? str_head(str_from(s, 1), s.len - 2) : s;
}

static size_t word_len(struct str s)
{
    size_t len = 0;

    while (len < s.len && !char_is_space(s.at[len]))
        len++;
    return len;
}

static bool render(struct page *page, const struct liquid_call *call, struct text *out)
{
    struct str id = str_head(call->markup, word_len(call->markup));
    struct str file = str_trim(str_from(call->markup, id.len));
    struct value noscript = value_get(value_get(page->site->config, "gist"), "noscript");

    if (id.len == 0 || word_len(file) < file.len) {
        plugin_error(call, "expected the name of a gist: gist user/1234567, gist 1234567 file.js");
        return false;
    }
    id = word(call, unquoted(id));
    file = word(call, unquoted(file));
    if (noscript.kind != VALUE_BOOL || noscript.boolean) {
        text_add_c(out, "<noscript><a href=\"https://gist.github.com/");
        text_add_escaped(out, id);
        text_add_c(out, "\">gist.github.com/");
        text_add_escaped(out, id);
        text_add_c(out, "</a></noscript>");
    }
    text_add_c(out, "<script src=\"https://gist.github.com/");
    text_add_escaped(out, id);
    text_add_c(out, ".js");
    if (file.len > 0) {
        text_add_c(out, "?file=");
        text_add_escaped(out, file);
    }
    text_add_c(out, "\"> </script>");
    return true;
}

static const struct plugin_tag tags[] = {{"gist", render}, {NULL, NULL}};

const struct plugin plugin_gist = {.name = "jekyll-gist", .tags = tags};
