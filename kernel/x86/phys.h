/* phys.h - physical memory that others have written: boot information, firmware tables.
 *
 * Layer     kernel/x86; callers: start_info.c, acpi*.c, before x86/paging.c narrows the map. Tests provide
 *           their own.
 * Trust     addresses come from the loader and the firmware: each is checked here, what lies there by the
 *           caller
 */
#ifndef KERNEL_X86_PHYS_H
#define KERNEL_X86_PHYS_H

#include <stddef.h>
#include <stdint.h>

/* The first tables map 4 GiB, and every loader puts what it passes below that. */
#define PHYS_LIMIT 0x100000000u

/* The bytes at a physical address.
 *
 * Returns   NULL when address is 0, or len bytes from there do not end below PHYS_LIMIT
 */
const uint8_t *phys_bytes(uint64_t address, size_t len);

#endif
