/* netfront.h - Xen's network device.
 *
 * Layer   kernel/xen; the caller is boot/detect.c
 * Source  Xen public headers: io/netif.h, io/ring.h, io/xenbus.h
 */
#ifndef KERNEL_XEN_NETFRONT_H
#define KERNEL_XEN_NETFRONT_H

#include "arena.h"
#include "netif_backend.h"

#include <stdbool.h>
#include <stdint.h>

/* Find the first vif in xenstore (by number), set up rings and buffers from the arena, and begin to connect.
 * The link is down until the back end is connected. Without a vif the driver waits for one to be attached
 * (logged). Further vifs are named in the log and left alone.
 *
 * Returns   the driver's table, or NULL when memory or grants do not suffice (logged)
 */
const struct netif_backend *netfront_probe(struct arena *arena);

/* The IPv4 address that the toolstack published for this vif (ip= in the vif's configuration): "a.b.c.d" or
 * "a.b.c.d/len", the first of several. Returns false when there is none or it is malformed (logged).
 *
 * Output    *address in host order; *prefix_len, 0 when it was not given
 */
bool netfront_address(uint32_t *address, uint8_t *prefix_len);

/* After a restore: everything the back end knew is gone; the vif is connected anew and frames under way are
 * lost. Lent frames stay lent. */
void netfront_resume(void);

#endif
