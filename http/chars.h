/* chars.h - classes of bytes, and comparing what is compared without case.
 *
 * Layer   http, internal
 * Source  RFC 9110 5.6.2 (token), 5.5 (field values); RFC 3986 for targets and hosts
 */
#ifndef HTTP_CHARS_H
#define HTTP_CHARS_H

#include "span.h"

#include <stdbool.h>

/* A request target is taken more widely than RFC 3986 has it: all visible ASCII but '#', because browsers
 * leave '|' and the like alone, and bytes above ASCII, which curl sends as they are. Neither can be mistaken
 * for the end of anything. */
#define CHAR_TOKEN  0x1u /* tchar */
#define CHAR_TARGET 0x2u
#define CHAR_HOST   0x4u /* reg-name: unreserved, sub-delims, '%' */
#define CHAR_DIGIT  0x8u
#define CHAR_HEX    0x10u

extern const uint8_t char_class[256];

static inline bool char_is(uint8_t c, uint8_t mask)
{
    return (char_class[c] & mask) != 0;
}

/* Whether len bytes spell a word that is given in lower case, made of letters, digits and '-'. The bytes hold
 * no control characters: the parser has seen to that. */
static inline bool char_word_is(const uint8_t *bytes, size_t len, const char *word, size_t word_len)
{
    if (len != word_len)
        return false;
    for (size_t i = 0; i < len; i++) {
        if ((bytes[i] | 0x20) != (uint8_t)word[i])
            return false;
    }
    return true;
}

/* The same with a string literal. */
#define CHAR_WORD_IS(span, literal) char_word_is((span).bytes, (span).len, literal, sizeof(literal) - 1)

#endif
