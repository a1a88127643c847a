/* filters_html.c - filters over HTML, XML, JSON and addresses. See filters.h. */
#include "content/urls.h"
#include "html.h"
#include "liquid/filters.h"

static struct value finish(struct filter_call *call, struct text *text)
{
    return value_str(text_finish(text, call->pool));
}

static struct value run_escape(struct filter_call *call)
{
    struct text text = {0};

    text_add_escaped(&text, filter_text(call));
    return finish(call, &text);
}

/* The length of the entity ("&amp;", "&#39;") that s starts with, 0 when it starts with none. */
static size_t entity_len(struct str s)
{
    size_t len = 1;

    if (len < s.len && s.at[len] == '#')
        len++;
    while (len < s.len && (char_is_alpha(s.at[len]) || char_is_digit(s.at[len])))
        len++;
    return len > 1 && len < s.len && s.at[len] == ';' ? len + 1 : 0;
}

static struct value run_escape_once(struct filter_call *call)
{
    struct str s = filter_text(call);
    struct text text = {0};

    while (s.len > 0) {
        size_t len = s.at[0] == '&' ? entity_len(s) : 0;
        if (len > 0)
            text_add(&text, str_head(s, len));
        else
            text_add_escaped(&text, str_head(s, len = 1));
        s = str_from(s, len);
    }
    return finish(call, &text);
}

static struct value run_strip_html(struct filter_call *call)
{
    struct text text = {0};

    html_strip(&text, filter_text(call));
    return finish(call, &text);
}

static struct value run_markdownify(struct filter_call *call)
{
    return value_str(call->host->markdown(call->host->context, filter_text(call), call->pool));
}

static struct value run_slugify(struct filter_call *call)
{
    struct text text = {0};

    url_slug(&text, filter_text(call), false);
    return finish(call, &text);
}

static struct value run_url_encode(struct filter_call *call)
{
    struct text text = {0};

    url_encode_query(&text, filter_text(call));
    return finish(call, &text);
}

static struct value run_uri_escape(struct filter_call *call)
{
    struct text text = {0};

    url_encode_href(&text, filter_text(call));
    return finish(call, &text);
}

static bool is_absolute(struct str s)
{
    size_t colon = str_find_char(s, ':');

    return colon < str_find_char(s, '/') && colon > 0;
}

static void add_relative(struct filter_call *call, struct text *text, struct str path)
{
    text_add(text, call->host->baseurl);
    if (path.len == 0 || path.at[0] != '/')
        text_add_char(text, '/');
    url_encode_href(text, path);
}

static struct value run_relative_url(struct filter_call *call)
{
    struct str path = filter_text(call);
    struct text text = {0};

    if (is_absolute(path))
        return value_str(path);
    add_relative(call, &text, path);
    return finish(call, &text);
}

static struct value run_absolute_url(struct filter_call *call)
{
    struct str path = filter_text(call);
    struct text text = {0};

    if (is_absolute(path))
        return value_str(path);
    text_add(&text, call->host->url);
    add_relative(call, &text, path);
    return finish(call, &text);
}

static struct value run_strip_index(struct filter_call *call)
{
    struct str path = filter_text(call);

    if (str_ends(path, "/index.html"))
        path.len -= sizeof("index.html") - 1;
    return value_str(path);
}

static void add_json_string(struct text *text, struct str s)
{
    text_add_char(text, '"');
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.at[i];
        if (c == '"' || c == '\\')
            text_printf(text, "\\%c", c);
        else if (c == '\n')
            text_add_c(text, "\\n");
        else if (c < 0x20)
            text_printf(text, "\\u%04x", c);
        else
            text_add_char(text, (char)c);
    }
    text_add_char(text, '"');
}

/* Depth is bounded by what made the value: YAML_DEPTH_MAX and the templates. Lazy values (content, excerpt)
 * stay out. */
static void add_json(struct text *text, struct value value)
{
    switch (value.kind) {
    case VALUE_NIL:
    case VALUE_LAZY:
        text_add_c(text, "null");
        break;
    case VALUE_BOOL:
    case VALUE_INT:
    case VALUE_FLOAT:
        value_print(value, text);
        break;
    case VALUE_ARRAY:
        text_add_char(text, '[');
        for (size_t i = 0; i < value.array->count; i++) {
            text_add_c(text, i > 0 ? "," : "");
            add_json(text, value.array->items[i]);
        }
        text_add_char(text, ']');
        break;
    case VALUE_HASH:
        text_add_char(text, '{');
        for (size_t i = 0; i < value.hash->count; i++) {
            text_add_c(text, i > 0 ? "," : "");
            add_json_string(text, value.hash->entries[i].key);
            text_add_char(text, ':');
            add_json(text, value.hash->entries[i].value);
        }
        text_add_char(text, '}');
        break;
    default: {
        struct text printed = {0};
        value_print(value, &printed);
        add_json_string(text, text_str(&printed));
        text_free(&printed);
    }
    }
}

static struct value run_jsonify(struct filter_call *call)
{
    struct text text = {0};

    add_json(&text, call->input);
    return finish(call, &text);
}

const struct filter_def filters_html[] = {
    {"absolute_url", run_absolute_url, 0, 0},
    {"cgi_escape", run_url_encode, 0, 0},
    {"escape", run_escape, 0, 0},
    {"escape_once", run_escape_once, 0, 0},
    {"jsonify", run_jsonify, 0, 0},
    {"markdownify", run_markdownify, 0, 0},
    {"relative_url", run_relative_url, 0, 0},
    {"slugify", run_slugify, 0, 1},
    {"strip_html", run_strip_html, 0, 0},
    {"strip_index", run_strip_index, 0, 0},
    {"uri_escape", run_uri_escape, 0, 0},
    {"url_encode", run_url_encode, 0, 0},
    {"xml_escape", run_escape, 0, 0},
    {NULL, NULL, 0, 0},
};
