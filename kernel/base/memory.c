#include "memory.h"

#include <stdint.h>

/* Unaligned words that may alias anything: x86-64 reads and writes them at no cost. */
typedef uint64_t __attribute__((may_alias, aligned(1))) word_any;

/* What is longer goes by "rep movsq", which the processor does in cache lines. */
#define REP_MIN 512u

void *memcpy(void *restrict to, const void *restrict from, size_t len)
{
    uint8_t *d = to;
    const uint8_t *s = from;
    if (len >= REP_MIN) {
        size_t words = len / 8;
        __asm__ volatile("rep movsq" : "+D"(d), "+S"(s), "+c"(words) : : "memory");
        len %= 8;
    }
    for (; len >= 8; len -= 8, d += 8, s += 8)
        *(word_any *)d = *(const word_any *)s;
    for (; len > 0; len--)
        *d++ = *s++;
    return to;
}

void *memmove(void *to, const void *from, size_t len)
{
    uint8_t *d = to;
    const uint8_t *s = from;
    if (d <= s || d >= s + len) {
        /* Forward in words is safe when the destination lies below: each word is read before it is
         * overwritten. */
        for (; len >= 8; len -= 8, d += 8, s += 8)
            *(word_any *)d = *(const word_any *)s;
        for (; len > 0; len--)
            *d++ = *s++;
        return to;
    }
    for (; len >= 8; len -= 8)
        *(word_any *)(d + len - 8) = *(const word_any *)(s + len - 8);
    for (; len > 0; len--)
        d[len - 1] = s[len - 1];
    return to;
}

void *memset(void *to, int value, size_t len)
{
    uint8_t *d = to;
    uint64_t pattern = 0x0101010101010101u * (uint8_t)value;
    if (len >= REP_MIN) {
        size_t words = len / 8;
        __asm__ volatile("rep stosq" : "+D"(d), "+c"(words) : "a"(pattern) : "memory");
        len %= 8;
    }
    for (; len >= 8; len -= 8, d += 8)
        *(word_any *)d = pattern;
    for (; len > 0; len--)
        *d++ = (uint8_t)value;
    return to;
}

int memcmp(const void *a, const void *b, size_t len)
{
    const uint8_t *x = a;
    const uint8_t *y = b;
    for (; len >= 8 && *(const word_any *)x == *(const word_any *)y; len -= 8) {
        x += 8;
        y += 8;
    }
    for (; len > 0; len--, x++, y++)
        if (*x != *y)
            return *x - *y;
    return 0;
}

size_t strlen(const char *text)
{
    const char *end = text;
    while (*end != '\0')
        end++;
    return (size_t)(end - text);
}
