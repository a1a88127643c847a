/* route.h - our one address, and which neighbour a packet goes to.
 *
 * Layer     ip/; above: arp, ipv4, dhcp, stack
 * Source    RFC 1122 3.3.1 (routing of a host), RFC 3021 (/31), RFC 6890 (special addresses)
 * Units     addresses in host order
 */
#ifndef IP_ROUTE_H
#define IP_ROUTE_H

#include <stdbool.h>
#include <stdint.h>

/* Use this address from now on.
 *
 * address     0: none
 * prefix_len  0 to 32
 * gateway     0: none. Outside the subnet it is a neighbour all the same (on-link), as /32 networks have it.
 */
void route_set(uint32_t address, uint8_t prefix_len, uint32_t gateway);

uint32_t route_address(void); /* 0 while there is none */
uint32_t route_gateway(void); /* 0: none */

/* Whether a host is reached without a gateway: in our subnet, or the gateway itself. */
bool route_is_on_link(uint32_t address);

/* Whether an address means all hosts: 255.255.255.255, or our subnet's (a /31 or /32 has none). */
bool route_is_broadcast(uint32_t address);

/* Whether a packet from this address can be from another host: no group, no loopback, no "this network", no
 * broadcast, and not our own. */
bool route_source_is_sane(uint32_t address);

/* Who the packet goes to first.
 *
 * Returns   the neighbour's address: dst itself or the gateway; 0 when there is no way
 */
uint32_t route_next_hop(uint32_t dst);

/* An address as text. Returns text. */
#define ROUTE_TEXT_MAX 16u /* 255.255.255.255 and a NUL */
const char *route_text(char text[ROUTE_TEXT_MAX], uint32_t address);

#endif
