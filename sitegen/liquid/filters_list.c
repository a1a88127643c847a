/* filters_list.c - filters over lists as a whole. See filters.h. */
#include "liquid/filters.h"
#include "liquid/render.h"

static struct value pair_of(struct filter_call *call, const struct hash *hash, size_t index)
{
    struct value pair = value_array(call->pool);

    array_add(pair.array, value_str(hash->entries[index].key));
    array_add(pair.array, value_force(hash->entries[index].value, call->pool));
    return pair;
}

static struct value run_first(struct filter_call *call)
{
    struct value input = call->input;

    if (input.kind == VALUE_ARRAY && input.array->count > 0)
        return value_force(input.array->items[0], call->pool);
    if (input.kind == VALUE_HASH && input.hash->count > 0)
        return pair_of(call, input.hash, 0);
    if (input.kind == VALUE_RANGE && input.range.first <= input.range.last)
        return value_int(input.range.first);
    return value_nil;
}

static struct value run_last(struct filter_call *call)
{
    struct value input = call->input;

    if (input.kind == VALUE_ARRAY && input.array->count > 0)
        return value_force(input.array->items[input.array->count - 1], call->pool);
    if (input.kind == VALUE_RANGE && input.range.first <= input.range.last)
        return value_int(input.range.last);
    return value_nil;
}

static struct value run_size(struct filter_call *call)
{
    struct value input = call->input;

    if (input.kind == VALUE_STRING)
        return value_int((int64_t)utf8_count(input.string));
    if (input.kind == VALUE_INT) /* the reference asks Ruby, to which a number has the size of its 8 bytes */
        return value_int(8);
    if (input.kind == VALUE_RANGE && run_series_len(input) > LIQUID_STEPS_MAX)
        call->error = "the range is too long";
    if (input.kind == VALUE_ARRAY || input.kind == VALUE_HASH || input.kind == VALUE_RANGE)
        return value_int(run_series_len(input));
    return value_int(0);
}

static struct value run_join(struct filter_call *call)
{
    struct array *list = filter_items(call);
    struct str glue = filter_arg_text(call, 0, " ");
    struct text text = {0};

    for (size_t i = 0; i < list->count && call->error == NULL; i++) {
        if (i > 0)
            filter_add(call, &text, glue);
        filter_add(call, &text, print_str(list->items[i], call->pool));
    }
    return filter_finish(call, &text);
}

static struct value run_reverse(struct filter_call *call)
{
    struct array *list = filter_items(call);
    struct value reversed = value_array(call->pool);

    for (size_t i = list->count; i > 0; i--)
        array_add(reversed.array, list->items[i - 1]);
    return reversed;
}

static struct value run_concat(struct filter_call *call)
{
    struct array *list = filter_items(call);
    struct value joined = value_array(call->pool);

    if (call->args[0].kind != VALUE_ARRAY) {
        call->error = "its argument must be a list";
        return joined;
    }
    for (size_t i = 0; i < list->count && call->error == NULL; i++)
        filter_list_add(call, joined.array, list->items[i]);
    for (size_t i = 0; i < call->args[0].array->count && call->error == NULL; i++)
        filter_list_add(call, joined.array, call->args[0].array->items[i]);
    return joined;
}

static struct value run_map(struct filter_call *call)
{
    struct array *list = filter_items(call);
    struct value mapped = value_array(call->pool), value;

    for (size_t i = 0; i < list->count && call->error == NULL; i++) {
        if (filter_property(call->pool, list->items[i], call->args[0], &value) == PROPERTY_BAD)
            return filter_bad_property(call, call->args[0]);
        filter_list_add(call, mapped.array, value);
    }
    return mapped;
}

static struct value run_compact(struct filter_call *call)
{
    struct array *list = filter_items(call);
    struct value full = value_array(call->pool);

    for (size_t i = 0; i < list->count; i++) {
        struct value value = list->items[i];
        enum property found = PROPERTY_OK;
        if (call->arg_count > 0 && call->args[0].kind != VALUE_NIL)
            found = filter_property(call->pool, list->items[i], call->args[0], &value);
        if (found == PROPERTY_BAD)
            return filter_bad_property(call, call->args[0]);
        if (found == PROPERTY_NONE)
            return value_nil;
        if (value.kind != VALUE_NIL)
            array_add(full.array, list->items[i]);
    }
    return full;
}

const struct filter_def filters_list[] = {
    {"compact", run_compact, 0, 1, FILTER_EXP_NONE},
    {"concat", run_concat, 1, 1, FILTER_EXP_NONE},
    {"first", run_first, 0, 0, FILTER_EXP_NONE},
    {"join", run_join, 0, 1, FILTER_EXP_NONE},
    {"last", run_last, 0, 0, FILTER_EXP_NONE},
    {"map", run_map, 1, 1, FILTER_EXP_NONE},
    {"reverse", run_reverse, 0, 0, FILTER_EXP_NONE},
    {"size", run_size, 0, 0, FILTER_EXP_NONE},
    {NULL, NULL, 0, 0, FILTER_EXP_NONE},
};
