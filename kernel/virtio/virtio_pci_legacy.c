/* virtio_pci_legacy.c - the interface from before virtio 1.0: a header in the I/O ports of BAR 0.
 *
 * Source    virtio 1.2, 4.1.4.10 (layout), 4.1.5.1.3.1 (queues: the device's size, a page number, 4096 bytes
 * a page)
 */
#include "virtio.h"

#include "format.h"
#include "x86/pci.h"
#include "x86/port.h"

enum legacy_register {
    LEGACY_DEVICE_FEATURES = 0,
    LEGACY_DRIVER_FEATURES = 4,
    LEGACY_QUEUE_ADDRESS = 8,
    LEGACY_QUEUE_SIZE = 12,
    LEGACY_QUEUE_SELECT = 14,
    LEGACY_QUEUE_NOTIFY = 16,
    LEGACY_DEVICE_STATUS = 18,
    LEGACY_CONFIG_MSIX_VECTOR = 20, /* this and the next only while MSI-X is on */
    LEGACY_QUEUE_MSIX_VECTOR = 22,
    LEGACY_CONFIG = 20,
    LEGACY_CONFIG_MSIX = 24,
};

#define MSIX_ENTRY     0u
#define PORT_SPACE_LEN 0x10000u

static uint16_t port(const struct virtio_device *dev, unsigned reg)
{
    return (uint16_t)(dev->pci_legacy.port + reg);
}

static uint8_t status(const struct virtio_device *dev)
{
    return port_in8(port(dev, LEGACY_DEVICE_STATUS));
}

static void set_status(const struct virtio_device *dev, uint8_t value)
{
    port_out8(port(dev, LEGACY_DEVICE_STATUS), value);
}

static uint64_t features(const struct virtio_device *dev)
{
    return port_in32(port(dev, LEGACY_DEVICE_FEATURES));
}

static void set_features(const struct virtio_device *dev, uint64_t accepted)
{
    port_out32(port(dev, LEGACY_DRIVER_FEATURES), (uint32_t)accepted);
}

static uint16_t queue_max(const struct virtio_device *dev, uint16_t index)
{
    port_out16(port(dev, LEGACY_QUEUE_SELECT), index);
    return port_in16(port(dev, LEGACY_QUEUE_SIZE));
}

static bool set_vector(const struct virtio_device *dev, unsigned reg)
{
    if (!dev->pci_legacy.msix)
        return true;
    port_out16(port(dev, reg), MSIX_ENTRY);
    return port_in16(port(dev, reg)) == MSIX_ENTRY;
}

static bool queue_start(struct virtio_device *dev, const struct virtqueue *vq)
{
    port_out16(port(dev, LEGACY_QUEUE_SELECT), vq->index);
    if (port_in32(port(dev, LEGACY_QUEUE_ADDRESS)) != 0)
        return false; /* in use already, by whom ever */
    if (!set_vector(dev, LEGACY_CONFIG_MSIX_VECTOR) || !set_vector(dev, LEGACY_QUEUE_MSIX_VECTOR))
        return false;
    port_out32(port(dev, LEGACY_QUEUE_ADDRESS), (uint32_t)((uintptr_t)vq->desc / VIRTQUEUE_ALIGN));
    return true;
}

static void notify(const struct virtio_device *dev, const struct virtqueue *vq)
{
    port_out16(port(dev, LEGACY_QUEUE_NOTIFY), vq->index);
}

static unsigned config_offset(const struct virtio_device *dev, unsigned offset)
{
    return offset + (dev->pci_legacy.msix ? LEGACY_CONFIG_MSIX : LEGACY_CONFIG);
}

static uint8_t config8(const struct virtio_device *dev, unsigned offset)
{
    unsigned at = config_offset(dev, offset);

    return at < dev->pci_legacy.len ? port_in8(port(dev, at)) : 0;
}

static uint16_t config16(const struct virtio_device *dev, unsigned offset)
{
    unsigned at = config_offset(dev, offset);

    return at + 1 < dev->pci_legacy.len ? port_in16(port(dev, at)) : 0;
}

static uint32_t config_generation(const struct virtio_device *dev)
{
    (void)dev;
    return 0;
}

static bool interrupt_route(struct virtio_device *dev)
{
    dev->pci_legacy.msix = pci_msix_enable(&dev->pci_legacy.function) != 0;
    return dev->pci_legacy.msix;
}

static uint32_t interrupt_take(const struct virtio_device *dev)
{
    (void)dev;
    return 0;
}

static const struct virtio_transport transport = {
    .name = "pci-legacy",
    .queue_size_fixed = true,
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

bool virtio_pci_legacy_open(const struct pci_device *pci, struct virtio_device *dev)
{
    struct pci_bar bar;

    *dev = (struct virtio_device){.transport = &transport, .legacy = true, .pci_legacy = {.function = *pci}};
    format(dev->name, sizeof dev->name, "pci %u:%u.%u", pci->bus, pci->slot, pci->function);
    pci_bar(pci, 0, &bar);
    if (!bar.is_port || bar.base == 0 || bar.size < LEGACY_CONFIG_MSIX ||
        bar.base + bar.size > PORT_SPACE_LEN)
        return false;
    dev->pci_legacy.port = (uint16_t)bar.base;
    dev->pci_legacy.len = (uint32_t)bar.size;
    return true;
}
