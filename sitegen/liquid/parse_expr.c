/* parse_expr.c - the markup of outputs and tags -> expressions. See parse.h. */
#include "liquid/filters.h"
#include "liquid/parse.h"

#include <errno.h>
#include <stdlib.h>

static const struct expr nil_expr = {.kind = EXPR_LITERAL};

void parse_markup(struct parser *p, struct str markup, size_t at)
{
    p->tokens = (struct token_lexer){.markup = markup, .base = at};
    parse_advance(p);
}

void parse_advance(struct parser *p)
{
    p->token = token_next(&p->tokens);
}

bool parse_is_char(const struct parser *p, char c)
{
    return p->token.kind == TOKEN_CHAR && p->token.text.at[0] == c;
}

bool parse_is_name(const struct parser *p, const char *name)
{
    return p->token.kind == TOKEN_NAME && str_is(p->token.text, name);
}

bool parse_take_char(struct parser *p, char c)
{
    bool is = parse_is_char(p, c);

    if (is)
        parse_advance(p);
    return is;
}

bool parse_take_name(struct parser *p, const char *name)
{
    bool is = parse_is_name(p, name);

    if (is)
        parse_advance(p);
    return is;
}

/* Report the next token as out of place, and read no more of this markup: one mistake, one message. */
static void unexpected(struct parser *p, const char *wanted)
{
    if (p->token.kind == TOKEN_END)
        parse_error(p, p->token.at, "expected %s", wanted);
    else
        parse_error(p, p->token.at, "expected %s, found \"%.*s\"", wanted,
                    STR_ARG(str_head(p->token.text, 40)));
    p->tokens.at = p->tokens.markup.len;
    parse_advance(p);
}

void parse_finish(struct parser *p)
{
    if (p->token.kind != TOKEN_END)
        unexpected(p, "the end of the tag");
}

static struct expr *new_expr(struct parser *p, enum expr_kind kind)
{
    struct expr *expr = pool_take(p->pool, sizeof(*expr));

    expr->kind = kind;
    expr->at = p->token.at;
    return expr;
}

static const struct expr *literal(struct parser *p, struct value value)
{
    struct expr *expr = new_expr(p, EXPR_LITERAL);

    expr->literal = value;
    parse_advance(p);
    return expr;
}

static const struct expr *number(struct parser *p)
{
    const char *digits = pool_copy(p->pool, p->token.text);

    errno = 0;
    if (p->token.kind == TOKEN_FLOAT)
        return literal(p, value_float(strtod(digits, NULL)));
    long long integer = strtoll(digits, NULL, 10);
    if (errno != 0)
        parse_error(p, p->token.at, "the number is too large");
    return literal(p, value_int(integer));
}

static const struct expr *range(struct parser *p)
{
    struct expr *expr = new_expr(p, EXPR_RANGE);

    parse_advance(p); /* ( */
    expr->left = parse_expr(p);
    if (p->token.kind != TOKEN_DOTS) {
        unexpected(p, "\"..\"");
        return &nil_expr;
    }
    parse_advance(p);
    expr->right = parse_expr(p);
    if (!parse_take_char(p, ')'))
        unexpected(p, "\")\"");
    return expr;
}

/* The segments behind a variable's name: .name, [expression]. */
static void segments(struct parser *p, struct expr *expr)
{
    struct segment **last = &expr->segments;

    for (;;) {
        bool is_dot = parse_take_char(p, '.');
        if (!is_dot && !parse_is_char(p, '['))
            return;
        struct segment *segment = pool_take(p->pool, sizeof(*segment));
        segment->is_dot = is_dot;
        segment->key = &nil_expr;
        *last = segment;
        last = &segment->next;
        if (is_dot && p->token.kind == TOKEN_NAME) {
            segment->key = literal(p, value_str(p->token.text));
        } else if (is_dot) {
            unexpected(p, "a name behind \".\"");
        } else {
            parse_advance(p); /* [ */
            segment->key = parse_expr(p);
            if (!parse_take_char(p, ']'))
                unexpected(p, "\"]\"");
        }
    }
}

static bool word_literal(struct str name, struct value *value)
{
    *value = value_nil;
    if (str_is(name, "true") || str_is(name, "false"))
        *value = value_bool(str_is(name, "true"));
    else if (str_is(name, "empty"))
        value->kind = VALUE_EMPTY;
    else if (str_is(name, "blank"))
        value->kind = VALUE_BLANK;
    else
        return str_is(name, "nil") || str_is(name, "null");
    return true;
}

static const struct expr *lookup(struct parser *p)
{
    struct value word;
    struct expr *expr = new_expr(p, EXPR_LOOKUP);

    expr->name = p->token.text;
    if (p->token.kind == TOKEN_NAME)
        parse_advance(p);
    else
        expr->name = STR(""); /* ["a variable whose name is computed"] */
    segments(p, expr);
    if (expr->segments == NULL && word_literal(expr->name, &word)) {
        expr->kind = EXPR_LITERAL;
        expr->literal = word;
    }
    return expr;
}

const struct expr *parse_expr(struct parser *p)
{
    const struct expr *expr = &nil_expr;

    if (++p->depth > LIQUID_NESTING_MAX) {
        parse_error(p, p->token.at, "brackets are nested too deeply");
        p->tokens.at = p->tokens.markup.len;
        parse_advance(p);
    } else if (p->token.kind == TOKEN_STRING) {
        expr = literal(p, value_str(p->token.text));
    } else if (p->token.kind == TOKEN_INT || p->token.kind == TOKEN_FLOAT) {
        expr = number(p);
    } else if (parse_is_char(p, '(')) {
        expr = range(p);
    } else if (p->token.kind == TOKEN_NAME || parse_is_char(p, '[')) {
        expr = lookup(p);
    } else {
        unexpected(p, "a value");
    }
    p->depth--;
    return expr;
}

static bool compare_op(const struct parser *p, enum compare_op *op)
{
    static const struct {
        const char *text;
        enum compare_op op;
    } ops[] = {{"==", OP_EQ}, {"!=", OP_NE}, {"<>", OP_NE}, {"<", OP_LT},
               {">", OP_GT},  {"<=", OP_LE}, {">=", OP_GE}, {"contains", OP_CONTAINS}};

    if (p->token.kind != TOKEN_COMPARE && p->token.kind != TOKEN_NAME)
        return false;
    for (size_t i = 0; i < sizeof(ops) / sizeof(ops[0]); i++) {
        if (str_is(p->token.text, ops[i].text)) {
            *op = ops[i].op;
            return true;
        }
    }
    return false;
}

static const struct expr *comparison(struct parser *p)
{
    const struct expr *left = parse_expr(p);
    enum compare_op op;

    if (!compare_op(p, &op))
        return left;
    struct expr *expr = new_expr(p, EXPR_COMPARE);
    parse_advance(p);
    expr->op = op;
    expr->left = left;
    expr->right = parse_expr(p);
    return expr;
}

const struct expr *parse_condition(struct parser *p)
{
    const struct expr *left = comparison(p);
    bool is_and = parse_is_name(p, "and");

    if (!is_and && !parse_is_name(p, "or"))
        return left;
    if (++p->depth > LIQUID_NESTING_MAX) {
        unexpected(p, "a shorter condition");
        return left;
    }
    /* Liquid knows no precedence: and and or group to the right. */
    struct expr *expr = new_expr(p, is_and ? EXPR_AND : EXPR_OR);
    parse_advance(p);
    expr->left = left;
    expr->right = parse_condition(p);
    p->depth--;
    return expr;
}

struct named_arg *parse_named(struct parser *p)
{
    struct named_arg *first = NULL, **last = &first;

    while (p->token.kind != TOKEN_END) {
        struct named_arg *arg = pool_take(p->pool, sizeof(*arg));
        arg->name = p->token.text;
        if (p->token.kind != TOKEN_NAME) {
            unexpected(p, "the name of a parameter");
            break;
        }
        parse_advance(p);
        if (!parse_take_char(p, '=') && !parse_take_char(p, ':')) {
            unexpected(p, "\"=\"");
            break;
        }
        arg->value = parse_expr(p);
        *last = arg;
        last = &arg->next;
        parse_take_char(p, ',');
    }
    return first;
}

/* One argument: a value, or name: value. */
static void filter_arg(struct parser *p, struct filter *filter, struct named_arg ***last)
{
    struct token_lexer tokens = p->tokens; /* to look one token ahead: a name may be that of a parameter */
    bool is_named = p->token.kind == TOKEN_NAME;

    if (is_named) {
        struct token ahead = token_next(&tokens);
        is_named = ahead.kind == TOKEN_CHAR && ahead.text.at[0] == ':';
    }
    if (is_named) {
        struct named_arg *arg = pool_take(p->pool, sizeof(*arg));
        arg->name = p->token.text;
        parse_advance(p);
        parse_advance(p);
        arg->value = parse_expr(p);
        **last = arg;
        *last = &arg->next;
    } else if (filter->arg_count == FILTER_ARGS_MAX) {
        unexpected(p, "fewer arguments");
    } else {
        filter->args[filter->arg_count++] = parse_expr(p);
    }
}

static void check_args(struct parser *p, const struct filter *filter)
{
    const struct filter_def *def = filter->def;

    if (filter->arg_count < def->arg_min || filter->arg_count > def->arg_max)
        parse_error(p, filter->at, "filter \"%s\" takes %u to %u arguments, found %zu", def->name,
                    def->arg_min, def->arg_max, filter->arg_count);
}

static struct filter *filter(struct parser *p)
{
    struct filter *made = pool_take(p->pool, sizeof(*made));
    struct named_arg **last = &made->named;

    made->at = p->token.at;
    if (p->token.kind != TOKEN_NAME) {
        unexpected(p, "the name of a filter");
        return NULL;
    }
    made->def = filter_find(p->token.text);
    if (made->def == NULL)
        parse_error(p, p->token.at, "unknown filter \"%.*s\"", STR_ARG(p->token.text));
    parse_advance(p);
    if (parse_take_char(p, ':'))
        do
            filter_arg(p, made, &last);
        while (parse_take_char(p, ','));
    if (made->def != NULL)
        check_args(p, made);
    return made->def != NULL ? made : NULL;
}

struct pipeline parse_pipeline(struct parser *p)
{
    struct pipeline pipeline = {.head = parse_expr(p)};
    struct filter **last = &pipeline.filters;

    while (parse_take_char(p, '|')) {
        struct filter *made = filter(p);
        if (made != NULL) {
            *last = made;
            last = &made->next;
        }
    }
    return pipeline;
}
