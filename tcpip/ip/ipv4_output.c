/* ipv4_output.c - see ipv4.h and ipv4_input.h. */
#include "assert.h"
#include "bytes.h"
#include "ip/arp.h"
#include "ip/counters.h"
#include "ip/ipv4.h"
#include "ip/ipv4_input.h"
#include "ip/route.h"
#include "wire/checksum.h"
#include "wire/fields.h"

#define TTL 64u /* RFC 1122 3.2.1.7, the value of the assigned numbers */

uint32_t ipv4_address(void)
{
    return route_address();
}

uint16_t ipv4_mtu(void)
{
    uint16_t mtu = eth_info()->mtu;

    return mtu < ETH_PAYLOAD_MAX ? mtu : ETH_PAYLOAD_MAX;
}

uint32_t ipv4_gso_max(void)
{
    const struct netif_info *info = eth_info();
    uint32_t max = info->tso_max > ETH_HEADER ? info->tso_max - ETH_HEADER : 0;

    if (!(info->offloads & NETIF_TX_TSO4) || !(info->offloads & NETIF_TX_CSUM))
        return 0;
    return max < UINT16_MAX ? max : UINT16_MAX; /* what IPV4_TOTAL_LEN can say */
}

static size_t transport_len(const struct ipv4_tx *tx)
{
    size_t len = tx->head_len;

    for (unsigned i = 0; i < tx->span_count; i++)
        len += tx->spans[i].len;
    return len;
}

/* RFC 6864 4.1: a packet that must not be fragmented needs no identification; 0 tells nothing of our traffic.
 * DF is what path MTU discovery rests on (RFC 1191 3). */
static void write_header(uint8_t *packet, const struct ipv4_tx *tx, uint32_t src, uint32_t dst, size_t len)
{
    packet[IPV4_VERSION_IHL] = 0x45;
    packet[1] = 0; /* no differentiated service */
    be16_put(packet + IPV4_TOTAL_LEN, (uint16_t)(IPV4_HEADER + len));
    be16_put(packet + IPV4_ID, 0);
    be16_put(packet + IPV4_FRAGMENT, IPV4_DONT_FRAGMENT);
    packet[IPV4_TTL] = TTL;
    packet[IPV4_PROTOCOL] = tx->protocol;
    be16_put(packet + IPV4_CHECKSUM, 0);
    be32_put(packet + IPV4_SRC, src);
    be32_put(packet + IPV4_DST, dst);
    be16_put(packet + IPV4_CHECKSUM, csum_finish(csum_add(0, packet, IPV4_HEADER)));
}

/* Fill the transport checksum in, or name it to the device. */
static void write_checksum(const struct ipv4_tx *tx, uint32_t src, uint32_t dst, size_t len, bool offload,
                           struct netif_tx *frame)
{
    uint32_t pseudo = csum_pseudo_header(src, dst, tx->protocol, len);
    uint8_t *field = tx->head + tx->csum_offset;
    uint16_t sum;

    if (!tx->has_csum)
        return;
    if (offload) {
        be16_put(field, (uint16_t)pseudo);
        frame->csum_start = IPV4_HEADROOM;
        frame->csum_offset = tx->csum_offset;
        return;
    }
    be16_put(field, 0);
    sum = csum_finish(csum_add_spans(pseudo, tx->head, tx->head_len, tx->spans, tx->span_count));
    /* RFC 768: a computed zero goes out as ones, for zero means "none". TCP has no such rule. */
    be16_put(field, sum == 0 && tx->protocol == IPV4_PROTOCOL_UDP ? 0xFFFF : sum);
}

/* Returns the frame around tx, whose bytes start IPV4_HEADROOM before tx->head. */
static struct netif_tx build(const struct ipv4_tx *tx, uint32_t src, uint32_t dst, size_t len, bool offload)
{
    struct netif_tx frame = {
        .head = tx->head - IPV4_HEADROOM,
        .head_len = (uint16_t)(tx->head_len + IPV4_HEADROOM),
        .gso_size = tx->gso_size,
        .spans = tx->spans,
        .span_count = (uint16_t)tx->span_count,
    };

    write_header(tx->head - IPV4_HEADER, tx, src, dst, len);
    write_checksum(tx, src, dst, len, offload, &frame);
    return frame;
}

static bool drop(uint64_t *counter)
{
    ++*counter;
    return false;
}

bool ipv4_send(uint64_t now_ns, const struct ipv4_tx *tx)
{
    uint32_t src = route_address(), next_hop = route_next_hop(tx->dst);
    size_t len = transport_len(tx);
    bool offload = (eth_info()->offloads & NETIF_TX_CSUM) != 0;
    uint8_t mac[ETH_ADDRESS_LEN];
    struct netif_tx frame;

    ASSERT(tx->head_len + IPV4_HEADROOM <= NETIF_HEAD_MAX && tx->span_count <= NETIF_SPAN_MAX);
    ASSERT(tx->gso_size == 0 || ipv4_gso_max() != 0);
    if (src == 0)
        return drop(&ip_counters.ipv4_no_address);
    if (next_hop == 0)
        return drop(&ip_counters.ipv4_no_route);
    if (len + IPV4_HEADER > (tx->gso_size ? ipv4_gso_max() : ipv4_mtu()))
        return drop(&ip_counters.ipv4_too_long);

    if (arp_resolve(now_ns, next_hop, mac)) {
        frame = build(tx, src, tx->dst, len, offload);
        return eth_send(tx->head - IPV4_HEADROOM, mac, ETH_TYPE_IPV4, &frame);
    }
    /* RFC 1122 2.3.2.2: keep a packet for an address that is being resolved; a SYN-ACK lost here costs a
     * client a second. */
    if (len != tx->head_len || tx->gso_size)
        return drop(&ip_counters.arp_held_dropped);
    frame = build(tx, src, tx->dst, len, false);
    return arp_hold(next_hop, frame.head, frame.head_len);
}

bool ipv4_broadcast(uint32_t src, const struct ipv4_tx *tx)
{
    struct netif_tx frame;

    ASSERT(tx->head_len + IPV4_HEADROOM <= NETIF_HEAD_MAX && tx->gso_size == 0);
    frame = build(tx, src, 0xFFFFFFFF, transport_len(tx), false);
    return eth_send(tx->head - IPV4_HEADROOM, eth_broadcast, ETH_TYPE_IPV4, &frame);
}
