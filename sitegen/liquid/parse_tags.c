/* parse_tags.c - one function for each tag, and the table that names them. See parse.h. */
#include "liquid/parse.h"

static bool all_blank(const struct node *node)
{
    while (node != NULL && node->blank)
        node = node->next;
    return node == NULL;
}

/* White space inside a block that prints nothing else is not printed either: a block around assignments
 * leaves no empty lines. */
static void drop_blank_text(struct node *body)
{
    for (struct node *node = body; node != NULL; node = node->next)
        if (node->kind == NODE_TEXT)
            node->text.len = 0;
}

static void settle_blank(struct node *node)
{
    bool blank = true;

    for (struct branch *branch = node->branches; branch != NULL; branch = branch->next)
        blank &= all_blank(branch->body);
    node->blank = blank;
    for (struct branch *branch = node->branches; blank && branch != NULL; branch = branch->next)
        drop_blank_text(branch->body);
}

static void begin(struct parser *p)
{
    parse_markup(p, p->chunk.text, p->chunk.text_start);
}

/* A variable's name. */
static struct str take_variable(struct parser *p)
{
    struct str name = p->token.text;

    if (p->token.kind != TOKEN_NAME && p->token.kind != TOKEN_STRING) {
        parse_error(p, p->token.at, "expected the name of a variable");
        return STR("");
    }
    parse_advance(p);
    return name;
}

static struct node *parse_assign(struct parser *p)
{
    struct node *node = parse_new_node(p, NODE_ASSIGN);

    begin(p);
    node->blank = true;
    node->text = take_variable(p);
    if (!parse_take_char(p, '='))
        parse_error(p, p->token.at, "expected \"=\"");
    node->pipeline = parse_pipeline(p);
    parse_finish(p);
    return node;
}

static struct node *parse_capture(struct parser *p)
{
    static const char *const ends[] = {"endcapture", NULL};
    struct node *node = parse_new_node(p, NODE_CAPTURE);
    struct str open = p->chunk.name;

    begin(p);
    node->blank = true;
    node->text = take_variable(p);
    parse_finish(p);
    node->branches = pool_take(p->pool, sizeof(*node->branches));
    node->branches->body = parse_block(p, ends, open, node->at);
    return node;
}

static struct branch *add_branch(struct parser *p, struct branch ***last)
{
    struct branch *branch = pool_take(p->pool, sizeof(*branch));

    **last = branch;
    *last = &branch->next;
    return branch;
}

static struct node *parse_if(struct parser *p)
{
    static const char *const if_ends[] = {"elsif", "else", "endif", NULL};
    static const char *const unless_ends[] = {"elsif", "else", "endunless", NULL};
    struct node *node = parse_new_node(p, NODE_IF);
    struct branch **last = &node->branches;
    struct str open = p->chunk.name;
    bool negated = str_is(open, "unless"), more = true;

    while (more) {
        struct branch *branch = add_branch(p, &last);
        branch->negated = negated;
        negated = false;
        begin(p);
        if (!str_is(p->chunk.name, "else"))
            branch->condition = parse_condition(p);
        parse_finish(p);
        branch->body = parse_block(p, str_is(open, "if") ? if_ends : unless_ends, open, node->at);
        more =
            p->chunk.kind == CHUNK_TAG && (str_is(p->chunk.name, "elsif") || str_is(p->chunk.name, "else"));
    }
    settle_blank(node);
    return node;
}

static struct named_arg *parse_whens(struct parser *p)
{
    struct named_arg *first = NULL, **last = &first;

    begin(p);
    do {
        struct named_arg *when = pool_take(p->pool, sizeof(*when));
        when->value = parse_expr(p);
        *last = when;
        last = &when->next;
    } while (parse_take_char(p, ',') || parse_take_name(p, "or"));
    parse_finish(p);
    return first;
}

static struct node *parse_case(struct parser *p)
{
    static const char *const ends[] = {"when", "else", "endcase", NULL};
    struct node *node = parse_new_node(p, NODE_CASE);
    struct branch **last = &node->branches;
    struct str open = p->chunk.name;

    begin(p);
    node->pipeline.head = parse_expr(p);
    parse_finish(p);
    parse_block(p, ends, open, node->at); /* what stands before the first when is not printed */
    while (p->chunk.kind == CHUNK_TAG && !str_is(p->chunk.name, "endcase")) {
        struct branch *branch = add_branch(p, &last);
        if (str_is(p->chunk.name, "when"))
            branch->whens = parse_whens(p);
        branch->body = parse_block(p, ends, open, node->at);
    }
    settle_blank(node);
    return node;
}

static void parse_for_options(struct parser *p, struct node *node)
{
    for (;;) {
        parse_take_char(p, ',');
        if (parse_take_name(p, "reversed")) {
            node->reversed = true;
            continue;
        }
        bool is_limit = parse_is_name(p, "limit");
        if (!is_limit && !parse_is_name(p, "offset"))
            break;
        parse_advance(p);
        if (!parse_take_char(p, ':'))
            parse_error(p, p->token.at, "expected \":\"");
        if (is_limit)
            node->limit = parse_expr(p);
        else if (parse_take_name(p, "continue"))
            node->offset_continue = true;
        else
            node->offset = parse_expr(p);
    }
    parse_finish(p);
}

static struct node *parse_for(struct parser *p)
{
    static const char *const ends[] = {"else", "endfor", NULL};
    struct node *node = parse_new_node(p, NODE_FOR);
    struct branch **last = &node->branches;
    struct str open = p->chunk.name;

    begin(p);
    node->text = take_variable(p);
    if (!parse_take_name(p, "in"))
        parse_error(p, p->token.at, "expected \"in\"");
    node->pipeline.head = parse_expr(p);
    parse_for_options(p, node);
    p->loop_depth++;
    add_branch(p, &last)->body = parse_block(p, ends, open, node->at);
    p->loop_depth--;
    if (p->chunk.kind == CHUNK_TAG && str_is(p->chunk.name, "else"))
        add_branch(p, &last)->body = parse_block(p, ends + 1, open, node->at);
    settle_blank(node);
    return node;
}

static struct node *parse_leave(struct parser *p)
{
    bool is_break = str_is(p->chunk.name, "break");
    struct node *node = parse_new_node(p, is_break ? NODE_BREAK : NODE_CONTINUE);

    node->blank = true;
    begin(p);
    parse_finish(p);
    return node;
}

/* {% include name.html key=value %}: the name is a word as it stands, in quotes, or an output tag's value. */
static struct node *parse_include(struct parser *p)
{
    struct node *node = parse_new_node(p, NODE_INCLUDE);
    struct str word = p->chunk.text;
    size_t len = 0;

    while (len < word.len && !char_is_space(word.at[len]) && word.at[len] != ',')
        len++;
    if (len == 0) {
        parse_error(p, node->at, "expected the name of an include");
        return NULL;
    }
    if (word.at[0] == '"' || word.at[0] == '\'') {
        parse_markup(p, word, p->chunk.text_start);
        node->pipeline.head = parse_expr(p);
    } else {
        struct expr *name = pool_take(p->pool, sizeof(*name));
        name->literal = value_str(str_head(word, len));
        node->pipeline.head = name;
        parse_markup(p, str_from(word, len), p->chunk.text_start + len);
    }
    parse_take_char(p, ',');
    node->args = parse_named(p);
    return node;
}

static struct node *parse_cycle(struct parser *p)
{
    struct node *node = parse_new_node(p, NODE_CYCLE);
    struct named_arg **last = &node->args;

    begin(p);
    node->text = p->chunk.text; /* cycles with the same values share their turn, unless they are named */
    do {
        struct named_arg *arg = pool_take(p->pool, sizeof(*arg));
        struct str first = p->token.text;
        arg->value = parse_expr(p);
        if (node->args == NULL && parse_take_char(p, ':')) {
            node->text = first;
            arg->value = parse_expr(p);
        }
        *last = arg;
        last = &arg->next;
    } while (parse_take_char(p, ','));
    parse_finish(p);
    return node;
}

static struct node *parse_counter(struct parser *p)
{
    bool up = str_is(p->chunk.name, "increment");
    struct node *node = parse_new_node(p, up ? NODE_INCREMENT : NODE_DECREMENT);

    begin(p);
    node->text = take_variable(p);
    parse_finish(p);
    return node;
}

static struct node *parse_echo(struct parser *p)
{
    struct node *node = parse_new_node(p, NODE_OUTPUT);

    begin(p);
    node->pipeline = parse_pipeline(p);
    parse_finish(p);
    return node;
}

static struct node *parse_raw(struct parser *p)
{
    struct node *node = parse_new_node(p, NODE_TEXT);

    if (!chunk_skip_to(&p->chunks, "endraw", NULL, &node->text))
        parse_error(p, p->chunk.start, "\"raw\" is not closed by \"endraw\"");
    return node;
}

static struct node *parse_comment(struct parser *p)
{
    struct str skipped;

    if (!chunk_skip_to(&p->chunks, "endcomment", "comment", &skipped))
        parse_error(p, p->chunk.start, "\"comment\" is not closed by \"endcomment\"");
    return NULL;
}

static struct node *parse_line_comment(struct parser *p)
{
    (void)p;
    return NULL;
}

static const struct {
    const char *name;
    struct node *(*parse)(struct parser *p);
} tags[] = {
    {"#", parse_line_comment},  {"assign", parse_assign},     {"break", parse_leave},
    {"capture", parse_capture}, {"case", parse_case},         {"comment", parse_comment},
    {"continue", parse_leave},  {"cycle", parse_cycle},       {"decrement", parse_counter},
    {"echo", parse_echo},       {"for", parse_for},           {"if", parse_if},
    {"include", parse_include}, {"increment", parse_counter}, {"raw", parse_raw},
    {"unless", parse_if},
};

struct node *parse_tag(struct parser *p)
{
    for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++)
        if (str_is(p->chunk.name, tags[i].name))
            return tags[i].parse(p);
    if (str_starts(p->chunk.name, "end") || str_is(p->chunk.name, "else") || str_is(p->chunk.name, "elsif") ||
        str_is(p->chunk.name, "when"))
        parse_error(p, p->chunk.start, "\"%.*s\" without a block that it belongs to", STR_ARG(p->chunk.name));
    else
        parse_error(p, p->chunk.start, "unknown tag \"%.*s\"", STR_ARG(p->chunk.name));
    return NULL;
}
