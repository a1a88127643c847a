/* filters_number.c - arithmetic. See filters.h. Integers stay integers, and what overflows them is refused.
 * The others are decimal in the reference: 10.1 - 7 is 3.1. Here they are computed with 113 bits and rounded
 * to a double at the end, which comes to the same. */
#include "liquid/filters.h"

#include <stdlib.h>

typedef __float128 wide;

struct number {
    bool is_int;
    int64_t integer;
    wide real; /* unless is_int */
};

static wide power_of_ten(size_t exponent)
{
    wide power = 1;

    while (exponent-- > 0)
        power *= 10;
    return power;
}

/* [-]digits[.digits][e[+-]digits], as text that was checked before or printed by us. */
static wide read_decimal(struct str s)
{
    wide number = 0;
    size_t fraction = 0, i = s.len > 0 && s.at[0] == '-';
    bool is_negative = i > 0, has_point = false;
    long exponent = 0;

    for (; i < s.len && s.at[i] != 'e'; i++) {
        if (s.at[i] == '.') {
            has_point = true;
            continue;
        }
        if (fraction == 40)
            continue; /* beyond what is kept in any case */
        number = number * 10 + (s.at[i] - '0');
        fraction += has_point;
    }
    if (i + 1 < s.len)
        exponent = strtol(s.at + i + 1, NULL, 10);
    exponent -= (long)fraction;
    number =
        exponent < 0 ? number / power_of_ten((size_t)-exponent) : number * power_of_ten((size_t)exponent);
    return is_negative ? -number : number;
}

static struct number number_of_int(int64_t integer)
{
    return (struct number){.is_int = true, .integer = integer};
}

/* [-]digits.digits, and nothing else. */
static bool is_decimal(struct str s)
{
    size_t i = s.len > 0 && s.at[0] == '-', start = i, point;

    while (i < s.len && char_is_digit(s.at[i]))
        i++;
    point = i;
    if (i == start || i >= s.len || s.at[i++] != '.')
        return false;
    while (i < s.len && char_is_digit(s.at[i]))
        i++;
    return i == s.len && i > point + 1;
}

/* Numbers, and texts that are numbers or start with one; anything else counts as 0. */
static struct number to_number(struct filter_call *call, struct value value)
{
    if (value.kind == VALUE_INT)
        return number_of_int(value.integer);
    if (value.kind == VALUE_FLOAT && (value.real - value.real != 0)) {
        call->error = "the number is not finite";
        return number_of_int(0);
    }
    if (value.kind == VALUE_FLOAT) /* the decimal number that it prints as */
        return (struct number){.real = read_decimal(print_str(value, call->pool))};
    if (value.kind != VALUE_STRING)
        return number_of_int(0);
    struct str s = str_trim(value.string);
    if (is_decimal(s))
        return (struct number){.real = read_decimal(str_from(s, 0))};
    return number_of_int(filter_leading_int(s));
}

static wide to_wide(struct number number)
{
    return number.is_int ? (wide)number.integer : number.real;
}

static struct value to_value(struct number number)
{
    return number.is_int ? value_int(number.integer) : value_float((double)number.real);
}

/* Down to a whole number. Above 2^112 every one is. */
static wide whole_below(wide real)
{
    const wide limit = (wide)((__int128)1 << 112);

    if (!(real > -limit && real < limit))
        return real;
    wide whole = (wide)(__int128)real;
    return whole > real ? whole - 1 : whole;
}

/* Halves away from zero. */
static wide nearest_whole(wide real)
{
    return real < 0 ? -whole_below((wide)0.5 - real) : whole_below(real + (wide)0.5);
}

enum operation { PLUS, MINUS, TIMES, DIVIDED_BY, MODULO };

static int64_t floored_div(int64_t a, int64_t b)
{
    return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

static struct value int_operation(struct filter_call *call, enum operation operation, int64_t a, int64_t b)
{
    int64_t result = 0;
    bool overflow = false;

    if (operation == DIVIDED_BY || operation == MODULO) {
        overflow = a == INT64_MIN && b == -1;
        if (!overflow)
            result = operation == DIVIDED_BY ? floored_div(a, b) : a - floored_div(a, b) * b;
    } else if (operation == PLUS) {
        overflow = __builtin_add_overflow(a, b, &result);
    } else if (operation == MINUS) {
        overflow = __builtin_sub_overflow(a, b, &result);
    } else {
        overflow = __builtin_mul_overflow(a, b, &result);
    }
    if (overflow)
        call->error = "the number is too large";
    return value_int(overflow ? 0 : result);
}

static struct value operate(struct filter_call *call, enum operation operation)
{
    struct number left = to_number(call, call->input), right = to_number(call, call->args[0]);
    wide a = to_wide(left), b = to_wide(right);

    /* What is no whole number may be divided by 0, and is infinite then. */
    bool is_float = operation == DIVIDED_BY && !(left.is_int && right.is_int);
    if ((operation == DIVIDED_BY || operation == MODULO) && b == 0 && !is_float) {
        call->error = "divided by 0";
        return value_int(0);
    }
    if (left.is_int && right.is_int)
        return int_operation(call, operation, left.integer, right.integer);
    switch (operation) {
    case PLUS:
        return value_float((double)(a + b));
    case MINUS:
        return value_float((double)(a - b));
    case TIMES:
        return value_float((double)(a * b));
    case DIVIDED_BY:
        return value_float((double)(a / b));
    default:
        return value_float((double)(a - whole_below(a / b) * b));
    }
}

static struct value run_plus(struct filter_call *call)
{
    return operate(call, PLUS);
}

static struct value run_minus(struct filter_call *call)
{
    return operate(call, MINUS);
}

static struct value run_times(struct filter_call *call)
{
    return operate(call, TIMES);
}

static struct value run_divided_by(struct filter_call *call)
{
    return operate(call, DIVIDED_BY);
}

static struct value run_modulo(struct filter_call *call)
{
    return operate(call, MODULO);
}

static struct value run_abs(struct filter_call *call)
{
    struct number number = to_number(call, call->input);

    if (number.is_int)
        return number.integer < 0 ? int_operation(call, MINUS, 0, number.integer) : value_int(number.integer);
    return value_float((double)(number.real < 0 ? -number.real : number.real));
}

static struct value to_int(struct filter_call *call, wide real)
{
    if (!(real > -9e18 && real < 9e18)) {
        call->error = "the number is too large";
        return value_int(0);
    }
    return value_int((int64_t)real);
}

static struct value run_ceil(struct filter_call *call)
{
    struct number number = to_number(call, call->input);

    return number.is_int ? to_value(number) : to_int(call, -whole_below(-number.real));
}

static struct value run_floor(struct filter_call *call)
{
    struct number number = to_number(call, call->input);

    return number.is_int ? to_value(number) : to_int(call, whole_below(number.real));
}

static struct value run_round(struct filter_call *call)
{
    struct number number = to_number(call, call->input), digits = number_of_int(0);

    if (call->arg_count > 0)
        digits = to_number(call, call->args[0]);
    wide whole = whole_below(to_wide(digits));
    int64_t count = whole > 40 ? 40 : whole < -40 ? -40 : (int64_t)whole;
    if (number.is_int && count >= 0)
        return to_value(number);
    if (count <= 0)
        return to_int(call, nearest_whole(to_wide(number) / power_of_ten((size_t)-count)) *
                                power_of_ten((size_t)-count));
    wide scale = power_of_ten((size_t)count);
    return value_float((double)(nearest_whole(number.real * scale) / scale));
}

static struct value run_at_least(struct filter_call *call)
{
    struct number left = to_number(call, call->input), right = to_number(call, call->args[0]);

    return to_value(to_wide(left) < to_wide(right) ? right : left);
}

static struct value run_at_most(struct filter_call *call)
{
    struct number left = to_number(call, call->input), right = to_number(call, call->args[0]);

    return to_value(to_wide(left) > to_wide(right) ? right : left);
}

/* Of numbers, or of a property of all items. */
static struct value run_sum(struct filter_call *call)
{
    struct array *list = filter_items(call);
    struct value key = call->arg_count > 0 ? call->args[0] : value_nil;
    struct number sum = number_of_int(0);

    for (size_t i = 0; i < list->count && call->error == NULL; i++) {
        struct value value = list->items[i];
        if (key.kind != VALUE_NIL && filter_property(call->pool, value, key, &value) == PROPERTY_BAD)
            return filter_bad_property(call, key);
        struct number number = to_number(call, value);
        if (sum.is_int && number.is_int)
            sum.integer = int_operation(call, PLUS, sum.integer, number.integer).integer;
        else
            sum = (struct number){.real = to_wide(sum) + to_wide(number)};
    }
    return to_value(sum);
}

const struct filter_def filters_number[] = {
    {"abs", run_abs, 0, 0, FILTER_EXP_NONE},
    {"at_least", run_at_least, 1, 1, FILTER_EXP_NONE},
    {"at_most", run_at_most, 1, 1, FILTER_EXP_NONE},
    {"ceil", run_ceil, 0, 0, FILTER_EXP_NONE},
    {"divided_by", run_divided_by, 1, 1, FILTER_EXP_NONE},
    {"floor", run_floor, 0, 0, FILTER_EXP_NONE},
    {"minus", run_minus, 1, 1, FILTER_EXP_NONE},
    {"modulo", run_modulo, 1, 1, FILTER_EXP_NONE},
    {"plus", run_plus, 1, 1, FILTER_EXP_NONE},
    {"round", run_round, 0, 1, FILTER_EXP_NONE},
    {"sum", run_sum, 0, 1, FILTER_EXP_NONE},
    {"times", run_times, 1, 1, FILTER_EXP_NONE},
    {NULL, NULL, 0, 0, FILTER_EXP_NONE},
};
