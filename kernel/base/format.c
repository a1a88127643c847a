#include "format.h"

#include <stdbool.h>
#include <stdint.h>

/* Where the text goes: at <= cap - 1, so that the NUL always fits. */
struct out {
    char *buf;
    size_t cap;
    size_t at;
};

static void put(struct out *out, char c)
{
    if (out->at + 1 < out->cap)
        out->buf[out->at++] = c;
}

struct conversion {
    bool left;
    bool zero;
    int width;
    int precision; /* < 0: none */
    int longs;     /* number of l's; z counts as two */
    char letter;
};

static void put_padded(struct out *out, const struct conversion *cv, const char *text, size_t len)
{
    size_t width = cv->width > 0 ? (size_t)cv->width : 0;
    size_t gap = width > len ? width - len : 0;
    for (size_t i = 0; !cv->left && i < gap; i++)
        put(out, ' ');
    for (size_t i = 0; i < len; i++)
        put(out, text[i]);
    for (size_t i = 0; cv->left && i < gap; i++)
        put(out, ' ');
}

static void put_number(struct out *out, const struct conversion *cv, uint64_t value, bool negative,
                       unsigned base)
{
    char text[72];
    size_t at = sizeof(text);
    const char *digits = cv->letter == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
    do {
        text[--at] = digits[value % base];
        value /= base;
    } while (value != 0);
    if (cv->zero && !cv->left)
        while (at > 1 && sizeof(text) - at + negative < (size_t)cv->width)
            text[--at] = '0';
    if (negative)
        text[--at] = '-';
    put_padded(out, cv, text + at, sizeof(text) - at);
}

static void put_string(struct out *out, const struct conversion *cv, const char *text)
{
    if (text == NULL)
        text = "(null)";
    size_t len = 0;
    while ((cv->precision < 0 || len < (size_t)cv->precision) && text[len] != '\0')
        len++;
    put_padded(out, cv, text, len);
}

static int parse_int(const char **at)
{
    int value = 0;
    for (; **at >= '0' && **at <= '9'; (*at)++)
        if (value < 10000)
            value = value * 10 + (**at - '0');
    return value;
}

/* va_list is an array type on x86-64: it goes on in functions only by way of a struct. */
struct arguments {
    va_list list;
};

static const char *parse(const char *at, struct conversion *cv, struct arguments *args)
{
    *cv = (struct conversion){.precision = -1};
    for (; *at == '-' || *at == '0'; at++) {
        cv->left |= *at == '-';
        cv->zero |= *at == '0';
    }
    if (*at == '*') {
        cv->width = va_arg(args->list, int);
        at++;
    } else {
        cv->width = parse_int(&at);
    }
    if (*at == '.') {
        at++;
        if (*at == '*') {
            cv->precision = va_arg(args->list, int);
            at++;
        } else {
            cv->precision = parse_int(&at);
        }
    }
    for (; *at == 'l' || *at == 'h' || *at == 'z'; at++)
        cv->longs += *at == 'l' ? 1 : *at == 'z' ? 2 : 0;
    cv->letter = *at;
    return *at == '\0' ? at : at + 1;
}

static void convert(struct out *out, const struct conversion *cv, struct arguments *args)
{
    switch (cv->letter) {
    case 'd':
    case 'i': {
        int64_t value = cv->longs > 0 ? va_arg(args->list, int64_t) : va_arg(args->list, int);
        put_number(out, cv, value < 0 ? 0 - (uint64_t)value : (uint64_t)value, value < 0, 10);
        break;
    }
    case 'u':
    case 'x':
    case 'X': {
        uint64_t value = cv->longs > 0 ? va_arg(args->list, uint64_t) : va_arg(args->list, unsigned);
        put_number(out, cv, value, false, cv->letter == 'u' ? 10 : 16);
        break;
    }
    case 'p':
        put(out, '0');
        put(out, 'x');
        put_number(out, cv, (uintptr_t)va_arg(args->list, void *), false, 16);
        break;
    case 's':
        put_string(out, cv, va_arg(args->list, const char *));
        break;
    case 'c': {
        char c = (char)va_arg(args->list, int);
        put_padded(out, cv, &c, 1);
        break;
    }
    default:
        put(out, '%');
        if (cv->letter != '%' && cv->letter != '\0')
            put(out, cv->letter);
        break;
    }
}

size_t format_va(char *buf, size_t cap, const char *fmt, va_list list)
{
    struct out out = {.buf = buf, .cap = cap};
    struct arguments args;
    va_copy(args.list, list);
    while (*fmt != '\0') {
        if (*fmt != '%') {
            put(&out, *fmt++);
            continue;
        }
        struct conversion cv;
        fmt = parse(fmt + 1, &cv, &args);
        convert(&out, &cv, &args);
    }
    va_end(args.list);
    buf[out.at] = '\0';
    return out.at;
}

size_t format(char *buf, size_t cap, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    size_t len = format_va(buf, cap, fmt, args);
    va_end(args);
    return len;
}
