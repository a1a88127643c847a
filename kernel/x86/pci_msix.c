/* pci_msix.c - message-signalled interrupts: pci_msix_enable() of pci.h. */
#include "x86/pci.h"

#include "log.h"
#include "x86/irq.h"
#include "x86/mmio.h"

/* PCI Local Bus 3.0, 6.8.2 */
#define CAP_MSIX       0x11
#define MSIX_CONTROL   2
#define MSIX_TABLE     4
#define MSIX_ENABLE    0x8000
#define MSIX_MASK_ALL  0x4000
#define MSIX_SIZE      0x07ff
#define MSIX_BIR       0x7u
#define MSIX_ENTRY_LEN 16u

unsigned pci_msix_enable(const struct pci_device *device)
{
    uint8_t capability = pci_capability(device, CAP_MSIX, 0);
    struct pci_bar bar;
    uint64_t address;
    uint32_t data;

    if (!capability)
        return 0;
    uint16_t control = pci_read16(device, (uint8_t)(capability + MSIX_CONTROL));
    uint32_t where = pci_read32(device, (uint8_t)(capability + MSIX_TABLE));
    unsigned entry_count = (control & MSIX_SIZE) + 1u;
    uint32_t offset = where & ~MSIX_BIR;
    pci_bar(device, where & MSIX_BIR, &bar);
    if (bar.is_port || bar.size < offset || bar.size - offset < entry_count * MSIX_ENTRY_LEN) {
        log_error("pci: %04x:%04x has its MSI-X table nowhere", device->vendor, device->device);
        return 0;
    }
    volatile uint8_t *table = mmio_map(bar.base + offset, entry_count * MSIX_ENTRY_LEN);
    if (!table)
        return 0;
    irq_msi_message(&address, &data);
    pci_write16(device, (uint8_t)(capability + MSIX_CONTROL),
                (uint16_t)(control | MSIX_ENABLE | MSIX_MASK_ALL));
    for (unsigned i = 0; i < entry_count; i++, table += MSIX_ENTRY_LEN) {
        mmio_write32(table, (uint32_t)address);
        mmio_write32(table + 4, (uint32_t)(address >> 32));
        mmio_write32(table + 8, data);
        mmio_write32(table + 12, 0); /* not masked */
    }
    pci_write16(device, (uint8_t)(capability + MSIX_CONTROL),
                (uint16_t)((control | MSIX_ENABLE) & ~MSIX_MASK_ALL));
    return entry_count;
}
