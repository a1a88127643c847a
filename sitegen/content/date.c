/* date.c - see date.h */
#include "content/date.h"

#define DAY_S 86400

static const char *const month_names[] = {"January",   "February", "March",    "April",
                                          "May",       "June",     "July",     "August",
                                          "September", "October",  "November", "December"};
static const char *const day_names[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                        "Thursday", "Friday", "Saturday"};

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

static void add_number(struct text *out, int64_t number, int width, char flag, char pad)
{
    if (flag == '-')
        width = 0;
    if (flag == '0' || flag == '_')
        pad = flag == '0' ? '0' : ' ';
    if (pad == '0')
        text_printf(out, "%0*lld", width, (long long)number);
    else
        text_printf(out, "%*lld", width, (long long)number);
}

static void add_name(struct text *out, const char *name, size_t len, char flag)
{
    struct str s = len > 0 ? str_head(str_of(name), len) : str_of(name);

    for (size_t i = 0; i < s.len; i++)
        text_add_char(out, flag == '^' && s.at[i] >= 'a' && s.at[i] <= 'z' ? (char)(s.at[i] - 32) : s.at[i]);
}

/* The conversions that are others put together. */
static const char *composite(char c)
{
    switch (c) {
    case 'F':
        return "%Y-%m-%d";
    case 'T':
    case 'X':
        return "%H:%M:%S";
    case 'R':
        return "%H:%M";
    case 'r':
        return "%I:%M:%S %p";
    case 'D':
    case 'x':
        return "%m/%d/%y";
    case 'c':
        return "%a %b %e %H:%M:%S %Y";
    default:
        return NULL;
    }
}

/* The conversions that are numbers. */
static bool add_number_field(struct text *out, char c, char flag, const struct date *d, int64_t time_s)
{
    const struct {
        char c;
        char pad;
        int width;
        int64_t number;
    } fields[] = {{'Y', '0', 4, d->year},
                  {'C', '0', 2, floor_div(d->year, 100)},
                  {'y', '0', 2, d->year - floor_div(d->year, 100) * 100},
                  {'m', '0', 2, d->month},
                  {'d', '0', 2, d->day},
                  {'e', ' ', 2, d->day},
                  {'j', '0', 3, d->year_day},
                  {'H', '0', 2, d->hour},
                  {'k', ' ', 2, d->hour},
                  {'I', '0', 2, (d->hour + 11) % 12 + 1},
                  {'l', ' ', 2, (d->hour + 11) % 12 + 1},
                  {'M', '0', 2, d->minute},
                  {'S', '0', 2, d->second},
                  {'L', '0', 3, 0},
                  {'u', '0', 1, d->weekday == 0 ? 7 : d->weekday},
                  {'w', '0', 1, d->weekday},
                  {'s', '0', 1, time_s}};

    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
        if (fields[i].c == c) {
            add_number(out, fields[i].number, fields[i].width, flag, fields[i].pad);
            return true;
        }
    }
    return false;
}

/* The conversions that are words. */
static bool add_word_field(struct text *out, char c, char flag, const struct date *d)
{
    const struct {
        char c;
        unsigned len; /* how much of the word; 0: all */
        const char *word;
    } fields[] = {{'B', 0, month_names[d->month - 1]},
                  {'b', 3, month_names[d->month - 1]},
                  {'h', 3, month_names[d->month - 1]},
                  {'A', 0, day_names[d->weekday]},
                  {'a', 3, day_names[d->weekday]},
                  {'p', 0, d->hour < 12 ? "AM" : "PM"},
                  {'P', 0, d->hour < 12 ? "am" : "pm"},
                  {'z', 0, "+0000"},
                  {'Z', 0, "UTC"},
                  {'n', 0, "\n"},
                  {'t', 0, "\t"},
                  {'%', 0, "%"}};

    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
        if (fields[i].c == c) {
            add_name(out, fields[i].word, fields[i].len, flag);
            return true;
        }
    }
    return false;
}

void date_format(struct text *out, struct str format, int64_t time_s)
{
    struct date date = date_of(time_s);

    for (size_t i = 0; i < format.len; i++) {
        char flag = '\0';
        size_t at = i + 1;
        if (format.at[i] != '%' || at >= format.len) {
            text_add_char(out, format.at[i]);
            continue;
        }
        char c = format.at[at];
        if (at + 1 < format.len && (c == '-' || c == '^' || c == '0' || c == '_')) {
            flag = c;
            c = format.at[++at];
        }
        if (composite(c) != NULL)
            date_format(out, str_of(composite(c)), time_s);
        else if (c == ':' && at + 1 < format.len && format.at[at + 1] == 'z') {
            text_add_c(out, "+00:00");
            at++;
        } else if (!add_number_field(out, c, flag, &date, time_s) && !add_word_field(out, c, flag, &date))
            text_add(out, str_head(str_from(format, i), at - i + 1));
        i = at;
    }
}
