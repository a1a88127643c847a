/* random.h - many random bytes from a few.
 *
 * Layer     base; pure: seeds are arguments
 * Method    ChaCha20 (RFC 8439, 2.3) with fast key erasure: each call's first 32 bytes become the next key,
 *           so that what leaks from memory tells nothing about what was given out before
 */
#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

#define RANDOM_KEY_WORDS 8u

struct random {
    uint32_t key[RANDOM_KEY_WORDS]; /* as secret as the best seed that was mixed in */
};

/* Mix len bytes into the state. Nothing is lost by mixing in what an attacker knows. */
void random_mix(struct random *random, const void *seed, size_t len);

/* Fill buf with len bytes. */
void random_fill(struct random *random, void *buf, size_t len);

/* The ChaCha20 block function, RFC 8439, 2.3: 64 bytes of key stream. */
void random_chacha20_block(const uint32_t key[8], uint32_t counter, const uint32_t nonce[3], uint8_t out[64]);

#endif
