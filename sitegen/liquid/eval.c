/* eval.c - the value of an expression. See render.h. */
#include "liquid/filters.h"
#include "liquid/render.h"

/* In an include_cached: a variable of the page that includes it. */
static const struct hash_entry *find_outside(struct cached *cached, struct str name)
{
    const struct hash_entry *entry = hash_entry(cached->assigned, name);

    if (!str_is(name, "site") && !str_is(name, "jekyll"))
        cached->seen = name;
    return entry != NULL ? entry : hash_entry(cached->counters, name);
}

/* Returns false when there is no such variable. */
static bool find_variable(const struct run *run, struct str name, const struct loop **loop,
                          struct value *value)
{
    const struct hash_entry *entry;
    bool is_outside = false;

    for (const struct scope *scope = run->scopes; scope != NULL; scope = scope->outer) {
        is_outside |= run->cached != NULL && scope == run->cached->scopes;
        if (str_eq(scope->name, name)) {
            if (is_outside)
                run->cached->seen = name;
            *loop = scope->loop;
            *value = scope->value;
            return true;
        }
    }
    entry = hash_entry(run->assigned, name);
    if (entry == NULL)
        entry = hash_entry(run->counters, name);
    if (entry == NULL && run->cached != NULL)
        entry = find_outside(run->cached, name);
    if (entry == NULL)
        entry = hash_entry(run->globals, name);
    *value = entry != NULL ? entry->value : value_nil;
    return entry != NULL;
}

static struct value pair_of(struct run *run, const struct hash *hash, size_t index)
{
    struct value pair = value_array(run->pool);

    array_add(pair.array, value_str(hash->entries[index].key));
    array_add(pair.array, value_force(hash->entries[index].value, run->pool));
    return pair;
}

/* Of an array: [2], [-1], .size, .first, .last. */
static struct value array_segment(const struct array *array, struct value key, bool is_dot)
{
    int64_t index = -1;

    if (key.kind == VALUE_INT)
        index = key.integer < 0 ? key.integer + (int64_t)array->count : key.integer;
    else if (key.kind == VALUE_FLOAT && key.real > -1e9 && key.real < 1e9)
        index = (int64_t)key.real + (key.real < 0 ? (int64_t)array->count : 0);
    else if (!is_dot || key.kind != VALUE_STRING)
        return value_nil;
    else if (str_is(key.string, "size"))
        return value_int((int64_t)array->count);
    else if (str_is(key.string, "first"))
        index = 0;
    else if (str_is(key.string, "last"))
        index = (int64_t)array->count - 1;
    return index >= 0 && (size_t)index < array->count ? array->items[index] : value_nil;
}

/* *found: the key is there, or means something. */
static struct value hash_segment(struct run *run, const struct hash *hash, struct value key, bool is_dot,
                                 bool *found)
{
    struct str name = value_to_str(key, run->pool);
    const struct hash_entry *entry = key.kind == VALUE_NIL ? NULL : hash_entry(hash, name);

    if (entry != NULL)
        return entry->value;
    if (is_dot && str_is(name, "size"))
        return value_int((int64_t)hash->count);
    if (is_dot && str_is(name, "first") && hash->count > 0)
        return pair_of(run, hash, 0);
    *found = false;
    return value_nil;
}

static struct value range_segment(struct value value, struct str name)
{
    bool is_empty = value.range.last < value.range.first;

    if (str_is(name, "first"))
        return is_empty ? value_nil : value_int(value.range.first);
    if (str_is(name, "last"))
        return is_empty ? value_nil : value_int(value.range.last);
    if (str_is(name, "size"))
        return value_int(run_series_len(value));
    return value_nil;
}

static struct value step_into(struct run *run, struct value value, const struct segment *segment, bool *found)
{
    struct value key = eval(run, segment->key);
    bool is_name = segment->is_dot && key.kind == VALUE_STRING;

    switch (value.kind) {
    case VALUE_HASH:
        return hash_segment(run, value.hash, key, segment->is_dot, found);
    case VALUE_ARRAY:
        return array_segment(value.array, key, segment->is_dot);
    case VALUE_STRING:
        if (is_name && str_is(key.string, "size"))
            return value_int((int64_t)utf8_count(value.string));
        return value_nil;
    case VALUE_INT: /* the reference asks Ruby, to which a number has the size of its 8 bytes */
        return is_name && str_is(key.string, "size") ? value_int(8) : value_nil;
    case VALUE_RANGE:
        return is_name ? range_segment(value, key.string) : value_nil;
    default:
        *found = false;
        return value_nil;
    }
}

/* forloop.index and the like, without making a value of forloop itself. */
static struct value step_into_loop(struct run *run, const struct loop *loop, const struct segment **segment)
{
    for (; *segment != NULL; *segment = (*segment)->next) {
        struct value key = eval(run, (*segment)->key);
        if (key.kind != VALUE_STRING)
            break;
        if (!str_is(key.string, "parentloop") || loop->cols > 0) {
            *segment = (*segment)->next;
            return loop_get(run, loop, key.string);
        }
        loop = loop->parent;
        if (loop == NULL) {
            *segment = (*segment)->next;
            return value_nil;
        }
    }
    return loop_value(run, loop);
}

/* strict_variables: the name that is missing, in what it is missing. */
static void undefined(struct run *run, const struct expr *expr, struct str name,
                      const struct segment *missing)
{
    if (missing == NULL) {
        run_error(run, expr->at, "undefined variable \"%.*s\"", STR_ARG(name));
        return;
    }
    struct str key = value_to_str(eval(run, missing->key), run->pool);
    run_error(run, missing->key->at, "undefined variable \"%.*s\" in \"%.*s\"", STR_ARG(key), STR_ARG(name));
}

static struct value eval_lookup(struct run *run, const struct expr *expr)
{
    const struct segment *segment = expr->segments, *last = NULL;
    struct str name = expr->name;
    const struct loop *loop = NULL;
    struct value value;

    if (name.len == 0 && segment != NULL) {
        name = value_to_str(eval(run, segment->key), run->pool);
        segment = segment->next;
    }
    bool found = find_variable(run, name, &loop, &value);
    value = loop != NULL ? step_into_loop(run, loop, &segment) : value_force(value, run->pool);
    for (; segment != NULL && found; segment = segment->next) {
        last = segment;
        value = value_force(step_into(run, value, segment, &found), run->pool);
    }
    if (!found && run->template->options->strict_variables)
        undefined(run, expr, name, last);
    return found ? value : value_nil;
}

/* Numbers that stand in the template are cut down to whole ones where both do. */
static int64_t range_end(struct run *run, const struct expr *expr, bool is_cut)
{
    struct value value = eval(run, expr);
    int64_t end = 0;

    if (value.kind == VALUE_STRING)
        return filter_leading_int(value.string);
    if (is_cut && value.kind == VALUE_FLOAT && value.real > -9e18 && value.real < 9e18)
        return (int64_t)value.real;
    if (value.kind != VALUE_NIL && !filter_whole(value, &end))
        run_error(run, expr->at, "the end of a range must be a whole number");
    return end;
}

static struct value eval_range(struct run *run, const struct expr *expr)
{
    bool is_cut = expr->left->kind == EXPR_LITERAL && expr->right->kind == EXPR_LITERAL;
    int64_t first = range_end(run, expr->left, is_cut), last = range_end(run, expr->right, is_cut);

    return (struct value){.kind = VALUE_RANGE, .range = {first, last}};
}

struct value eval(struct run *run, const struct expr *expr)
{
    switch (expr->kind) {
    case EXPR_LITERAL:
        /* Only a comparison knows them as more than a text. */
        if (expr->literal.kind == VALUE_EMPTY || expr->literal.kind == VALUE_BLANK)
            return value_str(STR(""));
        return expr->literal;
    case EXPR_LOOKUP:
        return eval_lookup(run, expr);
    case EXPR_RANGE:
        return eval_range(run, expr);
    default:
        return value_bool(eval_condition(run, expr));
    }
}

/* A side of a comparison. */
static struct value eval_side(struct run *run, const struct expr *expr)
{
    return expr->kind == EXPR_LITERAL ? expr->literal : eval(run, expr);
}

static bool contains(struct run *run, struct value whole, struct value part, size_t at)
{
    /* As text, empty and blank are none, which is in every text. */
    if (part.kind == VALUE_EMPTY || part.kind == VALUE_BLANK)
        return whole.kind == VALUE_STRING;
    if (!value_truthy(part))
        return false;
    if (whole.kind == VALUE_STRING) {
        struct str needle = print_str(part, run->pool);
        run_work(run, at, whole.string.len);
        return needle.len == 0 || str_find(whole.string, needle) < whole.string.len;
    }
    if (whole.kind == VALUE_HASH)
        return part.kind == VALUE_STRING && hash_entry(whole.hash, part.string) != NULL;
    if (whole.kind == VALUE_RANGE)
        return part.kind == VALUE_INT && part.integer >= whole.range.first &&
               part.integer <= whole.range.last;
    if (whole.kind != VALUE_ARRAY)
        return false;
    run_work(run, at, whole.array->count);
    for (size_t i = 0; i < whole.array->count; i++)
        if (value_equal(whole.array->items[i], part))
            return true;
    return false;
}

/* == with empty or blank on a side. Jekyll's Ruby knows no blank: nothing is equal to it there. */
static bool equals_literal(const struct run *run, struct value literal, struct value other)
{
    if (other.kind == VALUE_EMPTY || other.kind == VALUE_BLANK)
        return false;
    if (literal.kind == VALUE_BLANK && run->template->options->language == LIQUID_JEKYLL)
        return false;
    return value_equal(literal, other);
}

static bool are_equal(const struct run *run, struct value left, struct value right)
{
    if (left.kind == VALUE_EMPTY || left.kind == VALUE_BLANK)
        return equals_literal(run, left, right);
    if (right.kind == VALUE_EMPTY || right.kind == VALUE_BLANK)
        return equals_literal(run, right, left);
    return value_equal(left, right);
}

static bool is_ordered(struct value value)
{
    return value.kind == VALUE_INT || value.kind == VALUE_FLOAT || value.kind == VALUE_STRING ||
           value.kind == VALUE_TIME;
}

static bool eval_comparison(struct run *run, const struct expr *expr)
{
    struct value left = eval_side(run, expr->left), right = eval_side(run, expr->right);
    int order;

    if (expr->op == OP_CONTAINS)
        return contains(run, left, right, expr->at);
    if (expr->op == OP_EQ || expr->op == OP_NE)
        return are_equal(run, left, right) == (expr->op == OP_EQ);
    if (!value_compare(left, right, &order)) {
        /* A missing value is simply not smaller; a text against a number is a mistake. */
        if (is_ordered(left) && is_ordered(right))
            run_error(run, expr->at, "%s cannot be compared with %s", filter_kind_name(left),
                      filter_kind_name(right));
        return false;
    }
    switch (expr->op) {
    case OP_LT:
        return order < 0;
    case OP_GT:
        return order > 0;
    case OP_LE:
        return order <= 0;
    default:
        return order >= 0;
    }
}

bool eval_condition(struct run *run, const struct expr *expr)
{
    for (; expr->kind == EXPR_AND || expr->kind == EXPR_OR; expr = expr->right)
        if (eval_condition(run, expr->left) != (expr->kind == EXPR_AND))
            return expr->kind == EXPR_OR;
    return expr->kind == EXPR_COMPARE ? eval_comparison(run, expr) : value_truthy(eval(run, expr));
}

static struct value host_filter(struct run *run, const struct filter *filter, const struct filter_call *call)
{
    struct liquid_call host_call = run_call(run, filter->name, filter->at);
    struct value result = value_nil;

    if (run->host->filter == NULL)
        run_error(run, filter->at, "unknown filter \"%.*s\"", STR_ARG(filter->name));
    else if (!run->host->filter(run->host->context, &host_call, call->input, call->args, call->arg_count,
                                &result))
        run->failed = true;
    return value_force(result, run->pool);
}

static uint64_t size_of(struct value value)
{
    if (value.kind == VALUE_STRING)
        return value.string.len;
    return value.kind == VALUE_ARRAY ? 16 * value.array->count : 1;
}

static struct value run_filter(struct run *run, const struct filter *filter, struct value input)
{
    struct value args[FILTER_ARGS_MAX + 1];
    struct filter_call call = {
        .host = run->host, .run = run, .filter = filter, .pool = run->pool, .input = input, .args = args};

    for (call.arg_count = 0; call.arg_count < filter->arg_count; call.arg_count++)
        args[call.arg_count] = eval(run, filter->args[call.arg_count]);
    if (filter->named != NULL) {
        struct hash *named = value_hash(run->pool).hash;
        for (const struct named_arg *arg = filter->named; arg != NULL; arg = arg->next)
            hash_set(named, arg->name, eval(run, arg->value));
        args[call.arg_count++] = (struct value){.kind = VALUE_HASH, .hash = named};
    }
    if (run->failed || !run_work(run, filter->at, 16 + size_of(input)))
        return value_nil;
    struct value value = filter->def != NULL ? filter->def->run(&call) : host_filter(run, filter, &call);
    if (call.error != NULL)
        run_error(run, filter->at, "filter \"%.*s\": %s", STR_ARG(filter->name), call.error);
    else if (value.kind == VALUE_STRING && value.string.len > LIQUID_OUTPUT_MAX)
        run_error(run, filter->at, "filter \"%.*s\": the text has become larger than %u bytes",
                  STR_ARG(filter->name), LIQUID_OUTPUT_MAX);
    return run->failed ? value_nil : value;
}

struct value eval_pipeline(struct run *run, const struct pipeline *pipeline)
{
    const struct liquid_host *host = run->host;
    unsigned reads_before = host->clock_reads != NULL ? host->clock_reads(host->context) : 0;
    struct value value = eval(run, pipeline->head);

    for (const struct filter *filter = pipeline->filters; filter != NULL && !run->failed;
         filter = filter->next) {
        struct value input = value;
        value = run_filter(run, filter, value);
        if (filter == pipeline->filters && host->clock_reads != NULL)
            eval_note_clock_shown(run, filter, reads_before, input, value);
    }
    return value;
}
