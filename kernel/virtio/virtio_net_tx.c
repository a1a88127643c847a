/* virtio_net_tx.c - sending: the head is copied into a slot, the spans are named to the device where they
 * lie.
 *
 * Completions do not interrupt, but while the machine sleeps with a full ring: slots are taken back when
 * somebody asks for room.
 *
 * Source    virtio 1.2, 5.1.6.2 (packet transmission)
 */
#include "virtio_net_device.h"

#include "assert.h"
#include "log.h"
#include "memory.h"

#define TCP_DATA_OFFSET 12u /* RFC 9293 3.1: the header's length in words, in the upper half of this byte */
#define TCP_HEADER_MIN  20u

bool virtio_net_tx_allocate(struct virtio_net *nic, struct arena *arena)
{
    size_t affordable = arena_left(arena) / 16 / sizeof(struct net_tx_slot);
    uint16_t wanted = NET_TX_SLOT_MAX, size;

    while (wanted > NET_TX_SLOT_MIN && wanted > affordable)
        wanted /= 2;
    size = virtio_queue_size(&nic->dev, NET_QUEUE_TX, NET_TX_SLOT_MAX);
    if (size < NET_PART_MAX)
        return false; /* not one frame of the longest kind would fit */
    nic->tx.size = size;
    nic->tx_count = size < wanted ? size : wanted;
    nic->tx_memory = arena_take(arena, 1, virtqueue_bytes(size), VIRTQUEUE_ALIGN);
    nic->tx_chains = arena_take(arena, size, sizeof *nic->tx_chains, _Alignof(struct virtqueue_chain));
    nic->tx_slots = arena_take(arena, nic->tx_count, sizeof *nic->tx_slots, _Alignof(struct net_tx_slot));
    nic->tx_free = arena_take(arena, nic->tx_count, sizeof *nic->tx_free, _Alignof(uint16_t));
    return nic->tx_memory != NULL && nic->tx_chains != NULL && nic->tx_slots != NULL && nic->tx_free != NULL;
}

bool virtio_net_tx_start(struct virtio_net *nic)
{
    virtqueue_init(&nic->tx, NET_QUEUE_TX, nic->tx.size, nic->tx_memory, nic->tx_chains);
    nic->tx_free_count = nic->tx_count;
    for (unsigned i = 0; i < nic->tx_count; i++)
        nic->tx_free[i] = (uint16_t)(nic->tx_count - 1 - i);
    return nic->dev.transport->queue_start(&nic->dev, &nic->tx);
}

bool virtio_net_reap(struct virtio_net *nic)
{
    for (unsigned i = 0; i < nic->tx.size; i++) {
        uint16_t slot;
        uint32_t ignored_len; /* 5.1.6.2: the device writes nothing; legacy devices may claim anything */
        enum virtqueue_result result = virtqueue_take(&nic->tx, &slot, &ignored_len);

        if (result == VIRTQUEUE_EMPTY)
            break;
        if (result == VIRTQUEUE_TAKEN)
            nic->tx_free[nic->tx_free_count++] = slot;
        else
            nic->stats.tx_errors++;
        if (result == VIRTQUEUE_BROKEN)
            return false;
    }
    ASSERT(nic->tx_free_count <= nic->tx_count);
    return true;
}

/* Frames that certainly fit: without indirect descriptors a frame may need NET_PART_MAX of the ring. */
static unsigned room(const struct virtio_net *nic)
{
    unsigned in_ring = nic->tx.free_count;

    if (nic->dead)
        return 0;
    if ((nic->dev.features & VIRTIO_F_INDIRECT_DESC) == 0)
        in_ring /= NET_PART_MAX;
    return in_ring < nic->tx_free_count ? in_ring : nic->tx_free_count;
}

unsigned virtio_net_send_room(struct virtio_net *nic)
{
    if (!nic->dead && !virtio_net_reap(nic))
        virtio_net_restart(nic, "impossible index in the transmit ring");
    return room(nic);
}

bool virtio_net_send_arm(struct virtio_net *nic)
{
    unsigned free_before = nic->tx_free_count;
    /* As whoever sends saw it last. Half full is what we call full here: some stop sending before the very
     * end. */
    bool was_full = nic->tx_free_count < nic->tx_count / 2 || nic->tx.free_count < nic->tx.size / 2;

    virtio_net_send_room(nic);
    if (!was_full || nic->dead)
        return false;
    return nic->tx_free_count > free_before || virtqueue_interrupt_on(&nic->tx);
}

/* 5.1.6.2: what the device shall complete and cut. csum_start counts from the frame's start, as ours does. */
static void write_header(uint8_t *at, uint32_t hdr_len, const struct netif_tx *tx)
{
    struct virtio_net_hdr hdr = {.gso_type = VIRTIO_NET_GSO_NONE};

    if (tx->csum_start != 0) {
        hdr.flags = VIRTIO_NET_HDR_NEEDS_CSUM;
        hdr.csum_start = tx->csum_start;
        hdr.csum_offset = tx->csum_offset;
    }
    if (tx->gso_size != 0) {
        ASSERT(tx->csum_start != 0 && tx->csum_start + TCP_HEADER_MIN <= tx->head_len);
        hdr.gso_type = VIRTIO_NET_GSO_TCPV4;
        hdr.gso_size = tx->gso_size;
        hdr.hdr_len = (uint16_t)(tx->csum_start + (tx->head[tx->csum_start + TCP_DATA_OFFSET] >> 4) * 4u);
    }
    memcpy(at, &hdr, hdr_len); /* the shorter legacy header lacks only the last field */
}

/* The buffers of a frame in parts[], the slot's first. Returns how many; *frame_len gets the frame's length.
 */
static unsigned gather(const struct virtio_net *nic, struct net_tx_slot *slot, const struct netif_tx *tx,
                       struct virtqueue_part *parts, size_t *frame_len)
{
    unsigned count = 0;

    write_header(slot->bytes, nic->hdr_len, tx);
    memcpy(slot->bytes + nic->hdr_len, tx->head, tx->head_len);
    *frame_len = tx->head_len;
    if (nic->hdr_apart) {
        parts[count++] = (struct virtqueue_part){.bytes = slot->bytes, .len = nic->hdr_len};
        parts[count++] = (struct virtqueue_part){.bytes = slot->bytes + nic->hdr_len, .len = tx->head_len};
    } else {
        parts[count++] = (struct virtqueue_part){.bytes = slot->bytes, .len = nic->hdr_len + tx->head_len};
    }
    for (unsigned i = 0; i < tx->span_count; i++) {
        if (tx->spans[i].len == 0)
            continue;
        *frame_len += tx->spans[i].len;
        parts[count++] =
            (struct virtqueue_part){.bytes = tx->spans[i].bytes, .len = (uint32_t)tx->spans[i].len};
    }
    ASSERT(*frame_len <= (tx->gso_size != 0 ? NET_TSO_MAX : NETIF_FRAME_MAX));
    return count;
}

static bool enqueue(struct virtio_net *nic, struct net_tx_slot *slot, const struct virtqueue_part *parts,
                    unsigned count, uint16_t index)
{
    if (count > 1 && (nic->dev.features & VIRTIO_F_INDIRECT_DESC) != 0)
        return virtqueue_add_indirect(&nic->tx, slot->table, parts, count, index);
    return virtqueue_add(&nic->tx, parts, count, index);
}

bool virtio_net_send(struct virtio_net *nic, const struct netif_tx *tx)
{
    struct virtqueue_part parts[NET_PART_MAX];
    struct net_tx_slot *slot;
    size_t frame_len;
    unsigned count;
    uint16_t index;

    ASSERT(tx->head_len >= NETIF_FRAME_MIN && tx->head_len <= NETIF_HEAD_MAX &&
           tx->span_count <= NETIF_SPAN_MAX);
    ASSERT(tx->csum_start == 0 || (nic->info.offloads & NETIF_TX_CSUM) != 0);
    ASSERT(tx->gso_size == 0 || (nic->info.offloads & NETIF_TX_TSO4) != 0);
    if (room(nic) == 0 && virtio_net_send_room(nic) == 0) {
        nic->stats.tx_dropped_full++;
        return false;
    }
    index = nic->tx_free[nic->tx_free_count - 1];
    slot = &nic->tx_slots[index];
    count = gather(nic, slot, tx, parts, &frame_len);
    if (!enqueue(nic, slot, parts, count, index)) {
        nic->stats.tx_dropped_full++;
        return false;
    }
    nic->tx_free_count--;
    nic->stats.tx_frames++;
    nic->stats.tx_bytes += frame_len;
    return true;
}
