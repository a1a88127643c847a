#include "words.h"

#include "memory.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool words_next(const char **cursor, struct word *word)
{
    const char *at = *cursor;
    while (is_blank(*at))
        at++;
    *cursor = at;
    if (*at == '\0')
        return false;
    *word = (struct word){.text = at, .key = at};
    for (; *at != '\0' && !is_blank(*at); at++)
        if (*at == '=' && word->value == NULL) {
            word->key_len = (size_t)(at - word->text);
            word->value = at + 1;
        }
    word->len = (size_t)(at - word->text);
    if (word->value == NULL)
        word->key_len = word->len;
    else
        word->value_len = (size_t)(at - word->value);
    *cursor = at;
    return true;
}

bool word_key_is(const struct word *word, const char *key)
{
    return strlen(key) == word->key_len && memcmp(key, word->key, word->key_len) == 0;
}

bool word_get_u32(const char *text, size_t len, uint32_t min, uint32_t max, uint32_t *value)
{
    uint64_t sum = 0;
    if (len == 0 || len > 10)
        return false;
    for (size_t i = 0; i < len; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        sum = sum * 10 + (uint64_t)(text[i] - '0');
    }
    if (sum < min || sum > max)
        return false;
    *value = (uint32_t)sum;
    return true;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

bool word_get_hex(const char *text, size_t len, uint64_t *value)
{
    uint32_t decimal;
    if (len < 2 || text[0] != '0' || (text[1] != 'x' && text[1] != 'X')) {
        if (!word_get_u32(text, len, 0, UINT32_MAX, &decimal))
            return false;
        *value = decimal;
        return true;
    }
    uint64_t sum = 0;
    if (len == 2 || len > 18)
        return false;
    for (size_t i = 2; i < len; i++) {
        if (hex_digit(text[i]) < 0)
            return false;
        sum = sum << 4 | (uint64_t)hex_digit(text[i]);
    }
    *value = sum;
    return true;
}

bool word_get_ipv4(const char *text, size_t len, uint32_t *address)
{
    uint32_t sum = 0;
    size_t at = 0;
    for (int part = 0; part < 4; part++) {
        size_t end = at;
        while (end < len && text[end] != '.')
            end++;
        uint32_t octet;
        /* "010" is 8 to some and 10 to others: refused, as inet_pton(3) does. */
        if (end - at > 3 || (end - at > 1 && text[at] == '0') ||
            !word_get_u32(text + at, end - at, 0, 255, &octet))
            return false;
        sum = sum << 8 | octet;
        if (part < 3 && end == len)
            return false;
        at = end + (part < 3);
    }
    if (at != len)
        return false;
    *address = sum;
    return true;
}

bool word_get_ipv4_prefix(const char *text, size_t len, uint32_t *address, uint8_t *prefix_len)
{
    size_t slash = 0;
    while (slash < len && text[slash] != '/')
        slash++;
    uint32_t prefix;
    uint32_t parsed;
    if (slash == len || len - slash - 1 > 2 ||
        !word_get_u32(text + slash + 1, len - slash - 1, 0, 32, &prefix) ||
        !word_get_ipv4(text, slash, &parsed))
        return false;
    *address = parsed;
    *prefix_len = (uint8_t)prefix;
    return true;
}
