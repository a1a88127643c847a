/* filters_date.c - filters over dates. See filters.h; all in UTC. */
#include "content/date.h"
#include "liquid/filters.h"

#define YEAR_10000_S 253402300800 /* dates are read and printed up to the year 9999 */

/* The input as a moment: a time, seconds since 1970, a date as text, "now". */
static bool input_time(struct filter_call *call, int64_t *time_s)
{
    struct value input = call->input;

    if (input.kind == VALUE_TIME)
        *time_s = input.time_s;
    else if (input.kind == VALUE_INT)
        *time_s = input.integer;
    else if (input.kind == VALUE_STRING && (str_is(input.string, "now") || str_is(input.string, "today")))
        *time_s = call->host->now_s;
    else if (input.kind != VALUE_STRING || !date_parse(input.string, time_s))
        return false;
    return *time_s > -YEAR_10000_S && *time_s < YEAR_10000_S;
}

static struct value print(struct filter_call *call, const char *format)
{
    int64_t time_s;
    struct text text = {0};

    if (!input_time(call, &time_s))
        return call->input; /* what is no date stays as it is */
    date_format(&text, str_of(format), time_s);
    return value_str(text_finish(&text, call->pool));
}

static struct value run_date(struct filter_call *call)
{
    struct str format = filter_arg_text(call, 0, "");

    return format.len > 0 ? print(call, pool_copy(call->pool, format)) : call->input;
}

static struct value run_date_to_xmlschema(struct filter_call *call)
{
    return print(call, "%Y-%m-%dT%H:%M:%S+00:00");
}

static struct value run_date_to_rfc822(struct filter_call *call)
{
    return print(call, "%a, %d %b %Y %H:%M:%S %z");
}

static struct value run_date_to_string(struct filter_call *call)
{
    return print(call, "%d %b %Y");
}

static struct value run_date_to_long_string(struct filter_call *call)
{
    return print(call, "%d %B %Y");
}

const struct filter_def filters_date[] = {
    {"date", run_date, 1, 1},
    {"date_to_long_string", run_date_to_long_string, 0, 2},
    {"date_to_rfc822", run_date_to_rfc822, 0, 0},
    {"date_to_string", run_date_to_string, 0, 2},
    {"date_to_xmlschema", run_date_to_xmlschema, 0, 0},
    {NULL, NULL, 0, 0},
};
