/* dhcp.h - the DHCP client: gets our address, keeps it, gives it up when its time is over.
 *
 * Layer     ip/; above: stack; below: udp, route, acd, arp
 * Source    RFC 2131 (figure 5 is the state machine), RFC 5227 for the probe of an offered address
 * Says      everything it does in the log; asks for ever, with growing pauses
 */
#ifndef IP_DHCP_H
#define IP_DHCP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Forget everything; no client is running. */
void dhcp_stop(void);

/* Begin, with the interface's link up; without link call it all the same, and dhcp_link_up() will begin.
 *
 * hostname  stays the caller's, and unchanged; "" for none; at most 63 bytes
 * seed      of transaction ids and pauses
 */
void dhcp_start(uint64_t now_ns, const char *hostname, uint64_t seed, bool link_up);

/* The link came up, perhaps on another network: confirm the address, or begin again. */
void dhcp_link_up(uint64_t now_ns);

/* Whether a client is running: then UDP port 68 is ours. */
bool dhcp_is_running(void);

/* Handle the payload of a datagram from port 67 to port 68. May change route_address(). */
void dhcp_input(uint64_t now_ns, const uint8_t *bytes, size_t len);

/* Do what is due. Call behind acd_timers(). May change route_address(). */
void dhcp_timers(uint64_t now_ns);
uint64_t dhcp_deadline_ns(void); /* UINT64_MAX: never */

#endif
