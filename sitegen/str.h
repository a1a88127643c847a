/* str.h - a run of characters that somebody else owns, and what is asked of it.
 *
 * Layer     sitegen, the bottom
 * Memory    a str never owns; it is not NUL-terminated
 * Trust     any bytes; only utf8_bad() says whether they are UTF-8
 */
#ifndef SITEGEN_STR_H
#define SITEGEN_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
    const char *at;
    size_t len; /* bytes */
};

#define STR(literal) ((struct str){"" literal, sizeof(literal) - 1})
#define STR_ARG(s)   (int)(s).len, (s).at /* for %.*s */

/* NULL gives the empty str. This and what follows is asked most of all, and mostly of a literal, whose length is
 * no work here. */
static inline struct str str_of(const char *text)
{
    return (struct str){text != NULL ? text : "", text != NULL ? strlen(text) : 0};
}

/* What follows the first start bytes; empty beyond the end. */
static inline struct str str_from(struct str s, size_t start)
{
    if (start > s.len)
        start = s.len;
    return (struct str){s.at + start, s.len - start};
}

/* The first len bytes, fewer when it is shorter. */
static inline struct str str_head(struct str s, size_t len)
{
    return (struct str){s.at, len < s.len ? len : s.len};
}

static inline bool str_eq(struct str a, struct str b)
{
    return a.len == b.len && (a.len == 0 || (a.at[0] == b.at[0] && memcmp(a.at, b.at, a.len) == 0));
}

static inline bool str_is(struct str s, const char *text)
{
    return str_eq(s, str_of(text));
}

static inline bool str_starts(struct str s, const char *prefix)
{
    return str_is(str_head(s, strlen(prefix)), prefix);
}

static inline bool str_ends(struct str s, const char *suffix)
{
    size_t len = strlen(suffix);

    return s.len >= len && str_is(str_from(s, s.len - len), suffix);
}

struct str str_trim(struct str s);             /* without blanks, tabs and line ends at both ends */
struct str str_trim_start(struct str s);
struct str str_trim_end(struct str s);

struct str str_bytes(const void *object, size_t len); /* an object as it lies in memory */
bool str_eq_nocase(struct str a, struct str b);
bool str_is_nocase(struct str s, const char *text); /* ASCII letters only */
bool str_ends_nocase(struct str s, const char *suffix);
int str_cmp(struct str a, struct str b); /* by bytes, whatever the locale: < 0, 0, > 0 */

/* Where needle first stands in s, in bytes from its start; s.len when it does not. */
size_t str_find(struct str s, struct str needle);
size_t str_find_char(struct str s, char c);

static inline bool char_is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline bool char_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool char_is_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline char char_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* Where s stops being UTF-8.
 *
 * Returns   the offset in bytes of the first byte that is not part of a well-formed sequence (RFC 3629: no
 * overlong forms, no surrogates, nothing above U+10FFFF), or s.len when all is well.
 */
size_t utf8_bad(struct str s);

/* The length in bytes of the character that s starts with; 1 where it is not UTF-8. s is not empty. */
size_t utf8_len(struct str s);
size_t utf8_count(struct str s); /* characters */

/* Line and column, both from 1 and the column in characters, of the byte at offset. */
void str_place(struct str s, size_t offset, unsigned *line, unsigned *column);

#endif
