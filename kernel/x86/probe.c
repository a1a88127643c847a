/* probe.c - see probe.h. */
#include "x86/probe.h"

#include "log.h"
#include "x86/image.h"

#define MIB         0x100000ull
#define PROBE_LIMIT (3072 * MIB)

static bool keeps_words(uint64_t at)
{
    volatile uint64_t *word = (volatile uint64_t *)(uintptr_t)at;
    uint64_t saved = *word;

    *word = ~saved;
    bool keeps = *word == ~saved;
    *word = saved;
    return keeps && *word == saved;
}

void probe_memory(struct memmap *map)
{
    uint64_t end = ((uintptr_t)image_end + MIB - 1) & ~(MIB - 1);

    while (end < PROBE_LIMIT && keeps_words(end) && keeps_words(end + MIB - 8))
        end += MIB;
    memmap_add(map, MIB, end - MIB, MEMMAP_RAM);
    log_error("boot: no memory map, found RAM up to %llu MiB", (unsigned long long)(end / MIB));
}
