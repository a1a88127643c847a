/* fake_virtio.c - the device itself: its state and its side of the rings. See fake_virtio.h. */
#include "fake_virtio.h"
#include "assert.h"

#include <stdio.h>
#include <string.h>

static struct fake_device devices[FAKE_DEVICE_MAX];
static unsigned device_count;

void fake_virtio_clear(void)
{
    memset(devices, 0, sizeof devices);
    device_count = 0;
    fake_irq = (struct fake_irq){0};
    fake_mono_ns = 0;
}

struct fake_device *fake_virtio_at(unsigned index)
{
    return index < device_count ? &devices[index] : NULL;
}

struct fake_device *fake_virtio_add(enum fake_kind kind, uint16_t type, uint16_t queue_max)
{
    struct fake_device *device = &devices[device_count];

    ASSERT(device_count < FAKE_DEVICE_MAX);
    device->kind = kind;
    device->type = type;
    device->base =
        kind == FAKE_PCI_LEGACY ? 0xc000 + 0x100 * device_count : 0xfeb00000 + 0x10000 * device_count;
    device->offered = kind == FAKE_MMIO_V1 || kind == FAKE_PCI_LEGACY ? 0xffffffff : ~0ull;
    device->status = VIRTIO_STATUS_DRIVER_OK; /* firmware has used it */
    memcpy(device->config, "\x02\x00\x00\x00\x00\x01\x01\x00\x01\x00\xdc\x05", 12);
    for (unsigned i = 0; i < FAKE_QUEUE_MAX; i++) {
        device->queue[i].max = queue_max;
        device->queue[i].notify_off = (uint16_t)i;
    }
    device->msix_entries = 3;
    if (kind >= FAKE_PCI_MODERN)
        fake_pci_write_capabilities(device);
    device_count++;
    return device;
}

const char *fake_command_line(void)
{
    static char line[FAKE_DEVICE_MAX * 48];
    size_t len = 0;

    line[0] = '\0';
    for (unsigned i = 0; i < device_count; i++) {
        if (devices[i].kind == FAKE_MMIO_V1 || devices[i].kind == FAKE_MMIO_V2)
            len += (size_t)snprintf(line + len, sizeof line - len, "virtio_mmio.device=512@0x%llx:%u ",
                                    (unsigned long long)devices[i].base, 5 + i);
    }
    return line;
}

struct virtq_avail *fake_avail(const struct fake_device *device, unsigned queue)
{
    return (struct virtq_avail *)(uintptr_t)device->queue[queue].driver;
}

struct virtq_used *fake_used(const struct fake_device *device, unsigned queue)
{
    return (struct virtq_used *)(uintptr_t)device->queue[queue].device;
}

static void add_parts(struct fake_chain *chain, const struct virtq_desc *table, unsigned size, unsigned at)
{
    for (;;) {
        const struct virtq_desc *desc = &table[at];

        ASSERT(at < size);
        if ((desc->flags & VIRTQ_DESC_INDIRECT) != 0) {
            ASSERT((desc->flags & VIRTQ_DESC_NEXT) == 0);
            add_parts(chain, (const struct virtq_desc *)(uintptr_t)desc->addr, desc->len / sizeof *desc, 0);
            return;
        }
        ASSERT(chain->count < FAKE_PART_MAX && desc->len > 0);
        chain->parts[chain->count++] = (struct fake_part){
            .bytes = (uint8_t *)(uintptr_t)desc->addr,
            .len = desc->len,
            .writable = (desc->flags & VIRTQ_DESC_WRITE) != 0,
        };
        if ((desc->flags & VIRTQ_DESC_NEXT) == 0)
            return;
        at = desc->next;
    }
}

bool fake_queue_pop(struct fake_device *device, unsigned queue, struct fake_chain *chain)
{
    struct fake_queue *q = &device->queue[queue];
    const struct virtq_avail *avail = fake_avail(device, queue);

    ASSERT(q->ready);
    if (avail->idx == q->seen_idx)
        return false;
    *chain = (struct fake_chain){.id = avail->ring[q->seen_idx % q->size]};
    q->seen_idx++;
    add_parts(chain, (const struct virtq_desc *)(uintptr_t)q->desc, q->size, chain->id);
    return true;
}

void fake_queue_use(struct fake_device *device, unsigned queue, uint32_t id, uint32_t len)
{
    struct virtq_used *used = fake_used(device, queue);

    used->ring[used->idx % device->queue[queue].size] = (struct virtq_used_elem){.id = id, .len = len};
    used->idx++;
}

size_t fake_chain_read(const struct fake_chain *chain, uint8_t *to, size_t cap)
{
    size_t len = 0;

    for (unsigned i = 0; i < chain->count && !chain->parts[i].writable; i++) {
        ASSERT(len + chain->parts[i].len <= cap);
        memcpy(to + len, chain->parts[i].bytes, chain->parts[i].len);
        len += chain->parts[i].len;
    }
    return len;
}

size_t fake_chain_write(const struct fake_chain *chain, const uint8_t *from, size_t len)
{
    size_t done_len = 0;

    for (unsigned i = 0; i < chain->count && done_len < len; i++) {
        size_t part_len = chain->parts[i].len < len - done_len ? chain->parts[i].len : len - done_len;

        ASSERT(chain->parts[i].writable);
        memcpy(chain->parts[i].bytes, from + done_len, part_len);
        done_len += part_len;
    }
    return done_len;
}
