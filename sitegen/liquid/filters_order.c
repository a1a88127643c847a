/* filters_order.c - Liquid's sort, sort_natural and uniq. See filters.h and order.h. */
#include "liquid/order.h"
#include "liquid/render.h"

#include <stdlib.h>

struct sorting {
    struct filter_call *call;
    order_compare *compare;
};

static int compare_items(const void *left, const void *right, void *context)
{
    const struct order_item *a = left, *b = right;
    const struct sorting *sorting = context;
    int order = sorting->compare(sorting->call, a->key, b->key);

    if (order != 0)
        return order;
    return a->index < b->index ? -1 : a->index > b->index;
}

struct value order_sorted(struct filter_call *call, struct order_item *items, size_t count,
                          order_compare *compare)
{
    struct sorting sorting = {call, compare};
    struct value sorted = value_array(call->pool);

    qsort_r(items, count, sizeof(*items), compare_items, &sorting);
    for (size_t i = 0; i < count && call->error == NULL; i++)
        array_add(sorted.array, items[i].item);
    return sorted;
}

/* Nil is last. */
static int compare_values(struct filter_call *call, struct value a, struct value b)
{
    int order = 0;

    if (filter_order(a, b, &order))
        return order;
    if (a.kind == VALUE_NIL || b.kind == VALUE_NIL)
        return a.kind == VALUE_NIL ? 1 : -1;
    call->error =
        pool_printf(call->pool, "%s cannot be sorted with %s", filter_kind_name(a), filter_kind_name(b));
    return 0;
}

/* Texts and nil, whatever the case of ASCII letters. */
static int compare_nocase(struct filter_call *call, struct value a, struct value b)
{
    struct str left = a.string, right = b.string;

    (void)call;
    if (a.kind == VALUE_NIL || b.kind == VALUE_NIL)
        return (a.kind == VALUE_NIL) - (b.kind == VALUE_NIL);
    for (size_t i = 0; i < left.len && i < right.len; i++) {
        int order = (unsigned char)char_lower(left.at[i]) - (unsigned char)char_lower(right.at[i]);
        if (order != 0)
            return order;
    }
    return (left.len > right.len) - (left.len < right.len);
}

static struct value sort(struct filter_call *call, order_compare *compare, bool as_text)
{
    struct array *list = filter_items(call);
    struct order_item *items = pool_take(call->pool, (list->count + 1) * sizeof(*items));
    struct value key = call->arg_count > 0 ? call->args[0] : value_nil;

    for (size_t i = 0; i < list->count; i++) {
        items[i] = (struct order_item){list->items[i], list->items[i], i};
        enum property found = PROPERTY_OK;
        if (key.kind != VALUE_NIL)
            found = filter_property(call->pool, list->items[i], key, &items[i].key);
        /* A list of one is not asked for its order. */
        if (found == PROPERTY_BAD && list->count > 1)
            return filter_bad_property(call, key);
        if (found == PROPERTY_NONE)
            return value_nil;
        if (as_text && items[i].key.kind != VALUE_NIL)
            items[i].key = value_str(print_str(items[i].key, call->pool));
    }
    return order_sorted(call, items, list->count, compare);
}

static struct value run_sort(struct filter_call *call)
{
    return sort(call, compare_values, false);
}

static struct value run_sort_natural(struct filter_call *call)
{
    return sort(call, compare_nocase, true);
}

/* What tells values apart: kind and text. Of a hash that is shared, as a page is, where it lies. */
static struct str identity(struct filter_call *call, struct value value)
{
    if (value.kind == VALUE_HASH && value.hash->extent.weight > 64)
        return str_of(pool_printf(call->pool, "hash %p", (const void *)value.hash));
    struct str text = print_str(value, call->pool);
    return str_of(pool_printf(call->pool, "%d %.*s", value.kind, STR_ARG(text)));
}

static struct value run_uniq(struct filter_call *call)
{
    struct array *list = filter_items(call);
    struct value once = value_array(call->pool);
    struct hash *seen = value_hash(call->pool).hash;

    for (size_t i = 0; i < list->count; i++) {
        struct value value = list->items[i];
        enum property found = PROPERTY_OK;
        if (call->arg_count > 0 && call->args[0].kind != VALUE_NIL)
            found = filter_property(call->pool, list->items[i], call->args[0], &value);
        if (found == PROPERTY_BAD && list->count > 1)
            return filter_bad_property(call, call->args[0]);
        if (found == PROPERTY_NONE)
            return value_nil;
        struct str key = identity(call, value);
        if (hash_entry(seen, key) == NULL)
            array_add(once.array, list->items[i]);
        hash_set(seen, key, value_nil);
    }
    return once;
}

const struct filter_def filters_order[] = {
    {"sort", run_sort, 0, 1, FILTER_EXP_NONE},
    {"sort_natural", run_sort_natural, 0, 1, FILTER_EXP_NONE},
    {"uniq", run_uniq, 0, 1, FILTER_EXP_NONE},
    {NULL, NULL, 0, 0, FILTER_EXP_NONE},
};
