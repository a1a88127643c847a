/* start_info.h - what the PVH loader tells the kernel.
 *
 * Layer     kernel/x86; reads through phys.h, so it runs on the host as well
 * Memory    everything is copied: nothing of the loader's is needed afterwards, and its pages are free
 * Trust     the loader's counts and addresses are checked; what does not fit is dropped and counted
 * Source    Xen public headers, arch-x86/hvm/start_info.h, versions 0 and 1
 */
#ifndef KERNEL_X86_START_INFO_H
#define KERNEL_X86_START_INFO_H

#include "x86/memmap.h"

#include <stdbool.h>
#include <stdint.h>

#define START_INFO_COMMAND_LINE_MAX 4096u /* bytes with the NUL; Linux takes 2048 on x86 */

struct loader_info {
    struct memmap memmap;
    uint64_t rsdp; /* physical address of ACPI's root pointer, 0: not told */
    bool command_line_cut;
    char command_line[START_INFO_COMMAND_LINE_MAX]; /* always ended by a NUL */
};

enum start_info_result {
    START_INFO_OK,
    START_INFO_BAD_ADDRESS, /* of the structure itself */
    START_INFO_BAD_MAGIC,
    START_INFO_NO_MEMMAP, /* the rest is filled in: version 0, or no RAM in the map */
};

/* Read the structure at physical address phys into *info, which is zero. */
enum start_info_result start_info_read(uint64_t phys, struct loader_info *info);

/* Copy the command line at phys; 0: it is empty. For loaders of another kind (multiboot2.h). */
void start_info_copy_line(uint64_t phys, struct loader_info *info);

#endif
