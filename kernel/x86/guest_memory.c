/* guest_memory.c - see guest_memory.h. */
#include "x86/guest_memory.h"

#include "x86/image.h"

#define RAM_LIMIT 0x100000000ull /* what paging.c maps */

size_t guest_memory(const struct memmap *map, size_t min_len, uint8_t **region)
{
    /* Page 0 is not mapped, and below 1 MiB the firmware keeps things that no map tells of. */
    const struct memmap_range holes[] = {
        {0, 0x100000, 0},
        {(uintptr_t)image_start, (uintptr_t)image_end, 0},
    };
    struct memmap_range free;

    if (!memmap_largest_free(map, holes, 2, RAM_LIMIT, &free) || free.end - free.start < min_len)
        return 0;
    *region = (uint8_t *)(uintptr_t)free.start;
    return free.end - free.start;
}
