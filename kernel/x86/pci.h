/* pci.h - PCI configuration space, as far as a virtio driver needs it.
 *
 * Layer   kernel/x86; callers: virtio/virtio_pci.c
 * Source  PCI Local Bus 3.0, chapter 6; access by configuration mechanism 1 (ports 0xCF8, 0xCFC)
 * Trust   capability lists and BARs come from the hypervisor: walks are bounded, addresses checked
 */
#ifndef KERNEL_X86_PCI_H
#define KERNEL_X86_PCI_H

#include <stdbool.h>
#include <stdint.h>

struct pci_device {
    uint8_t bus, slot, function;
    uint16_t vendor, device;
};

/* Find the index-th function (0 first) of a vendor on any bus, in the order of bus, slot, function.
 *
 * Returns   false when there are no more, or there is no PCI here (microvm, Xen PVH).
 */
bool pci_find(uint16_t vendor, unsigned index, struct pci_device *device);

uint8_t pci_read8(const struct pci_device *device, uint8_t offset);
uint16_t pci_read16(const struct pci_device *device, uint8_t offset);
uint32_t pci_read32(const struct pci_device *device, uint8_t offset);
void pci_write8(const struct pci_device *device, uint8_t offset, uint8_t value);
void pci_write16(const struct pci_device *device, uint8_t offset, uint16_t value);
void pci_write32(const struct pci_device *device, uint8_t offset, uint32_t value);

/* The next capability with this id after offset after (0: from the start). Returns its offset, 0 for none. */
uint8_t pci_capability(const struct pci_device *device, uint8_t id, uint8_t after);

struct pci_bar {
    uint64_t base; /* physical address, or port number */
    uint64_t size; /* bytes; 0: there is none, or none was assigned */
    bool is_port;
};

/* Read base address register index (0 to 5); sizes it, and restores it. */
void pci_bar(const struct pci_device *device, unsigned index, struct pci_bar *bar);

/* Command register: I/O and memory space on, bus mastering on, INTx off. */
void pci_enable(const struct pci_device *device);

/* Point every MSI-X table entry at the wake-up vector (irq.h) and switch MSI-X on.
 *
 * Returns   the number of table entries, 0 when the device has no MSI-X.
 */
unsigned pci_msix_enable(const struct pci_device *device);

#endif
