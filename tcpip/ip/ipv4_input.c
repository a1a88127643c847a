/* ipv4_input.c - see ipv4_input.h. */
#include "ip/ipv4_input.h"

#include "bytes.h"
#include "ip/counters.h"
#include "ip/route.h"
#include "wire/checksum.h"
#include "wire/fields.h"

/* The header's length in bytes if the packet's lengths agree with each other and with the frame, or 0. */
static size_t check_lengths(const uint8_t *packet, size_t len)
{
    size_t header_len;

    /* RFC 1122 3.2.1.1: other versions are dropped silently. */
    if (len < IPV4_HEADER || packet[IPV4_VERSION_IHL] >> 4 != 4)
        return 0;
    header_len = (size_t)(packet[IPV4_VERSION_IHL] & 15) * 4;
    if (header_len < IPV4_HEADER || header_len > len)
        return 0;
    if (be16_get(packet + IPV4_TOTAL_LEN) < header_len || be16_get(packet + IPV4_TOTAL_LEN) > len)
        return 0;
    return header_len;
}

/* RFC 1122 3.2.1.3: our address, or a broadcast one; never another host's, whatever frame it came in. */
static bool is_for_us(const struct eth_rx *eth, struct ipv4_rx *ip)
{
    ip->broadcast = eth->broadcast || route_is_broadcast(ip->dst);
    return route_address() == 0 || ip->dst == route_address() || route_is_broadcast(ip->dst);
}

static bool drop(uint64_t *counter)
{
    ++*counter;
    return false;
}

bool ipv4_input(const struct eth_rx *eth, uint32_t rx_flags, struct ipv4_rx *ip)
{
    const uint8_t *packet = eth->bytes;
    size_t header_len = check_lengths(packet, eth->len);

    if (header_len == 0)
        return drop(&ip_counters.ipv4_bad_header);
    /* RFC 1122 3.2.1.2: verify every header's checksum. A device's NETIF_RX_CSUM_OK speaks of TCP's and
     * UDP's. */
    if (!csum_is_intact(0, packet, header_len))
        return drop(&ip_counters.ipv4_bad_checksum);

    *ip = (struct ipv4_rx){
        .src = be32_get(packet + IPV4_SRC),
        .dst = be32_get(packet + IPV4_DST),
        .protocol = packet[IPV4_PROTOCOL],
        .csum_ok = (rx_flags & (NETIF_RX_CSUM_OK | NETIF_RX_CSUM_PARTIAL)) != 0,
        .header = packet,
        .bytes = packet + header_len,
        .len = be16_get(packet + IPV4_TOTAL_LEN) - header_len, /* without the frame's padding */
    };
    if (!is_for_us(eth, ip))
        return drop(&ip_counters.ipv4_not_ours);
    if (!route_source_is_sane(ip->src))
        return drop(&ip_counters.ipv4_bad_source);

    /* RFC 1122 3.3.2 asks for reassembly; we have nothing to reassemble for: our MSS needs no fragments, and
     * a queue of half packets is a gift to attackers. Seen in the counter, should a network really
     * make them. */
    if (be16_get(packet + IPV4_FRAGMENT) & (IPV4_MORE_FRAGMENTS | IPV4_FRAGMENT_OFFSET))
        return drop(&ip_counters.ipv4_fragments);

    /* RFC 1122 3.2.1.8: options that we do not know are ignored, and we know none: a source route ends here,
     * and our answers do not follow it. */
    ip_counters.ipv4_options += header_len > IPV4_HEADER;
    return true;
}
