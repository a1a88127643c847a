/* value.c - see value.h */
#include "value.h"

#include "content/date.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct value value_nil = {.kind = VALUE_NIL};

struct value value_bool(bool boolean)
{
    return (struct value){.kind = VALUE_BOOL, .boolean = boolean};
}

struct value value_int(int64_t integer)
{
    return (struct value){.kind = VALUE_INT, .integer = integer};
}

struct value value_float(double real)
{
    return (struct value){.kind = VALUE_FLOAT, .real = real};
}

struct value value_str(struct str s)
{
    return (struct value){.kind = VALUE_STRING, .string = s};
}

struct value value_c(const char *text)
{
    return text != NULL ? value_str(str_of(text)) : value_nil;
}

struct value value_time(int64_t time_s)
{
    return (struct value){.kind = VALUE_TIME, .time_s = time_s};
}

struct value value_time_in(int64_t time_s, int32_t zone_s)
{
    return (struct value){.kind = VALUE_TIME, .zone_s = zone_s, .time_s = time_s};
}

struct value value_array(struct pool *pool)
{
    struct array *array = pool_take(pool, sizeof(*array));

    array->pool = pool;
    return (struct value){.kind = VALUE_ARRAY, .array = array};
}

struct value value_hash(struct pool *pool)
{
    struct hash *hash = pool_take(pool, sizeof(*hash));

    hash->pool = pool;
    return (struct value){.kind = VALUE_HASH, .hash = hash};
}

struct value value_lazy(struct pool *pool, struct value (*make)(const void *, struct pool *),
                        const void *context)
{
    struct lazy *lazy = pool_take(pool, sizeof(*lazy));

    *lazy = (struct lazy){make, context};
    return (struct value){.kind = VALUE_LAZY, .lazy = lazy};
}

struct value_extent value_extent(struct value value)
{
    if (value.kind == VALUE_ARRAY)
        return value.array->extent;
    return value.kind == VALUE_HASH ? value.hash->extent : (struct value_extent){0, 1};
}

void value_extend(struct value_extent *extent, struct value item)
{
    struct value_extent more = value_extent(item);

    if (more.depth >= extent->depth)
        extent->depth = more.depth + 1;
    if (__builtin_add_overflow(extent->weight, more.weight + (more.weight < UINT32_MAX), &extent->weight))
        extent->weight = UINT32_MAX;
}

void array_add(struct array *array, struct value item)
{
    value_extend(&array->extent, item);
    array->items = pool_grow(array->pool, array->items, array->count, &array->cap, sizeof(*array->items));
    array->items[array->count++] = item;
}

void array_reserve(struct array *array, size_t more)
{
    size_t cap = array->count + more;

    if (cap <= array->cap)
        return;
    struct value *items = pool_take(array->pool, cap * sizeof(*items));
    if (array->count > 0)
        memcpy(items, array->items, array->count * sizeof(*items));
    array->items = items;
    array->cap = cap;
}

struct value value_force(struct value value, struct pool *pool)
{
    if (value.kind == VALUE_LAZY)
        return value.lazy->make(value.lazy->context, pool);
    return value;
}

bool value_truthy(struct value value)
{
    return value.kind != VALUE_NIL && !(value.kind == VALUE_BOOL && !value.boolean);
}

static bool is_number(struct value value)
{
    return value.kind == VALUE_INT || value.kind == VALUE_FLOAT;
}

static double to_double(struct value value)
{
    return value.kind == VALUE_INT ? (double)value.integer : value.real;
}

static bool is_empty(struct value value)
{
    return (value.kind == VALUE_STRING && value.string.len == 0) ||
           (value.kind == VALUE_ARRAY && value.array->count == 0) ||
           (value.kind == VALUE_HASH && value.hash->count == 0) || value.kind == VALUE_EMPTY;
}

static bool is_blank(struct value value)
{
    return is_empty(value) || !value_truthy(value) || value.kind == VALUE_BLANK ||
           (value.kind == VALUE_STRING && str_trim(value.string).len == 0);
}

static bool arrays_equal(const struct array *a, const struct array *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (!value_equal(a->items[i], b->items[i]))
            return false;
    return true;
}

static bool hashes_equal(const struct hash *a, const struct hash *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++) {
        const struct hash_entry *other = hash_entry(b, a->entries[i].key);
        if (other == NULL || !value_equal(a->entries[i].value, other->value))
            return false;
    }
    return true;
}

bool value_equal(struct value a, struct value b)
{
    if (a.kind == VALUE_EMPTY || b.kind == VALUE_EMPTY)
        return is_empty(a) && is_empty(b);
    if (a.kind == VALUE_BLANK || b.kind == VALUE_BLANK)
        return is_blank(a) && is_blank(b);
    if (is_number(a) && is_number(b))
        return a.kind == VALUE_INT && b.kind == VALUE_INT ? a.integer == b.integer
                                                          : to_double(a) == to_double(b);
    if (a.kind != b.kind)
        return false;
    switch (a.kind) {
    case VALUE_BOOL:
        return a.boolean == b.boolean;
    case VALUE_STRING:
        return str_eq(a.string, b.string);
    case VALUE_TIME:
        return a.time_s == b.time_s;
    case VALUE_RANGE:
        return a.range.first == b.range.first && a.range.last == b.range.last;
    case VALUE_ARRAY:
        return arrays_equal(a.array, b.array);
    case VALUE_HASH:
        return a.hash == b.hash || hashes_equal(a.hash, b.hash);
    default:
        return a.kind == VALUE_NIL;
    }
}

bool value_compare(struct value a, struct value b, int *order)
{
    if (a.kind == VALUE_INT && b.kind == VALUE_INT)
        *order = (a.integer > b.integer) - (a.integer < b.integer);
    else if (is_number(a) && is_number(b))
        *order = (to_double(a) > to_double(b)) - (to_double(a) < to_double(b));
    else if (a.kind == VALUE_STRING && b.kind == VALUE_STRING)
        *order = str_cmp(a.string, b.string);
    else if (a.kind == VALUE_TIME && b.kind == VALUE_TIME)
        *order = (a.time_s > b.time_s) - (a.time_s < b.time_s);
    else
        return false;
    return true;
}

/* The shortest decimal form that reads back as the same number, with ".0" where it would look like an
 * integer. */
static void print_float(double real, struct text *out)
{
    char buf[40];

    if (__builtin_isnan(real) || __builtin_isinf(real)) {
        text_add_c(out, __builtin_isnan(real) ? "NaN" : real > 0 ? "Infinity" : "-Infinity");
        return;
    }
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(buf, sizeof(buf), "%.*g", digits, real);
        if (strtod(buf, NULL) == real)
            break;
    }
    text_add_c(out, buf);
    if (strpbrk(buf, ".e") == NULL)
        text_add_c(out, ".0");
}

/* As Ruby shows a day in a list or a hash: with its Julian day number. */
static void print_day(struct value day, struct text *out)
{
    text_add_c(out, "#<Date: ");
    date_format(out, STR("%Y-%m-%d"), day.time_s);
    text_printf(out, " ((%lldj,0s,0n),+0s,2299161j)>", (long long)(day.time_s / 86400 + 2440588));
}

/* As a value stands inside a printed hash: strings in quotes. */
static void print_quoted(struct value value, struct text *out)
{
    if (value.kind == VALUE_STRING)
        text_add_char(out, '"');
    if (value.kind == VALUE_NIL)
        text_add_c(out, "nil");
    if (value.kind == VALUE_TIME && value.zone_s == VALUE_DAY) {
        print_day(value, out);
        return;
    }
    value_print(value, out);
    if (value.kind == VALUE_STRING)
        text_add_char(out, '"');
}

static void print_hash(const struct hash *hash, struct text *out)
{
    text_add_char(out, '{');
    for (size_t i = 0; i < hash->count; i++) {
        if (i > 0)
            text_add_c(out, ", ");
        print_quoted(value_str(hash->entries[i].key), out);
        text_add_c(out, "=>");
        print_quoted(hash->entries[i].value, out);
    }
    text_add_char(out, '}');
}

static void print_time(struct value value, struct text *out)
{
    if (value.zone_s == VALUE_DAY)
        date_format(out, STR("%Y-%m-%d"), value.time_s);
    else if (value.zone_s == VALUE_UTC)
        date_format(out, STR("%Y-%m-%d %H:%M:%S UTC"), value.time_s);
    else
        date_format_in(out, STR("%Y-%m-%d %H:%M:%S %z"), value.time_s, value.zone_s);
}

void value_print(struct value value, struct text *out)
{
    switch (value.kind) {
    case VALUE_BOOL:
        text_add_c(out, value.boolean ? "true" : "false");
        break;
    case VALUE_INT:
        text_printf(out, "%lld", (long long)value.integer);
        break;
    case VALUE_FLOAT:
        print_float(value.real, out);
        break;
    case VALUE_STRING:
        text_add(out, value.string);
        break;
    case VALUE_TIME:
        print_time(value, out);
        break;
    case VALUE_RANGE:
        text_printf(out, "%lld..%lld", (long long)value.range.first, (long long)value.range.last);
        break;
    case VALUE_ARRAY:
        for (size_t i = 0; i < value.array->count; i++)
            value_print(value.array->items[i], out);
        break;
    case VALUE_HASH:
        print_hash(value.hash, out);
        break;
    default:
        break; /* nil, empty and blank print nothing; a lazy value inside a printed hash stays unmade */
    }
}

struct str value_to_str(struct value value, struct pool *pool)
{
    struct text text = {0};

    if (value.kind == VALUE_STRING)
        return value.string;
    value_print(value, &text);
    return text_finish(&text, pool);
}
