/* text.c - see text.h */
#include "text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Make room for len more bytes and a NUL. */
static void reserve(struct text *text, size_t len)
{
    if (text->cap > 0 && text->cap - text->len > len)
        return;
    size_t cap = text->cap > 0 ? text->cap : 256;
    while (cap - text->len <= len) {
        if (cap > SIZE_MAX / 4)
            fatal("out of memory");
        cap *= 2;
    }
    char *grown = realloc(text->bytes, cap);
    if (grown == NULL)
        fatal("out of memory");
    text->bytes = grown;
    text->cap = cap;
}

void text_add(struct text *text, struct str s)
{
    reserve(text, s.len);
    if (s.len > 0)
        memcpy(text->bytes + text->len, s.at, s.len);
    text->len += s.len;
    text->bytes[text->len] = '\0';
}

void text_add_c(struct text *text, const char *s)
{
    text_add(text, str_of(s));
}

void text_add_char(struct text *text, char c)
{
    text_add(text, (struct str){&c, 1});
}

void text_printf(struct text *text, const char *fmt, ...)
{
    va_list args, again;

    va_start(args, fmt);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    if (len < 0)
        fatal("a message cannot be formatted");
    reserve(text, (size_t)len);
    vsnprintf(text->bytes + text->len, (size_t)len + 1, fmt, again);
    va_end(again);
    text->len += (size_t)len;
}

static const char *entity_of(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void text_add_escaped(struct text *text, struct str s)
{
    size_t start = 0;

    for (size_t i = 0; i < s.len; i++) {
        const char *entity = entity_of(s.at[i]);
        if (entity == NULL)
            continue;
        text_add(text, str_head(str_from(s, start), i - start));
        text_add_c(text, entity);
        start = i + 1;
    }
    text_add(text, str_from(s, start));
}

struct str text_str(const struct text *text)
{
    return (struct str){text->bytes != NULL ? text->bytes : "", text->len};
}

struct str text_finish(struct text *text, struct pool *pool)
{
    struct str copy = pool_str(pool, text_str(text));

    text_free(text);
    return copy;
}

void text_clear(struct text *text)
{
    text->len = 0;
    if (text->bytes != NULL)
        text->bytes[0] = '\0';
}

void text_free(struct text *text)
{
    free(text->bytes);
    *text = (struct text){0};
}
