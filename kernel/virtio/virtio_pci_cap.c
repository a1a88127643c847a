/* virtio_pci_cap.c - where in its BARs a modern device has its registers, as its capabilities say.
 *
 * All of it is the hypervisor's word: the walk is bounded, and every piece must lie inside its BAR.
 *
 * Source    virtio 1.2, 4.1.4 (struct virtio_pci_cap)
 */
#include "virtio.h"

#include "x86/mmio.h"

#define PCI_CAP_VENDOR        0x09u
#define CAP_LEN               0x02u
#define CAP_CFG_TYPE          0x03u
#define CAP_BAR               0x04u
#define CAP_OFFSET            0x08u
#define CAP_LENGTH            0x0cu
#define CAP_NOTIFY_MULTIPLIER 0x10u
#define CAP_BYTES             0x10u
#define CAP_NOTIFY_BYTES      0x14u
#define CAP_TYPE_COMMON       1u
#define CAP_TYPE_NOTIFY       2u
#define CAP_TYPE_DEVICE       4u

#define PCI_CONFIG_LEN 0x100u
#define PCI_BAR_COUNT  6u
#define CAP_WALK_MAX   48u       /* as many as fit into the space behind the header */
#define WINDOW_MAX     0x100000u /* bytes of one piece that we map: queues 0 and 1 are at its start */
#define COMMON_LEN     0x38u     /* 4.1.4.3: registers that every device has */

/* Map the piece that the capability at cap names. False when it is not all inside its BAR, or shorter than
 * len_min. */
static bool open_window(const struct pci_device *pci, uint8_t cap, uint32_t len_min,
                        struct virtio_window *window)
{
    uint8_t index = pci_read8(pci, (uint8_t)(cap + CAP_BAR));
    uint64_t offset = pci_read32(pci, (uint8_t)(cap + CAP_OFFSET));
    uint32_t len = pci_read32(pci, (uint8_t)(cap + CAP_LENGTH));
    struct pci_bar bar;

    /* 4.1.4: values above 5 are reserved; the driver must ignore such a capability. */
    if (index >= PCI_BAR_COUNT)
        return false;
    pci_bar(pci, index, &bar);
    if (bar.is_port || bar.base == 0 || offset % 4 != 0 || len < len_min || offset + len > bar.size)
        return false;
    if (len > WINDOW_MAX)
        len = WINDOW_MAX;
    window->at = mmio_map(bar.base + offset, len);
    window->len = window->at != NULL ? len : 0;
    return window->at != NULL;
}

/* One capability. 4.1.4.1: of each type the first that can be used counts. */
static void take_capability(const struct pci_device *pci, uint8_t cap, struct virtio_pci *out)
{
    uint8_t cap_len = pci_read8(pci, (uint8_t)(cap + CAP_LEN));

    if (cap_len < CAP_BYTES)
        return;
    switch (pci_read8(pci, (uint8_t)(cap + CAP_CFG_TYPE))) {
    case CAP_TYPE_COMMON:
        if (out->common.at == NULL)
            open_window(pci, cap, COMMON_LEN, &out->common);
        break;
    case CAP_TYPE_NOTIFY:
        if (out->notify.at != NULL || cap_len < CAP_NOTIFY_BYTES || cap + CAP_NOTIFY_BYTES > PCI_CONFIG_LEN)
            break;
        if (open_window(pci, cap, sizeof(uint16_t), &out->notify))
            out->notify_multiplier = pci_read32(pci, (uint8_t)(cap + CAP_NOTIFY_MULTIPLIER));
        break;
    case CAP_TYPE_DEVICE:
        if (out->config.at == NULL)
            open_window(pci, cap, 1, &out->config);
        break;
    default:
        break; /* 4.1.4.1: unknown types are ignored */
    }
}

bool virtio_pci_find_windows(struct virtio_pci *out)
{
    uint8_t cap = 0;

    for (unsigned i = 0; i < CAP_WALK_MAX; i++) {
        cap = pci_capability(&out->function, PCI_CAP_VENDOR, cap);
        if (cap == 0)
            break;
        if (cap + CAP_BYTES <= PCI_CONFIG_LEN)
            take_capability(&out->function, cap, out);
    }
    return out->common.at != NULL && out->notify.at != NULL;
}
