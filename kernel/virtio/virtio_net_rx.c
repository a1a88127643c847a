/* virtio_net_rx.c - receiving: buffers circle between the device, us, and who borrows frames.
 *
 * A buffer holds the longest frame, so a frame in more than one buffer is nothing that we asked for.
 *
 * Source    virtio 1.2, 5.1.6.3 (setting up buffers), 5.1.6.4 (incoming packets)
 */
#include "virtio_net_device.h"

#include "assert.h"
#include "bytes.h"
#include "log.h"

#define HDR_FLAGS       0u /* offsets in struct virtio_net_hdr */
#define HDR_NUM_BUFFERS 10u

static uint8_t *buffer(const struct virtio_net *nic, unsigned index)
{
    return nic->rx_buffers + (size_t)index * NET_RX_BUFFER_LEN;
}

bool virtio_net_rx_allocate(struct virtio_net *nic, struct arena *arena)
{
    size_t affordable = arena_left(arena) / 8 / NET_RX_BUFFER_LEN;
    unsigned per_frame = nic->hdr_apart ? 2 : 1;
    uint16_t wanted = NET_RX_BUFFER_MAX, size;

    while (wanted > NET_RX_BUFFER_MIN && wanted > affordable)
        wanted /= 2;
    size = virtio_queue_size(&nic->dev, NET_QUEUE_RX, (uint16_t)(wanted * per_frame));
    if (size < per_frame)
        return false;
    nic->rx.size = size;
    nic->rx_count = size / per_frame < wanted ? size / per_frame : wanted;
    nic->rx_memory = arena_take(arena, 1, virtqueue_bytes(size), VIRTQUEUE_ALIGN);
    nic->rx_chains = arena_take(arena, size, sizeof *nic->rx_chains, _Alignof(struct virtqueue_chain));
    nic->rx_buffers = arena_take(arena, nic->rx_count, NET_RX_BUFFER_LEN, NET_RX_BUFFER_LEN);
    nic->rx_state = arena_take(arena, nic->rx_count, 1, 1);
    return nic->rx_memory != NULL && nic->rx_chains != NULL && nic->rx_buffers != NULL &&
           nic->rx_state != NULL;
}

/* To the device with it; it sees it after the next publish. There is always room: a buffer is in the ring at
 * most once, and the ring is as long as all of them together. */
static void give(struct virtio_net *nic, unsigned index)
{
    uint8_t *bytes = buffer(nic, index);
    uint32_t first_len = nic->hdr_apart ? nic->hdr_len : NET_RX_BUFFER_LEN;
    const struct virtqueue_part parts[2] = {
        {.bytes = bytes, .len = first_len, .device_writes = true},
        {.bytes = bytes + first_len, .len = NET_RX_BUFFER_LEN - first_len, .device_writes = true},
    };
    bool added = virtqueue_add(&nic->rx, parts, nic->hdr_apart ? 2 : 1, (uint16_t)index);

    ASSERT(added);
    nic->rx_state[index] = NET_RX_IN_RING;
}

bool virtio_net_rx_start(struct virtio_net *nic)
{
    virtqueue_init(&nic->rx, NET_QUEUE_RX, nic->rx.size, nic->rx_memory, nic->rx_chains);
    nic->rx_merge_left = 0;
    for (unsigned i = 0; i < nic->rx_count; i++) {
        if (nic->rx_state[i] != NET_RX_LENT)
            give(nic, i);
    }
    return nic->dev.transport->queue_start(&nic->dev, &nic->rx);
}

/* 5.1.6.4: a frame may span num_buffers buffers. Ours does not: drop it, and remember how many more belong to
 * it. */
static bool is_merged(struct virtio_net *nic, const uint8_t *bytes)
{
    uint16_t num_buffers;

    if ((nic->dev.features & VIRTIO_NET_F_MRG_RXBUF) == 0)
        return false;
    num_buffers = le16_get(bytes + HDR_NUM_BUFFERS);
    if (num_buffers == 1)
        return false;
    nic->stats.rx_dropped_device++;
    if (num_buffers > 1 && num_buffers <= nic->rx_count)
        nic->rx_merge_left = num_buffers - 1u;
    return true;
}

/* What the device says about the checksum; only where we agreed that it may (5.1.6.4.2). */
static uint32_t checksum_flags(const struct virtio_net *nic, uint8_t hdr_flags)
{
    if ((nic->dev.features & VIRTIO_NET_F_GUEST_CSUM) == 0)
        return 0;
    if ((hdr_flags & VIRTIO_NET_HDR_NEEDS_CSUM) != 0)
        return NETIF_RX_CSUM_PARTIAL;
    return (hdr_flags & VIRTIO_NET_HDR_DATA_VALID) != 0 ? NETIF_RX_CSUM_OK : 0;
}

/* Look at what the device left in a buffer. False when it is not a frame to hand on (counted). */
static bool accept(struct virtio_net *nic, unsigned index, uint32_t used_len, struct netif_rx *rx)
{
    const uint8_t *bytes = buffer(nic, index);
    uint32_t frame_len = used_len - nic->hdr_len;

    if (nic->rx_merge_left > 0) {
        nic->rx_merge_left--; /* counted with its first buffer; here is no header */
        return false;
    }
    if (used_len < nic->hdr_len || used_len > NET_RX_BUFFER_LEN) {
        nic->stats.rx_dropped_device++;
        return false;
    }
    if (is_merged(nic, bytes))
        return false;
    if (frame_len < NETIF_FRAME_MIN || frame_len > NETIF_FRAME_MAX) {
        nic->stats.rx_dropped_length++;
        return false;
    }
    *rx = (struct netif_rx){
        .frame = bytes + nic->hdr_len,
        .len = frame_len,
        .flags = checksum_flags(nic, bytes[HDR_FLAGS]),
        .cookie = (void *)(uintptr_t)index,
    };
    return true;
}

bool virtio_net_recv(struct virtio_net *nic, struct netif_rx *rx)
{
    /* Bounded by one turn of the ring: a device may produce rubbish as fast as we throw it away. */
    for (unsigned i = 0; i < nic->rx.size; i++) {
        uint16_t index;
        uint32_t used_len;

        switch (virtqueue_take(&nic->rx, &index, &used_len)) {
        case VIRTQUEUE_EMPTY:
            return false;
        case VIRTQUEUE_BROKEN:
            nic->stats.rx_dropped_device++;
            virtio_net_restart(nic, "impossible index in the receive ring");
            return false;
        case VIRTQUEUE_BAD:
            nic->stats.rx_dropped_device++;
            break;
        case VIRTQUEUE_TAKEN:
            if (!accept(nic, index, used_len, rx)) {
                give(nic, index);
                break;
            }
            nic->rx_state[index] = NET_RX_LENT;
            nic->restart_count = 0;
            nic->stats.rx_frames++;
            nic->stats.rx_bytes += rx->len;
            return true;
        }
    }
    return false;
}

void virtio_net_release(struct virtio_net *nic, const struct netif_rx *rx)
{
    uintptr_t index = (uintptr_t)rx->cookie;

    ASSERT(index < nic->rx_count && nic->rx_state[index] == NET_RX_LENT);
    if (nic->dead)
        nic->rx_state[index] = NET_RX_IN_RING;
    else
        give(nic, (unsigned)index);
}
