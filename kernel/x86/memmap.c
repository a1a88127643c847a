/* memmap.c - see memmap.h. */
#include "x86/memmap.h"

#include <stddef.h>

#define PAGE_SIZE 4096u

bool memmap_add(struct memmap *map, uint64_t start, uint64_t len, int32_t type)
{
    if (len == 0)
        return true;
    if (start + len < start || map->count == MEMMAP_MAX) {
        map->drop_count++;
        return false;
    }
    map->range[map->count++] = (struct memmap_range){start, start + len, type};
    return true;
}

bool memmap_touches_ram(const struct memmap *map, uint64_t start, uint64_t end)
{
    for (uint32_t i = 0; i < map->count; i++) {
        const struct memmap_range *range = &map->range[i];
        if (range->type == MEMMAP_RAM && range->start < end && start < range->end)
            return true;
    }
    return false;
}

/* Of the ranges that hide RAM and reach beyond at, the one that begins first: what lies between at and its
 * start is free. Returns NULL when nothing more hides anything. */
static const struct memmap_range *next_hidden(const struct memmap *map, const struct memmap_range *hole,
                                              uint32_t hole_count, uint64_t at)
{
    const struct memmap_range *first = NULL;

    for (uint32_t i = 0; i < map->count + hole_count; i++) {
        const struct memmap_range *range = i < map->count ? &map->range[i] : &hole[i - map->count];
        bool hides = i >= map->count || range->type != MEMMAP_RAM;
        if (hides && range->end > at && (!first || range->start < first->start))
            first = range;
    }
    return first;
}

static void keep_larger(struct memmap_range *best, uint64_t start, uint64_t end)
{
    start =
        start > UINT64_MAX - PAGE_SIZE ? UINT64_MAX : (start + PAGE_SIZE - 1) & ~(uint64_t)(PAGE_SIZE - 1);
    end &= ~(uint64_t)(PAGE_SIZE - 1);
    if (start < end && end - start > best->end - best->start)
        *best = (struct memmap_range){start, end, MEMMAP_RAM};
}

bool memmap_largest_free(const struct memmap *map, const struct memmap_range *hole, uint32_t hole_count,
                         uint64_t limit, struct memmap_range *free)
{
    struct memmap_range best = {0};

    for (uint32_t i = 0; i < map->count; i++) {
        uint64_t at = map->range[i].start;
        uint64_t end = map->range[i].end < limit ? map->range[i].end : limit;
        if (map->range[i].type != MEMMAP_RAM)
            continue;
        /* Each turn leaves a hidden range behind: at most map->count + hole_count turns. */
        while (at < end) {
            const struct memmap_range *hidden = next_hidden(map, hole, hole_count, at);
            uint64_t stop = hidden && hidden->start < end ? hidden->start : end;
            if (stop > at)
                keep_larger(&best, at, stop);
            at = hidden ? hidden->end : end;
        }
    }
    if (best.end == 0)
        return false;
    *free = best;
    return true;
}
