/* yaml_scalar.c - what a plain scalar means: YAML 1.1, https://yaml.org/type/, in the forms that Jekyll's
 * reader knows. */
#include "content/date.h"
#include "content/zone.h"
#include "yaml_read.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NUMBER_MAX 64u /* characters */

static bool one_of(struct str text, const char *const *words)
{
    for (; *words != NULL; words++)
        if (str_is_nocase(text, *words))
            return true;
    return false;
}

/* Copy without the '_' and ',' that may part digits. Returns false when it is too long to be a number. */
static bool digits_of(struct str text, char *buf)
{
    size_t len = 0;

    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '_' || text.at[i] == ',')
            continue;
        if (len + 1 >= NUMBER_MAX)
            return false;
        buf[len++] = text.at[i];
    }
    buf[len] = '\0';
    return len > 0;
}

static bool only_has(struct str text, const char *chars)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] == '\0' || strchr(chars, text.at[i]) == NULL)
            return false;
    return text.len > 0;
}

/* [-+]? 0b101 | 0x1f | 017 | 1_000 | 1,000 */
static bool read_int(struct str text, struct value *value)
{
    char buf[NUMBER_MAX], *end;
    struct str s = str_from(text, text.len > 0 && (text.at[0] == '-' || text.at[0] == '+'));
    int base = 10, skip = 0;

    if (s.len > 2 && s.at[0] == '0' && (s.at[1] == 'x' || s.at[1] == 'b')) {
        base = s.at[1] == 'x' ? 16 : 2;
        skip = 2;
        if (!only_has(str_from(s, 2), base == 16 ? "0123456789abcdefABCDEF_," : "01_,"))
            return false;
    } else if (s.len > 1 && s.at[0] == '0') {
        base = 8;
        if (!only_has(s, "01234567_,"))
            return false;
    } else if (s.len == 0 || !char_is_digit(s.at[0]) || !only_has(s, "0123456789_,") ||
               !char_is_digit(s.at[s.len - 1])) {
        return false;
    }
    if (!digits_of(str_from(s, (size_t)skip), buf))
        return false;
    errno = 0;
    long long number = strtoll(buf, &end, base);
    if (*end != '\0' || errno != 0)
        return false;
    *value = value_int(text.at[0] == '-' ? -number : number);
    return true;
}

/* [-+]?digits.digits[e[-+]digits]: strtod() alone would take "nan", "0x1p3" and "1e5" as well. */
static bool read_float(struct str text, struct value *value)
{
    char buf[NUMBER_MAX], *end;
    bool has_point = false, has_digit = false;

    if (!digits_of(text, buf))
        return false;
    for (const char *p = buf; *p != '\0'; p++) {
        has_point |= *p == '.';
        has_digit |= char_is_digit(*p);
        bool sign_fits = (*p == '-' || *p == '+') && (p == buf || p[-1] == 'e' || p[-1] == 'E');
        bool exponent_fits = (*p == 'e' || *p == 'E') && has_digit && (p[1] == '-' || p[1] == '+');
        if (!char_is_digit(*p) && *p != '.' && !sign_fits && !exponent_fits)
            return false;
    }
    if (!has_point || !has_digit)
        return false;
    double number = strtod(buf, &end); /* the tool never calls setlocale(): the point is a point */
    if (*end != '\0')
        return false;
    *value = value_float(number);
    return true;
}

static bool read_special_float(struct str text, struct value *value)
{
    if (str_is_nocase(text, ".inf") || str_is_nocase(text, "+.inf"))
        *value = value_float((double)INFINITY);
    else if (str_is_nocase(text, "-.inf"))
        *value = value_float(-(double)INFINITY);
    else if (str_is_nocase(text, ".nan"))
        *value = value_float((double)NAN);
    else
        return false;
    return true;
}

/* "12:30", "1:02:03": numbers to the base of sixty. Two parts count as hours and minutes, as Ruby's reader
 * has it. */
static bool read_sexagesimal(struct str text, struct value *value)
{
    struct str s = str_from(text, text.len > 0 && (text.at[0] == '-' || text.at[0] == '+'));
    int64_t parts[3] = {0}, weight = 3600, sum = 0;
    size_t count = 0, digits = 0;

    if (s.len == 0 || s.len > 12 || !char_is_digit(s.at[0]) || str_find_char(s, ':') == s.len)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] == ':') {
            if (digits == 0 || ++count > 2)
                return false;
            digits = 0;
        } else if (char_is_digit(s.at[i])) {
            parts[count] = parts[count] * 10 + (s.at[i] - '0');
            if (++digits > 2 && count > 0)
                return false;
        } else {
            return false;
        }
    }
    if (digits == 0 || parts[1] > 59 || parts[2] > 59)
        return false;
    for (size_t i = 0; i <= count; i++, weight /= 60)
        sum += parts[i] * weight;
    *value = value_int(text.at[0] == '-' ? -sum : sum);
    return true;
}

static bool take_digits(struct str *s, size_t min, size_t max, unsigned *number)
{
    size_t len = 0;

    *number = 0;
    while (len < max && len < s->len && char_is_digit(s->at[len]))
        *number = *number * 10 + (unsigned)(s->at[len++] - '0');
    *s = str_from(*s, len);
    return len >= min;
}

static bool take(struct str *s, char c)
{
    if (s->len == 0 || s->at[0] != c)
        return false;
    *s = str_from(*s, 1);
    return true;
}

/* "Z", "+2", "+0200", "+02:00". Returns false when it is none of these. */
static bool read_zone(struct str s, int32_t *zone_s)
{
    int sign = s.at[0] == '-' ? -1 : 1;
    unsigned hours, minutes = 0;

    *zone_s = 0;
    if (str_is(s, "Z")) {
        *zone_s = VALUE_UTC;
        return true;
    }
    if (!take(&s, '+') && !take(&s, '-'))
        return false;
    if (!take_digits(&s, 1, 2, &hours))
        return false;
    bool has_colon = take(&s, ':');
    if ((s.len > 0 || has_colon) && !take_digits(&s, s.len > 0 ? 2 : 0, 2, &minutes))
        return false;
    *zone_s = sign * (int32_t)(hours * 3600 + minutes * 60);
    return s.len == 0 && hours < 24 && minutes < 60;
}

/* h:mm:ss[.fraction][ zone], behind a day. Without a zone it is a moment in UTC that the site's clock shows.
 */
static bool read_clock(struct str s, int64_t day_s, struct value *value)
{
    unsigned hour, minute, second, ignored;
    int32_t zone_s;

    s = str_trim_start(s);
    if (!take_digits(&s, 1, 2, &hour) || !take(&s, ':') || !take_digits(&s, 2, 2, &minute) ||
        !take(&s, ':') || !take_digits(&s, 2, 2, &second) || hour > 23 || minute > 59 || second > 60)
        return false;
    if (take(&s, '.'))
        take_digits(&s, 0, 64, &ignored);
    int64_t time_s = day_s + (int64_t)hour * 3600 + minute * 60 + second;
    s = str_trim_start(s);
    if (s.len == 0) {
        *value = zone_value(time_s);
        return true;
    }
    if (!read_zone(s, &zone_s))
        return false;
    *value = value_time_in(zone_s == VALUE_UTC ? time_s : time_s - zone_s, zone_s);
    return true;
}

static bool read_time(struct str text, struct value *value)
{
    struct str s = text;
    unsigned year, month, day;
    int64_t day_s;

    if (!take_digits(&s, 4, 4, &year) || !take(&s, '-') || !take_digits(&s, 1, 2, &month) || !take(&s, '-') ||
        !take_digits(&s, 1, 2, &day) || !date_from_day(year, month, day, &day_s))
        return false;
    if (s.len == 0) {
        *value = value_time_in(day_s, VALUE_DAY);
        return true;
    }
    if (!take(&s, 'T') && !take(&s, 't') && !char_is_space(s.at[0]))
        return false;
    return read_clock(s, day_s, value);
}

struct value yaml_scalar(struct str text)
{
    static const char *const nils[] = {"~", "null", NULL};
    static const char *const yes[] = {"true", "yes", "on", NULL};
    static const char *const no[] = {"false", "no", "off", NULL};
    struct value value;

    if (text.len == 0 || one_of(text, nils))
        return value_nil;
    if (one_of(text, yes) || one_of(text, no))
        return value_bool(one_of(text, yes));
    if (read_int(text, &value) || read_float(text, &value) || read_special_float(text, &value) ||
        read_sexagesimal(text, &value) || read_time(text, &value))
        return value;
    return value_str(text);
}
