/* filters_date.c - filters over dates. See filters.h. Times are printed by their own clock, or the site's. */
#include "content/date.h"
#include "content/zone.h"
#include "liquid/filters.h"

#include <stdio.h>

#define YEAR_10000_S 253402300800 /* dates are read and printed up to the year 9999 */

static bool is_digits(struct str s)
{
    size_t i = 0;

    while (i < s.len && char_is_digit(s.at[i]))
        i++;
    return i == s.len && i > 0;
}

bool filter_is_now(struct str date)
{
    return str_is_nocase(date, "now") || str_is_nocase(date, "today");
}

/* A date as text. One that leaves out its day or its year has them from the clock. */
static bool read_date(const struct filter_call *call, struct str text, int64_t *time_s)
{
    const struct liquid_host *host = call->host;

    if (!date_read(text, host->now_s, time_s))
        return false;
    if (host->clock != NULL && date_is_of_clock(text, host->now_s))
        host->clock(host->context);
    return true;
}

static struct value now(const struct filter_call *call)
{
    if (call->host->clock != NULL)
        call->host->clock(call->host->context);
    return value_time(call->host->now_s);
}

/* The input as a time: a time, seconds since 1970, a date as text, "now". */
static bool input_time(struct filter_call *call, struct value *time)
{
    struct value input = call->input;
    int64_t time_s;

    if (input.kind == VALUE_TIME)
        *time = input;
    else if (input.kind == VALUE_INT)
        *time = value_time(input.integer);
    else if (input.kind != VALUE_STRING)
        return false;
    else if (filter_is_now(input.string))
        *time = now(call);
    else if (is_digits(input.string))
        *time = value_time(filter_leading_int(input.string));
    else if (read_date(call, input.string, &time_s))
        *time = value_time(time_s);
    else
        return false;
    if (time->time_s <= -YEAR_10000_S || time->time_s >= YEAR_10000_S)
        return false;
    if (input.kind != VALUE_TIME)
        *time = zone_value(time->time_s);
    return true;
}

static struct value print(struct filter_call *call, struct str format, struct value time)
{
    struct text text = {0};

    date_format_in(&text, format, time.time_s, time.zone_s == VALUE_DAY ? 0 : time.zone_s);
    return filter_finish(call, &text);
}

static struct value run_date(struct filter_call *call)
{
    struct str format = filter_arg_text(call, 0, "");
    struct value time;

    if (format.len == 0 || !input_time(call, &time))
        return call->input; /* what is no date stays as it is */
    return print(call, format, time);
}

/* Jekyll's take a date or nothing, and print it by the site's clock. Returns false when the input is printed
 * as it is. */
static bool local_time(struct filter_call *call, struct value *time)
{
    if (filter_text(call).len == 0)
        return false;
    if (!input_time(call, time)) {
        call->error =
            pool_printf(call->pool, "\"%.*s\" is not a date", STR_ARG(str_head(filter_text(call), 60)));
        return false;
    }
    *time = zone_value(zone_moment(*time));
    return true;
}

static struct value run_date_to_xmlschema(struct filter_call *call)
{
    struct value time;

    return local_time(call, &time) ? print(call, STR("%Y-%m-%dT%H:%M:%S%:z"), time) : call->input;
}

static struct value run_date_to_rfc822(struct filter_call *call)
{
    struct value time;

    return local_time(call, &time) ? print(call, STR("%a, %d %b %Y %H:%M:%S %z"), time) : call->input;
}

static const char *ordinal_ending(int64_t day)
{
    if (day >= 11 && day <= 13)
        return "th";
    return day % 10 == 1 ? "st" : day % 10 == 2 ? "nd" : day % 10 == 3 ? "rd" : "th";
}

/* "31 Jan 2026", "31st Jan 2026" (ordinal), "Jan 31st, 2026" (ordinal, US) */
static struct value print_day(struct filter_call *call, const char *month)
{
    struct value time;
    char format[40];

    if (!local_time(call, &time))
        return call->input;
    if (!str_is(filter_arg_text(call, 0, ""), "ordinal")) {
        snprintf(format, sizeof(format), "%%d %s %%Y", month);
        return print(call, str_of(format), time);
    }
    unsigned day = date_of(time.time_s + time.zone_s).day;
    if (str_is(filter_arg_text(call, 1, ""), "US"))
        snprintf(format, sizeof(format), "%s %u%s, %%Y", month, day, ordinal_ending(day));
    else
        snprintf(format, sizeof(format), "%u%s %s %%Y", day, ordinal_ending(day), month);
    return print(call, str_of(format), time);
}

static struct value run_date_to_string(struct filter_call *call)
{
    return print_day(call, "%b");
}

static struct value run_date_to_long_string(struct filter_call *call)
{
    return print_day(call, "%B");
}

const struct filter_def filters_date[] = {
    {"date", run_date, 1, 1, FILTER_EXP_NONE},
    {"date_to_long_string", run_date_to_long_string, 0, 2, FILTER_EXP_NONE},
    {"date_to_rfc822", run_date_to_rfc822, 0, 0, FILTER_EXP_NONE},
    {"date_to_string", run_date_to_string, 0, 2, FILTER_EXP_NONE},
    {"date_to_xmlschema", run_date_to_xmlschema, 0, 0, FILTER_EXP_NONE},
    {NULL, NULL, 0, 0, FILTER_EXP_NONE},
};
