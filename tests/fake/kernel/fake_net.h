/* fake_net.h - the network driver on a fake device: what its tests share. */
#ifndef TESTS_FAKE_NET_H
#define TESTS_FAKE_NET_H

#include "fake_virtio.h"
#include "netif_backend.h"

#define FAKE_NET_ARENA_LEN (4u * 1024 * 1024)

/* Let the driver find the devices that were added, with arena_len bytes (up to FAKE_NET_ARENA_LEN) for its
 * pools. */
const struct netif_backend *fake_net_probe(size_t arena_len);

/* The device receives a frame of len bytes, each of them fill, into the next buffer that the driver offered.
 * hdr_len bytes of a header go in front: flags, and num_buffers where it has room for that. The chain's id,
 * or -1 when the driver has offered none. */
int fake_net_receive(struct fake_device *device, unsigned hdr_len, uint8_t flags, uint16_t num_buffers,
                     uint8_t fill, size_t len);

/* A frame out, head_len bytes of head and up to two spans. */
bool fake_net_send(const struct netif_backend *net, uint16_t head_len, const struct span *spans,
                   uint16_t span_count);

#endif
