/* virtqueue.h - a split virtqueue: descriptor table, available ring, used ring.
 *
 * Layer     kernel/virtio; callers: virtio_net_*.c, virtio_rng.c. The transports read the addresses.
 * Blocking  never
 * Memory    the caller gives ring memory and chain bookkeeping once; buffers are the caller's, by physical
 *           address (identity mapped: pointer == physical address)
 * Trust     everything the device writes is hostile: its index, its ids, its lengths. What we need to know
 *           about a chain is kept in our own memory (struct virtqueue_chain), never read back from the
 *           descriptor table.
 * Source    virtio 1.2, 2.7 (split virtqueues); 2.7.2 for the legacy layout, which we use with every device:
 *           it is a valid modern layout as well. Integers are little-endian, as is every processor that runs
 *           this driver.
 */
#ifndef KERNEL_VIRTIO_VIRTQUEUE_H
#define KERNEL_VIRTIO_VIRTQUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Of the ring memory, and of the used ring in it (the legacy interface wants it). */
#define VIRTQUEUE_ALIGN    4096u
#define VIRTQUEUE_SIZE_MAX 32768u /* virtio 1.2, 2.7: entries of a split queue */

/* virtio 1.2, 2.7.5 and 2.7.5.3. The driver writes, the device reads. */
struct virtq_desc {
    uint64_t addr;
    uint32_t len;
    uint16_t flags;
    uint16_t next;
};
#define VIRTQ_DESC_NEXT     0x1u
#define VIRTQ_DESC_WRITE    0x2u /* the device writes this buffer */
#define VIRTQ_DESC_INDIRECT 0x4u

/* virtio 1.2, 2.7.6. The driver writes, the device reads. */
struct virtq_avail {
    uint16_t flags; /* VIRTQ_AVAIL_NO_INTERRUPT; a hint */
    uint16_t idx;   /* store-release after ring[] and the descriptors; pairs with the device's load of it */
    uint16_t ring[];
};
#define VIRTQ_AVAIL_NO_INTERRUPT 0x1u

/* virtio 1.2, 2.7.8. The device writes, the driver reads. */
struct virtq_used_elem {
    uint32_t id;
    uint32_t len;
};
struct virtq_used {
    uint16_t flags; /* VIRTQ_USED_NO_NOTIFY; read after a full fence that follows the store of avail->idx */
    uint16_t idx;   /* load-acquire before ring[] and the buffers; pairs with the device's store of it */
    struct virtq_used_elem ring[];
};
#define VIRTQ_USED_NO_NOTIFY 0x1u

/* Ours alone; one for each descriptor. */
struct virtqueue_chain {
    uint16_t next;       /* next descriptor of the same chain, or of the free list */
    uint16_t desc_count; /* of the chain that starts here; 0: none that the device holds starts here */
    uint16_t cookie;     /* the caller's name for the buffer */
};

struct virtqueue {
    /* free_count + descriptors of all outstanding chains == size.
     * chain_count chains have been added and not been taken back: the device cannot honestly be further than
     * used_idx + chain_count. avail_idx and used_idx count for ever, mod 2^16. */
    uint16_t index; /* the device's number for this queue */
    uint16_t size;  /* descriptors, a power of two */
    uint16_t free_head;
    uint16_t free_count;
    uint16_t chain_count;
    uint16_t avail_idx;    /* next entry of avail->ring that we fill; may be ahead of avail->idx */
    uint16_t notified_idx; /* avail_idx when the device was last considered for a notification */
    uint16_t used_idx;     /* next entry of used->ring that we read */
    struct virtq_desc *desc;
    struct virtq_avail *avail;
    volatile struct virtq_used *used;
    struct virtqueue_chain *chains;
};

/* Bytes of ring memory for this many descriptors, a multiple of VIRTQUEUE_ALIGN. */
size_t virtqueue_bytes(uint16_t size);

/* Lay out an empty queue; also to start over after a device reset. The device is told by the transport.
 *
 * Requires  size a power of two up to VIRTQUEUE_SIZE_MAX; memory aligned to VIRTQUEUE_ALIGN,
 * virtqueue_bytes(size) long; chains an array of size. The device must not know the memory yet, or be reset.
 */
void virtqueue_init(struct virtqueue *vq, uint16_t index, uint16_t size, void *memory,
                    struct virtqueue_chain *chains);

/* One buffer of a chain. */
struct virtqueue_part {
    const void *bytes;
    uint32_t len;
    bool device_writes; /* those that the device reads come first (2.7.4.2) */
};

/* Put a chain of count >= 1 parts into the available ring. The device sees it after virtqueue_publish().
 *
 * Returns   false, with nothing changed, when fewer than count descriptors are free.
 */
bool virtqueue_add(struct virtqueue *vq, const struct virtqueue_part *parts, unsigned count, uint16_t cookie);

/* The same as one descriptor that points at an indirect table of count parts, which must stay unchanged until
 * the chain is taken back. Requires VIRTIO_F_INDIRECT_DESC negotiated (2.7.5.3). */
bool virtqueue_add_indirect(struct virtqueue *vq, struct virtq_desc *table,
                            const struct virtqueue_part *parts, unsigned count, uint16_t cookie);

/* Show the device everything that was added. */
void virtqueue_publish(struct virtqueue *vq);

/* Publish, then: does the device want to be told? At most once true for what was added since the last call.
 */
bool virtqueue_publish_and_ask(struct virtqueue *vq);

enum virtqueue_result {
    VIRTQUEUE_BROKEN = -2, /* the used index cannot be: nothing was read, the queue is beyond help */
    VIRTQUEUE_BAD = -1,    /* an element named no chain that the device holds; it was skipped */
    VIRTQUEUE_EMPTY = 0,
    VIRTQUEUE_TAKEN = 1,
};

/* Take back the next chain that the device has finished with.
 *
 * Returns   VIRTQUEUE_TAKEN with the chain's cookie and *len, the bytes that the device claims to have
 * written. The length is the device's word: compare it with the buffer's. Loops over BAD results are the
 * caller's to bound, as a device may produce them as fast as we read them.
 */
enum virtqueue_result virtqueue_take(struct virtqueue *vq, uint16_t *cookie, uint32_t *len);

/* Whether virtqueue_take() would find anything. */
bool virtqueue_has_used(const struct virtqueue *vq);

/* Ask the device for interrupts.
 *
 * Returns   true when something was used already, perhaps without an interrupt: look before sleeping.
 */
bool virtqueue_interrupt_on(struct virtqueue *vq);
void virtqueue_interrupt_off(struct virtqueue *vq);

#endif
