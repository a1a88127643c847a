/* udp.c - see udp.h. */
#include "ip/udp.h"

#include "bytes.h"
#include "ip/counters.h"
#include "ip/ipv4_input.h"
#include "wire/checksum.h"
#include "wire/fields.h"

static bool is_intact(const struct ipv4_rx *rx, size_t len)
{
    /* RFC 768: a checksum of zero means that the sender has made none. */
    if (rx->csum_ok || be16_get(rx->bytes + UDP_CHECKSUM) == 0)
        return true;
    return csum_is_intact(csum_pseudo_header(rx->src, rx->dst, IPV4_PROTOCOL_UDP, len), rx->bytes, len);
}

bool udp_input(const struct ipv4_rx *rx, struct udp_rx *udp)
{
    size_t len = rx->len < UDP_HEADER ? 0 : be16_get(rx->bytes + UDP_LEN);

    if (len < UDP_HEADER || len > rx->len || !is_intact(rx, len)) {
        ip_counters.udp_bad++;
        return false;
    }
    *udp = (struct udp_rx){
        .src_port = be16_get(rx->bytes + UDP_SRC_PORT),
        .dst_port = be16_get(rx->bytes + UDP_DST_PORT),
        .bytes = rx->bytes + UDP_HEADER,
        .len = len - UDP_HEADER,
    };
    return true;
}

bool udp_send(uint64_t now_ns, const struct udp_tx *udp)
{
    uint8_t *head = udp->payload - UDP_HEADER;
    struct ipv4_tx tx = {.dst = udp->dst, .protocol = IPV4_PROTOCOL_UDP, .head = head,
                         .head_len = UDP_HEADER + udp->len, .has_csum = true, .csum_offset = UDP_CHECKSUM};

    be16_put(head + UDP_SRC_PORT, udp->src_port);
    be16_put(head + UDP_DST_PORT, udp->dst_port);
    be16_put(head + UDP_LEN, (uint16_t)tx.head_len);
    return udp->dst == 0xFFFFFFFF ? ipv4_broadcast(udp->src, &tx) : ipv4_send(now_ns, &tx);
}
