/* filters_jekyll_select.c - Jekyll's where, find, group_by, sort and the forms of them that take an
 * expression. See filters.h. */
#include "liquid/order.h"
#include "liquid/render.h"

#include <stdlib.h>

/* Texts that look like numbers are numbers: "10" stands behind "9". */
static struct value as_number(struct value value)
{
    struct str s = value.kind == VALUE_STRING ? str_trim(value.string) : STR("");
    size_t i = s.len > 0 && s.at[0] == '-', digits = 0, points = 0;
    char buf[64];

    for (; i < s.len && (char_is_digit(s.at[i]) || s.at[i] == '.'); i++) {
        digits += s.at[i] != '.';
        points += s.at[i] == '.';
    }
    if (i < s.len || digits == 0 || points > 1 || s.len >= sizeof(buf))
        return value;
    if (points == 0)
        return digits < 19 ? value_int(filter_leading_int(s)) : value;
    for (i = 0; i < s.len; i++)
        buf[i] = s.at[i];
    buf[s.len] = '\0';
    return value_float(strtod(buf, NULL));
}

/* "author.name" reaches into the value of author. */
static struct value item_property(struct filter_call *call, struct value item, struct str key)
{
    struct value value = value_nil;
    bool is_inner = false;

    for (;; is_inner = true) {
        size_t dot = str_find_char(key, '.');
        enum property found = filter_property(call->pool, item, value_str(str_head(key, dot)), &value);
        if (found != PROPERTY_OK)
            return found == PROPERTY_NONE && is_inner ? value_bool(false) : value_nil;
        if (dot >= key.len)
            return as_number(value);
        key = str_from(key, dot + 1);
        item = value;
    }
}

/* The items of what can be searched: of a hash its values. NULL: the input is none. */
static struct array *searched(struct filter_call *call)
{
    struct value input = call->input;

    if (input.kind == VALUE_ARRAY)
        return input.array;
    if (input.kind == VALUE_RANGE)
        return filter_items(call);
    if (input.kind != VALUE_HASH)
        return NULL;
    struct array *values = value_array(call->pool).array;
    for (size_t i = 0; i < input.hash->count; i++)
        array_add(values, value_force(input.hash->entries[i].value, call->pool));
    return values;
}

/* A text is compared as text, a list when one of its items is it; nil matches what is not there. */
static bool matches(struct filter_call *call, struct value property, struct value wanted)
{
    struct str text = print_str(wanted, call->pool);

    if (wanted.kind == VALUE_NIL)
        return property.kind == VALUE_NIL;
    if (property.kind == VALUE_ARRAY) {
        for (size_t i = 0; i < property.array->count; i++)
            if (str_eq(print_str(property.array->items[i], call->pool), text))
                return true;
        return false;
    }
    return property.kind != VALUE_NIL && str_eq(print_str(property, call->pool), text);
}

/* where: key, value; find: key, value. With the key alone, items that have it. */
static struct value select_by_key(struct filter_call *call, bool first_only)
{
    struct array *list = searched(call);
    struct str key = filter_arg_text(call, 0, "");
    struct value wanted = call->arg_count > 1 ? call->args[1] : value_nil, selected = value_array(call->pool);

    if (list == NULL || !value_truthy(call->args[0]) || wanted.kind == VALUE_ARRAY ||
        wanted.kind == VALUE_HASH)
        return call->input;
    for (size_t i = 0; i < list->count; i++) {
        struct value property = item_property(call, list->items[i], key);
        if (call->arg_count == 1 ? !value_truthy(property) : !matches(call, property, wanted))
            continue;
        if (first_only)
            return value_force(list->items[i], call->pool);
        array_add(selected.array, list->items[i]);
    }
    return first_only ? value_nil : selected;
}

static struct value run_where(struct filter_call *call)
{
    return select_by_key(call, false);
}

static struct value run_find(struct filter_call *call)
{
    return select_by_key(call, true);
}

/* The items over which an expression is evaluated, as the variable that the first argument names. */
struct each {
    const struct pipeline *exp;
    struct scope scope;
};

static bool each_begin(struct filter_call *call, struct each *each)
{
    each->exp = filter_exp(call);
    each->scope = (struct scope){call->run->scopes, filter_arg_text(call, 0, ""), value_nil, NULL};
    if (each->exp != NULL)
        call->run->scopes = &each->scope;
    return each->exp != NULL;
}

static void each_end(struct filter_call *call, struct each *each)
{
    call->run->scopes = each->scope.outer;
}

/* The next item is the variable's value. Returns false when it was too much work, or something failed. */
static bool each_set(struct filter_call *call, struct each *each, struct value item)
{
    each->scope.value = value_force(item, call->pool);
    return !call->run->failed && run_work(call->run, call->filter->at, 64);
}

static struct value select_by_exp(struct filter_call *call, bool first_only)
{
    struct array *list = searched(call);
    struct value selected = value_array(call->pool);
    struct each each;

    if (list == NULL)
        return call->input;
    if (!each_begin(call, &each))
        return value_nil;
    bool found = false;
    for (size_t i = 0; i < list->count && !found && each_set(call, &each, list->items[i]); i++) {
        if (!eval_condition(call->run, each.exp->head))
            continue;
        array_add(selected.array, list->items[i]);
        found = first_only;
    }
    each_end(call, &each);
    if (!first_only)
        return selected;
    return found ? value_force(selected.array->items[0], call->pool) : value_nil;
}

static struct value run_where_exp(struct filter_call *call)
{
    return select_by_exp(call, false);
}

static struct value run_find_exp(struct filter_call *call)
{
    return select_by_exp(call, true);
}

/* Groups in the order in which their names first appear. */
struct groups {
    struct hash *by_name;
    struct array *list; /* [{"name", "items", "size"}], without their sizes until the end */
};

static struct groups new_groups(struct filter_call *call)
{
    return (struct groups){value_hash(call->pool).hash, value_array(call->pool).array};
}

static void add_to_group(struct filter_call *call, struct groups *groups, struct str key, struct value name,
                         struct value item)
{
    struct value items = hash_get(groups->by_name, key);

    if (items.kind == VALUE_NIL) {
        struct value group = value_hash(call->pool);
        items = value_array(call->pool);
        hash_set(group.hash, STR("name"), name);
        hash_set(group.hash, STR("items"), items);
        hash_set(groups->by_name, key, items);
        array_add(groups->list, group);
    }
    array_add(items.array, item);
}

/* With what they hold now counted in, so that groups of groups are bounded as other lists are. */
static struct value finish_groups(struct filter_call *call, struct groups *groups)
{
    struct value list = value_array(call->pool);

    for (size_t i = 0; i < groups->list->count && call->error == NULL; i++) {
        struct hash *group = groups->list->items[i].hash;
        struct value items = hash_get(group, STR("items"));
        hash_set(group, STR("items"), items);
        hash_set(group, STR("size"), value_int((int64_t)items.array->count));
        filter_list_add(call, list.array, groups->list->items[i]);
    }
    return list;
}

static struct array *grouped(struct filter_call *call)
{
    struct value input = call->input;
    struct array *pairs;

    if (input.kind != VALUE_HASH)
        return searched(call);
    pairs = value_array(call->pool).array;
    for (size_t i = 0; i < input.hash->count; i++)
        array_add(pairs, run_series_item(call->run, input, (int64_t)i));
    return pairs;
}

static struct value run_group_by(struct filter_call *call)
{
    struct array *list = grouped(call);
    struct groups groups = new_groups(call);
    struct str key = filter_arg_text(call, 0, "");

    if (list == NULL)
        return call->input;
    for (size_t i = 0; i < list->count; i++) {
        struct str name = print_str(item_property(call, list->items[i], key), call->pool);
        add_to_group(call, &groups, name, value_str(name), list->items[i]);
    }
    return finish_groups(call, &groups);
}

static struct value run_group_by_exp(struct filter_call *call)
{
    struct array *list = grouped(call);
    struct groups groups = new_groups(call);
    struct each each;

    if (list == NULL)
        return call->input;
    if (!each_begin(call, &each))
        return value_nil;
    for (size_t i = 0; i < list->count && each_set(call, &each, list->items[i]); i++) {
        struct value name = eval_pipeline(call->run, each.exp);
        struct str text = print_str(name, call->pool);
        struct str key = str_of(pool_printf(call->pool, "%d %.*s", name.kind, STR_ARG(text)));
        add_to_group(call, &groups, key, name, list->items[i]);
    }
    each_end(call, &each);
    return finish_groups(call, &groups);
}

/* By property; what cannot be ordered goes by its text. Nil stands where nils says. */
static int compare_properties(struct filter_call *call, struct value a, struct value b)
{
    int order = 0, nils = str_is(filter_arg_text(call, 1, "first"), "last") ? 1 : -1;

    if ((a.kind == VALUE_NIL) != (b.kind == VALUE_NIL))
        return a.kind == VALUE_NIL ? nils : -nils;
    if (filter_order(a, b, &order))
        return order;
    return str_cmp(print_str(a, call->pool), print_str(b, call->pool));
}

static int compare_items(struct filter_call *call, struct value a, struct value b)
{
    int order = 0;

    if (!filter_order(a, b, &order))
        call->error =
            pool_printf(call->pool, "%s cannot be sorted with %s", filter_kind_name(a), filter_kind_name(b));
    return order;
}

static struct value run_sort(struct filter_call *call)
{
    struct array *list = grouped(call);
    struct str nils = filter_arg_text(call, 1, "first");
    bool by_key = call->arg_count > 0 && call->args[0].kind != VALUE_NIL;
    struct str key = filter_arg_text(call, 0, "");

    if (!str_is(nils, "first") && !str_is(nils, "last"))
        call->error = "nils stand \"first\" or \"last\"";
    else if (list == NULL)
        call->error = pool_printf(call->pool, "%s cannot be sorted", filter_kind_name(call->input));
    if (call->error != NULL)
        return value_nil;
    struct order_item *items = pool_take(call->pool, (list->count + 1) * sizeof(*items));
    for (size_t i = 0; i < list->count; i++) {
        struct value item = value_force(list->items[i], call->pool);
        items[i] = (struct order_item){item, by_key ? item_property(call, item, key) : item, i};
    }
    return order_sorted(call, items, list->count, by_key ? compare_properties : compare_items);
}

const struct filter_def filters_jekyll_select[] = {
    {"find", run_find, 1, 2, FILTER_EXP_NONE},
    {"find_exp", run_find_exp, 2, 2, FILTER_EXP_CONDITION},
    {"group_by", run_group_by, 1, 1, FILTER_EXP_NONE},
    {"group_by_exp", run_group_by_exp, 2, 2, FILTER_EXP_VALUE},
    {"sort", run_sort, 0, 2, FILTER_EXP_NONE},
    {"where", run_where, 1, 2, FILTER_EXP_NONE},
    {"where_exp", run_where_exp, 2, 2, FILTER_EXP_CONDITION},
    {NULL, NULL, 0, 0, FILTER_EXP_NONE},
};
