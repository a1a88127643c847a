/* words.h - the one grammar that configures the appliance: key=value words, parted by blanks.
 *
 *     ip=192.0.2.10/24 gw=192.0.2.1 port=80
 *
 * The same on a kernel command line and as a process's arguments.
 *
 * Layer   base
 * Memory  answers point into the text
 */
#ifndef BASE_WORDS_H
#define BASE_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct word {
    const char *text; /* the whole word, for error messages; not NUL-terminated */
    size_t len;
    const char *key;
    size_t key_len;
    const char *value; /* NULL when the word has no '=' */
    size_t value_len;
};

/* Read the next word of *cursor (NUL-terminated) and advance it. Returns false at the end. */
bool words_next(const char **cursor, struct word *word);

bool word_key_is(const struct word *word, const char *key);

/* Values; each returns false, with the outputs untouched, where the text is not exactly of its form. */
bool word_get_u32(const char *text, size_t len, uint32_t min, uint32_t max, uint32_t *value); /* decimal */
bool word_get_hex(const char *text, size_t len, uint64_t *value);                  /* 0x... or decimal */
bool word_get_ipv4(const char *text, size_t len, uint32_t *address);               /* 192.0.2.1, host order */
/* 192.0.2.1/24 */
bool word_get_ipv4_prefix(const char *text, size_t len, uint32_t *address, uint8_t *prefix_len);

#endif
