/* checksum.h - the Internet checksum.
 *
 * Layer     wire
 * Source    RFC 1071; RFC 9293 3.1 and RFC 768 for the pseudo-header
 * Memory    reads only; any alignment
 *
 * A running sum is a uint32_t in host order, folded to at most 16 bits by csum_add(): it may be kept, added
 * to another sum of an even number of bytes, and baked. What stands in a header is csum_finish() of it.
 */
#ifndef WIRE_CHECKSUM_H
#define WIRE_CHECKSUM_H

#include "span.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Add len bytes to a running sum of an even number of bytes. Returns the new sum, 0 to 0xFFFF. */
uint32_t csum_add(uint32_t sum, const uint8_t *bytes, size_t len);

/* Add head and then all spans, as if they were one run of bytes: odd lengths are welcome anywhere. */
uint32_t csum_add_spans(uint32_t sum, const uint8_t *head, size_t head_len, const struct span *spans,
                        size_t span_count);

/* The running sum of the IPv4 pseudo-header. src, dst: host order; len: bytes of transport header and
 * payload. */
uint32_t csum_pseudo_header(uint32_t src, uint32_t dst, uint8_t protocol, size_t len);

/* The value of the checksum field, host order. */
static inline uint16_t csum_finish(uint32_t sum)
{
    sum = (sum & 0xFFFF) + (sum >> 16);
    sum = (sum & 0xFFFF) + (sum >> 16);
    return (uint16_t)~sum;
}

/* Whether bytes that contain their own checksum are intact; sum: csum_pseudo_header(), or 0 where there is
 * none. */
static inline bool csum_is_intact(uint32_t sum, const uint8_t *bytes, size_t len)
{
    return csum_finish(csum_add(sum, bytes, len)) == 0;
}

#endif
