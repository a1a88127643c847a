/* eval.c - the value of an expression. See render.h. */
#include "liquid/filters.h"
#include "liquid/render.h"

static struct value find_variable(const struct run *run, struct str name)
{
    const struct hash_entry *entry;

    for (const struct scope *scope = run->scopes; scope != NULL; scope = scope->outer)
        if (str_eq(scope->name, name))
            return scope->value;
    entry = hash_entry(run->assigned, name);
    if (entry == NULL)
        entry = hash_entry(run->globals, name);
    if (entry == NULL)
        entry = hash_entry(run->counters, name);
    return entry != NULL ? entry->value : value_nil;
}

/* Of an array: [2], [-1], .size, .first, .last. */
static struct value array_segment(const struct array *array, struct value key, bool is_dot)
{
    int64_t index = -1;

    if (key.kind == VALUE_INT)
        index = key.integer < 0 ? key.integer + (int64_t)array->count : key.integer;
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

static struct value hash_segment(struct run *run, const struct hash *hash, struct value key, bool is_dot)
{
    struct str name = value_to_str(key, run->pool);
    const struct hash_entry *entry = hash_entry(hash, name);

    if (entry != NULL)
        return entry->value;
    if (is_dot && str_is(name, "size"))
        return value_int((int64_t)hash->count);
    if (is_dot && str_is(name, "first") && hash->count > 0) {
        struct value pair = value_array(run->pool);
        array_add(pair.array, value_str(hash->entries[0].key));
        array_add(pair.array, hash->entries[0].value);
        return pair;
    }
    return value_nil;
}

static struct value step_into(struct run *run, struct value value, const struct segment *segment)
{
    struct value key = eval(run, segment->key);

    switch (value.kind) {
    case VALUE_HASH:
        return hash_segment(run, value.hash, key, segment->is_dot);
    case VALUE_ARRAY:
        return array_segment(value.array, key, segment->is_dot);
    case VALUE_STRING:
        if (segment->is_dot && key.kind == VALUE_STRING && str_is(key.string, "size"))
            return value_int((int64_t)utf8_count(value.string));
        return value_nil;
    case VALUE_RANGE:
        if (segment->is_dot && key.kind == VALUE_STRING && str_is(key.string, "first"))
            return value_int(value.range.first);
        if (segment->is_dot && key.kind == VALUE_STRING && str_is(key.string, "last"))
            return value_int(value.range.last);
        return value_nil;
    default:
        return value_nil;
    }
}

static struct value eval_lookup(struct run *run, const struct expr *expr)
{
    const struct segment *segment = expr->segments;
    struct str name = expr->name;

    if (name.len == 0 && segment != NULL) {
        name = value_to_str(eval(run, segment->key), run->pool);
        segment = segment->next;
    }
    struct value value = value_force(find_variable(run, name), run->pool);
    for (; segment != NULL; segment = segment->next)
        value = value_force(step_into(run, value, segment), run->pool);
    return value;
}

static int64_t range_end(struct run *run, const struct expr *expr)
{
    struct value value = eval(run, expr);
    struct filter_call call = {.pool = run->pool, .args = &value, .arg_count = 1};

    return filter_arg_int(&call, 0, 0);
}

struct value eval(struct run *run, const struct expr *expr)
{
    switch (expr->kind) {
    case EXPR_LITERAL:
        return expr->literal;
    case EXPR_LOOKUP:
        return eval_lookup(run, expr);
    case EXPR_RANGE:
        return (struct value){.kind = VALUE_RANGE,
                              .range = {range_end(run, expr->left), range_end(run, expr->right)}};
    default:
        return value_bool(eval_condition(run, expr));
    }
}

static bool contains(struct value whole, struct value part, struct pool *pool)
{
    if (whole.kind == VALUE_STRING && part.kind != VALUE_NIL) {
        struct str needle = value_to_str(part, pool);
        return needle.len == 0 || str_find(whole.string, needle) < whole.string.len;
    }
    if (whole.kind == VALUE_HASH)
        return hash_entry(whole.hash, value_to_str(part, pool)) != NULL;
    if (whole.kind == VALUE_ARRAY)
        for (size_t i = 0; i < whole.array->count; i++)
            if (value_equal(whole.array->items[i], part))
                return true;
    return false;
}

static bool stands_for_nothing(struct value value)
{
    return value.kind == VALUE_NIL || value.kind == VALUE_EMPTY || value.kind == VALUE_BLANK;
}

static bool eval_comparison(struct run *run, const struct expr *expr)
{
    struct value left = eval(run, expr->left), right = eval(run, expr->right);
    int order;

    if (expr->op == OP_CONTAINS)
        return contains(left, right, run->pool);
    if (expr->op == OP_EQ || expr->op == OP_NE)
        return value_equal(left, right) == (expr->op == OP_EQ);
    if (!value_compare(left, right, &order)) {
        /* A missing value is simply not smaller; a string against a number is a mistake. */
        if (!stands_for_nothing(left) && !stands_for_nothing(right))
            run_error(run, expr->at, "these two values cannot be compared");
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
    switch (expr->kind) {
    case EXPR_COMPARE:
        return eval_comparison(run, expr);
    case EXPR_AND:
        return eval_condition(run, expr->left) && eval_condition(run, expr->right);
    case EXPR_OR:
        return eval_condition(run, expr->left) || eval_condition(run, expr->right);
    default:
        return value_truthy(eval(run, expr));
    }
}

static struct value run_filter(struct run *run, const struct filter *filter, struct value input)
{
    struct value args[FILTER_ARGS_MAX];
    struct filter_call call = {.host = run->host, .pool = run->pool, .input = input, .args = args};

    for (call.arg_count = 0; call.arg_count < filter->arg_count; call.arg_count++)
        args[call.arg_count] = eval(run, filter->args[call.arg_count]);
    if (filter->named != NULL) {
        struct hash *named = value_hash(run->pool).hash;
        for (const struct named_arg *arg = filter->named; arg != NULL; arg = arg->next)
            hash_set(named, arg->name, eval(run, arg->value));
        call.named = named;
    }
    struct value value = filter->def->run(&call);
    if (call.error != NULL)
        run_error(run, filter->at, "filter \"%s\": %s", filter->def->name, call.error);
    return value;
}

struct value eval_pipeline(struct run *run, const struct pipeline *pipeline)
{
    struct value value = eval(run, pipeline->head);

    for (const struct filter *filter = pipeline->filters; filter != NULL && !run->failed;
         filter = filter->next)
        value = run_filter(run, filter, value);
    return value;
}
