/* virtio_net.h - the virtio network and entropy devices.
 *
 * Layer   kernel/virtio; the caller is boot/detect.c
 * Source  OASIS virtio 1.2: 4.1 (PCI), 4.2 (MMIO), 5.1 (network), 5.4 (entropy)
 */
#ifndef KERNEL_VIRTIO_NET_H
#define KERNEL_VIRTIO_NET_H

#include "arena.h"
#include "netif_backend.h"

#include <stdbool.h>
#include <stddef.h>

/* Find the first virtio network device - PCI first, then every virtio_mmio.device= word of the command line -
 * reset it, negotiate, set up the rings and their buffers from the arena, and register its interrupt.
 *
 * Returns   the driver's table, or NULL when there is no device or it refused (logged). Further network
 * devices are named in the log and left alone, reset.
 */
const struct netif_backend *virtio_net_probe(struct arena *arena, const char *command_line);

/* Ask the first virtio entropy device for len bytes. Bounded wait.
 *
 * Returns   how many bytes it gave, 0 when there is no such device.
 */
size_t virtio_rng_read(void *buf, size_t len, const char *command_line);

#endif
