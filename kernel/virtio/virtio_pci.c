/* virtio_pci.c - the modern interface of a virtio PCI device: registers in pieces of its BARs, which
 * capabilities name.
 *
 * Interrupts are MSI-X or none: with all messages leading to the same wake-up, entry 0 serves queues and
 * configuration. A device without MSI-X is polled, as only ACPI's AML could tell which input its INTx pin
 * has. So the ISR capability is of no use here.
 *
 * Source    virtio 1.2, 4.1.4 (layout), 4.1.5 (initialisation)
 */
#include "virtio.h"

#include "format.h"
#include "x86/mmio.h"
#include "x86/pci.h"

enum common_register {
    COMMON_DEVICE_FEATURE_SELECT = 0x00,
    COMMON_DEVICE_FEATURE = 0x04,
    COMMON_DRIVER_FEATURE_SELECT = 0x08,
    COMMON_DRIVER_FEATURE = 0x0c,
    COMMON_CONFIG_MSIX_VECTOR = 0x10,
    COMMON_DEVICE_STATUS = 0x14,
    COMMON_CONFIG_GENERATION = 0x15,
    COMMON_QUEUE_SELECT = 0x16,
    COMMON_QUEUE_SIZE = 0x18,
    COMMON_QUEUE_MSIX_VECTOR = 0x1a,
    COMMON_QUEUE_ENABLE = 0x1c,
    COMMON_QUEUE_NOTIFY_OFF = 0x1e,
    COMMON_QUEUE_DESC = 0x20, /* low half; the high half follows */
    COMMON_QUEUE_DRIVER = 0x28,
    COMMON_QUEUE_DEVICE = 0x30,
};

#define MSIX_ENTRY 0u

static uint32_t get32(const struct virtio_device *dev, unsigned reg)
{
    return mmio_read32(dev->pci.common.at + reg);
}

static void put32(const struct virtio_device *dev, unsigned reg, uint32_t value)
{
    mmio_write32(dev->pci.common.at + reg, value);
}

static uint16_t get16(const struct virtio_device *dev, unsigned reg)
{
    return mmio_read16(dev->pci.common.at + reg);
}

static void put16(const struct virtio_device *dev, unsigned reg, uint16_t value)
{
    mmio_write16(dev->pci.common.at + reg, value);
}

/* 4.1.3.1: 64-bit fields are written as two halves. */
static void put_address(const struct virtio_device *dev, unsigned reg, uint64_t address)
{
    put32(dev, reg, (uint32_t)address);
    put32(dev, reg + 4, (uint32_t)(address >> 32));
}

static uint8_t status(const struct virtio_device *dev)
{
    return mmio_read8(dev->pci.common.at + COMMON_DEVICE_STATUS);
}

static void set_status(const struct virtio_device *dev, uint8_t value)
{
    mmio_write8(dev->pci.common.at + COMMON_DEVICE_STATUS, value);
}

static uint64_t features(const struct virtio_device *dev)
{
    uint64_t offered;

    put32(dev, COMMON_DEVICE_FEATURE_SELECT, 0);
    offered = get32(dev, COMMON_DEVICE_FEATURE);
    put32(dev, COMMON_DEVICE_FEATURE_SELECT, 1);
    return offered | (uint64_t)get32(dev, COMMON_DEVICE_FEATURE) << 32;
}

static void set_features(const struct virtio_device *dev, uint64_t accepted)
{
    put32(dev, COMMON_DRIVER_FEATURE_SELECT, 0);
    put32(dev, COMMON_DRIVER_FEATURE, (uint32_t)accepted);
    put32(dev, COMMON_DRIVER_FEATURE_SELECT, 1);
    put32(dev, COMMON_DRIVER_FEATURE, (uint32_t)(accepted >> 32));
}

static uint16_t queue_max(const struct virtio_device *dev, uint16_t index)
{
    put16(dev, COMMON_QUEUE_SELECT, index);
    return get16(dev, COMMON_QUEUE_SIZE);
}

static bool set_vector(const struct virtio_device *dev, unsigned reg)
{
    if (dev->pci.msix_entries == 0)
        return true;
    put16(dev, reg, MSIX_ENTRY);
    /* 4.1.5.1.2.2: a device that could not map the event says so by reading back "none". */
    return get16(dev, reg) == MSIX_ENTRY;
}

/* The place of a queue's doorbell (4.1.4.4), or NULL when it lies outside its piece of the BAR. */
static volatile uint8_t *doorbell(const struct virtio_device *dev)
{
    uint64_t at = (uint64_t)get16(dev, COMMON_QUEUE_NOTIFY_OFF) * dev->pci.notify_multiplier;

    return at + sizeof(uint16_t) <= dev->pci.notify.len ? dev->pci.notify.at + at : NULL;
}

static bool queue_start(struct virtio_device *dev, const struct virtqueue *vq)
{
    put16(dev, COMMON_QUEUE_SELECT, vq->index);
    if (get16(dev, COMMON_QUEUE_ENABLE) != 0)
        return false;
    dev->pci.notify_at[vq->index] = doorbell(dev);
    if (dev->pci.notify_at[vq->index] == NULL)
        return false;
    put16(dev, COMMON_QUEUE_SIZE, vq->size);
    if (!set_vector(dev, COMMON_CONFIG_MSIX_VECTOR) || !set_vector(dev, COMMON_QUEUE_MSIX_VECTOR))
        return false;
    put_address(dev, COMMON_QUEUE_DESC, (uintptr_t)vq->desc);
    put_address(dev, COMMON_QUEUE_DRIVER, (uintptr_t)vq->avail);
    put_address(dev, COMMON_QUEUE_DEVICE, (uintptr_t)vq->used);
    put16(dev, COMMON_QUEUE_ENABLE, 1);
    return true;
}

static void notify(const struct virtio_device *dev, const struct virtqueue *vq)
{
    mmio_write16(dev->pci.notify_at[vq->index], vq->index);
}

static uint8_t config8(const struct virtio_device *dev, unsigned offset)
{
    return offset < dev->pci.config.len ? mmio_read8(dev->pci.config.at + offset) : 0;
}

static uint16_t config16(const struct virtio_device *dev, unsigned offset)
{
    return offset + 1 < dev->pci.config.len ? mmio_read16(dev->pci.config.at + offset) : 0;
}

static uint32_t config_generation(const struct virtio_device *dev)
{
    return mmio_read8(dev->pci.common.at + COMMON_CONFIG_GENERATION);
}

static bool interrupt_route(struct virtio_device *dev)
{
    unsigned entries = pci_msix_enable(&dev->pci.function);

    dev->pci.msix_entries = (uint16_t)entries;
    return entries != 0;
}

static uint32_t interrupt_take(const struct virtio_device *dev)
{
    (void)dev;
    return 0;
}

static const struct virtio_transport transport = {
    .name = "pci",
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

bool virtio_pci_modern_open(const struct pci_device *pci, struct virtio_device *dev)
{
    *dev = (struct virtio_device){.transport = &transport, .pci = {.function = *pci}};
    format(dev->name, sizeof dev->name, "pci %u:%u.%u", pci->bus, pci->slot, pci->function);
    return virtio_pci_find_windows(&dev->pci);
}
