/* filters_jekyll_list.c - Jekyll's filters over lists: push and pop, sample, sentences. See filters.h. */
#include "liquid/filters.h"
#include "liquid/render.h"

/* A new list of the items from start to end, with one more in front or behind it (NULL: none). */
static struct value part_of(struct filter_call *call, const struct array *from, size_t start, size_t end,
                            const struct value *before, const struct value *behind)
{
    struct value part = value_array(call->pool);

    if (before != NULL)
        filter_list_add(call, part.array, *before);
    for (size_t i = start; i < end && call->error == NULL; i++)
        filter_list_add(call, part.array, from->items[i]);
    if (behind != NULL && call->error == NULL)
        filter_list_add(call, part.array, *behind);
    return part;
}

static bool is_list(const struct filter_call *call)
{
    return call->input.kind == VALUE_ARRAY;
}

static struct value run_push(struct filter_call *call)
{
    return is_list(call) ? part_of(call, call->input.array, 0, call->input.array->count, NULL, &call->args[0])
                         : call->input;
}

static struct value run_unshift(struct filter_call *call)
{
    return is_list(call) ? part_of(call, call->input.array, 0, call->input.array->count, &call->args[0], NULL)
                         : call->input;
}

/* How many items to take off: 1, or what the argument says; at most all. */
static bool take_count(struct filter_call *call, size_t *count)
{
    int64_t number = 1;

    if (!filter_arg_whole(call, 0, &number))
        return false;
    if (number < 0) {
        call->error = "its argument must not be negative";
        return false;
    }
    *count = (uint64_t)number < call->input.array->count ? (size_t)number : call->input.array->count;
    return true;
}

static struct value run_pop(struct filter_call *call)
{
    size_t count;

    if (!is_list(call) || !take_count(call, &count))
        return call->input;
    return part_of(call, call->input.array, 0, call->input.array->count - count, NULL, NULL);
}

static struct value run_shift(struct filter_call *call)
{
    size_t count;

    if (!is_list(call) || !take_count(call, &count))
        return call->input;
    return part_of(call, call->input.array, count, call->input.array->count, NULL, NULL);
}

/* Some number that looks random, the same each time the page is rendered (splitmix64 of how many were drawn
 * before and of how much there is to choose from). */
static size_t draw(struct filter_call *call, size_t count)
{
    uint64_t x = (++call->run->sample_count + (uint64_t)count) * 0x9e3779b97f4a7c15u;

    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return (size_t)((x ^ x >> 31) % count);
}

/* One item, or several different ones. A bake must come to the same again: so the choice is not a new one. */
static struct value run_sample(struct filter_call *call)
{
    int64_t number = 1;
    size_t count;

    if (!is_list(call))
        return call->input;
    if (call->arg_count > 0 && !filter_whole(call->args[0], &number))
        number = 1;
    count = call->input.array->count;
    if (number == 1)
        return count > 0 ? value_force(call->input.array->items[draw(call, count)], call->pool) : value_nil;
    struct value rest = part_of(call, call->input.array, 0, count, NULL, NULL),
                 chosen = value_array(call->pool);
    for (; number > 0 && count > 0; number--) {
        size_t index = draw(call, count);
        array_add(chosen.array, rest.array->items[index]);
        rest.array->items[index] = rest.array->items[--count];
    }
    return chosen;
}

static void add_item(struct filter_call *call, struct text *text, struct value item)
{
    filter_add(call, text, print_str(value_force(item, call->pool), call->pool));
}

/* "a, b, and c": lists among all but the last are laid open. */
static struct value run_array_to_sentence_string(struct filter_call *call)
{
    struct array *list = call->input.kind == VALUE_ARRAY ? call->input.array : filter_items(call), *open;
    struct str joiner = filter_arg_text(call, 0, "and");
    struct text text = {0};

    if (list->count == 0)
        return value_str(STR(""));
    call->input = part_of(call, list, 0, list->count - 1, NULL, NULL);
    open = list->count > 2 ? filter_items(call) : call->input.array;
    for (size_t i = 0; i < open->count && call->error == NULL; i++) {
        filter_add(call, &text, i > 0 ? STR(", ") : STR(""));
        add_item(call, &text, open->items[i]);
    }
    if (list->count > 1) {
        filter_add(call, &text, list->count > 2 ? STR(", ") : STR(" "));
        filter_add(call, &text, joiner);
        filter_add(call, &text, STR(" "));
    }
    add_item(call, &text, list->items[list->count - 1]);
    return filter_finish(call, &text);
}

const struct filter_def filters_jekyll_list[] = {
    {"array_to_sentence_string", run_array_to_sentence_string, 0, 1, FILTER_EXP_NONE},
    {"pop", run_pop, 0, 1, FILTER_EXP_NONE},
    {"push", run_push, 1, 1, FILTER_EXP_NONE},
    {"sample", run_sample, 0, 1, FILTER_EXP_NONE},
    {"shift", run_shift, 0, 1, FILTER_EXP_NONE},
    {"unshift", run_unshift, 1, 1, FILTER_EXP_NONE},
    {NULL, NULL, 0, 0, FILTER_EXP_NONE},
};
