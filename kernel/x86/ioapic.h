/* ioapic.h - interrupt lines of devices that cannot write messages.
 *
 * Layer     kernel/x86; caller: irq.c
 * Source    Intel 82093AA data sheet
 */
#ifndef KERNEL_X86_IOAPIC_H
#define KERNEL_X86_IOAPIC_H

#include "x86/acpi.h"

/* Find the I/O APICs: as ACPI says, else the two where QEMU's microvm and everybody's chipset has them. All
 * inputs are masked. */
void ioapic_init(const struct acpi_info *acpi);

/* Send a global system interrupt to vector of the processor apic_id. Returns false when nobody has that
 * input. */
bool ioapic_route(uint32_t gsi, uint8_t vector, uint32_t apic_id, bool level, bool active_low);

#endif
