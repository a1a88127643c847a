/* parse_expr.c - the markup of outputs and tags -> expressions, strictly. See parse.h. */
#include "liquid/parse.h"

#include <errno.h>
#include <stdio.h>
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

/* The first mistake is noted alone: nothing more of this markup is read then. */
void parse_unexpected(struct parser *p, const char *wanted)
{
    if (p->has_problem)
        return;
    if (p->token.kind == TOKEN_END)
        snprintf(p->problem, sizeof(p->problem), "expected %s", wanted);
    else
        snprintf(p->problem, sizeof(p->problem), "expected %s, found \"%.*s\"", wanted,
                 STR_ARG(str_head(p->token.text, 40)));
    p->problem_at = p->token.at;
    p->has_problem = true;
    p->tokens.at = p->tokens.markup.len;
    p->token = (struct token){TOKEN_END, STR(""), p->problem_at};
}

void parse_finish(struct parser *p)
{
    if (p->token.kind != TOKEN_END && !p->has_problem)
        parse_unexpected(p, "the end of the tag");
}

static struct expr *new_expr(struct parser *p, enum expr_kind kind, size_t at)
{
    struct expr *expr = pool_take(p->pool, sizeof(*expr));

    expr->kind = kind;
    expr->at = at;
    return expr;
}

const struct expr *parse_literal(struct parser *p, struct value value, size_t at)
{
    struct expr *expr = new_expr(p, EXPR_LITERAL, at);

    expr->literal = value;
    return expr;
}

static const struct expr *number(struct parser *p)
{
    const char *digits = pool_copy(p->pool, p->token.text);
    size_t at = p->token.at;
    enum token_kind kind = p->token.kind;

    parse_advance(p);
    errno = 0;
    if (kind == TOKEN_FLOAT)
        return parse_literal(p, value_float(strtod(digits, NULL)), at);
    long long integer = strtoll(digits, NULL, 10);
    if (errno != 0)
        parse_error(p, at, "the number is too large");
    return parse_literal(p, value_int(integer), at);
}

static const struct expr *range(struct parser *p)
{
    struct expr *expr = new_expr(p, EXPR_RANGE, p->token.at);

    parse_advance(p); /* ( */
    expr->left = parse_expr(p);
    if (p->token.kind != TOKEN_DOTS) {
        parse_unexpected(p, "\"..\"");
        return &nil_expr;
    }
    parse_advance(p);
    expr->right = parse_expr(p);
    if (!parse_take_char(p, ')'))
        parse_unexpected(p, "\")\"");
    return expr;
}

/* The segments behind a variable's name: .name, [expression]. */
static void segments(struct parser *p, struct expr *expr)
{
    struct segment **last = &expr->segments;

    for (;;) {
        struct segment *segment = pool_take(p->pool, sizeof(*segment));
        if (parse_take_char(p, '.')) {
            if (p->token.kind != TOKEN_NAME) {
                parse_unexpected(p, "a name behind \".\"");
                return;
            }
            segment->is_dot = true;
            segment->key = parse_literal(p, value_str(p->token.text), p->token.at);
            parse_advance(p);
        } else if (parse_take_char(p, '[')) {
            segment->key = parse_expr(p);
            if (!parse_take_char(p, ']')) {
                parse_unexpected(p, "\"]\"");
                return;
            }
        } else {
            return;
        }
        *last = segment;
        last = &segment->next;
    }
}

static bool literal_of(struct str name, struct value *value)
{
    const struct {
        const char *name;
        struct value value;
    } literals[] = {
        {"nil", value_nil},
        {"null", value_nil},
        {"true", value_bool(true)},
        {"false", value_bool(false)},
        {"empty", {.kind = VALUE_EMPTY}},
        {"blank", {.kind = VALUE_BLANK}},
    };

    for (size_t i = 0; i < sizeof(literals) / sizeof(literals[0]); i++) {
        if (str_is(name, literals[i].name)) {
            *value = literals[i].value;
            return true;
        }
    }
    return false;
}

const struct expr *parse_name(struct parser *p, struct str name, size_t at)
{
    struct value value;

    if (literal_of(name, &value)) {
        if (p->is_exp && (value.kind == VALUE_EMPTY || value.kind == VALUE_BLANK))
            value = value_str(STR("")); /* where_exp knows them as texts only */
        return parse_literal(p, value, at);
    }
    struct expr *expr = new_expr(p, EXPR_LOOKUP, at);
    expr->name = name;
    return expr;
}

static const struct expr *lookup(struct parser *p)
{
    struct expr *expr = new_expr(p, EXPR_LOOKUP, p->token.at);

    if (p->token.kind == TOKEN_NAME) {
        expr->name = p->token.text;
        parse_advance(p);
        if (!parse_is_char(p, '.') && !parse_is_char(p, '['))
            return parse_name(p, expr->name, expr->at);
    }
    segments(p, expr);
    return expr;
}

const struct expr *parse_expr(struct parser *p)
{
    const struct expr *expr = &nil_expr;
    struct token token = p->token;

    if (++p->nesting > LIQUID_NESTING_MAX) {
        parse_unexpected(p, "fewer brackets");
    } else if (token.kind == TOKEN_STRING) {
        parse_advance(p);
        expr = parse_literal(p, value_str(token.text), token.at);
    } else if (token.kind == TOKEN_INT || token.kind == TOKEN_FLOAT) {
        expr = number(p);
    } else if (parse_is_char(p, '(')) {
        expr = range(p);
    } else if (token.kind == TOKEN_NAME || parse_is_char(p, '[')) {
        expr = lookup(p);
    } else {
        parse_unexpected(p, "a value");
    }
    p->nesting--;
    return expr;
}

bool parse_compare_op(struct str text, enum compare_op *op)
{
    static const struct {
        const char *text;
        enum compare_op op;
    } ops[] = {{"==", OP_EQ}, {"!=", OP_NE}, {"<>", OP_NE}, {"<", OP_LT},
               {">", OP_GT},  {"<=", OP_LE}, {">=", OP_GE}, {"contains", OP_CONTAINS}};

    for (size_t i = 0; i < sizeof(ops) / sizeof(ops[0]); i++) {
        if (str_is(text, ops[i].text)) {
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

    if ((p->token.kind != TOKEN_COMPARE && p->token.kind != TOKEN_NAME) ||
        !parse_compare_op(p->token.text, &op))
        return left;
    struct expr *expr = new_expr(p, EXPR_COMPARE, p->token.at);
    parse_advance(p);
    expr->op = op;
    expr->left = left;
    expr->right = parse_expr(p);
    return expr;
}

/* Liquid knows no precedence: and and or group to the right. */
const struct expr *parse_condition(struct parser *p)
{
    const struct expr *first = NULL, **slot = &first;

    for (;;) {
        const struct expr *left = comparison(p);
        bool is_and = parse_is_name(p, "and");
        *slot = left;
        if (!is_and && !parse_is_name(p, "or"))
            return first;
        struct expr *expr = new_expr(p, is_and ? EXPR_AND : EXPR_OR, p->token.at);
        parse_advance(p);
        expr->left = left;
        *slot = expr;
        slot = &expr->right;
    }
}

const struct expr *parse_if_condition(struct parser *p, struct str markup, size_t at)
{
    parse_markup(p, markup, at);
    if (p->token.kind == TOKEN_END) {
        parse_error(p, at, "expected a condition");
        return &nil_expr;
    }
    const struct expr *condition = parse_condition(p);
    parse_finish(p);
    return parse_settle(p) ? condition : lax_condition(p, markup, at);
}

const struct expr *parse_value(struct parser *p, struct str markup, size_t at)
{
    parse_markup(p, markup, at);
    const struct expr *value = parse_expr(p);
    parse_finish(p);
    return parse_settle(p) ? value : lax_expr(p, str_head(markup, lax_fragment(markup, 0)), at);
}
