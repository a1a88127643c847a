/* filters.c - finding a filter, and what all filters need. See filters.h. */
#include "liquid/filters.h"

#include "liquid/parse.h"
#include "liquid/render.h"
#include "liquid/suggest.h"

/* Liquid's behind Jekyll's. */
static const struct filter_def *const tables[] = {
    filters_jekyll, filters_jekyll_list, filters_jekyll_select, filters_url,  filters_text,
    filters_words,  filters_encode,      filters_html,          filters_list, filters_select,
    filters_order,  filters_number,      filters_date};

#define TABLE_COUNT  (sizeof(tables) / sizeof(tables[0]))
#define JEKYLL_COUNT 4u

const struct filter_def *filter_find(enum liquid_language language, struct str name)
{
    for (size_t i = language == LIQUID_PLAIN ? JEKYLL_COUNT : 0; i < TABLE_COUNT; i++)
        for (const struct filter_def *def = tables[i]; def->name != NULL; def++)
            if (str_is(name, def->name))
                return def;
    return NULL;
}

const char *filter_suggest(enum liquid_language language, struct str name)
{
    struct suggest suggest = {.name = name};

    for (size_t i = language == LIQUID_PLAIN ? JEKYLL_COUNT : 0; i < TABLE_COUNT; i++)
        for (const struct filter_def *def = tables[i]; def->name != NULL; def++)
            suggest_offer(&suggest, def->name);
    return suggest.best;
}

struct str filter_text(struct filter_call *call)
{
    return print_str(call->input, call->pool);
}

struct str filter_arg_text(struct filter_call *call, size_t index, const char *otherwise)
{
    return index < call->arg_count ? print_str(call->args[index], call->pool) : str_of(otherwise);
}

int64_t filter_leading_int(struct str s)
{
    int64_t number = 0;
    bool is_negative;

    s = str_trim_start(s);
    is_negative = str_starts(s, "-");
    if (is_negative || str_starts(s, "+"))
        s = str_from(s, 1);
    for (size_t i = 0; i < s.len; i++) {
        bool parts_digits = s.at[i] == '_' && i > 0 && s.at[i - 1] != '_' && i + 1 < s.len;
        if (parts_digits && char_is_digit(s.at[i + 1]))
            continue;
        if (!char_is_digit(s.at[i]))
            break;
        if (__builtin_mul_overflow(number, 10, &number) ||
            __builtin_add_overflow(number, s.at[i] - '0', &number)) {
            number = INT64_MAX;
            break;
        }
    }
    return is_negative ? -number : number;
}

bool filter_whole(struct value value, int64_t *number)
{
    struct str s = value.kind == VALUE_STRING ? str_trim(value.string) : STR("");
    size_t start = s.len > 0 && (s.at[0] == '-' || s.at[0] == '+');

    if (value.kind == VALUE_INT) {
        *number = value.integer;
        return true;
    }
    for (size_t i = start; i < s.len; i++)
        if (!char_is_digit(s.at[i]) && (s.at[i] != '_' || i == start || i + 1 == s.len))
            return false;
    if (s.len <= start)
        return false;
    *number = filter_leading_int(s);
    return true;
}

const char *filter_kind_name(struct value value)
{
    static const char *const names[] = {
        [VALUE_NIL] = "nil",        [VALUE_BOOL] = "a boolean", [VALUE_INT] = "a number",
        [VALUE_FLOAT] = "a number", [VALUE_STRING] = "a text",  [VALUE_TIME] = "a time",
        [VALUE_RANGE] = "a range",  [VALUE_ARRAY] = "a list",   [VALUE_HASH] = "a hash",
        [VALUE_LAZY] = "a value",   [VALUE_EMPTY] = "empty",    [VALUE_BLANK] = "blank"};

    return names[value.kind];
}

bool filter_arg_whole(struct filter_call *call, size_t index, int64_t *number)
{
    if (index >= call->arg_count)
        return true;
    if (filter_whole(call->args[index], number))
        return true;
    call->error = pool_printf(call->pool, "argument %zu must be a whole number, and is %s", index + 1,
                              filter_kind_name(call->args[index]));
    return false;
}

struct value filter_finish(struct filter_call *call, struct text *text)
{
    return value_str(text_finish(text, call->pool));
}

bool filter_add(struct filter_call *call, struct text *text, struct str s)
{
    if (text->len + s.len > LIQUID_OUTPUT_MAX)
        call->error = "the text becomes too large";
    else
        text_add(text, s);
    return call->error == NULL;
}

bool filter_list_add(struct filter_call *call, struct array *list, struct value item)
{
    struct value_extent extent;

    if (list->count >= LIQUID_LIST_MAX) {
        call->error = "the list becomes too long";
        return false;
    }
    array_add(list, item);
    extent = list->extent;
    if (extent.depth > LIQUID_DEPTH_MAX)
        call->error = "lists are nested too deeply";
    else if (extent.weight > LIQUID_WEIGHT_MAX)
        call->error = "the list becomes too large";
    return call->error == NULL;
}

static void add_flat(struct filter_call *call, struct array *list, const struct array *from)
{
    for (size_t i = 0; i < from->count && call->error == NULL; i++) {
        struct value item = value_force(from->items[i], call->pool);
        if (item.kind == VALUE_ARRAY)
            add_flat(call, list, item.array);
        else
            filter_list_add(call, list, item);
    }
}

/* Whether the list can be taken as it is. */
static bool is_flat(const struct array *array)
{
    for (size_t i = 0; i < array->count; i++)
        if (array->items[i].kind == VALUE_ARRAY || array->items[i].kind == VALUE_LAZY)
            return false;
    return true;
}

struct array *filter_items(struct filter_call *call)
{
    struct value input = call->input;

    if (input.kind == VALUE_ARRAY && is_flat(input.array))
        return input.array;
    struct array *list = value_array(call->pool).array;
    if (input.kind == VALUE_ARRAY) {
        add_flat(call, list, input.array);
    } else if (input.kind == VALUE_RANGE) {
        int64_t len = run_series_len(input);
        if (len > LIQUID_STEPS_MAX)
            call->error = "the range is too long";
        for (int64_t i = 0; i < len && call->error == NULL; i++)
            array_add(list, value_int(input.range.first + i));
    } else if (input.kind != VALUE_NIL) {
        array_add(list, input);
    }
    return list;
}

/* A text answers for what it contains. */
static enum property text_property(struct pool *pool, struct str s, struct value key, struct value *value)
{
    if (key.kind == VALUE_INT) {
        int64_t count = (int64_t)utf8_count(s), index = key.integer + (key.integer < 0 ? count : 0);
        if (index < 0 || index >= count)
            return PROPERTY_OK;
        for (; index > 0; index--)
            s = str_from(s, utf8_len(s));
        *value = value_str(pool_str(pool, str_head(s, utf8_len(s))));
        return PROPERTY_OK;
    }
    if (key.kind != VALUE_STRING)
        return PROPERTY_BAD;
    if (key.string.len == 0 || str_find(s, key.string) < s.len)
        *value = key;
    return PROPERTY_OK;
}

enum property filter_property(struct pool *pool, struct value item, struct value key, struct value *value)
{
    item = value_force(item, pool);
    *value = value_nil;
    switch (item.kind) {
    case VALUE_HASH:
        if (key.kind == VALUE_STRING)
            *value = value_force(hash_get(item.hash, key.string), pool);
        return PROPERTY_OK;
    case VALUE_STRING:
        return text_property(pool, item.string, key, value);
    case VALUE_ARRAY:
        if (key.kind != VALUE_INT)
            return PROPERTY_BAD;
        if (key.integer >= 0 && (uint64_t)key.integer < item.array->count)
            *value = value_force(item.array->items[key.integer], pool);
        return PROPERTY_OK;
    case VALUE_INT:
        return PROPERTY_BAD;
    default:
        return PROPERTY_NONE;
    }
}

struct value filter_bad_property(struct filter_call *call, struct value key)
{
    call->error =
        pool_printf(call->pool, "an item has no property \"%.*s\"", STR_ARG(print_str(key, call->pool)));
    return value_nil;
}

/* Lists go by their first items that differ. */
static bool order_lists(const struct array *a, const struct array *b, int *order)
{
    for (size_t i = 0; i < a->count && i < b->count; i++) {
        if (!filter_order(a->items[i], b->items[i], order))
            return false;
        if (*order != 0)
            return true;
    }
    *order = (a->count > b->count) - (a->count < b->count);
    return true;
}

/* Posts and documents go by date, then by path. */
static bool order_documents(const struct hash *a, const struct hash *b, int *order)
{
    struct value left = hash_get(a, STR("date")), right = hash_get(b, STR("date"));

    if (!value_compare(left, right, order))
        return false;
    if (*order != 0)
        return true;
    return value_compare(hash_get(a, STR("path")), hash_get(b, STR("path")), order);
}

bool filter_order(struct value a, struct value b, int *order)
{
    if (value_compare(a, b, order))
        return true;
    if (a.kind == VALUE_ARRAY && b.kind == VALUE_ARRAY)
        return order_lists(a.array, b.array, order);
    if (a.kind == VALUE_HASH && b.kind == VALUE_HASH && order_documents(a.hash, b.hash, order))
        return true;
    *order = 0;
    return value_equal(a, b);
}

struct value filter_eval_text(struct run *run, struct str expression)
{
    struct parser p = {.pool = run->pool,
                       .diag = run->diag,
                       .file = run->template->file,
                       .source = expression,
                       .options = run->template->options};

    return value_force(eval(run, lax_expr(&p, str_trim(expression), 0)), run->pool);
}

/* An expression that is no literal in the template is parsed when it is met; its places are the filter's. */
const struct pipeline *filter_exp(struct filter_call *call)
{
    struct str text = filter_arg_text(call, 1, "");
    struct diag discarded = {0};
    struct pipeline *exp = pool_take(call->pool, sizeof(*exp));
    struct parser p = {.pool = call->pool, .diag = &discarded, .file = "", .source = text};

    if (call->filter->exp != NULL)
        return call->filter->exp;
    p.options = call->run->template->options;
    p.is_exp = call->filter->def->exp == FILTER_EXP_CONDITION;
    if (p.is_exp) {
        parse_markup(&p, text, call->filter->at);
        exp->head = parse_condition(&p);
        parse_finish(&p);
    } else {
        *exp = parse_output(&p, text, call->filter->at);
    }
    bool ok = !p.has_problem && !p.failed;
    diag_free(&discarded);
    if (ok)
        return exp;
    call->error = pool_printf(call->pool, "\"%.*s\" is not an expression", STR_ARG(str_head(text, 80)));
    return NULL;
}
