/* virtqueue.c - see virtqueue.h.
 *
 * Barriers: x86 keeps stores in order and loads in order, so acquire and release cost nothing. The one thing
 * that it reorders is a store with a later load: there, and only there, stands a full fence.
 */
#include "virtqueue.h"

#include "assert.h"
#include "memory.h"

static size_t align_up(size_t len)
{
    return (len + VIRTQUEUE_ALIGN - 1) / VIRTQUEUE_ALIGN * VIRTQUEUE_ALIGN;
}

/* virtio 1.2, 2.7.2: descriptor table and available ring (with used_event), then the used ring on the next
 * aligned address (with avail_event). We negotiate no events, but leave their room. */
static size_t used_offset(uint16_t size)
{
    return align_up(sizeof(struct virtq_desc) * size + sizeof(struct virtq_avail) + 2u * size + 2u);
}

size_t virtqueue_bytes(uint16_t size)
{
    return used_offset(size) +
           align_up(sizeof(struct virtq_used) + sizeof(struct virtq_used_elem) * size + 2u);
}

void virtqueue_init(struct virtqueue *vq, uint16_t index, uint16_t size, void *memory,
                    struct virtqueue_chain *chains)
{
    uint8_t *bytes = memory;

    ASSERT(size != 0 && (size & (size - 1)) == 0 && size <= VIRTQUEUE_SIZE_MAX);
    ASSERT((uintptr_t)memory % VIRTQUEUE_ALIGN == 0);
    memset(memory, 0, virtqueue_bytes(size));
    *vq = (struct virtqueue){
        .index = index,
        .size = size,
        .free_count = size,
        .desc = (struct virtq_desc *)bytes,
        .avail = (struct virtq_avail *)(bytes + sizeof(struct virtq_desc) * size),
        .used = (volatile struct virtq_used *)(bytes + used_offset(size)),
        .chains = chains,
    };
    for (unsigned i = 0; i < size; i++)
        chains[i] = (struct virtqueue_chain){.next = (uint16_t)((i + 1) % size)};
    virtqueue_interrupt_off(vq);
}

static struct virtq_desc descriptor(const struct virtqueue_part *part)
{
    return (struct virtq_desc){
        .addr = (uint64_t)(uintptr_t)part->bytes,
        .len = part->len,
        .flags = part->device_writes ? VIRTQ_DESC_WRITE : 0,
    };
}

/* The chain that starts at head is complete: enter it into the available ring. */
static void make_available(struct virtqueue *vq, uint16_t head, uint16_t desc_count, uint16_t cookie)
{
    vq->chains[head].desc_count = desc_count;
    vq->chains[head].cookie = cookie;
    vq->free_count = (uint16_t)(vq->free_count - desc_count);
    vq->chain_count++;
    vq->avail->ring[vq->avail_idx & (vq->size - 1u)] = head;
    vq->avail_idx++;
}

bool virtqueue_add(struct virtqueue *vq, const struct virtqueue_part *parts, unsigned count, uint16_t cookie)
{
    uint16_t head = vq->free_head, at = head;

    ASSERT(count >= 1);
    if (count > vq->free_count)
        return false;
    for (unsigned i = 0; i < count; i++) {
        struct virtq_desc desc = descriptor(&parts[i]);

        if (i + 1 < count) {
            desc.flags |= VIRTQ_DESC_NEXT;
            desc.next = vq->chains[at].next;
        }
        vq->desc[at] = desc;
        vq->free_head = vq->chains[at].next;
        at = vq->free_head;
    }
    make_available(vq, head, (uint16_t)count, cookie);
    return true;
}

bool virtqueue_add_indirect(struct virtqueue *vq, struct virtq_desc *table,
                            const struct virtqueue_part *parts, unsigned count, uint16_t cookie)
{
    uint16_t head = vq->free_head;

    ASSERT(count >= 1);
    if (vq->free_count == 0)
        return false;
    for (unsigned i = 0; i < count; i++) {
        table[i] = descriptor(&parts[i]);
        if (i + 1 < count) {
            table[i].flags |= VIRTQ_DESC_NEXT;
            table[i].next = (uint16_t)(i + 1);
        }
    }
    vq->desc[head] = (struct virtq_desc){
        .addr = (uint64_t)(uintptr_t)table,
        .len = (uint32_t)(count * sizeof *table),
        .flags = VIRTQ_DESC_INDIRECT,
    };
    vq->free_head = vq->chains[head].next;
    make_available(vq, head, 1, cookie);
    return true;
}

void virtqueue_publish(struct virtqueue *vq)
{
    /* 2.7.13.2: descriptors and ring entries must be visible before the index that covers them. */
    __atomic_store_n(&vq->avail->idx, vq->avail_idx, __ATOMIC_RELEASE);
}

bool virtqueue_publish_and_ask(struct virtqueue *vq)
{
    if (vq->avail_idx == vq->notified_idx)
        return false;
    vq->notified_idx = vq->avail_idx;
    virtqueue_publish(vq);
    /* 2.7.13.4: the index must be visible before we read the flag. The device clears the flag, fences and
     * looks at the index again; without our fence both could miss each other. */
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    return (vq->used->flags & VIRTQ_USED_NO_NOTIFY) == 0;
}

bool virtqueue_has_used(const struct virtqueue *vq)
{
    return __atomic_load_n(&vq->used->idx, __ATOMIC_ACQUIRE) != vq->used_idx;
}

/* Back into the free list with every descriptor of the chain. */
static void free_chain(struct virtqueue *vq, uint16_t head)
{
    uint16_t last = head, count = vq->chains[head].desc_count;

    for (unsigned i = 1; i < count; i++)
        last = vq->chains[last].next;
    vq->chains[last].next = vq->free_head;
    vq->chains[head].desc_count = 0;
    vq->free_head = head;
    vq->free_count = (uint16_t)(vq->free_count + count);
    vq->chain_count--;
}

enum virtqueue_result virtqueue_take(struct virtqueue *vq, uint16_t *cookie, uint32_t *len)
{
    uint16_t pending = (uint16_t)(__atomic_load_n(&vq->used->idx, __ATOMIC_ACQUIRE) - vq->used_idx);
    volatile struct virtq_used_elem *elem = &vq->used->ring[vq->used_idx & (vq->size - 1u)];
    uint32_t id;

    if (pending == 0)
        return VIRTQUEUE_EMPTY;
    /* Hostile or broken: more finished than was ever given. What the ring holds there is old or nothing. */
    if (pending > vq->chain_count)
        return VIRTQUEUE_BROKEN;
    id = elem->id; /* read once: the device could change it under us */
    *len = elem->len;
    vq->used_idx++;
    if (id >= vq->size || vq->chains[id].desc_count == 0)
        return VIRTQUEUE_BAD;
    *cookie = vq->chains[id].cookie;
    free_chain(vq, (uint16_t)id);
    return VIRTQUEUE_TAKEN;
}

bool virtqueue_interrupt_on(struct virtqueue *vq)
{
    __atomic_store_n(&vq->avail->flags, 0, __ATOMIC_RELAXED);
    /* 2.7.14: the device reads the flag after it has stored its index; we store the flag, fence, and then
     * read its index: one of the two sees the other. */
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    return virtqueue_has_used(vq);
}

void virtqueue_interrupt_off(struct virtqueue *vq)
{
    __atomic_store_n(&vq->avail->flags, VIRTQ_AVAIL_NO_INTERRUPT, __ATOMIC_RELAXED);
}
