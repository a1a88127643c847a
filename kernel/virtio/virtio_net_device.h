/* virtio_net_device.h - the network driver's state, shared by its files and by nobody else.
 *
 * Layer     kernel/virtio: virtio_net.c (set-up), virtio_net_watch.c, virtio_net_rx.c, virtio_net_tx.c
 * Model     one device, one processor: a static struct. Interrupts only end a sleep (x86/irq.h).
 * Source    virtio 1.2, 5.1
 */
#ifndef KERNEL_VIRTIO_NET_DEVICE_H
#define KERNEL_VIRTIO_NET_DEVICE_H

#include "arena.h"
#include "netif_backend.h"
#include "virtio.h"
#include "x86/irq.h"

/* 5.1.6: struct virtio_net_hdr, in front of every frame. */
struct virtio_net_hdr {
    uint8_t flags;
    uint8_t gso_type;
    uint16_t hdr_len;
    uint16_t gso_size;
    uint16_t csum_start;
    uint16_t csum_offset;
    uint16_t num_buffers; /* not there on a legacy interface without MRG_RXBUF */
};
#define VIRTIO_NET_HDR_LEN        12u
#define VIRTIO_NET_HDR_LEN_LEGACY 10u
#define VIRTIO_NET_HDR_NEEDS_CSUM 0x1u
#define VIRTIO_NET_HDR_DATA_VALID 0x2u
#define VIRTIO_NET_GSO_NONE       0u
#define VIRTIO_NET_GSO_TCPV4      1u

/* 5.1.3: features. */
#define VIRTIO_NET_F_CSUM       (1ull << 0)
#define VIRTIO_NET_F_GUEST_CSUM (1ull << 1)
#define VIRTIO_NET_F_MTU        (1ull << 3)
#define VIRTIO_NET_F_MAC        (1ull << 5)
#define VIRTIO_NET_F_HOST_TSO4  (1ull << 11)
#define VIRTIO_NET_F_MRG_RXBUF  (1ull << 15)
#define VIRTIO_NET_F_STATUS     (1ull << 16)

#define NET_QUEUE_RX 0u /* 5.1.2 */
#define NET_QUEUE_TX 1u

#define NET_RX_BUFFER_LEN 2048u /* a header and the longest frame fit, with room to spare */
#define NET_RX_BUFFER_MAX 256u
#define NET_RX_BUFFER_MIN 16u
#define NET_TX_SLOT_MAX   256u
#define NET_TX_SLOT_MIN   16u
#define NET_PART_MAX      (2u + NETIF_SPAN_MAX) /* header, head and spans of one frame */
#define NET_TSO_MAX       65535u /* bytes of a frame to be cut up: an IPv4 packet's length has 16 bits */

enum net_rx_state { NET_RX_IN_RING, NET_RX_LENT };

/* A frame's way out: what the device reads until it has sent it, apart from the spans. */
struct net_tx_slot {
    struct virtq_desc table[NET_PART_MAX];              /* with INDIRECT_DESC */
    uint8_t bytes[VIRTIO_NET_HDR_LEN + NETIF_HEAD_MAX]; /* header, then at once the head */
} __attribute__((aligned(16)));

struct virtio_net {
    struct virtio_device dev;
    struct netif_info info;
    struct netif_stats stats;
    uint32_t hdr_len;       /* VIRTIO_NET_HDR_LEN or ..._LEGACY */
    bool hdr_apart;         /* legacy without ANY_LAYOUT: the header needs a descriptor of its own */
    bool dead;              /* given up: takes nothing, gives nothing */
    bool check_wanted;      /* the device may have something to say: look at its status and configuration */
    unsigned restart_count; /* since the last good frame */
    uint64_t checked_ns;    /* when it was last looked at */

    /* rx_state[i] is NET_RX_IN_RING exactly when buffer i belongs to the device (its chain's cookie is i),
     * but for those that a hostile device swallows. */
    struct virtqueue rx;
    void *rx_memory;
    struct virtqueue_chain *rx_chains;
    uint8_t *rx_buffers; /* rx_count times NET_RX_BUFFER_LEN */
    uint8_t *rx_state;
    unsigned rx_count;
    unsigned rx_merge_left; /* buffers still to be dropped of a frame that came in several */

    /* tx_free[0 .. tx_free_count) are the slots that the device does not hold. */
    struct virtqueue tx;
    void *tx_memory;
    struct virtqueue_chain *tx_chains;
    struct net_tx_slot *tx_slots;
    uint16_t *tx_free;
    unsigned tx_count;
    unsigned tx_free_count;
};

extern struct virtio_net virtio_net;

/* Take the rings and buffers. False when they do not fit (logged). */
bool virtio_net_rx_allocate(struct virtio_net *nic, struct arena *arena);
bool virtio_net_tx_allocate(struct virtio_net *nic, struct arena *arena);

/* Empty rings, every buffer that is not lent given to the device; before virtio_ready(). */
bool virtio_net_rx_start(struct virtio_net *nic);
bool virtio_net_tx_start(struct virtio_net *nic);

/* netif_backend's, on this device. */
bool virtio_net_recv(struct virtio_net *nic, struct netif_rx *rx);
void virtio_net_release(struct virtio_net *nic, const struct netif_rx *rx);
bool virtio_net_send(struct virtio_net *nic, const struct netif_tx *tx);
unsigned virtio_net_send_room(struct virtio_net *nic);

/* Before sleeping: where somebody may be waiting for room, ask for an interrupt. Returns true when there is
 * some already: then there is no sleep. */
bool virtio_net_send_arm(struct virtio_net *nic);

/* Take back what was sent. Returns false when the ring is broken: the device has to be restarted. */
bool virtio_net_reap(struct virtio_net *nic);

/* virtio_net_watch.c: the rings and buffers are there: give them to the freshly negotiated device. */
bool virtio_net_start(struct virtio_net *nic);

/* Does the device still work, is its link up? Reads registers, which leaves the guest: only when there is
 * reason. */
void virtio_net_check(struct virtio_net *nic);
bool virtio_net_read_link(const struct virtio_net *nic);

/* One notification for each ring that has something new and whose device wants to know. */
void virtio_net_flush(struct virtio_net *nic);

extern const struct irq_source virtio_net_irq_source;

/* Reset the device and start over; frames in its hands are lost, lent ones stay lent. Gives up for good after
 * NET_RESTART_MAX times without a frame received in between. */
#define NET_RESTART_MAX 8u
void virtio_net_restart(struct virtio_net *nic, const char *why);

#endif
