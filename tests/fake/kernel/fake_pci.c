/* fake_pci.c - PCI configuration space of the fake devices: kernel/x86/pci.h's functions over 256 bytes each.
 */
#include "fake_virtio.h"
#include "assert.h"

#include <string.h>

#define CAP_POINTER 0x34u
#define CAP_MAX     64u

static bool is_pci(const struct fake_device *d)
{
    return d->kind >= FAKE_PCI_MODERN;
}

static struct fake_device *device_of(const struct pci_device *pci)
{
    struct fake_device *d = fake_virtio_at(pci->slot);

    ASSERT(d != NULL && is_pci(d));
    return d;
}

static void put32(uint8_t *at, uint32_t value)
{
    memcpy(at, &value, sizeof value);
}

static void write_cap(struct fake_device *d, uint8_t at, uint8_t next, uint8_t type, uint32_t offset,
                      uint32_t len)
{
    uint8_t *cap = d->pci_config + at;

    cap[0] = 0x09;
    cap[1] = next;
    cap[2] = type == 2 ? 20 : 16;
    cap[3] = type;
    cap[4] = 4;
    put32(cap + 8, offset);
    put32(cap + 12, len);
    if (type == 2)
        put32(cap + 16, 4);
}

void fake_pci_write_capabilities(struct fake_device *d)
{
    if (d->kind == FAKE_PCI_LEGACY) {
        d->bar[0] = (struct pci_bar){.base = d->base, .size = 0x40, .is_port = true};
        return;
    }
    d->bar[4] = (struct pci_bar){.base = d->base, .size = sizeof d->window};
    d->pci_config[CAP_POINTER] = FAKE_CAP_COMMON;
    write_cap(d, FAKE_CAP_COMMON, FAKE_CAP_NOTIFY, 1, 0x0000, 0x1000);
    write_cap(d, FAKE_CAP_NOTIFY, FAKE_CAP_ISR, 2, 0x3000, 0x1000);
    write_cap(d, FAKE_CAP_ISR, FAKE_CAP_DEVICE, 3, 0x1000, 0x1000);
    write_cap(d, FAKE_CAP_DEVICE, 0, 4, 0x2000, 0x1000);
}

static uint16_t device_id(const struct fake_device *d)
{
    if (d->kind == FAKE_PCI_MODERN)
        return (uint16_t)(0x1040 + d->type);
    return d->type == VIRTIO_TYPE_NET ? 0x1000 : 0x1005;
}

bool pci_find(uint16_t vendor, unsigned index, struct pci_device *pci)
{
    for (unsigned i = 0; vendor == 0x1af4 && fake_virtio_at(i) != NULL; i++) {
        if (!is_pci(fake_virtio_at(i)) || index-- > 0)
            continue;
        *pci =
            (struct pci_device){.slot = (uint8_t)i, .vendor = vendor, .device = device_id(fake_virtio_at(i))};
        return true;
    }
    return false;
}

uint8_t pci_read8(const struct pci_device *pci, uint8_t offset)
{
    return device_of(pci)->pci_config[offset];
}

uint32_t pci_read32(const struct pci_device *pci, uint8_t offset)
{
    uint32_t value;

    ASSERT(offset % 4 == 0);
    memcpy(&value, device_of(pci)->pci_config + offset, sizeof value);
    return value;
}

/* Walks the list from its start and gives the capability behind the one at after, whatever the offsets are.
 */
uint8_t pci_capability(const struct pci_device *pci, uint8_t id, uint8_t after)
{
    const struct fake_device *d = device_of(pci);
    uint8_t at = after == 0 ? d->pci_config[CAP_POINTER] : d->pci_config[(uint8_t)(after + 1)];

    for (unsigned i = 0; i < CAP_MAX && (at & 0xfc) >= 0x40; i++) {
        at &= 0xfc;
        if (d->pci_config[at] == id)
            return at;
        at = d->pci_config[at + 1];
    }
    return 0;
}

void pci_bar(const struct pci_device *pci, unsigned index, struct pci_bar *bar)
{
    ASSERT(index < 6);
    *bar = device_of(pci)->bar[index];
}

void pci_enable(const struct pci_device *pci)
{
    device_of(pci)->pci_enabled = true;
}

unsigned pci_msix_enable(const struct pci_device *pci)
{
    struct fake_device *d = device_of(pci);

    d->msix_on = d->msix_entries != 0;
    return d->msix_entries;
}
