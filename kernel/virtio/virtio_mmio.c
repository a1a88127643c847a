/* virtio_mmio.c - virtio over memory-mapped registers: version 2, and version 1 (the legacy interface, which
 * is what QEMU's microvm gives by default).
 *
 * Source    virtio 1.2, 4.2.2 (registers), 4.2.4 (legacy). Both versions share all registers but those that
 * tell the device where a queue lies.
 */
#include "virtio.h"

#include "format.h"
#include "log.h"
#include "x86/irq.h"
#include "x86/mmio.h"

enum mmio_register {
    MMIO_MAGIC = 0x000,
    MMIO_VERSION = 0x004,
    MMIO_DEVICE_ID = 0x008,
    MMIO_DEVICE_FEATURES = 0x010,
    MMIO_DEVICE_FEATURES_SEL = 0x014,
    MMIO_DRIVER_FEATURES = 0x020,
    MMIO_DRIVER_FEATURES_SEL = 0x024,
    MMIO_GUEST_PAGE_SIZE = 0x028, /* version 1 */
    MMIO_QUEUE_SEL = 0x030,
    MMIO_QUEUE_NUM_MAX = 0x034,
    MMIO_QUEUE_NUM = 0x038,
    MMIO_QUEUE_ALIGN = 0x03c, /* version 1 */
    MMIO_QUEUE_PFN = 0x040,   /* version 1 */
    MMIO_QUEUE_READY = 0x044,
    MMIO_QUEUE_NOTIFY = 0x050,
    MMIO_INTERRUPT_STATUS = 0x060,
    MMIO_INTERRUPT_ACK = 0x064,
    MMIO_STATUS = 0x070,
    MMIO_QUEUE_DESC = 0x080, /* low half; the high half follows */
    MMIO_QUEUE_DRIVER = 0x090,
    MMIO_QUEUE_DEVICE = 0x0a0,
    MMIO_CONFIG_GENERATION = 0x0fc,
    MMIO_CONFIG = 0x100,
};

#define MMIO_MAGIC_VALUE 0x74726976u /* "virt" */
#define MMIO_MAP_MAX     0x1000u     /* registers that we look at */
#define MMIO_TAKE_MAX    16u

static uint32_t get(const struct virtio_device *dev, unsigned reg)
{
    return mmio_read32(dev->mmio.regs + reg);
}

static void put(const struct virtio_device *dev, unsigned reg, uint32_t value)
{
    mmio_write32(dev->mmio.regs + reg, value);
}

static void put_address(const struct virtio_device *dev, unsigned reg, uint64_t address)
{
    put(dev, reg, (uint32_t)address);
    put(dev, reg + 4, (uint32_t)(address >> 32));
}

static uint8_t status(const struct virtio_device *dev)
{
    return (uint8_t)get(dev, MMIO_STATUS);
}

static void set_status(const struct virtio_device *dev, uint8_t value)
{
    put(dev, MMIO_STATUS, value);
}

static uint64_t features(const struct virtio_device *dev)
{
    uint64_t offered;

    put(dev, MMIO_DEVICE_FEATURES_SEL, 0);
    offered = get(dev, MMIO_DEVICE_FEATURES);
    if (dev->legacy)
        return offered; /* 6.3: the legacy interface has 32 feature bits */
    put(dev, MMIO_DEVICE_FEATURES_SEL, 1);
    return offered | (uint64_t)get(dev, MMIO_DEVICE_FEATURES) << 32;
}

static void set_features(const struct virtio_device *dev, uint64_t accepted)
{
    put(dev, MMIO_DRIVER_FEATURES_SEL, 0);
    put(dev, MMIO_DRIVER_FEATURES, (uint32_t)accepted);
    if (dev->legacy) {
        /* 4.2.4: before any queue is given by its page number, say how large a page is. */
        put(dev, MMIO_GUEST_PAGE_SIZE, VIRTQUEUE_ALIGN);
        return;
    }
    put(dev, MMIO_DRIVER_FEATURES_SEL, 1);
    put(dev, MMIO_DRIVER_FEATURES, (uint32_t)(accepted >> 32));
}

static uint16_t queue_max(const struct virtio_device *dev, uint16_t index)
{
    uint32_t max;

    put(dev, MMIO_QUEUE_SEL, index);
    max = get(dev, MMIO_QUEUE_NUM_MAX);
    return max > VIRTQUEUE_SIZE_MAX ? VIRTQUEUE_SIZE_MAX : (uint16_t)max;
}

static bool queue_start(struct virtio_device *dev, const struct virtqueue *vq)
{
    put(dev, MMIO_QUEUE_SEL, vq->index);
    /* 4.2.3.2: a queue that is in use already is not ours to set up. */
    if (get(dev, dev->legacy ? MMIO_QUEUE_PFN : MMIO_QUEUE_READY) != 0)
        return false;
    put(dev, MMIO_QUEUE_NUM, vq->size);
    if (dev->legacy) {
        put(dev, MMIO_QUEUE_ALIGN, VIRTQUEUE_ALIGN);
        put(dev, MMIO_QUEUE_PFN, (uint32_t)((uintptr_t)vq->desc / VIRTQUEUE_ALIGN));
        return true;
    }
    put_address(dev, MMIO_QUEUE_DESC, (uintptr_t)vq->desc);
    put_address(dev, MMIO_QUEUE_DRIVER, (uintptr_t)vq->avail);
    put_address(dev, MMIO_QUEUE_DEVICE, (uintptr_t)vq->used);
    put(dev, MMIO_QUEUE_READY, 1);
    return get(dev, MMIO_QUEUE_READY) == 1;
}

static void notify(const struct virtio_device *dev, const struct virtqueue *vq)
{
    put(dev, MMIO_QUEUE_NOTIFY, vq->index);
}

static uint8_t config8(const struct virtio_device *dev, unsigned offset)
{
    return MMIO_CONFIG + offset < dev->mmio.len ? mmio_read8(dev->mmio.regs + MMIO_CONFIG + offset) : 0;
}

static uint16_t config16(const struct virtio_device *dev, unsigned offset)
{
    return MMIO_CONFIG + offset + 1 < dev->mmio.len ? mmio_read16(dev->mmio.regs + MMIO_CONFIG + offset) : 0;
}

static uint32_t config_generation(const struct virtio_device *dev)
{
    return dev->legacy ? 0 : get(dev, MMIO_CONFIG_GENERATION);
}

/* The line follows the interrupt status, and we acknowledge before we sleep: so an edge is enough, and no
 * line that stays high can hold the processor. */
static bool interrupt_route(struct virtio_device *dev)
{
    return irq_route_gsi(dev->mmio.gsi, false);
}

/* The next interrupt is an edge only if the line has fallen: acknowledge until the status stays 0. Bounded,
 * as a hostile device may set it as fast as we clear it: then it has only itself to blame for a wake-up that
 * is lost. */
static uint32_t interrupt_take(const struct virtio_device *dev)
{
    uint32_t taken = 0;

    for (unsigned i = 0; i < MMIO_TAKE_MAX; i++) {
        uint32_t bits = get(dev, MMIO_INTERRUPT_STATUS);

        if (bits == 0)
            break;
        put(dev, MMIO_INTERRUPT_ACK, bits);
        taken |= bits;
    }
    return taken;
}

static const struct virtio_transport transport = {
    .name = "mmio",
    .status = status,
    .set_status = set_status,
    .features = features,
    .set_features = set_features,
    .queue_max = queue_max,
    .queue_start = queue_start,
    .notify = notify,
    .config8 = config8,
    .config16 = config16,
    .config_generation = config_generation,
    .interrupt_route = interrupt_route,
    .interrupt_take = interrupt_take,
};

bool virtio_mmio_open(const struct virtio_mmio_word *word, uint16_t type, struct virtio_device *dev)
{
    uint32_t len = word->size > MMIO_MAP_MAX ? MMIO_MAP_MAX : (uint32_t)word->size;

    *dev = (struct virtio_device){.transport = &transport, .mmio = {.len = len, .gsi = word->gsi}};
    format(dev->name, sizeof dev->name, "mmio 0x%llx", (unsigned long long)word->base);
    if (len < VIRTIO_MMIO_LEN_MIN || word->base % 4 != 0) {
        log_error("virtio: mmio window unusable device=\"%s\" size=%u", dev->name, len);
        return false;
    }
    dev->mmio.regs = mmio_map(word->base, len);
    /* 4.2.3.1.1: the magic first, then the version, then the identity; 0 is a place without a device. */
    if (dev->mmio.regs == NULL || get(dev, MMIO_MAGIC) != MMIO_MAGIC_VALUE)
        return false;
    dev->mmio.version = get(dev, MMIO_VERSION);
    dev->legacy = dev->mmio.version == 1;
    if (dev->mmio.version != 1 && dev->mmio.version != 2) {
        log_error("virtio: mmio version unknown device=\"%s\" version=%u", dev->name, dev->mmio.version);
        return false;
    }
    return get(dev, MMIO_DEVICE_ID) == type;
}
