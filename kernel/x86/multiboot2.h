/* multiboot2.h - what a Multiboot2 boot loader tells the kernel: GRUB, from a disk by BIOS.
 *
 * Layer     kernel/x86; reads through phys.h, so it runs on the host as well
 * Memory    the command line and the memory map are copied; info->rsdp points at the loader's copy of ACPI's
 *           root pointer
 * Trust     the loader's lengths and counts are checked; a tag that does not fit ends the reading
 * Source    Multiboot2 Specification 2.0: 3.1 (header), 3.3 (machine state), 3.6 (boot information)
 */
#ifndef KERNEL_X86_MULTIBOOT2_H
#define KERNEL_X86_MULTIBOOT2_H

#include "x86/start_info.h"

/* In %eax at the entry. */
#define MULTIBOOT2_MAGIC 0x36d76289u

/* Read the boot information at physical address phys into *info, which is zero. There is no magic number in
 * it: START_INFO_BAD_MAGIC is not returned. */
enum start_info_result multiboot2_read(uint64_t phys, struct loader_info *info);

#endif
