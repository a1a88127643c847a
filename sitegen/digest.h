/* digest.h - SHA-256 (FIPS 180-4): what a stranger can compute anew with sha256sum.
 *
 * Layer     sitegen, the bottom; over libnettle
 */
#ifndef SITEGEN_DIGEST_H
#define SITEGEN_DIGEST_H

#include "str.h"

#define DIGEST_LEN      32u
#define DIGEST_HEX_SIZE (2 * DIGEST_LEN + 1) /* with a NUL */

struct digest_sum {
    uint8_t bytes[DIGEST_LEN];
};

struct digest_sum digest_of(struct str bytes);

/* Of a whole file, in pieces. Returns false with errno. */
bool digest_file(const char *path, struct digest_sum *sum, uint64_t *len);

/* Hexadecimal digits and a NUL. */
void digest_print(const struct digest_sum *sum, char hex[DIGEST_HEX_SIZE]);

/* Exactly DIGEST_LEN bytes in lower-case digits; else false. */
bool digest_read(struct str hex, struct digest_sum *sum);

#endif
