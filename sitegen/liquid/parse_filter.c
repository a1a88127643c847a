/* parse_filter.c - values with filters: | name: argument, name: argument. See parse.h. */
#include "liquid/filters.h"
#include "liquid/parse.h"
#include "liquid/suggest.h"

struct filter *parse_new_filter(struct parser *p, struct str name, size_t at)
{
    struct filter *filter = pool_take(p->pool, sizeof(*filter));

    filter->name = name;
    filter->at = at;
    return filter;
}

void parse_add_arg(struct parser *p, struct filter *filter, const struct expr *value)
{
    if (filter->arg_count == FILTER_ARGS_MAX)
        parse_unexpected(p, "fewer arguments");
    else
        filter->args[filter->arg_count++] = value;
}

/* One argument: a value, or name: value. */
static void filter_arg(struct parser *p, struct filter *filter, struct named_arg ***last)
{
    struct token_lexer tokens = p->tokens; /* to look one token ahead: a name may be that of a parameter */
    struct token ahead = token_next(&tokens);

    if (p->token.kind != TOKEN_NAME || ahead.kind != TOKEN_CHAR || ahead.text.at[0] != ':') {
        parse_add_arg(p, filter, parse_expr(p));
        return;
    }
    struct named_arg *arg = pool_take(p->pool, sizeof(*arg));
    arg->name = p->token.text;
    parse_advance(p);
    parse_advance(p);
    arg->value = parse_expr(p);
    **last = arg;
    *last = &arg->next;
}

struct pipeline parse_pipeline(struct parser *p)
{
    struct pipeline pipeline = {.head = parse_expr(p)};
    struct filter **last = &pipeline.filters;

    while (parse_take_char(p, '|')) {
        if (p->token.kind != TOKEN_NAME) {
            parse_unexpected(p, "the name of a filter");
            break;
        }
        struct filter *filter = parse_new_filter(p, p->token.text, p->token.at);
        struct named_arg **last_named = &filter->named;
        parse_advance(p);
        if (parse_take_char(p, ':'))
            do
                filter_arg(p, filter, &last_named);
            while (parse_take_char(p, ','));
        *last = filter;
        last = &filter->next;
    }
    return pipeline;
}

/* The text argument of where_exp and its like, where it stands in the template: parsed with it. */
static void parse_exp(struct parser *p, struct filter *filter)
{
    const struct expr *arg = filter->arg_count > 1 ? filter->args[1] : NULL;
    struct pipeline *exp = pool_take(p->pool, sizeof(*exp));

    if (arg == NULL || arg->kind != EXPR_LITERAL || arg->literal.kind != VALUE_STRING)
        return;
    struct str text = arg->literal.string;
    size_t at = (size_t)(text.at - p->source.at);
    if (filter->def->exp == FILTER_EXP_VALUE) {
        *exp = parse_output(p, text, at);
    } else {
        parse_markup(p, text, at);
        p->is_exp = true;
        exp->head = parse_condition(p);
        p->is_exp = false;
        parse_finish(p);
        if (p->has_problem)
            parse_error(p, p->problem_at, "%s", p->problem);
        p->has_problem = false;
    }
    filter->exp = exp;
}

static void check_count(struct parser *p, const struct filter *filter)
{
    unsigned min = filter->def->arg_min, max = filter->def->arg_max;
    size_t count = filter->arg_count + (filter->named != NULL);
    const char *name = filter->def->name;

    if (count >= min && count <= max)
        return;
    if (max == 0)
        parse_error(p, filter->at, "filter \"%s\" takes no arguments, found %zu", name, count);
    else if (min == max)
        parse_error(p, filter->at, "filter \"%s\" takes %u argument%s, found %zu", name, min,
                    min == 1 ? "" : "s", count);
    else
        parse_error(p, filter->at, "filter \"%s\" takes %u to %u arguments, found %zu", name, min, max,
                    count);
}

static void unknown_filter(struct parser *p, const struct filter *filter)
{
    bool is_told = p->message_count < PARSE_MESSAGES_MAX;
    const char *near = is_told ? filter_suggest(p->options->language, filter->name) : NULL;
    const char *hint = near != NULL ? pool_printf(p->pool, " (did you mean \"%s\"?)", near) : "";

    if (p->options->pass_filters)
        parse_warning(p, filter->at, "unknown filter \"%.*s\"%s", STR_ARG(filter->name), hint);
    else
        parse_error(p, filter->at, "unknown filter \"%.*s\"%s", STR_ARG(filter->name), hint);
}

void parse_check_filters(struct parser *p, struct pipeline *pipeline)
{
    for (struct filter **slot = &pipeline->filters; *slot != NULL;) {
        struct filter *filter = *slot;
        const struct liquid_options *options = p->options;
        filter->def = filter_find(options->language, filter->name);
        if (filter->def != NULL) {
            check_count(p, filter);
            if (filter->def->exp != FILTER_EXP_NONE)
                parse_exp(p, filter);
        } else if (options->has_filter == NULL || !options->has_filter(options->context, filter->name)) {
            unknown_filter(p, filter);
            *slot = filter->next;
            continue;
        }
        slot = &filter->next;
    }
}

struct pipeline parse_output(struct parser *p, struct str markup, size_t at)
{
    parse_markup(p, markup, at);
    struct pipeline pipeline = parse_pipeline(p);
    parse_finish(p);
    if (!parse_settle(p))
        pipeline = lax_pipeline(p, markup, at);
    if (++p->nesting <= LIQUID_NESTING_MAX) /* the text argument of a filter may have filters, and so on */
        parse_check_filters(p, &pipeline);
    p->nesting--;
    return pipeline;
}
