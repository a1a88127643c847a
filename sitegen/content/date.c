/* date.c - see date.h */
#include "content/date.h"

#define DAY_S 86400

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

static bool is_leap(int64_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* Days from 1970-01-01 to the first day of year. */
static int64_t days_before_year(int64_t year)
{
    int64_t y = year - 1;

    return 365 * (year - 1970) + (floor_div(y, 4) - 492) - (floor_div(y, 100) - 19) + (floor_div(y, 400) - 4);
}

static unsigned month_len(int64_t year, unsigned month)
{
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return days[month - 1] + (month == 2 && is_leap(year));
}

bool date_from_day(int64_t year, unsigned month, unsigned day, int64_t *time_s)
{
    if (month < 1 || month > 12 || day < 1 || day > month_len(year, month))
        return false;
    int64_t days = days_before_year(year) + day - 1;
    for (unsigned m = 1; m < month; m++)
        days += month_len(year, m);
    *time_s = days * DAY_S;
    return true;
}

struct date date_of(int64_t time_s)
{
    int64_t days = floor_div(time_s, DAY_S);
    unsigned second = (unsigned)(time_s - days * DAY_S);
    int64_t year = 1970 + floor_div(days, 366);

    while (days_before_year(year + 1) <= days)
        year++; /* the estimate is low by less than a day for each year: a few steps */
    while (days_before_year(year) > days)
        year--;
    unsigned rest = (unsigned)(days - days_before_year(year));
    struct date date = {.year = year, .month = 1, .year_day = rest + 1};
    while (rest >= month_len(year, date.month))
        rest -= month_len(year, date.month++);
    date.day = rest + 1;
    date.hour = second / 3600;
    date.minute = second / 60 % 60;
    date.second = second % 60;
    date.weekday = (unsigned)(days + 4 - floor_div(days + 4, 7) * 7); /* 1970-01-01 was a Thursday */
    return date;
}

/* Read between min and max digits. */
static bool take_number(struct str *s, unsigned min, unsigned max, unsigned *value)
{
    unsigned count = 0;

    *value = 0;
    while (count < max && s->len > 0 && char_is_digit(s->at[0])) {
        *value = *value * 10 + (unsigned)(s->at[0] - '0');
        *s = str_from(*s, 1);
        count++;
    }
    return count >= min;
}

static bool take_char(struct str *s, char c)
{
    if (s->len == 0 || s->at[0] != c)
        return false;
    *s = str_from(*s, 1);
    return true;
}

/* hh:mm[:ss[.fraction]] */
static bool take_clock(struct str *s, int64_t *clock_s)
{
    unsigned hour, minute, second = 0;

    if (!take_number(s, 1, 2, &hour) || !take_char(s, ':') || !take_number(s, 2, 2, &minute))
        return false;
    if (take_char(s, ':') && !take_number(s, 2, 2, &second))
        return false;
    if (take_char(s, '.')) {
        if (s->len == 0 || !char_is_digit(s->at[0]))
            return false;
        while (s->len > 0 && char_is_digit(s->at[0]))
            *s = str_from(*s, 1);
    }
    *clock_s = (int64_t)hour * 3600 + minute * 60 + second;
    return hour < 24 && minute < 60 && second < 61;
}

static bool take_zone(struct str *s, int64_t *zone_s)
{
    unsigned hour, minute = 0;
    int sign = 1;

    *zone_s = 0;
    if (s->len == 0 || str_is(*s, "Z") || str_is(*s, "UTC") || str_is(*s, "GMT")) {
        *s = str_from(*s, s->len);
        return true;
    }
    if (take_char(s, '-'))
        sign = -1;
    else if (!take_char(s, '+'))
        return false;
    if (!take_number(s, 1, 2, &hour))
        return false;
    take_char(s, ':');
    if (s->len > 0 && !take_number(s, 2, 2, &minute))
        return false;
    *zone_s = sign * ((int64_t)hour * 3600 + minute * 60);
    return hour < 24 && minute < 60;
}

bool date_parse(struct str text, int64_t *time_s)
{
    struct str s = str_trim(text);
    unsigned year, month, day;
    int64_t day_s, clock_s = 0, zone_s = 0;

    if (!take_number(&s, 4, 4, &year) || !take_char(&s, '-') || !take_number(&s, 1, 2, &month) ||
        !take_char(&s, '-') || !take_number(&s, 1, 2, &day) || !date_from_day(year, month, day, &day_s))
        return false;
    if (s.len > 0) {
        if (!take_char(&s, 'T') && !take_char(&s, 't') && !take_char(&s, ' '))
            return false;
        s = str_trim_start(s);
        if (!take_clock(&s, &clock_s))
            return false;
        s = str_trim_start(s);
        if (!take_zone(&s, &zone_s))
            return false;
    }
    if (s.len > 0)
        return false;
    *time_s = day_s + clock_s - zone_s;
    return true;
}

void date_week(const struct date *date, int64_t *year, unsigned *week)
{
    /* The week's Thursday decides: its year, and how many Thursdays of that year have come. */
    int64_t day_s, thursday = 0;
    unsigned weekday = date->weekday == 0 ? 7 : date->weekday;

    if (date_from_day(date->year, date->month, date->day, &day_s))
        thursday = day_s + (4 - (int64_t)weekday) * DAY_S;
    struct date decides = date_of(thursday);
    *year = decides.year;
    *week = (decides.year_day - 1) / 7 + 1;
}
