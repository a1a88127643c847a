/* filters_select.c - Liquid's where and its like: items by a property. See filters.h. */
#include "liquid/filters.h"

/* Whether the item at index matches: its property is the value, or, without one, is neither nil nor false.
 * Returns false when the whole result is nil: the item has no properties at all; or when the error is set. */
static bool check(struct filter_call *call, struct value item, bool *matches)
{
    struct value value, wanted = call->arg_count > 1 ? call->args[1] : value_nil;

    switch (filter_property(call->pool, item, call->args[0], &value)) {
    case PROPERTY_NONE:
        return false;
    case PROPERTY_BAD:
        filter_bad_property(call, call->args[0]);
        return false;
    default:
        *matches = wanted.kind == VALUE_NIL ? value_truthy(value) : value_equal(value, wanted);
        return true;
    }
}

static struct value select_items(struct filter_call *call, bool wanted)
{
    struct array *list = filter_items(call);
    struct value selected = value_array(call->pool);

    for (size_t i = 0; i < list->count; i++) {
        bool matches;
        if (!check(call, list->items[i], &matches))
            return value_nil;
        if (matches == wanted)
            array_add(selected.array, list->items[i]);
    }
    return selected;
}

static struct value run_where(struct filter_call *call)
{
    return select_items(call, true);
}

static struct value run_reject(struct filter_call *call)
{
    return select_items(call, false);
}

/* The index of the first item that matches, the count when there is none; false: the result is nil. */
static bool find_first(struct filter_call *call, struct array *list, size_t *index)
{
    bool matches = false;

    for (*index = 0; *index < list->count; ++*index) {
        if (!check(call, list->items[*index], &matches))
            return false;
        if (matches)
            break;
    }
    return true;
}

static struct value run_has(struct filter_call *call)
{
    struct array *list = filter_items(call);
    size_t index;

    return find_first(call, list, &index) ? value_bool(index < list->count) : value_nil;
}

static struct value run_find(struct filter_call *call)
{
    struct array *list = filter_items(call);
    size_t index;

    return find_first(call, list, &index) && index < list->count ? list->items[index] : value_nil;
}

static struct value run_find_index(struct filter_call *call)
{
    struct array *list = filter_items(call);
    size_t index;

    return find_first(call, list, &index) && index < list->count ? value_int((int64_t)index) : value_nil;
}

const struct filter_def filters_select[] = {
    {"find", run_find, 1, 2, FILTER_EXP_NONE},   {"find_index", run_find_index, 1, 2, FILTER_EXP_NONE},
    {"has", run_has, 1, 2, FILTER_EXP_NONE},     {"reject", run_reject, 1, 2, FILTER_EXP_NONE},
    {"where", run_where, 1, 2, FILTER_EXP_NONE}, {NULL, NULL, 0, 0, FILTER_EXP_NONE},
};
