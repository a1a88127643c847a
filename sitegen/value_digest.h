/* value_digest.h - a digest of values, and of what lies beside them.
 *
 * Layer     sitegen; above value.h; over libxxhash
 * Covers    kinds, texts, numbers, order; not where a value stands in its file, and not what a lazy one makes
 * Sums      a hash whose sum is more than VALUE_SUM_FOLLOWS counts as that number wherever it is met, and is
 *           not gone through: who gives it one sees to it that equal numbers mean equal values. Values that
 *           lead back to themselves need one
 */
#ifndef SITEGEN_VALUE_DIGEST_H
#define SITEGEN_VALUE_DIGEST_H

#include "value.h"

#include <xxh_x86dispatch.h>

#define VALUE_DIGEST_BUFFER_LEN 4096u /* bytes: hashing goes faster in large pieces */

/* The sum of a hash that was made, by rule, of what has a digest of its own: for who knows of what. */
#define VALUE_SUM_FOLLOWS 1u

struct value_digest {
    XXH3_state_t *state; /* NULL: all is in the buffer yet */
    size_t len;
    uint8_t buffer[VALUE_DIGEST_BUFFER_LEN];
};

void value_digest_start(struct value_digest *d);
void value_digest_bytes(struct value_digest *d, const void *bytes, size_t len);
void value_digest_number(struct value_digest *d, uint64_t number);
void value_digest_str(struct value_digest *d, struct str s);
void value_digest_text(struct value_digest *d, const char *text); /* NULL is not "" */
void value_digest_value(struct value_digest *d, struct value value);

/* A hash by what it holds, whatever its sum; hashes inside it as above. */
void value_digest_hash(struct value_digest *d, const struct hash *hash);

/* Gives back its memory. */
XXH128_hash_t value_digest_finish(struct value_digest *d);

/* A digest of a value: of a hash, its sum where that is one. Never 0 or VALUE_SUM_FOLLOWS. */
uint64_t value_sum(struct value value);

#endif
