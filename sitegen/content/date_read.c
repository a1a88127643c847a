/* date_read.c - dates as people write them: what Ruby's Time.parse makes of them. See date.h. */
#include "content/date.h"
#include "content/zone.h"

#include <string.h>

#define PIECES_MAX 64u /* of a date: numbers, words, and what stands between them */
#define YEAR_MAX   9999
#define HOUR_S     3600

/* What was found; -1: not yet. */
struct found {
    int64_t year;
    int month;
    int day;
    int hour;
    int minute;
    int second;
    bool has_zone;
    int64_t zone_s;
};

static const char *const months[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                     "jul", "aug", "sep", "oct", "nov", "dec"};

static int month_of(struct str word)
{
    for (int i = 0; i < 12 && word.len >= 3; i++)
        if (str_is_nocase(str_head(word, 3), months[i]))
            return i + 1;
    return -1;
}

/* No more digits are read than an int holds: what is longer is no part of a date in any case. */
static int64_t number_of(struct str digits)
{
    int64_t number = 0;

    for (size_t i = 0; i < digits.len && i < 9; i++)
        number = number * 10 + (digits.at[i] - '0');
    return number;
}

static struct str take_digits(struct str *s)
{
    size_t len = 0;

    while (len < s->len && char_is_digit(s->at[len]))
        len++;
    struct str digits = str_head(*s, len);
    *s = str_from(*s, len);
    return digits;
}

static struct str take_letters(struct str *s)
{
    size_t len = 0;

    while (len < s->len && char_is_alpha(s->at[len]))
        len++;
    struct str letters = str_head(*s, len);
    *s = str_from(*s, len);
    return letters;
}

/* Two digits are a year of 1969 to 2068, as POSIX has it. */
static int64_t full_year(struct str digits)
{
    int64_t year = number_of(digits);

    return digits.len > 2 ? year : year + (year >= 69 ? 1900 : 2000);
}

/* y-m-d, y/m/d, y.m.d; d.m.y. Two parts alone: m/d. */
static bool set_numeric(struct found *f, const struct str *parts, size_t count, char separator)
{
    if (f->day >= 0)
        return false;
    if (count == 2) {
        if (separator == '-' && parts[0].len == 4) {
            f->year = number_of(parts[0]);
            f->month = (int)number_of(parts[1]);
            f->day = 1;
            return true;
        }
        f->month = (int)number_of(parts[0]);
        f->day = (int)number_of(parts[1]);
        return separator == '/';
    }
    bool day_first =
        separator == '.' ? parts[0].len <= 2 && parts[2].len > 2 : parts[0].len <= 2 && parts[2].len > 2;
    f->year = full_year(parts[day_first ? 2 : 0]);
    f->month = (int)number_of(parts[1]);
    f->day = (int)number_of(parts[day_first ? 0 : 2]);
    return true;
}

/* 20260131, 20260131123000 */
static bool set_packed(struct found *f, struct str digits)
{
    if ((digits.len != 8 && digits.len != 12 && digits.len != 14) || f->day >= 0)
        return false;
    f->year = number_of(str_head(digits, 4));
    f->month = (int)number_of(str_head(str_from(digits, 4), 2));
    f->day = (int)number_of(str_head(str_from(digits, 6), 2));
    if (digits.len > 8) {
        f->hour = (int)number_of(str_head(str_from(digits, 8), 2));
        f->minute = (int)number_of(str_head(str_from(digits, 10), 2));
        f->second = (int)number_of(str_from(digits, 12));
    }
    return true;
}

/* The clock behind its first number: ":30", ":30:59.5". */
static bool take_clock(struct found *f, struct str hour, struct str *s)
{
    if (f->hour >= 0 || hour.len > 2)
        return false;
    f->hour = (int)number_of(hour);
    f->minute = f->second = 0;
    if (s->len > 0 && s->at[0] == ':') {
        *s = str_from(*s, 1);
        f->minute = (int)number_of(take_digits(s));
    }
    if (s->len > 0 && s->at[0] == ':') {
        *s = str_from(*s, 1);
        f->second = (int)number_of(take_digits(s));
        if (s->len > 1 && (s->at[0] == '.' || s->at[0] == ',') && char_is_digit(s->at[1])) {
            *s = str_from(*s, 1);
            take_digits(s);
        }
    }
    return true;
}

/* A number and what belongs to it. Returns false when it can be no part of a date. */
static bool take_number(struct found *f, struct str *s)
{
    struct str parts[3], digits = take_digits(s);
    char separator = s->len > 1 ? s->at[0] : '\0';
    size_t count = 1;

    if (separator == ':')
        return take_clock(f, digits, s);
    parts[0] = digits;
    while (count < 3 && s->len > 1 && separator != '\0' && strchr("-/.", separator) != NULL &&
           s->at[0] == separator && char_is_digit(s->at[1])) {
        *s = str_from(*s, 1);
        parts[count++] = take_digits(s);
    }
    if (count > 1)
        return set_numeric(f, parts, count, separator);
    struct str rest = str_trim_start(*s);
    if (rest.len >= 2 && (str_is_nocase(str_head(rest, 2), "am") || str_is_nocase(str_head(rest, 2), "pm")))
        return take_clock(f, digits, s);
    if (set_packed(f, digits))
        return true;
    if (digits.len <= 2 && f->day < 0) {
        f->day = (int)number_of(digits);
        return true;
    }
    if (f->year < 0 && digits.len <= 4) {
        f->year = full_year(digits);
        return true;
    }
    return false;
}

static bool set_half(struct found *f, struct str word)
{
    if (f->hour < 0 || f->hour > 12)
        return false;
    f->hour = f->hour % 12 + (char_lower(word.at[0]) == 'p' ? 12 : 0);
    return true;
}

static bool set_named_zone(struct found *f, struct str word)
{
    static const struct {
        const char *name;
        int hours;
    } zones[] = {{"utc", 0},  {"gmt", 0},  {"z", 0},    {"est", -5}, {"edt", -4}, {"cst", -6}, {"cdt", -5},
                 {"mst", -7}, {"mdt", -6}, {"pst", -8}, {"pdt", -7}, {"cet", 1},  {"cest", 2}, {"bst", 1},
                 {"ist", 5},  {"jst", 9},  {"msk", 3},  {"eet", 2},  {"eest", 3}, {"wet", 0},  {"west", 1}};

    for (size_t i = 0; i < sizeof(zones) / sizeof(zones[0]); i++) {
        if (!str_is_nocase(word, zones[i].name))
            continue;
        f->has_zone = true;
        f->zone_s = (int64_t)zones[i].hours * HOUR_S + (str_is_nocase(word, "ist") ? HOUR_S / 2 : 0);
        return true;
    }
    return false;
}

static bool take_word(struct found *f, struct str *s)
{
    static const char *const days[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
    static const char *const endings[] = {"st", "nd", "rd", "th", "t", "of", "at", "on", "the"};
    struct str word = take_letters(s);

    if (f->month < 0 && month_of(word) > 0) {
        f->month = month_of(word);
        return true;
    }
    if (str_is_nocase(word, "am") || str_is_nocase(word, "pm"))
        return set_half(f, word);
    for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++)
        if (word.len >= 3 && str_is_nocase(str_head(word, 3), days[i]))
            return true;
    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
        if (str_is_nocase(word, endings[i]))
            return true;
    return set_named_zone(f, word);
}

/* "+0200", "+02:00", "+2" behind a clock. */
static bool take_offset(struct found *f, struct str *s)
{
    int sign = s->at[0] == '-' ? -1 : 1;

    *s = str_from(*s, 1);
    struct str digits = take_digits(s), minutes = STR("");
    if (digits.len == 0 || digits.len > 4)
        return false;
    if (s->len > 1 && s->at[0] == ':' && char_is_digit(s->at[1])) {
        *s = str_from(*s, 1);
        minutes = take_digits(s);
    } else if (digits.len > 2) {
        minutes = str_from(digits, digits.len - 2);
        digits.len -= 2;
    }
    f->has_zone = true;
    f->zone_s = sign * (number_of(digits) * HOUR_S + number_of(minutes) * 60);
    return number_of(digits) <= 23 && number_of(minutes) <= 59;
}

static bool take_piece(struct found *f, struct str *s)
{
    char c = s->at[0];

    if (char_is_digit(c))
        return take_number(f, s);
    if (char_is_alpha(c))
        return take_word(f, s);
    if ((c == '+' || c == '-') && f->hour >= 0)
        return take_offset(f, s);
    *s = str_from(*s, 1);
    return char_is_space(c) || strchr(",-.()/'", c) != NULL;
}

static bool moment_of(const struct found *f, int64_t now_s, int64_t *time_s)
{
    struct date today = date_of(now_s + zone_offset_s(now_s));
    int64_t year = f->year >= 0 ? f->year : today.year, day_s;
    int month = f->month >= 0 ? f->month : f->year >= 0 ? 1 : (int)today.month;
    int day = f->day >= 0 ? f->day : f->year >= 0 || f->month >= 0 ? 1 : (int)today.day;
    int hour = f->hour >= 0 ? f->hour : 0, minute = f->hour >= 0 ? f->minute : 0;
    int second = f->hour >= 0 ? f->second : 0;

    if (f->month < 0 && f->day < 0 && f->hour < 0)
        return false;
    if (hour > 24 || minute > 59 || second > 60 || month < 1 || year > YEAR_MAX ||
        !date_from_day(year, (unsigned)month, (unsigned)day, &day_s))
        return false;
    int64_t local_s = day_s + (int64_t)hour * HOUR_S + minute * 60 + second;
    *time_s = f->has_zone ? local_s - f->zone_s : zone_to_utc(local_s);
    return true;
}

bool date_read(struct str text, int64_t now_s, int64_t *time_s)
{
    struct found f = {.year = -1, .month = -1, .day = -1, .hour = -1, .minute = 0, .second = 0};
    struct str s = str_trim(text);

    if (s.len > 80)
        return false;
    for (unsigned count = 0; s.len > 0; count++)
        if (count == PIECES_MAX || !take_piece(&f, &s))
            return false;
    return moment_of(&f, now_s, time_s);
}

bool date_is_of_clock(struct str text, int64_t now_s)
{
    const int64_t other_day_s = 500 * 86400; /* another day, month and year */
    int64_t one_s, other_s;

    return date_read(text, now_s, &one_s) &&
           (!date_read(text, now_s + other_day_s, &other_s) || one_s != other_s);
}
