/* render_loops.c - for, tablerow, cycle. See render.h. */
#include "liquid/filters.h"
#include "liquid/render.h"

/* What a loop goes over: items start to end of the value, counted from 0. */
struct series {
    struct value value;
    int64_t start;
    int64_t end; /* not included; >= start */
    struct str name; /* of a for: variable and collection, as they are written */
};

int64_t run_series_len(struct value value)
{
    switch (value.kind) {
    case VALUE_ARRAY:
        return (int64_t)value.array->count;
    case VALUE_HASH:
        return (int64_t)value.hash->count;
    case VALUE_STRING:
        return value.string.len > 0; /* a text is one item */
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

struct value run_series_item(struct run *run, struct value value, int64_t index)
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

/* limit, offset, cols. Nil is as if it were not there. */
static int64_t option(struct run *run, const struct expr *expr, int64_t otherwise)
{
    int64_t number = otherwise;

    if (expr == NULL)
        return otherwise;
    struct value value = eval(run, expr);
    if (value.kind == VALUE_NIL)
        return otherwise;
    if (!filter_whole(value, &number))
        run_error(run, expr->at, "expected a whole number, found %s", filter_kind_name(value));
    return number;
}

static int64_t clamp(int64_t number, int64_t least, int64_t most)
{
    return number < least ? least : number > most ? most : number;
}

static struct series take_series(struct run *run, const struct node *node)
{
    struct series series = {.value = eval(run, node->pipeline.head)};
    int64_t len = run_series_len(series.value);

    /* Where loops over this collection under this variable's name stopped, for offset: continue. */
    if (node->kind == NODE_FOR)
        series.name = str_of(pool_printf(run->pool, "%.*s-%.*s", STR_ARG(node->text), STR_ARG(node->markup)));
    if (node->offset_continue) {
        struct value stop = hash_get(run->places, series.name);
        series.start = stop.kind == VALUE_INT ? stop.integer : 0;
    } else {
        series.start = option(run, node->offset, 0);
    }
    series.start = clamp(series.start, 0, len);
    int64_t limit = clamp(option(run, node->limit, len), 0, len);
    series.end = limit < len - series.start ? series.start + limit : len;
    if (series.name.len > 0)
        hash_set(run->places, series.name, value_int(series.end));
    /* A text is one item, wherever the loop is to start and end. */
    if (series.value.kind == VALUE_STRING) {
        series.start = 0;
        series.end = len;
    }
    return series;
}

const struct loop *run_parent_loop(const struct run *run)
{
    for (const struct scope *scope = run->scopes; scope != NULL; scope = scope->outer)
        if (scope->loop != NULL && scope->loop->cols == 0 && !scope->loop->is_apart)
            return scope->loop;
    return NULL;
}

static const char *const for_names[] = {"name",   "length",  "index", "index0",
                                        "rindex", "rindex0", "first", "last"};
static const char *const row_names[] = {"length", "index", "index0", "rindex", "rindex0",   "first",
                                        "last",   "row",   "col",    "col0",   "col_first", "col_last"};

struct value loop_get(struct run *run, const struct loop *loop, struct str name)
{
    int64_t col = loop->cols > 0 ? loop->turn % loop->cols : 0;

    if (str_is(name, "length"))
        return value_int(loop->len);
    if (str_is(name, "index"))
        return value_int(loop->turn + 1);
    if (str_is(name, "index0"))
        return value_int(loop->turn);
    if (str_is(name, "rindex"))
        return value_int(loop->len - loop->turn);
    if (str_is(name, "rindex0"))
        return value_int(loop->len - loop->turn - 1);
    if (str_is(name, "first"))
        return value_bool(loop->turn == 0);
    if (str_is(name, "last"))
        return value_bool(loop->turn == loop->len - 1);
    if (loop->cols == 0)
        return str_is(name, "name") ? value_str(loop->name) : value_nil;
    if (str_is(name, "row"))
        return value_int(loop->turn / loop->cols + 1);
    if (str_is(name, "col0"))
        return value_int(col);
    if (str_is(name, "col"))
        return value_int(col + 1);
    if (str_is(name, "col_first"))
        return value_bool(col == 0);
    (void)run;
    return str_is(name, "col_last") ? value_bool(col + 1 == loop->cols) : value_nil;
}

struct value loop_value(struct run *run, const struct loop *loop)
{
    const char *const *names = loop->cols > 0 ? row_names : for_names;
    size_t count =
        loop->cols > 0 ? sizeof(row_names) / sizeof(row_names[0]) : sizeof(for_names) / sizeof(for_names[0]);
    struct value value = value_hash(run->pool);

    for (size_t i = 0; i < count; i++)
        hash_set(value.hash, str_of(names[i]), loop_get(run, loop, str_of(names[i])));
    if (loop->parent != NULL)
        hash_set(value.hash, STR("parentloop"), loop_value(run, loop->parent));
    return value;
}

void run_for(struct run *run, const struct node *node)
{
    struct series series = take_series(run, node);
    struct scope *outer = run->scopes;
    struct loop loop = {.parent = run_parent_loop(run), .len = series.end - series.start};
    struct scope loop_scope = {.outer = outer, .name = STR("forloop"), .loop = &loop};
    struct scope item = {.outer = &loop_scope, .name = node->text};

    loop.name = series.name;
    if (loop.len == 0) {
        if (node->branches->next != NULL)
            run_nodes(run, node->branches->next->body);
        return;
    }
    run->scopes = &item;
    for (; loop.turn < loop.len && run->leave != LEAVE_BREAK && run_step(run, node->at); loop.turn++) {
        run->leave = LEAVE_NONE;
        item.value = run_series_item(run, series.value,
                                     node->reversed ? series.end - 1 - loop.turn : series.start + loop.turn);
        run_nodes(run, node->branches->body);
    }
    run->leave = LEAVE_NONE;
    run->scopes = outer;
}

void run_tablerow(struct run *run, const struct node *node)
{
    struct series series = take_series(run, node);
    struct scope *outer = run->scopes;
    struct loop loop = {.len = series.end - series.start};
    struct scope loop_scope = {.outer = outer, .name = STR("tablerowloop"), .loop = &loop};
    struct scope item = {.outer = &loop_scope, .name = node->text};

    if (!value_truthy(series.value))
        return;
    loop.cols = option(run, node->cols, 0);
    if (loop.cols <= 0)
        loop.cols = loop.len > 0 ? loop.len : 1; /* one row */
    text_add_c(run->out, "<tr class=\"row1\">\n");
    run->scopes = &item;
    for (; loop.turn < loop.len && run->leave != LEAVE_BREAK && run_step(run, node->at); loop.turn++) {
        int64_t col = loop.turn % loop.cols + 1;
        run->leave = LEAVE_NONE;
        item.value = run_series_item(run, series.value, series.start + loop.turn);
        text_printf(run->out, "<td class=\"col%lld\">", (long long)col);
        run_nodes(run, node->branches->body);
        text_add_c(run->out, "</td>");
        if (col == loop.cols && loop.turn + 1 < loop.len && run->leave != LEAVE_BREAK)
            text_printf(run->out, "</tr>\n<tr class=\"row%lld\">", (long long)(loop.turn / loop.cols + 2));
    }
    run->leave = LEAVE_NONE;
    run->scopes = outer;
    text_add_c(run->out, "</tr>\n");
}

void run_cycle(struct run *run, const struct node *node)
{
    const struct expr *group = node->pipeline.head;
    struct str name = group != NULL ? print_str(eval(run, group), run->pool) : node->text;
    struct str key =
        str_of(pool_printf(run->pool, "%s cycle %.*s", group != NULL ? "named" : "", STR_ARG(name)));
    struct value turn = hash_get(run->places, key);
    int64_t index = turn.kind == VALUE_INT ? turn.integer : 0;
    const struct named_arg *arg = node->args;

    /* Another cycle of this name may have had more values: nothing is printed then. */
    for (int64_t i = 0; i < index && arg != NULL; i++)
        arg = arg->next;
    if (arg != NULL)
        print_value(eval(run, arg->value), run->out);
    hash_set(run->places, key, value_int(arg != NULL && arg->next != NULL ? index + 1 : 0));
}
