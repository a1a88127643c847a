/* filters.c - finding a filter, and what all filters need. See filters.h. */
#include "liquid/filters.h"

#include "yaml_read.h"

const struct filter_def *filter_find(struct str name)
{
    static const struct filter_def *const tables[] = {filters_text, filters_html, filters_list,
                                                      filters_number, filters_date};

    for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
        for (const struct filter_def *def = tables[i]; def->name != NULL; def++)
            if (str_is(name, def->name))
                return def;
    return NULL;
}

struct str filter_text(struct filter_call *call)
{
    return value_to_str(call->input, call->pool);
}

struct str filter_arg_text(struct filter_call *call, size_t index, const char *otherwise)
{
    return index < call->arg_count ? value_to_str(call->args[index], call->pool) : str_of(otherwise);
}

int64_t filter_arg_int(struct filter_call *call, size_t index, int64_t otherwise)
{
    if (index >= call->arg_count)
        return otherwise;
    struct value value = call->args[index];
    if (value.kind == VALUE_STRING)
        value = yaml_scalar(str_trim(value.string));
    if (value.kind == VALUE_INT)
        return value.integer;
    if (value.kind == VALUE_FLOAT && value.real > -9e18 && value.real < 9e18)
        return (int64_t)value.real;
    return otherwise;
}

struct array *filter_list(struct filter_call *call)
{
    struct value input = call->input;

    if (input.kind == VALUE_ARRAY)
        return input.array;
    struct array *list = value_array(call->pool).array;
    if (input.kind == VALUE_RANGE && input.range.last >= input.range.first) {
        if ((uint64_t)input.range.last - (uint64_t)input.range.first > LIQUID_STEPS_MAX) {
            call->error = "the range is too long";
            return list;
        }
        for (int64_t i = input.range.first; i <= input.range.last; i++)
            array_add(list, value_int(i));
    } else if (input.kind != VALUE_NIL && input.kind != VALUE_RANGE) {
        array_add(list, input);
    }
    return list;
}

/* "author.name" reaches into the value of author. */
struct value filter_key(struct value item, struct str key, struct pool *pool)
{
    item = value_force(item, pool);
    if (item.kind != VALUE_HASH)
        return value_nil;
    const struct hash_entry *entry = hash_entry(item.hash, key);
    size_t dot = str_find_char(key, '.');
    if (entry != NULL)
        return value_force(entry->value, pool);
    if (dot < key.len)
        return filter_key(hash_get(item.hash, str_head(key, dot)), str_from(key, dot + 1), pool);
    return value_nil;
}
