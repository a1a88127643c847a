/* detect.h - the one place where back ends are chosen.
 *
 * Layer   kernel/boot; callers: the entries, appliance/main.c
 */
#ifndef BOOT_DETECT_H
#define BOOT_DETECT_H

#include "arena.h"
#include "config.h"
#include "pools.h"

/* What the TCP provider that config asks for needs of memory. */
pools_need_fn *boot_network_need(const struct config *config);

/* The port where config names none. */
uint16_t boot_network_port(const struct config *config);

/* Find the network device, or none for kernel sockets, and start the TCP provider with pools from the arena,
 * leaving what the appliance needs beside them.
 *
 * Returns  how many connections there can be at once; 0 when there is no network (logged)
 */
uint32_t boot_network(const struct config *config, struct arena *arena, uint64_t now_ns);

#endif
