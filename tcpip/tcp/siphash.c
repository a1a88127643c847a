/* siphash.c - see siphash.h. */
#include "tcp/siphash.h"

#include "bytes.h"

struct sip {
    uint64_t v0, v1, v2, v3;
};

static uint64_t rotate(uint64_t word, unsigned bits)
{
    return word << bits | word >> (64 - bits);
}

static void sip_rounds(struct sip *s, unsigned count)
{
    while (count--) {
        s->v0 += s->v1;
        s->v2 += s->v3;
        s->v1 = rotate(s->v1, 13) ^ s->v0;
        s->v3 = rotate(s->v3, 16) ^ s->v2;
        s->v0 = rotate(s->v0, 32) + s->v3;
        s->v2 += s->v1;
        s->v1 = rotate(s->v1, 17) ^ s->v2;
        s->v3 = rotate(s->v3, 21) ^ s->v0;
        s->v2 = rotate(s->v2, 32);
    }
}

static void sip_word(struct sip *s, uint64_t word)
{
    s->v3 ^= word;
    sip_rounds(s, 2);
    s->v0 ^= word;
}

uint64_t siphash(const uint8_t key[16], const uint8_t *bytes, size_t len)
{
    uint64_t k0 = le64_get(key), k1 = le64_get(key + 8);
    /* The four constants spell "somepseudorandomlygeneratedbytes" (section 2.1 of the paper). */
    struct sip s = {k0 ^ 0x736f6d6570736575, k1 ^ 0x646f72616e646f6d, k0 ^ 0x6c7967656e657261,
                    k1 ^ 0x7465646279746573};
    uint64_t last = (uint64_t)len << 56;
    size_t tail = len % 8;

    for (size_t i = 0; i + 8 <= len; i += 8)
        sip_word(&s, le64_get(bytes + i));
    for (size_t i = 0; i < tail; i++)
        last |= (uint64_t)bytes[len - tail + i] << 8 * i;
    sip_word(&s, last);
    s.v2 ^= 0xff;
    sip_rounds(&s, 4);
    return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}
