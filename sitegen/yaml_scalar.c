/* yaml_scalar.c - what a plain scalar means: YAML 1.1, https://yaml.org/type/, in the forms that Jekyll's
 * reader knows. */
#include "content/date.h"
#include "yaml_read.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static bool one_of(struct str text, const char *const *words)
{
    for (; *words != NULL; words++)
        if (str_is(text, *words))
            return true;
    return false;
}

/* Copy without the '_' that may part digits. Returns false when it is too long to be a number. */
static bool digits_of(struct str text, char *buf, size_t cap)
{
    size_t len = 0;

    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '_')
            continue;
        if (len + 1 >= cap)
            return false;
        buf[len++] = text.at[i];
    }
    buf[len] = '\0';
    return len > 0;
}

static bool read_int(struct str text, struct value *value)
{
    char buf[40], *end;
    int base = 10;

    if (!digits_of(text, buf, sizeof(buf)))
        return false;
    const char *digits = buf[0] == '-' || buf[0] == '+' ? buf + 1 : buf;
    if (!char_is_digit(digits[0]))
        return false;
    if (digits[0] == '0' && digits[1] == 'x')
        base = 16;
    else if (digits[0] == '0' && digits[1] != '\0')
        base = 8;
    errno = 0;
    long long number = strtoll(buf, &end, base);
    if (*end != '\0' || errno != 0)
        return false;
    *value = value_int(number);
    return true;
}

/* [-+]?digits.digits[e[-+]digits]: strtod() alone would take "nan", "0x1p3" and "1e5" as well. */
static bool read_float(struct str text, struct value *value)
{
    char buf[64], *end;
    bool has_point = false, has_digit = false;

    if (!digits_of(text, buf, sizeof(buf)))
        return false;
    for (const char *p = buf; *p != '\0'; p++) {
        has_point |= *p == '.';
        has_digit |= char_is_digit(*p);
        bool sign_fits = (*p == '-' || *p == '+') && (p == buf || p[-1] == 'e' || p[-1] == 'E');
        bool exponent_fits = (*p == 'e' || *p == 'E') && has_digit;
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

struct value yaml_scalar(struct str text)
{
    static const char *const nils[] = {"", "~", "null", "Null", "NULL", NULL};
    static const char *const yes[] = {"true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", NULL};
    static const char *const no[] = {"false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF", NULL};
    struct value value;
    int64_t time_s;

    if (one_of(text, nils))
        return value_nil;
    if (one_of(text, yes) || one_of(text, no))
        return value_bool(one_of(text, yes));
    if (read_int(text, &value) || read_float(text, &value))
        return value;
    /* A day alone must be written in full, as 2026-01-31: so that 2026-1-31 stays the text that it is. */
    if ((text.len == 10 || text.len > 15) && date_parse(text, &time_s))
        return value_time(time_s);
    return value_str(text);
}
