/* linux.h - the appliance as a Linux process.
 *
 * Layer   kernel/linux; callers: boot/detect.c
 */
#ifndef LINUX_LINUX_H
#define LINUX_LINUX_H

#include "arena.h"
#include "netif_backend.h"
#include "platform_backend.h"
#include "tcp_backend.h"

/* Set up from the stack that Linux hands to a new program (System V ABI for x86-64, 3.4.1): arguments, vDSO,
 * stack canary, signals, epoll. Returns the platform's table. */
const struct platform_backend *linux_init(const long *stack);

/* The provider of tcp.h over kernel sockets.
 *
 * address   to listen on, host order; 0: every address, IPv4 and IPv6
 * Returns   NULL when the pools do not fit into the arena (logged)
 */
const struct tcp_backend *sockets_init(uint32_t address, uint32_t conn_max, uint32_t recv_buffer_max,
                                       struct arena *arena, uint64_t now_ns);
size_t sockets_memory_need(uint32_t conn_max, uint32_t recv_buffer_max);

/* Open a tap device (name of name_len bytes) as the network interface.
 *
 * mac       our address on it
 * Returns   NULL when that is refused (logged with the reason)
 */
const struct netif_backend *tap_init(const char *name, size_t name_len, const uint8_t mac[6],
                                     struct arena *arena);

#endif
