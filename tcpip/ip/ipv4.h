/* ipv4.h - IP version 4: one address, no forwarding, no fragments.
 *
 * Layer     ip/; above: tcp/, icmp, dhcp; below: eth, arp, netif
 * Source    RFC 791, RFC 1122 3.2
 * Limits    fragments are counted and dropped (we announce an MSS that needs none); options are skipped
 */
#ifndef IP_IPV4_H
#define IP_IPV4_H

#include "span.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define IPV4_PROTOCOL_ICMP 1u
#define IPV4_PROTOCOL_TCP  6u
#define IPV4_PROTOCOL_UDP  17u

#define IPV4_HEADER   20u
#define IPV4_HEADROOM 34u /* Ethernet and IPv4 header, written in front of the transport header */

/* A packet for us whose header has been checked: version, lengths, header checksum, destination. */
struct ipv4_rx {
    uint32_t src; /* host order, a unicast address */
    uint32_t dst; /* host order: our address, or a broadcast one */
    uint8_t protocol;
    bool broadcast;        /* IP or Ethernet destination not ours alone: TCP is silent (RFC 1122 4.2.3.10) */
    bool csum_ok;          /* the transport checksum needs no check (NETIF_RX_CSUM_OK or _PARTIAL) */
    const uint8_t *header; /* the IPv4 header itself, for ICMP errors */
    const uint8_t *bytes;  /* transport header and payload; lent until the input function returns */
    size_t len;
};

struct ipv4_tx {
    uint32_t dst; /* host order, unicast */
    uint8_t protocol;
    uint8_t *head;    /* transport header and copied payload; IPV4_HEADROOM writable bytes stand before it */
    size_t head_len;  /* head_len + IPV4_HEADROOM <= NETIF_HEAD_MAX */
    const struct span *spans; /* of the site's payload */
    unsigned span_count;      /* <= NETIF_SPAN_MAX */
    uint16_t csum_offset; /* of the checksum field from head on; its checksum covers the pseudo-header */
    bool has_csum;        /* false: csum_offset is not used (ICMP sums its own) */
    uint16_t gso_size;    /* as netif_tx.gso_size; only if ipv4_gso_max() > 0 */
};

/* Send a packet from our address: fills in Ethernet and IPv4 header and the checksum (by the device where it
 * can).
 *
 * Returns   false when it was dropped: no address, ring full, or the next hop's hardware address is being
 *           asked for (one small packet, head only, is kept for each next hop meanwhile and counts as sent)
 */
bool ipv4_send(uint64_t now_ns, const struct ipv4_tx *tx);

/* Our address, host order; 0 while there is none. */
uint32_t ipv4_address(void);

/* Largest IP packet the interface takes, bytes: the MSS is 40 less. */
uint16_t ipv4_mtu(void);

/* Largest IP packet with gso_size, bytes; 0 where the device cannot segment. */
uint32_t ipv4_gso_max(void);

#endif
