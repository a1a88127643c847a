/* toml_value.c - the values of TOML: texts, numbers, dates, lists, tables. See toml_read.h. */
#include "toml_parts.h"
#include "yaml_read.h"

#include <string.h>

static void add_utf8(struct text *out, uint32_t c)
{
    if (c < 0x80) {
        text_add_char(out, (char)c);
    } else if (c < 0x800) {
        text_add_char(out, (char)(0xc0 | c >> 6));
        text_add_char(out, (char)(0x80 | (c & 0x3f)));
    } else if (c < 0x10000) {
        text_add_char(out, (char)(0xe0 | c >> 12));
        text_add_char(out, (char)(0x80 | (c >> 6 & 0x3f)));
        text_add_char(out, (char)(0x80 | (c & 0x3f)));
    } else {
        text_add_char(out, (char)(0xf0 | c >> 18));
        text_add_char(out, (char)(0x80 | (c >> 12 & 0x3f)));
        text_add_char(out, (char)(0x80 | (c >> 6 & 0x3f)));
        text_add_char(out, (char)(0x80 | (c & 0x3f)));
    }
}

static bool add_code_point(struct toml *t, struct text *out, unsigned digits, size_t at)
{
    uint32_t c = 0;

    for (unsigned i = 0; i < digits; i++, t->at++) {
        char digit = char_lower(toml_peek(t));
        if (!char_is_digit(digit) && (digit < 'a' || digit > 'f'))
            return toml_fail(t, at, "\\%c needs %u hexadecimal digits", digits == 4 ? 'u' : 'U', digits);
        c = c * 16 + (uint32_t)(char_is_digit(digit) ? digit - '0' : digit - 'a' + 10);
    }
    if (c == 0 || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
        return toml_fail(t, at, "there is no such character");
    add_utf8(out, c);
    return true;
}

/* What stands behind a '\'. */
static bool add_escape(struct toml *t, struct text *out, bool is_long)
{
    static const char from[] = "btnfre\"\\", to[] = "\b\t\n\f\r\033\"\\";
    size_t at = t->at - 1;
    char c = toml_peek(t);
    const char *found = c != '\0' ? strchr(from, c) : NULL;

    t->at++;
    if (found != NULL)
        text_add_char(out, to[found - from]);
    else if (c == 'u' || c == 'U')
        return add_code_point(t, out, c == 'u' ? 4 : 8, at);
    else if (is_long && char_is_space(c))
        while (char_is_space(toml_peek(t)) && t->at < t->end)
            t->at++; /* a '\' at a line's end: the text goes on at the next word */
    else
        return toml_fail(t, at, "no such escape");
    return true;
}

static bool is_closing(const struct toml *t, char quote, bool is_long)
{
    size_t count = is_long ? 3 : 1;

    for (size_t i = 0; i < count; i++)
        if (t->at + i >= t->end || t->source.at[t->at + i] != quote)
            return false;
    /* Of four or five quotes, the last three close. */
    return !is_long || t->at + 3 >= t->end || t->source.at[t->at + 3] != quote;
}

bool toml_string(struct toml *t, struct str *string)
{
    char quote = toml_peek(t);
    size_t start = t->at;
    bool is_long = t->at + 2 < t->end && t->source.at[t->at + 1] == quote && t->source.at[t->at + 2] == quote;
    struct text out = {0};
    bool ok = true;

    t->at += is_long ? 3 : 1;
    if (is_long && toml_peek(t) == '\r')
        t->at++;
    if (is_long && toml_peek(t) == '\n')
        t->at++;
    while (ok && !is_closing(t, quote, is_long)) {
        char c = toml_peek(t);
        if (t->at >= t->end || (!is_long && c == '\n')) {
            ok = toml_fail(t, start, "the text is not closed");
            break;
        }
        t->at++;
        if (c == '\\' && quote == '"')
            ok = add_escape(t, &out, is_long);
        else
            text_add_char(&out, c);
    }
    t->at += is_long ? 3 : 1;
    *string = text_finish(&out, t->pool);
    return ok;
}

static bool deeper(struct toml *t)
{
    return ++t->depth <= TOML_DEPTH_MAX ||
           toml_fail(t, t->at, "nested too deeply (at most %u)", TOML_DEPTH_MAX);
}

static bool read_list(struct toml *t, struct value *value)
{
    size_t start = t->at++;

    *value = value_array(t->pool);
    if (!deeper(t))
        return false;
    for (;;) {
        struct value item;
        toml_skip_lines(t);
        if (t->at >= t->end)
            return toml_fail(t, start, "the list is not closed");
        if (toml_peek(t) == ']')
            break;
        if (!toml_value(t, &item))
            return false;
        array_add(value->array, item);
        toml_skip_lines(t);
        if (toml_peek(t) == ',')
            t->at++;
        else if (toml_peek(t) != ']')
            return toml_fail(t, t->at, "\",\" or \"]\" is expected here");
    }
    t->at++;
    t->depth--;
    return true;
}

static bool read_table(struct toml *t, struct value *value)
{
    size_t start = t->at++;

    *value = value_hash(t->pool);
    if (!deeper(t))
        return false;
    toml_skip_blanks(t);
    while (toml_peek(t) != '}') {
        if (t->at >= t->end)
            return toml_fail(t, start, "the table is not closed");
        if (!toml_pair(t, value->hash))
            return false;
        toml_skip_blanks(t);
        if (toml_peek(t) == ',')
            t->at++;
        else if (toml_peek(t) != '}')
            return toml_fail(t, t->at, "\",\" or \"}\" is expected here");
        toml_skip_blanks(t);
    }
    t->at++;
    t->depth--;
    return true;
}

/* What is neither in quotes nor in brackets, up to what ends it. A date may have a blank before its clock. */
static struct str take_word(struct toml *t)
{
    size_t start = t->at;

    for (; t->at < t->end && strchr(",]}#\n\r\t", toml_peek(t)) == NULL; t->at++)
        if (toml_peek(t) == ' ' &&
            !(t->at - start == 10 && t->at + 1 < t->end && char_is_digit(t->source.at[t->at + 1])))
            break;
    return str_head(str_from(t->source, start), t->at - start);
}

static bool read_octal(struct str word, struct value *value)
{
    int64_t number = 0;

    if (!str_starts(word, "0o") || word.len < 3 || word.len > 22)
        return false;
    for (size_t i = 2; i < word.len; i++) {
        if (word.at[i] == '_')
            continue;
        if (word.at[i] < '0' || word.at[i] > '7')
            return false;
        number = number * 8 + (word.at[i] - '0');
    }
    *value = value_int(number);
    return true;
}

static bool read_special(struct str word, struct value *value)
{
    struct str bare = str_from(word, word.len > 0 && (word.at[0] == '+' || word.at[0] == '-'));

    if (str_is(bare, "inf"))
        *value = value_float(word.at[0] == '-' ? -__builtin_inf() : __builtin_inf());
    else if (str_is(bare, "nan"))
        *value = value_float(__builtin_nan(""));
    else
        return false;
    return true;
}

/* Numbers, dates and the two truths look as they do in YAML, but for octal numbers, and for times of day,
 * which are texts here. */
static bool read_plain(struct toml *t, struct value *value)
{
    size_t start = t->at;
    struct str word = take_word(t);
    bool is_clock = word.len >= 5 && char_is_digit(word.at[0]) && word.at[2] == ':';
    bool has_zero = word.len > 1 && word.at[0] == '0' && char_is_digit(word.at[1]) && word.len < 10;

    if (is_clock) {
        *value = value_str(pool_str(t->pool, word));
        return true;
    }
    if (read_octal(word, value) || read_special(word, value))
        return true;
    *value = yaml_scalar(word);
    if (str_is(word, "true") || str_is(word, "false") || value->kind == VALUE_TIME)
        return true;
    if (!has_zero && (value->kind == VALUE_INT || value->kind == VALUE_FLOAT))
        return true;
    return toml_fail(t, start, "a value is expected here (texts stand in quotes)");
}

bool toml_value(struct toml *t, struct value *value)
{
    struct str string;

    switch (toml_peek(t)) {
    case '"':
    case '\'':
        if (!toml_string(t, &string))
            return false;
        *value = value_str(string);
        return true;
    case '[':
        return read_list(t, value);
    case '{':
        return read_table(t, value);
    default:
        return read_plain(t, value);
    }
}
