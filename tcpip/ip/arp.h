/* arp.h - finding the hardware address of a neighbour, and telling ours.
 *
 * Layer     ip/; above: ipv4, dhcp, stack; below: neighbour (the table), eth
 * Source    RFC 826; RFC 1122 2.3.2 (ageing, at most one request a second); RFC 5227 in acd.h
 * Trust     ARP has no secrets: whoever is on our network can answer for another. What we can do is not to
 *           let him fill the table, and to count.
 */
#ifndef IP_ARP_H
#define IP_ARP_H

#include "ip/eth.h"

/* Forget all neighbours: at start, and when our address changes. */
void arp_reset(void);

/* Handle a received packet. now_ns, here and below: platform_mono_ns() time. */
void arp_input(uint64_t now_ns, const struct eth_rx *eth);

/* Look a neighbour up, and ask for him if need be.
 *
 * address   host order, on-link
 * Returns   true with his hardware address in mac; false when there is none yet: try again later, or
 *           arp_hold()
 */
bool arp_resolve(uint64_t now_ns, uint32_t address, uint8_t mac[6]);

/* Keep a copy of one frame until arp_resolve()'s question is answered; a later frame for the same neighbour
 * takes its place (RFC 1122 2.3.2.2).
 *
 * frame     complete but for the destination's hardware address; len bytes, no offload
 * Returns   false when it cannot be kept: longer than ARP_HELD_MAX, or not being asked for (counted)
 */
bool arp_hold(uint32_t address, const uint8_t *frame, size_t len);

/* Ask again, or give up. */
void arp_timers(uint64_t now_ns);
uint64_t arp_deadline_ns(void); /* UINT64_MAX: never */

/* Send one packet; for acd.c, which speaks for an address that may not be ours yet.
 *
 * operation  ARP_OP_*; dst: the frame's destination; target_mac: NULL for "not known" (zeroes)
 */
bool arp_send(uint16_t operation, const uint8_t dst[6], uint32_t sender, const uint8_t *target_mac,
              uint32_t target);

#endif
