/* pools.h - how many connections the memory holds.
 *
 * Layer   kernel/appliance; callers: main.c, boot/detect.c
 */
#ifndef APPLIANCE_POOLS_H
#define APPLIANCE_POOLS_H

#include <stddef.h>
#include <stdint.h>

/* Bytes that a TCP provider needs for so many connections and receive buffers. */
typedef size_t pools_need_fn(uint32_t conn_max, uint32_t recv_buffer_max);

/* Receive buffers for so many connections (appliance_limits.h). */
uint32_t pools_recv_buffers(uint32_t conn_max);

/* Bytes that provider and appliance need together for so many connections. */
size_t pools_need(pools_need_fn *provider_need, uint32_t conn_max);

/* The most connections, wanted or fewer, that fit into memory_len bytes. Returns 0 when not even
 * APPLIANCE_CONN_MIN do. */
uint32_t pools_conn_fit(pools_need_fn *provider_need, uint32_t wanted, size_t memory_len);

#endif
