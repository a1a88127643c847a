/* stack.h - our own TCP/IP: one interface, one address, servers only.
 *
 * Layer     ties ip/ and tcp/ to the netif contract; callers: boot/detect.c sets it up, tcp.h uses it
 * Blocking  never; no clock, no entropy source: both are arguments
 * Memory    pools from the arena at stack_init(), none later
 */
#ifndef TCPIP_STACK_H
#define TCPIP_STACK_H

#include "arena.h"
#include "tcp_backend.h"

struct stack_config {
    uint32_t address;   /* IPv4, host order; 0: ask DHCP */
    uint8_t prefix_len; /* 0 to 32, with address */
    uint32_t gateway;   /* IPv4, host order; 0: none. May lie outside the subnet: then it is on-link */
    char hostname[64];  /* for DHCP, NUL-terminated; "" for none */
    uint32_t conn_max;  /* connections: 16 to 1,000,000 */
    uint32_t recv_buffer_max; /* receive buffers of TCP_RECV_MAX bytes: 4 or more */
    uint8_t secret[16]; /* key of the initial sequence numbers (RFC 6528) */
    uint64_t random_seed; /* DHCP transaction ids, jitter */
};

/* Take the pools and start: static address (announced, RFC 5227) or DHCP.
 *
 * Requires  netif_use() done
 * Returns   false when the pools do not fit into the arena (logged with both sizes)
 */
bool stack_init(const struct stack_config *config, struct arena *arena, uint64_t now_ns);

/* Bytes of arena that stack_init() will take for this many connections and buffers. */
size_t stack_memory_need(uint32_t conn_max, uint32_t recv_buffer_max);

/* The provider of tcp.h over this stack. */
extern const struct tcp_backend stack_tcp_backend;

#endif
