/* random.c - see random.h. */
#include "random.h"

#include "bytes.h"
#include "memory.h"

#define KEY_LEN   32u
#define BLOCK_LEN 64u

static void le32_put(uint8_t *p, uint32_t value)
{
    for (unsigned i = 0; i < 4; i++)
        p[i] = (uint8_t)(value >> 8 * i);
}

static inline uint32_t rotate_left(uint32_t value, unsigned bits)
{
    return value << bits | value >> (32 - bits);
}

/* RFC 8439, 2.1 */
static inline void quarter_round(uint32_t *x, unsigned a, unsigned b, unsigned c, unsigned d)
{
    x[a] += x[b];
    x[d] = rotate_left(x[d] ^ x[a], 16);
    x[c] += x[d];
    x[b] = rotate_left(x[b] ^ x[c], 12);
    x[a] += x[b];
    x[d] = rotate_left(x[d] ^ x[a], 8);
    x[c] += x[d];
    x[b] = rotate_left(x[b] ^ x[c], 7);
}

void random_chacha20_block(const uint32_t key[8], uint32_t counter, const uint32_t nonce[3], uint8_t out[64])
{
    /* "expand 32-byte k" */
    uint32_t start[16] = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574};
    uint32_t x[16];

    memcpy(start + 4, key, KEY_LEN);
    start[12] = counter;
    memcpy(start + 13, nonce, 12);
    memcpy(x, start, sizeof x);
    for (unsigned i = 0; i < 10; i++) {
        for (unsigned column = 0; column < 4; column++)
            quarter_round(x, column, 4 + column, 8 + column, 12 + column);
        for (unsigned diagonal = 0; diagonal < 4; diagonal++)
            quarter_round(x, diagonal, 4 + (diagonal + 1) % 4, 8 + (diagonal + 2) % 4,
                          12 + (diagonal + 3) % 4);
    }
    for (unsigned i = 0; i < 16; i++)
        le32_put(out + 4 * i, x[i] + start[i]);
}

/* One block of key stream; its first half becomes the key, *half points to the other. */
static void next_key(struct random *random, uint32_t purpose, uint8_t block[BLOCK_LEN])
{
    const uint32_t nonce[3] = {purpose, 0, 0};

    random_chacha20_block(random->key, 0, nonce, block);
    for (unsigned i = 0; i < RANDOM_KEY_WORDS; i++)
        random->key[i] = le32_get(block + 4 * i);
}

enum purpose { MIX = 1, FILL = 2 };

void random_mix(struct random *random, const void *seed, size_t len)
{
    const uint8_t *bytes = seed;
    uint8_t block[BLOCK_LEN];

    while (len > 0) {
        size_t chunk_len = len < KEY_LEN ? len : KEY_LEN;
        uint8_t chunk[KEY_LEN] = {0};
        memcpy(chunk, bytes, chunk_len);
        for (unsigned i = 0; i < RANDOM_KEY_WORDS; i++)
            random->key[i] ^= le32_get(chunk + 4 * i);
        next_key(random, MIX, block);
        bytes += chunk_len;
        len -= chunk_len;
    }
    memset(block, 0, sizeof block);
}

void random_fill(struct random *random, void *buf, size_t len)
{
    uint8_t *to = buf;
    uint8_t block[BLOCK_LEN];

    while (len > 0) {
        size_t chunk_len = len < KEY_LEN ? len : KEY_LEN;
        next_key(random, FILL, block);
        memcpy(to, block + KEY_LEN, chunk_len);
        to += chunk_len;
        len -= chunk_len;
    }
    /* What was given out must not stay on the stack. */
    memset(block, 0, sizeof block);
    __asm__ volatile("" : : "r"(block) : "memory");
}
