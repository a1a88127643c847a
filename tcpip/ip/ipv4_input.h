/* ipv4_input.h - checking a received IPv4 packet; sending before there is an address. ipv4.h has the rest.
 *
 * Layer     ip/; callers: stack (input), dhcp (broadcast)
 */
#ifndef IP_IPV4_INPUT_H
#define IP_IPV4_INPUT_H

#include "ip/eth.h"
#include "ip/ipv4.h"

/* Check a received packet.
 *
 * rx_flags  NETIF_RX_* of its frame
 * Returns   true with the packet in *ip, whose bytes are lent as long as the frame; false when it is not for
 *           us, or broken (counted). While we have no address, packets for any address in a frame for us
 *           pass: a DHCP server may send to the one it offers (RFC 2131 4.1). Only DHCP may look at those.
 */
bool ipv4_input(const struct eth_rx *eth, uint32_t rx_flags, struct ipv4_rx *ip);

/* Broadcast a UDP or other packet to this network, with or without an address: as ipv4_send(), whose tx->dst
 * and gso_size are not used, and which sends from src (0: "this host").
 *
 * Returns   false when the ring is full (counted)
 */
bool ipv4_broadcast(uint32_t src, const struct ipv4_tx *tx);

#endif
