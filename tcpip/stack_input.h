/* stack_input.h - a received frame finds ARP, ICMP, DHCP or TCP.
 *
 * Layer     stack.c only
 * Trust     the frame is hostile; each layer checks what is its own, and counts what it drops
 */
#ifndef TCPIP_STACK_INPUT_H
#define TCPIP_STACK_INPUT_H

#include "netif.h"

/* Handle one frame. TCP may still lend its bytes to the application: engine_rx_done() before it is released.
 * May change route_address(). */
void stack_input(uint64_t now_ns, const struct netif_rx *frame);

#endif
