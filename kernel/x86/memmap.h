/* memmap.h - which physical memory is there, and which of it is free.
 *
 * Layer     kernel/x86; pure
 * Trust     ranges come from the loader; those that wrap around or do not fit the table are counted and
 *           dropped
 */
#ifndef KERNEL_X86_MEMMAP_H
#define KERNEL_X86_MEMMAP_H

#include <stdbool.h>
#include <stdint.h>

#define MEMMAP_MAX 128u /* the most that an e820 table of firmware holds */

/* ACPI 6.4, 15: every number but 1 is not ours to use; UNMAPPED is our own. */
enum memmap_type { MEMMAP_RAM = 1, MEMMAP_UNMAPPED = -1 };

struct memmap_range {
    uint64_t start; /* start < end */
    uint64_t end;
    int32_t type; /* enum memmap_type, or whatever the firmware said */
};

struct memmap {
    struct memmap_range range[MEMMAP_MAX]; /* in any order; where ranges overlap, RAM loses */
    uint32_t count;                        /* <= MEMMAP_MAX */
    uint32_t drop_count;
};

/* Add len bytes from start. An empty range is ignored. Returns false when it was dropped: it wraps, or the
 * table is full. */
bool memmap_add(struct memmap *map, uint64_t start, uint64_t len, int32_t type);

/* The largest piece of RAM below limit, cut to whole pages of 4096 bytes, that is touched by no other range
 * of the map and by none of hole[0 .. hole_count).
 *
 * Returns   false when there is none; *free is then untouched
 */
bool memmap_largest_free(const struct memmap *map, const struct memmap_range *hole, uint32_t hole_count,
                         uint64_t limit, struct memmap_range *free);

/* True when some byte of [start, end) is RAM. */
bool memmap_touches_ram(const struct memmap *map, uint64_t start, uint64_t end);

#endif
