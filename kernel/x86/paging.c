/* paging.c - see paging.h. Source: Intel SDM 3A, 4.5 (4-level paging). */
#include "x86/paging.h"

#include "assert.h"
#include "log.h"
#include "memory.h"
#include "x86/cpu.h"
#include "x86/cpuid.h"
#include "x86/image.h"
#include "x86/mmio.h"

#include <stdbool.h>

#define PAGE        0x1000u
#define LARGE_PAGE  0x200000u
#define ENTRY_COUNT 512u

#define PRESENT      0x1u
#define WRITE        0x2u
#define UNCACHED     0x18u /* PCD and PWT: strong uncacheable in the PAT's reset value */
#define LARGE        0x80u
#define NO_EXECUTE   (1ull << 63)
#define ADDRESS_MASK 0x000ffffffffff000ull

#define CR4_UMIP (1u << 11)
#define CR4_SMEP (1u << 20)
#define CR4_SMAP (1u << 21)

#define RAM_LIMIT 0x100000000ull

/* Must be as in pvh.S. Its early tables lie in the last pages and are in use until the switch. */
#define POOL_PAGES  20u
#define EARLY_PAGES 6u

static uint64_t *root;
static uint32_t pool_used;
static uint32_t pool_limit = POOL_PAGES - EARLY_PAGES;
static uint64_t no_execute; /* NO_EXECUTE, or 0 where the processor does not know it: a reserved bit then */
static uint64_t phys_end;   /* of the processor's address space, at most the lower half of the virtual one */
static struct memmap *ram;

/* NULL when the pool is used up. */
static uint64_t *take_table(void)
{
    if (pool_used == pool_limit)
        return NULL;
    return memset(page_table_pool[pool_used++], 0, PAGE);
}

static uint64_t *table_of(uint64_t entry)
{
    return (uint64_t *)(uintptr_t)(entry & ADDRESS_MASK);
}

/* The table below one entry, made where there is none; a large page is split into 512 that are the same. */
static uint64_t *table_below(uint64_t *entry)
{
    if ((*entry & PRESENT) && !(*entry & LARGE))
        return table_of(*entry);
    uint64_t *table = take_table();
    if (!table)
        return NULL;
    if (*entry & PRESENT) {
        for (uint32_t i = 0; i < ENTRY_COUNT; i++)
            table[i] = (*entry & ~(uint64_t)LARGE) + (uint64_t)i * PAGE;
    }
    *entry = (uint64_t)(uintptr_t)table | PRESENT | WRITE;
    return table;
}

/* The page directory entry of an address, with the tables above it. */
static uint64_t *directory_entry(uint64_t address)
{
    uint64_t *pdpt = table_below(&root[address >> 39 & 511]);
    uint64_t *directory = pdpt ? table_below(&pdpt[address >> 30 & 511]) : NULL;
    return directory ? &directory[address >> 21 & 511] : NULL;
}

/* Give the pages of [start, end), both multiples of PAGE, these rights; 0 takes them away. Large pages are
 * used where a whole one is free. Returns false when the pool is used up. */
static bool map(uint64_t start, uint64_t end, uint64_t rights)
{
    while (start < end) {
        uint64_t *entry = directory_entry(start);
        if (!entry)
            return false;
        bool whole = start % LARGE_PAGE == 0 && end - start >= LARGE_PAGE;
        if (whole && (*entry == 0 || (*entry & LARGE))) {
            *entry = rights ? start | rights | LARGE : 0;
            start += LARGE_PAGE;
            continue;
        }
        uint64_t *table = table_below(entry);
        if (!table)
            return false;
        table[start >> 12 & 511] = rights ? start | rights : 0;
        start += PAGE;
    }
    return true;
}

static void map_ram(void)
{
    for (uint32_t i = 0; i < ram->count; i++) {
        struct memmap_range *range = &ram->range[i];
        uint64_t start = (range->start + PAGE - 1) & ~(uint64_t)(PAGE - 1);
        uint64_t end = (range->end < RAM_LIMIT ? range->end : RAM_LIMIT) & ~(uint64_t)(PAGE - 1);
        if (range->type != MEMMAP_RAM || start >= end)
            continue;
        /* The pool holds 4 GiB of RAM in some pieces. A map of very many odd pieces could use it up: then
         * what is left is not RAM to us. */
        if (!map(start, end, PRESENT | WRITE | no_execute)) {
            log_error("paging: out of page tables, not using %llx-%llx", (unsigned long long)start,
                      (unsigned long long)end);
            range->type = MEMMAP_UNMAPPED;
        }
    }
}

/* The image's tables are taken first and from an empty pool, which holds them wherever the borders lie. */
static void map_or_stop(uint64_t start, uint64_t end, uint64_t rights)
{
    bool mapped = map(start, end, rights);
    ASSERT(mapped);
}

static void map_image(void)
{
    uint64_t guard = (uintptr_t)guest_stack_guard;

    map_or_stop((uintptr_t)text_start, (uintptr_t)text_end, PRESENT);
    map_or_stop((uintptr_t)rodata_start, (uintptr_t)rodata_end, PRESENT | no_execute);
    map_or_stop((uintptr_t)data_start, (uintptr_t)data_end, PRESENT | WRITE | no_execute);
    map_or_stop((uintptr_t)kvfs_payload, (uintptr_t)kvfs_payload_end, PRESENT | no_execute);
    map_or_stop((uintptr_t)kvfs_payload_end, (uintptr_t)image_end, PRESENT | no_execute);
    map_or_stop(0, PAGE, 0);
    map_or_stop(guard, guard + PAGE, 0);
}

static void protect_kernel(void)
{
    struct cpuid features = cpuid(7, 0);
    uint64_t cr4 = cr4_read();

    if (features.ebx & (1u << 7))
        cr4 |= CR4_SMEP;
    if (features.ebx & (1u << 20))
        cr4 |= CR4_SMAP;
    if (features.ecx & (1u << 2))
        cr4 |= CR4_UMIP;
    cr4_write(cr4);
}

void paging_init(struct memmap *memmap)
{
    uint8_t phys_bits = (uint8_t)cpuid(0x80000008u, 0).eax;

    if (phys_bits < 32 || phys_bits > 47)
        phys_bits = phys_bits > 47 ? 47 : 36;
    phys_end = 1ull << phys_bits;
    no_execute = cpuid(0x80000001u, 0).edx & (1u << 20) ? NO_EXECUTE : 0;
    ram = memmap;
    root = take_table();
    ASSERT(root);
    /* Twice: first to have the tables, then because map_ram() gives the image's pages the rights of data. */
    map_image();
    map_ram();
    map_image();
    cr3_write((uintptr_t)root);
    pool_limit = POOL_PAGES; /* the early tables are free now */
    protect_kernel();
}

static volatile void *map_device(uint64_t phys, size_t len, uint64_t caching)
{
    uint64_t start = phys & ~(uint64_t)(PAGE - 1);

    if (len == 0 || phys >= phys_end || len > phys_end - phys || start == 0) {
        log_error("mmio: %llx is no address of this processor", (unsigned long long)phys);
        return NULL;
    }
    uint64_t end = (phys + len + PAGE - 1) & ~(uint64_t)(PAGE - 1);
    if (memmap_touches_ram(ram, start, end)) {
        log_error("mmio: %llx is memory", (unsigned long long)phys);
        return NULL;
    }
    /* A whole 2 MiB page where nothing else is mapped and no RAM lies: it saves a table. What lies around
     * cached memory may be a device's registers, which must not be. */
    uint64_t large = start & ~(uint64_t)(LARGE_PAGE - 1);
    if (caching == UNCACHED && end <= large + LARGE_PAGE && !memmap_touches_ram(ram, large, large + LARGE_PAGE)) {
        start = large;
        end = large + LARGE_PAGE;
    }
    if (!map(start, end, PRESENT | WRITE | caching | no_execute)) {
        log_error("mmio: out of page tables for %llx", (unsigned long long)phys);
        return NULL;
    }
    for (uint64_t at = start; at < end; at += PAGE)
        page_invalidate(at);
    return (volatile void *)(uintptr_t)phys;
}

volatile void *mmio_map(uint64_t phys, size_t len)
{
    return map_device(phys, len, UNCACHED);
}

volatile void *mmio_map_cached(uint64_t phys, size_t len)
{
    return map_device(phys, len, 0);
}
