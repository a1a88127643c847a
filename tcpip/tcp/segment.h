/* segment.h - one received segment, taken apart and checked; and the answers that need no connection.
 *
 * Layer    tcp/; below: ip/ipv4.h
 * Source   RFC 9293 3.1 (header), 3.10.7.1 (answers to a segment for no connection)
 * Trust    everything is hostile; what passes segment_parse() has lengths and flags that can be
 */
#ifndef TCP_SEGMENT_H
#define TCP_SEGMENT_H

#include "ip/ipv4.h"
#include "tcp/isn.h"

#define TCP_HEADER      20u /* bytes without options */
#define TCP_CSUM_OFFSET 16u /* of the checksum field in the header */

#define TCP_FIN 0x01u
#define TCP_SYN 0x02u
#define TCP_RST 0x04u
#define TCP_PSH 0x08u
#define TCP_ACK 0x10u

struct tcp_segment {
    struct tcp_tuple tuple; /* local: us */
    uint32_t seq;
    uint32_t ack;
    uint16_t window; /* as it stands in the header, not scaled */
    uint8_t flags;   /* TCP_* */
    const uint8_t *options;
    size_t options_len;
    const uint8_t *bytes; /* the payload; lent as the segment is */
    uint32_t len;         /* payload bytes */
};

/* SEG.LEN of RFC 9293 3.10: SYN and FIN count. */
static inline uint32_t segment_seq_len(const struct tcp_segment *segment)
{
    return segment->len + !!(segment->flags & TCP_SYN) + !!(segment->flags & TCP_FIN);
}

/* Check header length, checksum and flags of a received segment and take it apart.
 *
 * Returns   false when it is broken; *segment is then undefined
 */
bool segment_parse(const struct ipv4_rx *rx, struct tcp_segment *segment);

/* Write a header without options; its checksum field is left to ipv4_send(). */
void segment_write_header(uint8_t *to, const struct tcp_segment *segment, size_t options_len);

/* Send a segment without payload and options: tuple, seq, ack, window and flags are taken from *segment. */
void segment_send_bare(uint64_t now_ns, const struct tcp_segment *segment);

/* Answer a segment that belongs to no connection with a RST, except if it is one itself. Returns whether it
 * did. */
bool segment_refuse(uint64_t now_ns, const struct tcp_segment *segment);

#endif
