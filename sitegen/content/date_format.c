/* date_format.c - a moment as text, as Ruby's strftime writes it. See date.h. */
#include "content/date.h"
#include "content/zone.h"

#include <stdio.h>
#include <string.h>

#define WIDTH_MAX 64u /* characters that one field is padded to */

static const char *const month_names[] = {"January",   "February", "March",    "April",
                                          "May",       "June",     "July",     "August",
                                          "September", "October",  "November", "December"};
static const char *const day_names[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                        "Thursday", "Friday", "Saturday"};

struct format {
    struct text *out;
    struct date date; /* by the clock of zone_s */
    int64_t time_s;
    int32_t zone_s;
};

/* What stands between % and the letter. */
struct spec {
    bool no_pad;
    bool upper;
    bool swap;      /* the other case */
    char pad;       /* '\0': the letter's own */
    unsigned width; /* 0: the letter's own */
    unsigned colons;
};

static void format_all(struct format *f, struct str format);

static void add_padded(struct format *f, const struct spec *spec, struct str s, unsigned width, char pad)
{
    if (spec->pad != '\0')
        pad = spec->pad;
    if (spec->width > 0)
        width = spec->width;
    bool minus = s.len > 0 && s.at[0] == '-' && pad == '0';
    if (minus) {
        text_add_char(f->out, '-');
        s = str_from(s, 1);
        width -= width > 0;
    }
    for (size_t i = s.len; !spec->no_pad && i < width; i++)
        text_add_char(f->out, pad);
    text_add(f->out, s);
}

static void add_number(struct format *f, const struct spec *spec, int64_t number, unsigned width, char pad)
{
    char digits[24];
    int len = snprintf(digits, sizeof(digits), "%lld", (long long)number);

    add_padded(f, spec, (struct str){digits, (size_t)len}, width, pad);
}

static void add_word(struct format *f, const struct spec *spec, const char *word, size_t len)
{
    char cased[32];
    struct str s = len > 0 ? str_head(str_of(word), len) : str_head(str_of(word), sizeof(cased));

    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        bool is_lower = c >= 'a' && c <= 'z';
        if ((spec->upper || (spec->swap && strcmp(word, "AM") != 0 && strcmp(word, "PM") != 0)) && is_lower)
            c = (char)(c - 32);
        else if (spec->swap && !spec->upper && !is_lower && s.len == 2)
            c = char_lower(c); /* %#p */
        cased[i] = c;
    }
    add_padded(f, spec, (struct str){cased, s.len}, 0, ' ');
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
    case 'v':
        return "%e-%^b-%Y";
    default:
        return NULL;
    }
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

/* Weeks that start on a given day; those before its first one of the year are week 0. */
static unsigned week_of(const struct date *d, unsigned first_weekday)
{
    unsigned since = (d->weekday + 7 - first_weekday) % 7;

    return (d->year_day - 1 + 7 - since) / 7;
}

static bool add_number_field(struct format *f, const struct spec *spec, char c)
{
    const struct date *d = &f->date;
    int64_t week_year;
    unsigned week;

    date_week(d, &week_year, &week);
    const struct {
        char c;
        char pad;
        unsigned width;
        int64_t number;
    } fields[] = {{'Y', '0', d->year < 0 ? 5 : 4, d->year},
                  {'C', '0', 2, floor_div(d->year, 100)},
                  {'y', '0', 2, d->year - floor_div(d->year, 100) * 100},
                  {'G', '0', 4, week_year},
                  {'g', '0', 2, week_year - floor_div(week_year, 100) * 100},
                  {'V', '0', 2, week},
                  {'U', '0', 2, week_of(d, 0)},
                  {'W', '0', 2, week_of(d, 1)},
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
                  {'u', '0', 1, d->weekday == 0 ? 7 : d->weekday},
                  {'w', '0', 1, d->weekday},
                  {'s', '0', 1, f->time_s}};

    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
        if (fields[i].c == c) {
            add_number(f, spec, fields[i].number, fields[i].width, fields[i].pad);
            return true;
        }
    }
    return false;
}

static bool add_word_field(struct format *f, const struct spec *spec, char c)
{
    const struct date *d = &f->date;
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
                  {'n', 0, "\n"},
                  {'t', 0, "\t"},
                  {'%', 0, "%"}};

    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
        if (fields[i].c == c) {
            add_word(f, spec, fields[i].word, fields[i].len);
            return true;
        }
    }
    return false;
}

static void add_zone(struct format *f, const struct spec *spec)
{
    unsigned ahead_s = (unsigned)(f->zone_s < 0 ? -(int64_t)f->zone_s : f->zone_s);
    unsigned hours = ahead_s / 3600, minutes = ahead_s / 60 % 60, seconds = ahead_s % 60;

    text_add_char(f->out, f->zone_s < 0 ? '-' : '+');
    if (spec->colons == 0)
        text_printf(f->out, "%02u%02u", hours, minutes);
    else if (spec->colons == 1)
        text_printf(f->out, "%02u:%02u", hours, minutes);
    else
        text_printf(f->out, "%02u:%02u:%02u", hours, minutes, seconds);
}

/* Fractions of a second are not kept: zeros, three for %L and nine for %N, or as many as are asked for. */
static void add_fraction(struct format *f, const struct spec *spec, char c)
{
    unsigned count = spec->width > 0 ? spec->width : c == 'L' ? 3 : 9;

    while (count-- > 0)
        text_add_char(f->out, '0');
}

static void add_zone_name(struct format *f, const struct spec *spec)
{
    struct text name = {0};

    zone_abbreviation(f->time_s, f->zone_s, &name);
    add_padded(f, spec, text_str(&name), 0, ' ');
    text_free(&name);
}

static bool add_field(struct format *f, const struct spec *spec, char c)
{
    if (spec->colons > 0 && c != 'z')
        return false;
    if (composite(c) != NULL)
        format_all(f, str_of(composite(c)));
    else if (c == 'z')
        add_zone(f, spec);
    else if (c == 'Z')
        add_zone_name(f, spec);
    else if (c == 'L' || c == 'N')
        add_fraction(f, spec, c);
    else
        return add_number_field(f, spec, c) || add_word_field(f, spec, c);
    return true;
}

/* Flags, width and colons from at on. Returns the offset of the letter. */
static size_t read_spec(struct str format, size_t at, struct spec *spec)
{
    *spec = (struct spec){0};
    for (; at < format.len; at++) {
        char c = format.at[at];
        if (c == '-' && spec->width == 0)
            spec->no_pad = true;
        else if (c == '^')
            spec->upper = true;
        else if (c == '#')
            spec->swap = true;
        else if (c == '_' || (c == '0' && spec->width == 0))
            spec->pad = c == '_' ? ' ' : '0';
        else if (char_is_digit(c))
            spec->width = spec->width * 10 + (unsigned)(c - '0');
        else if (c == ':')
            spec->colons++;
        else
            break;
        if (spec->width > WIDTH_MAX)
            spec->width = WIDTH_MAX;
    }
    return at;
}

static void format_all(struct format *f, struct str format)
{
    for (size_t i = 0; i < format.len; i++) {
        struct spec spec;
        if (format.at[i] != '%') {
            text_add_char(f->out, format.at[i]);
            continue;
        }
        size_t at = read_spec(format, i + 1, &spec);
        if (at >= format.len || !add_field(f, &spec, format.at[at]))
            text_add(f->out, str_head(str_from(format, i), at - i + 1));
        i = at;
    }
}

void date_format_in(struct text *out, struct str format, int64_t time_s, int32_t zone_s)
{
    if (zone_s == VALUE_DAY || zone_s == VALUE_UTC)
        zone_s = 0;
    struct format f = {.out = out, .date = date_of(time_s + zone_s), .time_s = time_s, .zone_s = zone_s};

    format_all(&f, format);
}

void date_format(struct text *out, struct str format, int64_t time_s)
{
    date_format_in(out, format, time_s, 0);
}
