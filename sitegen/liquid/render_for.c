/* render_for.c - loops. See render.h. */
#include "liquid/filters.h"
#include "liquid/render.h"

/* What a loop goes over: items start to end of the value, counted from 0. */
struct series {
    struct value value;
    int64_t start;
    int64_t end; /* not included; >= start */
};

static int64_t series_len(struct value value)
{
    switch (value.kind) {
    case VALUE_ARRAY:
        return (int64_t)value.array->count;
    case VALUE_HASH:
        return (int64_t)value.hash->count;
    case VALUE_STRING:
        return value.string.len > 0; /* a string is one item */
    case VALUE_RANGE:
        if (value.range.last < value.range.first)
            return 0;
        /* Unsigned, as the whole width of an int64_t does not fit in one; what is beyond the limit is cut,
         * and refused. */
        if ((uint64_t)value.range.last - (uint64_t)value.range.first > LIQUID_STEPS_MAX)
            return LIQUID_STEPS_MAX + 1;
        return value.range.last - value.range.first + 1;
    default:
        return 0;
    }
}

static struct value series_item(struct run *run, struct value value, int64_t index)
{
    if (value.kind == VALUE_ARRAY)
        return value_force(value.array->items[index], run->pool);
    if (value.kind == VALUE_RANGE)
        return value_int(value.range.first + index);
    if (value.kind != VALUE_HASH)
        return value;
    struct value pair = value_array(run->pool);
    array_add(pair.array, value_str(value.hash->entries[index].key));
    array_add(pair.array, value_force(value.hash->entries[index].value, run->pool));
    return pair;
}

static int64_t option(struct run *run, const struct expr *expr, int64_t otherwise)
{
    if (expr == NULL)
        return otherwise;
    struct value value = eval(run, expr);
    struct filter_call call = {.pool = run->pool, .args = &value, .arg_count = 1};
    return filter_arg_int(&call, 0, otherwise);
}

/* Where loops over this collection under this variable's name stopped, for offset: continue. */
static struct str stop_key(struct run *run, const struct node *node)
{
    return str_of(
        pool_printf(run->pool, "stop %.*s %.*s", STR_ARG(node->text), STR_ARG(node->pipeline.head->name)));
}

static struct series take_series(struct run *run, const struct node *node)
{
    struct series series = {.value = eval(run, node->pipeline.head)};
    int64_t len = series_len(series.value);

    series.start = option(run, node->offset, 0);
    if (node->offset_continue) {
        struct value stop = hash_get(run->counters, stop_key(run, node));
        series.start = stop.kind == VALUE_INT ? stop.integer : 0;
    }
    if (series.start < 0)
        series.start = 0;
    if (series.start > len)
        series.start = len;
    int64_t limit = option(run, node->limit, len);
    if (limit < 0)
        limit = 0;
    series.end = limit < len - series.start ? series.start + limit : len;
    hash_set(run->counters, stop_key(run, node), value_int(series.end));
    return series;
}

/* One object for all turns: a loop of many turns must not take memory for each. */
static void set_forloop(struct value loop, int64_t turn, int64_t len)
{
    hash_set(loop.hash, STR("index"), value_int(turn + 1));
    hash_set(loop.hash, STR("index0"), value_int(turn));
    hash_set(loop.hash, STR("rindex"), value_int(len - turn));
    hash_set(loop.hash, STR("rindex0"), value_int(len - turn - 1));
    hash_set(loop.hash, STR("first"), value_bool(turn == 0));
    hash_set(loop.hash, STR("last"), value_bool(turn == len - 1));
    hash_set(loop.hash, STR("length"), value_int(len));
}

static struct value parent_loop(const struct run *run)
{
    for (const struct scope *scope = run->scopes; scope != NULL; scope = scope->outer)
        if (str_is(scope->name, "forloop"))
            return scope->value;
    return value_nil;
}

static bool count_step(struct run *run, const struct node *node)
{
    if (++run->step_count <= LIQUID_STEPS_MAX)
        return true;
    run_error(run, node->at, "this page loops more than %u times", LIQUID_STEPS_MAX);
    return false;
}

void run_for(struct run *run, const struct node *node)
{
    struct series series = take_series(run, node);
    int64_t len = series.end - series.start;
    struct value parent = parent_loop(run);
    struct scope *outer = run->scopes;
    struct scope loop = {.outer = outer, .name = STR("forloop"), .value = value_hash(run->pool)};
    struct scope item = {.outer = &loop, .name = node->text};

    if (len == 0) {
        if (node->branches->next != NULL)
            run_nodes(run, node->branches->next->body);
        return;
    }
    if (parent.kind == VALUE_HASH)
        hash_set(loop.value.hash, STR("parentloop"), parent);
    run->scopes = &item;
    for (int64_t turn = 0; turn < len && run->leave != LEAVE_BREAK && !run->failed; turn++) {
        run->leave = LEAVE_NONE;
        if (!count_step(run, node))
            break;
        set_forloop(loop.value, turn, len);
        item.value =
            series_item(run, series.value, node->reversed ? series.end - 1 - turn : series.start + turn);
        run_nodes(run, node->branches->body);
    }
    run->leave = LEAVE_NONE;
    run->scopes = outer;
}
