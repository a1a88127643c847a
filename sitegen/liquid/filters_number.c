/* filters_number.c - arithmetic. See filters.h. Integers stay integers; what overflows them is refused. */
#include "liquid/filters.h"

#include "yaml_read.h"

/* Numbers, and texts that are numbers; anything else counts as 0. */
static struct value to_number(struct value value)
{
    if (value.kind == VALUE_STRING)
        value = yaml_scalar(str_trim(value.string));
    return value.kind == VALUE_INT || value.kind == VALUE_FLOAT ? value : value_int(0);
}

static double to_double(struct value value)
{
    return value.kind == VALUE_INT ? (double)value.integer : value.real;
}

static double absolute(double real)
{
    return real < 0 ? -real : real;
}

/* Down to a whole number. Above 2^53 every double is one. */
static double whole_below(double real)
{
    if (!(absolute(real) < 9007199254740992.0))
        return real;
    double whole = (double)(int64_t)real;
    return whole > real ? whole - 1 : whole;
}

/* Halves away from zero. */
static double nearest_whole(double real)
{
    return real < 0 ? -whole_below(0.5 - real) : whole_below(real + 0.5);
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
        if (b == 0) {
            call->error = "divided by 0";
            return value_int(0);
        }
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
    struct value left = to_number(call->input), right = to_number(call->args[0]);

    if (left.kind == VALUE_INT && right.kind == VALUE_INT)
        return int_operation(call, operation, left.integer, right.integer);
    double a = to_double(left), b = to_double(right);
    switch (operation) {
    case PLUS:
        return value_float(a + b);
    case MINUS:
        return value_float(a - b);
    case TIMES:
        return value_float(a * b);
    case DIVIDED_BY:
        return value_float(a / b);
    default:
        return value_float(a - whole_below(a / b) * b);
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
    struct value number = to_number(call->input);

    if (number.kind == VALUE_FLOAT)
        return value_float(absolute(number.real));
    return number.integer < 0 ? int_operation(call, MINUS, 0, number.integer) : number;
}

static struct value to_int(struct filter_call *call, double real)
{
    if (!(absolute(real) < 9e18)) {
        call->error = "the number is too large";
        return value_int(0);
    }
    return value_int((int64_t)real);
}

static struct value run_ceil(struct filter_call *call)
{
    struct value number = to_number(call->input);

    return number.kind == VALUE_INT ? number : to_int(call, -whole_below(-number.real));
}

static struct value run_floor(struct filter_call *call)
{
    struct value number = to_number(call->input);

    return number.kind == VALUE_INT ? number : to_int(call, whole_below(number.real));
}

static struct value run_round(struct filter_call *call)
{
    struct value number = to_number(call->input);
    int64_t digits = filter_arg_int(call, 0, 0);

    if (number.kind == VALUE_INT)
        return number;
    if (digits <= 0)
        return to_int(call, nearest_whole(number.real));
    double scale = 1;
    for (int64_t i = 0; i < digits && i < 15; i++)
        scale *= 10;
    return value_float(nearest_whole(number.real * scale) / scale);
}

static struct value run_at_least(struct filter_call *call)
{
    struct value left = to_number(call->input), right = to_number(call->args[0]);

    return to_double(left) < to_double(right) ? right : left;
}

static struct value run_at_most(struct filter_call *call)
{
    struct value left = to_number(call->input), right = to_number(call->args[0]);

    return to_double(left) > to_double(right) ? right : left;
}

const struct filter_def filters_number[] = {
    {"abs", run_abs, 0, 0},     {"at_least", run_at_least, 1, 1},     {"at_most", run_at_most, 1, 1},
    {"ceil", run_ceil, 0, 0},   {"divided_by", run_divided_by, 1, 1}, {"floor", run_floor, 0, 0},
    {"minus", run_minus, 1, 1}, {"modulo", run_modulo, 1, 1},         {"plus", run_plus, 1, 1},
    {"round", run_round, 0, 1}, {"times", run_times, 1, 1},           {NULL, NULL, 0, 0},
};
