/* eval_clock.c - {{ site.time | date: "%Y" }} shows the year, and no more of the clock. See render.h, liquid.h. */
#include "liquid/filters.h"
#include "liquid/render.h"

/* The format in which a filter prints a date, where it is known beforehand. */
static bool date_format_of(const struct filter *filter, struct str *format)
{
    if (str_is(filter->name, "date") && filter->arg_count == 1 &&
        filter->args[0]->kind == EXPR_LITERAL && filter->args[0]->literal.kind == VALUE_STRING)
        *format = filter->args[0]->literal.string;
    else if (str_is(filter->name, "date_to_string") && filter->arg_count == 0)
        *format = STR("%d %b %Y");
    else if (str_is(filter->name, "date_to_long_string") && filter->arg_count == 0)
        *format = STR("%d %B %Y");
    else
        return false;
    return format->len > 0;
}

void eval_note_clock_shown(struct run *run, const struct filter *filter, unsigned reads_before,
                           struct value input, struct value printed)
{
    const struct liquid_host *host = run->host;
    bool is_clock = input.kind == VALUE_TIME ? input.time_s == host->now_s
                                             : input.kind == VALUE_STRING && filter_is_now(input.string);
    struct str format;

    if (host->clock_reads(host->context) == reads_before + 1 && is_clock && printed.kind == VALUE_STRING &&
        date_format_of(filter, &format))
        host->clock_shown(host->context, format, printed.string);
}
