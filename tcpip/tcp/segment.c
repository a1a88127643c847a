/* segment.c - see segment.h. */
#include "tcp/segment.h"

#include "bytes.h"
#include "wire/checksum.h"

/* Flags that no conforming sender combines. SYN with FIN or RST, FIN with RST: RFC 9293 knows no meaning for
 * them, and each has been used to slip past a filter. No flag at all: every segment but a first SYN or a RST
 * carries ACK (3.10.7). */
static bool flags_make_sense(uint8_t flags)
{
    unsigned ends = !!(flags & TCP_SYN) + !!(flags & TCP_FIN) + !!(flags & TCP_RST);

    return ends <= 1 && (flags & (TCP_SYN | TCP_RST | TCP_ACK)) != 0;
}

bool segment_parse(const struct ipv4_rx *rx, struct tcp_segment *segment)
{
    const uint8_t *header = rx->bytes;
    size_t header_len;

    if (rx->len < TCP_HEADER || rx->len > UINT16_MAX)
        return false;
    header_len = (size_t)(header[12] >> 4) * 4;
    if (header_len < TCP_HEADER || header_len > rx->len)
        return false;
    /* RFC 9293 3.1, MUST-3: the receiver must check it. */
    if (!rx->csum_ok &&
        !csum_is_intact(csum_pseudo_header(rx->src, rx->dst, IPV4_PROTOCOL_TCP, rx->len), rx->bytes, rx->len))
        return false;
    *segment = (struct tcp_segment){
        .tuple = {rx->dst, rx->src, be16_get(header + 2), be16_get(header)},
        .seq = be32_get(header + 4),
        .ack = be32_get(header + 8),
        .window = be16_get(header + 14),
        .flags = header[13] & 0x3F,
        .options = header + TCP_HEADER,
        .options_len = header_len - TCP_HEADER,
        .bytes = header + header_len,
        .len = (uint32_t)(rx->len - header_len),
    };
    return segment->tuple.remote_port != 0 && flags_make_sense(segment->flags);
}

void segment_write_header(uint8_t *to, const struct tcp_segment *segment, size_t options_len)
{
    be16_put(to, segment->tuple.local_port);
    be16_put(to + 2, segment->tuple.remote_port);
    be32_put(to + 4, segment->seq);
    be32_put(to + 8, segment->flags & TCP_ACK ? segment->ack : 0);
    to[12] = (uint8_t)((TCP_HEADER + options_len) / 4 << 4);
    to[13] = segment->flags;
    be16_put(to + 14, segment->window);
    be32_put(to + TCP_CSUM_OFFSET, 0); /* and no urgent pointer */
}

void segment_send_bare(uint64_t now_ns, const struct tcp_segment *segment)
{
    uint8_t frame[IPV4_HEADROOM + TCP_HEADER];
    uint8_t *head = frame + IPV4_HEADROOM;

    segment_write_header(head, segment, 0);
    /* One that is not sent is one that is lost: whoever needs it asks again. */
    (void)ipv4_send(now_ns, &(struct ipv4_tx){.dst = segment->tuple.remote,
                                              .protocol = IPV4_PROTOCOL_TCP,
                                              .head = head,
                                              .head_len = TCP_HEADER,
                                              .csum_offset = TCP_CSUM_OFFSET,
                                              .has_csum = true});
}

bool segment_refuse(uint64_t now_ns, const struct tcp_segment *segment)
{
    struct tcp_segment reset = {.tuple = segment->tuple, .flags = TCP_RST};

    /* RFC 9293 3.10.7.1: never answer a RST, or two hosts talk for ever. */
    if (segment->flags & TCP_RST)
        return false;
    /* RFC 9293 3.10.7.1: a RST must look to the peer as if it came from the connection that it believes in.
     */
    if (segment->flags & TCP_ACK) {
        reset.seq = segment->ack;
    } else {
        reset.flags |= TCP_ACK;
        reset.ack = segment->seq + segment_seq_len(segment);
    }
    segment_send_bare(now_ns, &reset);
    return true;
}
