/* udp.h - as much of UDP as DHCP needs.
 *
 * Layer     ip/; above: dhcp, stack; below: ipv4
 * Source    RFC 768, RFC 1122 4.1
 */
#ifndef IP_UDP_H
#define IP_UDP_H

#include "ip/ipv4.h"

#define UDP_HEADROOM (IPV4_HEADROOM + 8u) /* bytes in front of a payload that is sent */

struct udp_rx {
    uint16_t src_port;
    uint16_t dst_port;
    const uint8_t *bytes; /* the payload; lent as long as the packet is */
    size_t len;
};

/* Check a datagram. Returns false when its lengths or its checksum are wrong (counted). */
bool udp_input(const struct ipv4_rx *rx, struct udp_rx *udp);

struct udp_tx {
    uint32_t src;      /* host order; used only for a broadcast, 0: "this host" */
    uint32_t dst;      /* host order; 255.255.255.255 for a broadcast */
    uint16_t src_port;
    uint16_t dst_port;
    uint8_t *payload;  /* UDP_HEADROOM writable bytes stand before it */
    size_t len;        /* payload_len + UDP_HEADROOM <= NETIF_HEAD_MAX */
};

/* Returns false when it was dropped, as ipv4_send(). */
bool udp_send(uint64_t now_ns, const struct udp_tx *udp);

#endif
