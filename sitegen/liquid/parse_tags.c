/* parse_tags.c - the table of tags, and the small ones. See parse.h. */
#include "liquid/parse.h"
#include "liquid/suggest.h"

static bool is_variable_char(char c)
{
    return char_is_alpha(c) || char_is_digit(c) || (unsigned char)c >= 0x80 ||
           (c != '\0' && str_find_char(STR("_-.[]()"), c) < 7);
}

/* {% assign name = value | filter %}. As in the reference, the name is what stands directly before the first
 * "=" that has one. */
static struct node *parse_assign(struct parser *p)
{
    struct node *node = parse_new_node(p, NODE_ASSIGN);
    struct str markup = p->chunk.text, name = {0};
    size_t equals = 0, at = p->chunk.text_start;

    for (; equals < markup.len && name.len == 0; equals++) {
        if (markup.at[equals] != '=')
            continue;
        struct str before = str_trim_end(str_head(markup, equals));
        size_t len = 0;
        while (len < before.len && is_variable_char(before.at[before.len - len - 1]))
            len++;
        name = str_from(before, before.len - len);
    }
    node->text = name;
    node->blank = true;
    if (name.len == 0) {
        parse_error(p, at, "expected an assignment: assign NAME = VALUE");
        return NULL;
    }
    if (name.at != markup.at && p->options->mode == LIQUID_STRICT)
        parse_error(p, at, "expected the name of a variable, and \"=\" behind it");
    else if (name.at != markup.at)
        parse_warning(p, at, "only \"%.*s\" is the variable's name", STR_ARG(name));
    struct str value = str_trim_start(str_from(markup, equals));
    at += (size_t)(value.at - markup.at);
    if (value.len > 0)
        node->pipeline = parse_output(p, value, at);
    else
        node->pipeline.head = parse_literal(p, value_nil, at);
    return node;
}

static struct node *parse_leave(struct parser *p)
{
    return parse_new_node(p, str_is(p->chunk.name, "break") ? NODE_BREAK : NODE_CONTINUE);
}

static struct node *parse_counter(struct parser *p)
{
    struct node *node =
        parse_new_node(p, str_is(p->chunk.name, "increment") ? NODE_INCREMENT : NODE_DECREMENT);

    node->text = p->chunk.text;
    if (node->text.len == 0)
        parse_error(p, node->at, "expected the name of a variable");
    return node;
}

static struct node *parse_echo(struct parser *p)
{
    struct node *node = parse_new_node(p, NODE_OUTPUT);

    if (p->chunk.text.len > 0)
        node->pipeline = parse_output(p, p->chunk.text, p->chunk.text_start);
    else
        node->pipeline.head = parse_literal(p, value_nil, node->at);
    return node;
}

static void takes_nothing(struct parser *p)
{
    if (p->chunk.text.len > 0)
        parse_error(p, p->chunk.text_start, "\"%.*s\" takes nothing behind it", STR_ARG(p->chunk.name));
}

static struct node *parse_raw(struct parser *p)
{
    struct node *node = parse_new_node(p, NODE_TEXT);

    takes_nothing(p);
    if (!chunk_skip_raw(&p->chunks, "endraw", &node->text))
        parse_error(p, p->chunk.start, "\"raw\" is not closed by \"endraw\"");
    node->blank = node->text.len == 0; /* white space stands as it is, in a block of white space too */
    return node;
}

static struct node *parse_comment(struct parser *p)
{
    if (!chunk_skip_comment(&p->chunks))
        parse_error(p, p->chunk.start, "\"comment\" is not closed by \"endcomment\"");
    return NULL;
}

static struct node *parse_doc(struct parser *p)
{
    struct str skipped;

    takes_nothing(p);
    if (!chunk_skip_raw(&p->chunks, "enddoc", &skipped))
        parse_error(p, p->chunk.start, "\"doc\" is not closed by \"enddoc\"");
    return NULL;
}

/* {% # a comment %}: every line of it starts with the sign. */
static struct node *parse_line_comment(struct parser *p)
{
    struct str rest = p->chunk.text;

    for (size_t end; (end = str_find_char(rest, '\n')) < rest.len;) {
        rest = str_trim_start(str_from(rest, end + 1));
        if (rest.len > 0 && rest.at[0] != '#') {
            parse_error(p, (size_t)(rest.at - p->source.at), "each line of a comment must start with \"#\"");
            break;
        }
    }
    return NULL;
}

static struct node *parse_liquid(struct parser *p)
{
    return parse_lines(p, p->chunk.text);
}

struct tag {
    const char *name;
    struct node *(*parse)(struct parser *p);
};

static const struct tag tags[] = {
    {"#", parse_line_comment},
    {"assign", parse_assign},
    {"break", parse_leave},
    {"capture", parse_capture},
    {"case", parse_case},
    {"comment", parse_comment},
    {"continue", parse_leave},
    {"cycle", parse_cycle},
    {"decrement", parse_counter},
    {"doc", parse_doc},
    {"echo", parse_echo},
    {"for", parse_for},
    {"if", parse_if},
    {"ifchanged", parse_ifchanged},
    {"increment", parse_counter},
    {"liquid", parse_liquid},
    {"raw", parse_raw},
    {"render", parse_partial},
    {"tablerow", parse_tablerow},
    {"unless", parse_if},
};

static const struct tag jekyll_tags[] = {
    {"highlight", parse_highlight}, {"include", parse_include},   {"include_relative", parse_include},
    {"link", parse_link},           {"post_url", parse_post_url},
};

static const struct tag plain_tags[] = {{"include", parse_partial}};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The tags of a language beyond those that all have. */
static size_t more_tags(const struct parser *p, const struct tag **more)
{
    bool is_plain = p->options->language == LIQUID_PLAIN;

    *more = is_plain ? plain_tags : jekyll_tags;
    return is_plain ? COUNT(plain_tags) : COUNT(jekyll_tags);
}

static struct node *parse_host_tag(struct parser *p)
{
    struct node *node = parse_new_node(p, NODE_HOST);

    node->text = p->chunk.name;
    node->markup = p->chunk.text;
    return node;
}

/* The tags that belong to a block, with the one that opens it. */
static const char *block_of(struct str name)
{
    static const char *const parts[][2] = {{"elsif", "if"}, {"else", "if"}, {"when", "case"}};

    for (size_t i = 0; i < COUNT(parts); i++)
        if (str_is(name, parts[i][0]))
            return parts[i][1];
    return NULL;
}

static void unknown_tag(struct parser *p)
{
    struct str name = p->chunk.name;
    struct suggest suggest = {.name = name};
    const struct tag *more;
    size_t more_count = more_tags(p, &more);

    for (size_t i = 0; i < COUNT(tags); i++)
        suggest_offer(&suggest, tags[i].name);
    for (size_t i = 0; i < more_count; i++)
        suggest_offer(&suggest, more[i].name);
    if (str_starts(name, "end") && p->unknown.len > 0 && str_eq(str_from(name, 3), p->unknown))
        return; /* its start was reported */
    p->unknown = name;
    if (name.len == 0)
        parse_error(p, p->chunk.start, "expected the name of a tag");
    else if (str_starts(name, "end") || block_of(name) != NULL)
        parse_error(p, p->chunk.start, "\"%.*s\" without a block that it belongs to", STR_ARG(name));
    else if (suggest.best != NULL)
        parse_error(p, p->chunk.start, "unknown tag \"%.*s\" (did you mean \"%s\"?)", STR_ARG(name),
                    suggest.best);
    else
        parse_error(p, p->chunk.start, "unknown tag \"%.*s\"", STR_ARG(name));
}

struct node *parse_tag(struct parser *p)
{
    struct str name = p->chunk.name;
    const struct liquid_options *options = p->options;
    const struct tag *more;
    size_t more_count = more_tags(p, &more);

    for (size_t i = 0; i < COUNT(tags); i++)
        if (str_is(name, tags[i].name))
            return tags[i].parse(p);
    for (size_t i = 0; i < more_count; i++)
        if (str_is(name, more[i].name))
            return more[i].parse(p);
    if (str_is(name, "include_cached")) /* the built-in themes have it, whatever plug-ins a site names */
        return parse_include(p);
    if (options->has_tag != NULL && options->has_tag(options->context, name))
        return parse_host_tag(p);
    unknown_tag(p);
    return NULL;
}
