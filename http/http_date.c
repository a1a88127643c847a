/* http_date.c - HTTP dates. http_date.h says what is promised. */
#include "http_date.h"

#include "chars.h"
#include "memory.h"

#define DAY_S       86400
#define LAST_DATE_S 253402300799u /* 9999-12-31 23:59:59 */

static const char day_names[7][10] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                      "Thursday", "Friday", "Saturday"};
static const uint8_t day_name_lens[7] = {6, 6, 7, 9, 8, 6, 8};
static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

struct civil {
    int32_t year;
    int32_t month; /* 1 to 12 */
    int32_t day;   /* 1 to 31 */
};

static bool is_leap(int32_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int32_t month_days(int32_t year, int32_t month)
{
    static const uint8_t days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return days[month - 1] + (month == 2 && is_leap(year));
}

/* Days from 0000-01-01 to the first of January of a year, all in Gregorian years. */
static int64_t days_before_year(int32_t year)
{
    int32_t full = year - 1; /* the years 1 to full, and the leap year 0 */

    return year == 0 ? 0 : 366 + 365LL * full + full / 4 - full / 100 + full / 400;
}

#define DAYS_BEFORE_1970 719528

static int64_t days_of(struct civil date)
{
    int64_t days = days_before_year(date.year) - DAYS_BEFORE_1970 + date.day - 1;

    for (int32_t month = 1; month < date.month; month++)
        days += month_days(date.year, month);
    return days;
}

static struct civil civil_of(int64_t days)
{
    struct civil date;

    days += DAYS_BEFORE_1970;
    date.year = (int32_t)(days * 400 / 146097);
    while (days_before_year(date.year + 1) <= days)
        date.year++;
    while (days_before_year(date.year) > days)
        date.year--;
    days -= days_before_year(date.year);
    for (date.month = 1; days >= month_days(date.year, date.month); date.month++)
        days -= month_days(date.year, date.month);
    date.day = (int32_t)days + 1;
    return date;
}

static void put_digits(char *buf, uint32_t value, unsigned count)
{
    while (count-- > 0) {
        buf[count] = (char)('0' + value % 10);
        value /= 10;
    }
}

void http_date_format(char *buf, uint64_t time_s)
{
    uint64_t days;
    uint32_t rest_s;
    struct civil date;

    if (time_s > LAST_DATE_S)
        time_s = LAST_DATE_S;
    days = time_s / DAY_S;
    rest_s = (uint32_t)(time_s % DAY_S);
    date = civil_of((int64_t)days);
    memcpy(buf, "day, dd mon yyyy hh:mm:ss GMT", HTTP_DATE_LEN);
    memcpy(buf, day_names[(days + 4) % 7], 3); /* 1970-01-01 was a Thursday */
    put_digits(buf + 5, (uint32_t)date.day, 2);
    memcpy(buf + 8, months + 3 * (date.month - 1), 3);
    put_digits(buf + 12, (uint32_t)date.year, 4);
    put_digits(buf + 17, rest_s / 3600, 2);
    put_digits(buf + 20, rest_s / 60 % 60, 2);
    put_digits(buf + 23, rest_s % 60, 2);
}

static int32_t month_of(const uint8_t *name)
{
    for (int32_t month = 1; month <= 12; month++) {
        if (memcmp(months + 3 * (month - 1), name, 3) == 0)
            return month;
    }
    return 0;
}

/* Match text against a pattern: 0 is a digit, _ a digit or a blank, *.. the name of a month, everything else
 * stands for itself. The numbers are left in the order in which they come, with a 0 behind the last. */
static bool match(struct span text, const char *pattern, size_t pattern_len, int32_t *numbers, int32_t *month)
{
    const uint8_t *at = text.bytes;

    if (text.len != pattern_len)
        return false;
    *numbers = 0;
    for (size_t i = 0; i < pattern_len; i++) {
        if (pattern[i] == '0' || (pattern[i] == '_' && at[i] != ' ')) {
            if (!char_is(at[i], CHAR_DIGIT))
                return false;
            *numbers = *numbers * 10 + (at[i] - '0');
        } else if (pattern[i] == '*') {
            *month = month_of(at + i);
            if (*month == 0)
                return false;
            i += 2;
        } else if (pattern[i] != '_' && (uint8_t)pattern[i] != at[i]) {
            return false;
        }
        /* A number ends where the digits of the pattern do. */
        if (pattern[i] == '0' && pattern[i + 1] != '0')
            *++numbers = 0;
    }
    return true;
}

#define MATCH(text, pattern, numbers, month) match(text, pattern, sizeof(pattern) - 1, numbers, month)

/* The day's name, in full or its first three letters. Returns its length, or 0. */
static size_t day_name_len(struct span text, bool full)
{
    for (int i = 0; i < 7; i++) {
        size_t len = full ? day_name_lens[i] : 3;

        if (text.len > len && memcmp(text.bytes, day_names[i], len) == 0)
            return len;
    }
    return 0;
}

static bool seconds_of(struct civil date, const int32_t *clock, int64_t *time_s)
{
    if (date.day < 1 || date.day > month_days(date.year, date.month))
        return false;
    /* 60: a leap second */
    if (clock[0] > 23 || clock[1] > 59 || clock[2] > 60)
        return false;
    *time_s = days_of(date) * DAY_S + clock[0] * 3600 + clock[1] * 60 + clock[2];
    return true;
}

/* RFC 9110 5.6.7: a year that seems more than 50 years ahead is the last past year with the same digits. */
static int32_t full_year(int32_t two_digits, uint64_t now_s)
{
    int32_t now = civil_of((int64_t)((now_s > LAST_DATE_S ? LAST_DATE_S : now_s) / DAY_S)).year;
    int32_t year = now - now % 100 + two_digits;

    return year > now + 50 ? year - 100 : year;
}

bool http_date_parse(struct span text, uint64_t now_s, int64_t *time_s)
{
    int32_t n[6], month;
    size_t short_len = day_name_len(text, false), full_len = day_name_len(text, true);
    struct span rest = {text.bytes + short_len, text.len - short_len};

    if (short_len != 0 && MATCH(rest, ", 00 *.. 0000 00:00:00 GMT", n, &month))
        return seconds_of((struct civil){n[1], month, n[0]}, n + 2, time_s);
    if (short_len != 0 && MATCH(rest, " *.. _0 00:00:00 0000", n, &month))
        return seconds_of((struct civil){n[4], month, n[0]}, n + 1, time_s);
    rest = (struct span){text.bytes + full_len, text.len - full_len};
    if (full_len != 0 && MATCH(rest, ", 00-*..-00 00:00:00 GMT", n, &month))
        return seconds_of((struct civil){full_year(n[1], now_s), month, n[0]}, n + 2, time_s);
    return false;
}
