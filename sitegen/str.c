/* str.c - see str.h */
#include "str.h"

#include <string.h>

struct str str_trim_start(struct str s)
{
    while (s.len > 0 && char_is_space(s.at[0]))
        s = str_from(s, 1);
    return s;
}

struct str str_trim_end(struct str s)
{
    while (s.len > 0 && char_is_space(s.at[s.len - 1]))
        s.len--;
    return s;
}

struct str str_trim(struct str s)
{
    return str_trim_start(str_trim_end(s));
}

struct str str_bytes(const void *object, size_t len)
{
    return (struct str){object, len};
}

bool str_eq_nocase(struct str a, struct str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (char_lower(a.at[i]) != char_lower(b.at[i]))
            return false;
    return true;
}

bool str_is_nocase(struct str s, const char *text)
{
    return str_eq_nocase(s, str_of(text));
}

bool str_ends_nocase(struct str s, const char *suffix)
{
    size_t len = strlen(suffix);

    return s.len >= len && str_is_nocase(str_from(s, s.len - len), suffix);
}

int str_cmp(struct str a, struct str b)
{
    size_t len = a.len < b.len ? a.len : b.len;
    int order = len > 0 ? memcmp(a.at, b.at, len) : 0;

    if (order != 0)
        return order;
    return a.len < b.len ? -1 : a.len > b.len;
}

size_t str_find(struct str s, struct str needle)
{
    if (needle.len == 0)
        return 0;
    if (s.len < needle.len)
        return s.len;
    const char *found = memmem(s.at, s.len, needle.at, needle.len);
    return found != NULL ? (size_t)(found - s.at) : s.len;
}

size_t str_find_char(struct str s, char c)
{
    const char *found = s.len > 0 ? memchr(s.at, c, s.len) : NULL;

    return found != NULL ? (size_t)(found - s.at) : s.len;
}

/* The length of the well-formed sequence at the start of s, 0 when there is none: RFC 3629, section 4. */
static size_t sequence_len(struct str s)
{
    const unsigned char *p = (const unsigned char *)s.at;
    unsigned char low = 0x80, high = 0xbf;
    size_t len;

    if (p[0] < 0x80)
        return 1;
    if (p[0] >= 0xc2 && p[0] <= 0xdf)
        len = 2;
    else if ((p[0] & 0xf0) == 0xe0)
        len = 3;
    else if (p[0] >= 0xf0 && p[0] <= 0xf4)
        len = 4;
    else
        return 0;
    if (p[0] == 0xe0)
        low = 0xa0; /* else overlong */
    if (p[0] == 0xed)
        high = 0x9f; /* else a surrogate */
    if (p[0] == 0xf0)
        low = 0x90; /* else overlong */
    if (p[0] == 0xf4)
        high = 0x8f; /* else above U+10FFFF */
    if (s.len < len || p[1] < low || p[1] > high)
        return 0;
    for (size_t i = 2; i < len; i++)
        if ((p[i] & 0xc0) != 0x80)
            return 0;
    return len;
}

/* Most text is ASCII: eight bytes at a time. */
static size_t ascii_len(struct str s)
{
    uint64_t word;
    size_t at = 0;

    for (; s.len - at >= sizeof(word); at += sizeof(word)) {
        memcpy(&word, s.at + at, sizeof(word));
        if ((word & 0x8080808080808080u) != 0)
            break;
    }
    return at;
}

size_t utf8_bad(struct str s)
{
    size_t at = 0;

    while ((at += ascii_len(str_from(s, at))) < s.len) {
        size_t len = sequence_len(str_from(s, at));
        if (len == 0)
            return at;
        at += len;
    }
    return s.len;
}

size_t utf8_len(struct str s)
{
    size_t len = sequence_len(s);

    return len > 0 ? len : 1;
}

size_t utf8_count(struct str s)
{
    size_t count = 0;

    for (size_t at = 0; at < s.len; at += utf8_len(str_from(s, at)))
        count++;
    return count;
}

void str_place(struct str s, size_t offset, unsigned *line, unsigned *column)
{
    *line = 1;
    *column = 1;
    for (size_t i = 0; i < offset && i < s.len; i++) {
        if (s.at[i] == '\n') {
            (*line)++;
            *column = 1;
        } else if (((unsigned char)s.at[i] & 0xc0) != 0x80) {
            (*column)++; /* a character is counted at its first byte */
        }
    }
}
