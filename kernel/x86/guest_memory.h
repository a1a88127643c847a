/* guest_memory.h - the memory that pools come from, on every guest.
 *
 * Layer     kernel/x86; callers: the guests' platforms
 */
#ifndef KERNEL_X86_GUEST_MEMORY_H
#define KERNEL_X86_GUEST_MEMORY_H

#include "x86/memmap.h"

#include <stddef.h>

/* platform_memory(): the largest free piece of map's RAM, beside the image and below what paging.c maps. */
size_t guest_memory(const struct memmap *map, size_t min_len, uint8_t **region);

#endif
