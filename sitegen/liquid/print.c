/* print.c - see print.h. Depth is bounded by LIQUID_DEPTH_MAX and by what YAML allows. */
#include "liquid/print.h"

#include "liquid/liquid.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool print_is_full(const struct text *out)
{
    return out->len > LIQUID_OUTPUT_MAX;
}

/* The shortest decimal digits that read back as the same number; the value is 0.DIGITS * 10^*point. */
static void shortest_digits(double real, char *digits, size_t cap, int *point)
{
    char buf[40];
    size_t count = 0;

    for (int precision = 14; precision <= 16; precision++) {
        snprintf(buf, sizeof(buf), "%.*e", precision, real);
        if (strtod(buf, NULL) == real)
            break;
    }
    char *exponent = strchr(buf, 'e');
    *point = exponent != NULL ? atoi(exponent + 1) + 1 : 0;
    for (const char *c = buf; c < exponent && count + 1 < cap; c++)
        if (char_is_digit(*c))
            digits[count++] = *c;
    while (count > 1 && digits[count - 1] == '0')
        count--;
    digits[count] = '\0';
}

/* As Ruby: 1.0, 0.0001, 1000000000000000.0; beyond that 1.0e-05, 1.0e+16. */
static void print_float(double real, struct text *out)
{
    char digits[40];
    int point, count;

    if (__builtin_isnan(real) || __builtin_isinf(real)) {
        text_add_c(out, __builtin_isnan(real) ? "NaN" : real > 0 ? "Infinity" : "-Infinity");
        return;
    }
    if (__builtin_signbit(real))
        text_add_char(out, '-');
    shortest_digits(real < 0 ? -real : real, digits, sizeof(digits), &point);
    count = (int)strlen(digits);
    if (real == 0) {
        text_add_c(out, "0.0");
    } else if (point > 16 || point <= -4) {
        text_printf(out, "%c.%se%c%02d", digits[0], count > 1 ? digits + 1 : "0", point > 0 ? '+' : '-',
                    abs(point - 1));
    } else if (point <= 0) {
        text_printf(out, "0.%.*s%s", -point, "0000", digits);
    } else {
        for (int i = 0; i < point || i < count; i++) {
            if (i == point)
                text_add_char(out, '.');
            text_add_char(out, i < count ? digits[i] : '0');
        }
        if (point >= count)
            text_add_c(out, ".0");
    }
}

static void inspect_string(struct str s, struct text *out)
{
    static const char *const names = "abtnvfr"; /* \a is 7 */

    text_add_char(out, '"');
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.at[i];
        char next = i + 1 < s.len ? s.at[i + 1] : '\0';
        if (c == '"' || c == '\\' || (c == '#' && (next == '{' || next == '$' || next == '@')))
            text_printf(out, "\\%c", c);
        else if (c >= 7 && c <= 13)
            text_printf(out, "\\%c", names[c - 7]);
        else if (c == 27)
            text_add_c(out, "\\e");
        else if (c < 0x20)
            text_printf(out, "\\u%04X", c);
        else if (c == 0x7f)
            text_add_c(out, "\\x7F");
        else
            text_add_char(out, (char)c);
    }
    text_add_char(out, '"');
}

/* What Jekyll calls a document, by what it says of itself: its text is made when it is asked for. */
static bool is_document(struct value value)
{
    if (value.kind != VALUE_HASH)
        return false;
    const struct hash_entry *content = hash_entry(value.hash, STR("content"));
    return content != NULL && content->value.kind == VALUE_LAZY &&
           hash_get(value.hash, STR("relative_path")).kind == VALUE_STRING;
}

static void inspect_item(struct value item, struct text *out)
{
    if (is_document(item))
        text_printf(out, "#<Jekyll::Document %.*s collection=%.*s>",
                    STR_ARG(hash_get(item.hash, STR("relative_path")).string),
                    STR_ARG(print_str(hash_get(item.hash, STR("collection")), item.hash->pool)));
    else
        print_inspect(item, out);
}

static void inspect_list(const struct array *array, struct text *out)
{
    text_add_char(out, '[');
    for (size_t i = 0; i < array->count && !print_is_full(out); i++) {
        text_add_c(out, i > 0 ? ", " : "");
        inspect_item(array->items[i], out);
    }
    text_add_char(out, ']');
}

static void inspect_hash(const struct hash *hash, struct text *out)
{
    text_add_char(out, '{');
    for (size_t i = 0; i < hash->count && !print_is_full(out); i++) {
        text_add_c(out, i > 0 ? ", " : "");
        inspect_string(hash->entries[i].key, out);
        text_add_c(out, "=>");
        inspect_item(hash->entries[i].value, out);
    }
    text_add_char(out, '}');
}

void print_inspect(struct value value, struct text *out)
{
    if (value.kind == VALUE_STRING)
        inspect_string(value.string, out);
    else if (value.kind == VALUE_NIL || value.kind == VALUE_LAZY)
        text_add_c(out, "nil");
    else
        print_to_s(value, out);
}

void print_to_s(struct value value, struct text *out)
{
    if (value.kind == VALUE_ARRAY)
        inspect_list(value.array, out);
    else if (value.kind == VALUE_HASH)
        inspect_hash(value.hash, out);
    else if (value.kind == VALUE_FLOAT)
        print_float(value.real, out);
    else
        value_print(value, out);
}

void print_value(struct value value, struct text *out)
{
    if (value.kind != VALUE_ARRAY) {
        print_to_s(value, out);
        return;
    }
    for (size_t i = 0; i < value.array->count && !print_is_full(out); i++)
        print_value(value.array->items[i], out);
}

struct str print_str(struct value value, struct pool *pool)
{
    struct text text = {0};

    if (value.kind == VALUE_STRING)
        return value.string;
    print_to_s(value, &text);
    return text_finish(&text, pool);
}
