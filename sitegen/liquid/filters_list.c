/* filters_list.c - filters over arrays. See filters.h. None changes its input: others may hold it. */
#include "liquid/filters.h"

#include <stdlib.h>

static struct value run_first(struct filter_call *call)
{
    struct array *list = filter_list(call);

    return list->count > 0 ? value_force(list->items[0], call->pool) : value_nil;
}

static struct value run_last(struct filter_call *call)
{
    struct array *list = filter_list(call);

    return list->count > 0 ? value_force(list->items[list->count - 1], call->pool) : value_nil;
}

static struct value run_size(struct filter_call *call)
{
    if (call->input.kind == VALUE_STRING)
        return value_int((int64_t)utf8_count(call->input.string));
    if (call->input.kind == VALUE_HASH)
        return value_int((int64_t)call->input.hash->count);
    if (call->input.kind != VALUE_ARRAY && call->input.kind != VALUE_RANGE)
        return value_int(0);
    return value_int((int64_t)filter_list(call)->count);
}

static struct value run_join(struct filter_call *call)
{
    struct array *list = filter_list(call);
    struct str glue = filter_arg_text(call, 0, " ");
    struct text text = {0};

    for (size_t i = 0; i < list->count; i++) {
        if (i > 0)
            text_add(&text, glue);
        value_print(list->items[i], &text);
    }
    return value_str(text_finish(&text, call->pool));
}

static struct value run_reverse(struct filter_call *call)
{
    struct array *list = filter_list(call);
    struct value reversed = value_array(call->pool);

    for (size_t i = list->count; i > 0; i--)
        array_add(reversed.array, list->items[i - 1]);
    return reversed;
}

static void add_all(struct array *to, const struct array *from)
{
    for (size_t i = 0; i < from->count; i++)
        array_add(to, from->items[i]);
}

static struct value run_concat(struct filter_call *call)
{
    struct value joined = value_array(call->pool);

    if (call->args[0].kind != VALUE_ARRAY) {
        call->error = "its argument must be an array";
        return joined;
    }
    add_all(joined.array, filter_list(call));
    add_all(joined.array, call->args[0].array);
    return joined;
}

static struct value run_push(struct filter_call *call)
{
    struct value longer = value_array(call->pool);

    add_all(longer.array, filter_list(call));
    array_add(longer.array, call->args[0]);
    return longer;
}

static struct value run_map(struct filter_call *call)
{
    struct array *list = filter_list(call);
    struct value mapped = value_array(call->pool);
    struct str key = filter_arg_text(call, 0, "");

    for (size_t i = 0; i < list->count; i++)
        array_add(mapped.array, filter_key(list->items[i], key, call->pool));
    return mapped;
}

/* where: key, value - value may also be one of the strings of an array. where: key - those that have it. */
static bool where_matches(struct filter_call *call, struct value found)
{
    if (call->arg_count == 1)
        return value_truthy(found);
    if (found.kind == VALUE_ARRAY) {
        for (size_t i = 0; i < found.array->count; i++)
            if (value_equal(found.array->items[i], call->args[1]))
                return true;
        return false;
    }
    return value_equal(found, call->args[1]);
}

static struct value run_where(struct filter_call *call)
{
    struct array *list = filter_list(call);
    struct value matching = value_array(call->pool);
    struct str key = filter_arg_text(call, 0, "");

    for (size_t i = 0; i < list->count; i++)
        if (where_matches(call, filter_key(list->items[i], key, call->pool)))
            array_add(matching.array, list->items[i]);
    return matching;
}

static struct value run_compact(struct filter_call *call)
{
    struct array *list = filter_list(call);
    struct value full = value_array(call->pool);

    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].kind != VALUE_NIL)
            array_add(full.array, list->items[i]);
    return full;
}

static struct value run_uniq(struct filter_call *call)
{
    struct array *list = filter_list(call);
    struct value once = value_array(call->pool);
    struct hash *seen = value_hash(call->pool).hash; /* by kind and text, so that long lists stay quick */

    for (size_t i = 0; i < list->count; i++) {
        struct str text = value_to_str(list->items[i], call->pool);
        struct str key = str_of(pool_printf(call->pool, "%d %.*s", list->items[i].kind, STR_ARG(text)));
        if (hash_entry(seen, key) == NULL)
            array_add(once.array, list->items[i]);
        hash_set(seen, key, value_nil);
    }
    return once;
}

struct sort_item {
    struct value item;
    struct value key;
    size_t index; /* equal items stay in their order */
};

static int sort_compare(const void *left, const void *right)
{
    const struct sort_item *a = left, *b = right;
    int order = 0;

    /* Nil is last; what cannot be compared goes by its kind, so that the order is one in any case. */
    if ((a->key.kind == VALUE_NIL) != (b->key.kind == VALUE_NIL))
        return a->key.kind == VALUE_NIL ? 1 : -1;
    if (!value_compare(a->key, b->key, &order) && a->key.kind != b->key.kind)
        order = a->key.kind < b->key.kind ? -1 : 1;
    if (order != 0)
        return order;
    return a->index < b->index ? -1 : 1;
}

static struct value run_sort(struct filter_call *call)
{
    struct array *list = filter_list(call);
    struct value sorted = value_array(call->pool);
    struct sort_item *items = pool_take(call->pool, (list->count + 1) * sizeof(*items));
    struct str key = filter_arg_text(call, 0, "");

    for (size_t i = 0; i < list->count; i++) {
        struct value item = list->items[i];
        items[i] = (struct sort_item){item, key.len > 0 ? filter_key(item, key, call->pool) : item, i};
    }
    qsort(items, list->count, sizeof(*items), sort_compare);
    for (size_t i = 0; i < list->count; i++)
        array_add(sorted.array, items[i].item);
    return sorted;
}

/* Groups in the order in which their names first appear: [{"name", "items", "size"}]. */
static struct value run_group_by(struct filter_call *call)
{
    struct array *list = filter_list(call);
    struct hash *groups = value_hash(call->pool).hash;
    struct value result = value_array(call->pool);
    struct str key = filter_arg_text(call, 0, "");

    for (size_t i = 0; i < list->count; i++) {
        struct str name = value_to_str(filter_key(list->items[i], key, call->pool), call->pool);
        struct value items = hash_get(groups, name);
        if (items.kind == VALUE_NIL) {
            items = value_array(call->pool);
            hash_set(groups, name, items);
        }
        array_add(items.array, list->items[i]);
    }
    for (size_t i = 0; i < groups->count; i++) {
        struct value group = value_hash(call->pool), items = groups->entries[i].value;
        hash_set(group.hash, STR("name"), value_str(groups->entries[i].key));
        hash_set(group.hash, STR("items"), items);
        hash_set(group.hash, STR("size"), value_int((int64_t)items.array->count));
        array_add(result.array, group);
    }
    return result;
}

static struct value run_array_to_sentence_string(struct filter_call *call)
{
    struct array *list = filter_list(call);
    struct str joiner = filter_arg_text(call, 0, "and");
    struct text text = {0};

    for (size_t i = 0; i < list->count; i++) {
        if (i > 0 && i + 1 == list->count)
            text_printf(&text, "%s %.*s ", i > 1 ? "," : "", STR_ARG(joiner));
        else if (i > 0)
            text_add_c(&text, ", ");
        value_print(list->items[i], &text);
    }
    return value_str(text_finish(&text, call->pool));
}

const struct filter_def filters_list[] = {
    {"array_to_sentence_string", run_array_to_sentence_string, 0, 1},
    {"compact", run_compact, 0, 0},
    {"concat", run_concat, 1, 1},
    {"first", run_first, 0, 0},
    {"group_by", run_group_by, 1, 1},
    {"join", run_join, 0, 1},
    {"last", run_last, 0, 0},
    {"map", run_map, 1, 1},
    {"push", run_push, 1, 1},
    {"reverse", run_reverse, 0, 0},
    {"size", run_size, 0, 0},
    {"sort", run_sort, 0, 1},
    {"uniq", run_uniq, 0, 0},
    {"where", run_where, 1, 2},
    {NULL, NULL, 0, 0},
};
