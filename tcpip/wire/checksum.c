/* checksum.c - see checksum.h. */
#include "wire/checksum.h"

#include "bytes.h"
#include "memory.h"

/* One's complement addition of 64-bit words: the carry out of the top comes in at the bottom. */
static uint64_t add_carry(uint64_t sum, uint64_t word)
{
    sum += word;
    return sum + (sum < word);
}

static uint64_t load64(const uint8_t *p)
{
    uint64_t word;

    memcpy(&word, p, sizeof word);
    return word;
}

/* Fold to 16 bits and turn from the machine's byte order to the value that be16_get() would have summed
 * (RFC 1071 2 (B): the sum does not depend on the byte order but for its own two bytes). */
static uint32_t fold(uint64_t sum)
{
    uint8_t bytes[2];
    uint16_t native;

    sum = (sum & 0xFFFFFFFF) + (sum >> 32);
    sum = (sum & 0xFFFFFFFF) + (sum >> 32);
    sum = (sum & 0xFFFF) + (sum >> 16);
    sum = (sum & 0xFFFF) + (sum >> 16);
    native = (uint16_t)(sum + (sum >> 16));
    memcpy(bytes, &native, sizeof bytes);
    return be16_get(bytes);
}

static uint64_t sum_tail(uint64_t sum, const uint8_t *bytes, size_t len)
{
    uint8_t last[8] = {0};

    memcpy(last, bytes, len);
    return add_carry(sum, load64(last));
}

uint32_t csum_add(uint32_t sum, const uint8_t *bytes, size_t len)
{
    /* Two chains of additions, so that one need not wait for the other's carry. */
    uint64_t a = 0, b = 0;

    for (; len >= 32; bytes += 32, len -= 32) {
        a = add_carry(a, load64(bytes));
        b = add_carry(b, load64(bytes + 8));
        a = add_carry(a, load64(bytes + 16));
        b = add_carry(b, load64(bytes + 24));
    }
    for (; len >= 8; bytes += 8, len -= 8)
        a = add_carry(a, load64(bytes));
    if (len)
        a = sum_tail(a, bytes, len);
    sum += fold(add_carry(a, b));
    sum = (sum & 0xFFFF) + (sum >> 16);
    return (sum & 0xFFFF) + (sum >> 16);
}

uint32_t csum_add_spans(uint32_t sum, const uint8_t *head, size_t head_len, const struct span *spans,
                        size_t span_count)
{
    bool odd = head_len % 2;

    sum = csum_add(sum, head, head_len);
    for (size_t i = 0; i < span_count; i++) {
        uint32_t part = csum_add(0, spans[i].bytes, spans[i].len);

        /* A span that begins at an odd offset has its bytes in each other's places: swap its sum (RFC 1071 2
         * (B)). */
        if (odd)
            part = (part << 8 & 0xFF00) | part >> 8;
        odd ^= spans[i].len % 2;
        sum += part;
        sum = (sum & 0xFFFF) + (sum >> 16);
    }
    return sum;
}

uint32_t csum_pseudo_header(uint32_t src, uint32_t dst, uint8_t protocol, size_t len)
{
    uint64_t sum = (uint64_t)(src >> 16) + (src & 0xFFFF) + (dst >> 16) + (dst & 0xFFFF) + protocol + len;

    sum = (sum & 0xFFFF) + (sum >> 16);
    return (uint32_t)((sum & 0xFFFF) + (sum >> 16));
}
