/* parse_include.c - include, include_relative, render, link, post_url, highlight. See parse.h. */
#include "liquid/parse.h"

static bool is_word_char(char c)
{
    return char_is_alpha(c) || char_is_digit(c) || c == '_' || c == '-' || (unsigned char)c >= 0x80;
}

/* The length of an include's name at the start of s: up to a blank, with outputs in it as they are. */
static size_t name_len(struct str s)
{
    size_t len = 0;
    bool has_close = true; /* there may be a }} further on */

    while (len < s.len && !char_is_space(s.at[len])) {
        struct str rest = str_from(s, len);
        size_t close = has_close && str_starts(rest, "{{") ? str_find(rest, STR("}}")) : 0;
        has_close &= close < rest.len;
        len += close > 0 && has_close ? close + 2 : 1;
    }
    return len;
}

static struct str unquoted(struct str name)
{
    if (name.len > 1 && (name.at[0] == '"' || name.at[0] == '\'') && name.at[name.len - 1] == name.at[0])
        return str_head(str_from(name, 1), name.len - 2);
    return name;
}

/* "a \"b\"" without the backslashes in front of its quotes. */
static struct str unescaped(struct parser *p, struct str s, char quote)
{
    char *copy;
    size_t len = 0;

    if (str_find_char(s, '\\') == s.len)
        return s;
    copy = pool_copy(p->pool, s);
    for (size_t i = 0; i < s.len; i++) {
        i += s.at[i] == '\\' && i + 1 < s.len && s.at[i + 1] == quote;
        copy[len++] = s.at[i];
    }
    return (struct str){copy, len};
}

/* The length of a parameter's quoted value, 0 when it is not closed. A quote behind a backslash closes
 * nothing. */
static size_t quoted_len(struct str s)
{
    for (size_t i = 1; i < s.len; i++) {
        if (s.at[i] == '\\')
            i++;
        else if (s.at[i] == s.at[0])
            return i + 1;
    }
    return 0;
}

/* Returns the length of the value that s starts with, 0 when it is none. */
static size_t param_value(struct parser *p, struct str s, size_t at, struct named_arg *arg)
{
    size_t len = 0;

    if (s.len > 0 && (s.at[0] == '"' || s.at[0] == '\'')) {
        len = quoted_len(s);
        if (len > 0)
            arg->value =
                parse_literal(p, value_str(unescaped(p, str_head(str_from(s, 1), len - 2), s.at[0])), at);
        return len;
    }
    /* A variable, a number: brackets are more than Jekyll takes, and plain enough. */
    while (len < s.len &&
           (is_word_char(s.at[len]) || (s.at[len] != '\0' && str_find_char(STR(".[]"), s.at[len]) < 3)))
        len++;
    arg->value = len > 0 ? lax_expr(p, str_head(s, len), at) : NULL;
    return len;
}

/* name=value name=value */
static void include_params(struct parser *p, struct node *node, struct str s, size_t at)
{
    struct named_arg **last = &node->args;

    for (;;) {
        struct named_arg *arg = pool_take(p->pool, sizeof(*arg));
        struct str rest = str_trim_start(s);
        size_t len = 0;
        at += (size_t)(rest.at - s.at);
        if (rest.len == 0)
            return;
        while (len < rest.len && is_word_char(rest.at[len]))
            len++;
        struct str behind = str_trim_start(str_from(rest, len));
        if (len == 0 || !str_starts(behind, "=")) {
            parse_error(p, at, "expected a parameter as name=\"value\", found \"%.*s\"",
                        STR_ARG(str_head(rest, 40)));
            return;
        }
        arg->name = str_head(rest, len);
        behind = str_trim_start(str_from(behind, 1));
        at += (size_t)(behind.at - rest.at);
        len = param_value(p, behind, at, arg);
        s = str_from(behind, len);
        if (len == 0 || (s.len > 0 && !char_is_space(s.at[0]))) {
            parse_error(p, at + len, "the value of parameter \"%.*s\" must be a text in quotes or a variable",
                        STR_ARG(arg->name));
            return;
        }
        at += len;
        *last = arg;
        last = &arg->next;
        node->has_params = true;
    }
}

/* {% include name.html key=value %}: the name is a word as it stands, in quotes or not, with outputs in it.
 */
struct node *parse_include(struct parser *p)
{
    bool is_relative = str_is(p->chunk.name, "include_relative");
    struct node *node = parse_new_node(p, is_relative ? NODE_INCLUDE_RELATIVE : NODE_INCLUDE);
    struct str markup = p->chunk.text;
    size_t len = name_len(markup);

    node->is_cached = str_is(p->chunk.name, "include_cached");

    if (len == 0) {
        parse_error(p, node->at, "expected the name of an include");
        return NULL;
    }
    node->name = parse_inner(p, unquoted(str_head(markup, len)));
    include_params(p, node, str_from(markup, len), p->chunk.text_start + len);
    return node;
}

/* with / for value as name, then parameters: name: value, parted by commas. */
static void partial_options(struct parser *p, struct node *node)
{
    struct named_arg **last = &node->args;

    if (parse_is_name(p, "with") || parse_is_name(p, "for")) {
        node->is_for = parse_take_name(p, "for") || !parse_take_name(p, "with");
        node->with = parse_expr(p);
    }
    if (parse_take_name(p, "as")) {
        node->text = p->token.text;
        if (p->token.kind != TOKEN_NAME)
            parse_unexpected(p, "the name of a variable");
        parse_advance(p);
    }
    while (parse_take_char(p, ',') || p->token.kind != TOKEN_END) {
        struct named_arg *arg = pool_take(p->pool, sizeof(*arg));
        if (p->token.kind == TOKEN_END)
            return;
        arg->name = p->token.text;
        if (p->token.kind != TOKEN_NAME) {
            parse_unexpected(p, "the name of a parameter");
            return;
        }
        parse_advance(p);
        if (!parse_take_char(p, ':')) {
            parse_unexpected(p, "\":\"");
            return;
        }
        arg->value = parse_expr(p);
        *last = arg;
        last = &arg->next;
    }
}

/* {% include 'name' with x as y, key: value %} of Liquid, and {% render %}. */
struct node *parse_partial(struct parser *p)
{
    bool is_render = str_is(p->chunk.name, "render");
    struct node *node = parse_new_node(p, is_render ? NODE_RENDER : NODE_PARTIAL);

    parse_markup(p, p->chunk.text, p->chunk.text_start);
    if (is_render && p->token.kind != TOKEN_STRING) {
        parse_error(p, p->token.at, "expected the name of a template in quotes");
        return NULL;
    }
    node->pipeline.head = parse_expr(p);
    partial_options(p, node);
    if (p->has_problem)
        parse_error(p, p->problem_at, "%s", p->problem);
    p->has_problem = false;
    return node;
}

/* {% link _posts/2026-01-31-name.md %}: may have outputs in it. */
struct node *parse_link(struct parser *p)
{
    struct node *node = parse_new_node(p, NODE_LINK);

    if (p->chunk.text.len == 0) {
        parse_error(p, node->at, "expected the path of a file");
        return NULL;
    }
    node->name = parse_inner(p, p->chunk.text);
    return node;
}

/* The length of the digits at the start of s; a dash must follow. */
static size_t digits_and_dash(struct str s)
{
    size_t len = 0;

    while (len < s.len && char_is_digit(s.at[len]))
        len++;
    return len > 0 && len < s.len && s.at[len] == '-' ? len + 1 : 0;
}

/* {% post_url 2026-01-31-name %}, with a folder in front if it has one. */
struct node *parse_post_url(struct parser *p)
{
    struct node *node = parse_new_node(p, NODE_POST_URL);
    struct str name = p->chunk.text, base = name;

    for (size_t i = 0; i < name.len; i++)
        if (name.at[i] == '/')
            base = str_from(name, i + 1);
    for (int i = 0; i < 3; i++) {
        size_t len = digits_and_dash(base);
        if (len == 0) {
            parse_error(p, node->at, "\"%.*s\" is not the name of a post, such as 2026-01-31-title",
                        STR_ARG(str_head(name, 80)));
            return NULL;
        }
        base = str_from(base, len);
    }
    node->text = name;
    return node;
}

static bool is_language_char(char c)
{
    return char_is_alpha(c) || char_is_digit(c) || (c != '\0' && str_find_char(STR(".+#_-"), c) < 5);
}

/* The length of the option at the start of s: name, name=word, name="1 2 3"; 0 when it is none. */
static size_t option_len(struct str s)
{
    size_t len = 0, value = 0;

    while (len < s.len && is_word_char(s.at[len]) && s.at[len] != '-')
        len++;
    if (len == 0 || len >= s.len || s.at[len] != '=')
        return len;
    struct str rest = str_from(s, len + 1);
    if (str_starts(rest, "\"")) {
        value = quoted_len(rest);
        return value > 0 ? len + 1 + value : 0;
    }
    while (value < rest.len && is_word_char(rest.at[value]) && rest.at[value] != '-')
        value++;
    return value > 0 ? len + 1 + value : 0;
}

/* {% highlight ruby linenos mark_lines="1 2" %}: of the options, linenos means something. */
struct node *parse_highlight(struct parser *p)
{
    static const char *const ends[] = {"endhighlight", NULL};
    struct node *node = parse_new_node(p, NODE_HIGHLIGHT);
    struct str rest = p->chunk.text;
    size_t len = 0;

    while (len < rest.len && is_language_char(rest.at[len]))
        len++;
    node->text = str_head(rest, len);
    rest = str_from(rest, len);
    bool ok = len > 0;
    while (ok && rest.len > 0) {
        struct str option = str_trim_start(rest);
        len = option_len(option);
        ok = len > 0 && option.at > rest.at;
        struct str name = str_head(option, str_find_char(str_head(option, len), '='));
        node->linenos |= str_is(name, "linenos");
        rest = str_from(option, len);
    }
    if (!ok)
        parse_error(p, node->at, "expected a language and options: highlight LANGUAGE linenos");
    node->branches = pool_take(p->pool, sizeof(*node->branches));
    node->branches->body = parse_body(p, ends);
    return node;
}
