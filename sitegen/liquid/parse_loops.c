/* parse_loops.c - for, tablerow, cycle. See parse.h. */
#include "liquid/parse.h"

/* "name in", with the tokens behind it next. */
static bool loop_head(struct parser *p, struct node *node)
{
    node->text = p->token.text;
    if (p->token.kind != TOKEN_NAME && p->token.kind != TOKEN_INT) {
        parse_error(p, p->token.at, "expected the name of a variable");
        return false;
    }
    parse_advance(p);
    if (!parse_take_name(p, "in")) {
        parse_error(p, p->token.at, "expected \"in\"");
        return false;
    }
    return true;
}

static void take_option(struct node *node, struct str name, const struct expr *value)
{
    if (str_is(name, "limit"))
        node->limit = value;
    else if (str_is(name, "cols") && node->kind == NODE_TABLEROW)
        node->cols = value;
    else if (str_is(name, "offset") && value->kind == EXPR_LOOKUP && str_is(value->name, "continue"))
        node->offset_continue = node->kind == NODE_FOR;
    else if (str_is(name, "offset"))
        node->offset = value;
}

static bool is_option(const struct parser *p, const struct node *node)
{
    return parse_is_name(p, "limit") || parse_is_name(p, "offset") ||
           (node->kind == NODE_TABLEROW && parse_is_name(p, "cols"));
}

/* "reversed" stands in front of the others: behind them, the reference does not see it. */
static void loop_options(struct parser *p, struct node *node)
{
    node->reversed = node->kind == NODE_FOR && parse_take_name(p, "reversed");
    for (;;) {
        struct str name = p->token.text;
        parse_take_char(p, ',');
        name = p->token.text;
        if (is_option(p, node)) {
            parse_advance(p);
            if (!parse_take_char(p, ':')) {
                parse_unexpected(p, "\":\"");
                return;
            }
            take_option(node, name, parse_expr(p));
        } else {
            parse_finish(p);
            return;
        }
    }
}

/* As the reference's lax parser: "name in fragment reversed", and name: value wherever it stands. */
static void lax_loop(struct parser *p, struct node *node, struct str markup, size_t at)
{
    struct str rest = str_trim_start(str_from(markup, node->text.len)), name, value;

    node->limit = node->offset = node->cols = NULL;
    node->reversed = node->offset_continue = false;
    rest = str_trim_start(str_from(rest, 2)); /* in */
    size_t from = (size_t)(rest.at - markup.at), len = 0, more;
    while ((more = lax_fragment(rest, len)) > 0)
        len += more;
    if (len == 0)
        parse_error(p, at + from, "expected what to loop over");
    node->markup = str_head(rest, len);
    node->pipeline.head = lax_expr(p, node->markup, at + from);
    rest = str_trim_start(str_from(rest, len));
    node->reversed = node->kind == NODE_FOR && str_starts(rest, "reversed");
    for (size_t i = 0; lax_attribute(markup, &i, &name, &value);)
        take_option(node, name, lax_expr(p, value, at + (size_t)(value.at - markup.at)));
}

static void parse_loop(struct parser *p, struct node *node)
{
    struct str markup = p->chunk.text;
    size_t at = p->chunk.text_start;

    parse_markup(p, markup, at);
    if (!loop_head(p, node))
        return;
    size_t start = p->token.at;
    node->pipeline.head = parse_expr(p);
    /* offset: continue goes by the collection as it is written. */
    node->markup = str_trim_end(str_head(str_from(p->source, start), p->token.at - start));
    loop_options(p, node);
    /* The reference has no strict way to read a tablerow. */
    bool is_lax = node->kind == NODE_TABLEROW && p->has_problem && p->options->mode == LIQUID_STRICT;
    if (is_lax)
        p->has_problem = false;
    if (is_lax || !parse_settle(p))
        lax_loop(p, node, markup, at);
}

struct node *parse_for(struct parser *p)
{
    static const char *const ends[] = {"else", "endfor", NULL};
    struct node *node = parse_new_node(p, NODE_FOR);
    struct branch **last = &node->branches;
    struct str open = p->chunk.name;

    parse_loop(p, node);
    parse_add_branch(p, &last)->body = parse_block(p, ends, open, node->at);
    while (p->chunk.kind == CHUNK_TAG && str_is(p->chunk.name, "else")) {
        /* Of several, the last one counts. */
        last = &node->branches->next;
        parse_add_branch(p, &last)->body = parse_block(p, ends, open, node->at);
    }
    parse_settle_blank(node, true);
    return node;
}

struct node *parse_tablerow(struct parser *p)
{
    static const char *const ends[] = {"endtablerow", NULL};
    struct node *node = parse_new_node(p, NODE_TABLEROW);
    struct str open = p->chunk.name;

    parse_loop(p, node);
    node->branches = pool_take(p->pool, sizeof(*node->branches));
    node->branches->body = parse_block(p, ends, open, node->at);
    return node;
}

/* {% cycle 'a', 'b' %}, {% cycle name: 'a', 'b' %}. Cycles of the same values share their turn, unless they
 * are named; but one with variables among its values has its own. */
struct node *parse_cycle(struct parser *p)
{
    struct node *node = parse_new_node(p, NODE_CYCLE);
    struct named_arg **last = &node->args;
    bool is_own = false;

    node->text = p->chunk.text;
    parse_markup(p, p->chunk.text, p->chunk.text_start);
    do {
        struct named_arg *arg = pool_take(p->pool, sizeof(*arg));
        if (node->args != NULL && p->token.kind == TOKEN_END)
            break; /* a comma at the end */
        arg->value = parse_expr(p);
        if (node->args == NULL && node->pipeline.head == NULL && parse_take_char(p, ':')) {
            node->pipeline.head = arg->value;
            arg->value = parse_expr(p);
        }
        *last = arg;
        last = &arg->next;
        is_own = is_own || arg->value->kind != EXPR_LITERAL;
    } while (parse_take_char(p, ','));
    if (is_own)
        node->text = str_of(pool_printf(p->pool, "%p %.*s", (void *)node, STR_ARG(node->text)));
    if (p->has_problem)
        parse_error(p, p->problem_at, "%s", p->problem);
    else if (p->token.kind != TOKEN_END)
        parse_warning(p, p->token.at, "what stands from here on in \"cycle\" is ignored");
    p->has_problem = false;
    return node;
}
