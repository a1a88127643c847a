/* start_info.c - see start_info.h. */
#include "x86/start_info.h"

#include "bytes.h"
#include "x86/phys.h"

#include <stddef.h>

/* Field offsets, from Xen's arch-x86/hvm/start_info.h. */
#define MAGIC          0
#define VERSION        4
#define CMDLINE_PADDR  24
#define RSDP_PADDR     32
#define MEMMAP_PADDR   40 /* from here on: version 1 */
#define MEMMAP_ENTRIES 48
#define LEN_V0         40u
#define LEN_V1         56u

#define START_MAGIC 0x336ec578u

#define ENTRY_LEN  24u /* of the memory map */
#define ENTRY_ADDR 0
#define ENTRY_SIZE 8
#define ENTRY_TYPE 16

void start_info_copy_line(uint64_t phys, struct loader_info *info)
{
    uint32_t len = 0;

    /* One byte at a time, so that a line that ends at the end of memory is read no further. */
    for (; len < START_INFO_COMMAND_LINE_MAX - 1; len++) {
        const uint8_t *c = phys_bytes(phys + len, 1);
        if (!c || *c == 0)
            break;
        info->command_line[len] = (char)*c;
    }
    info->command_line[len] = 0;
    const uint8_t *end = phys_bytes(phys + len, 1);
    info->command_line_cut = phys && end && *end != 0;
}

static void copy_memmap(uint64_t phys, uint32_t entry_count, struct memmap *map)
{
    /* A table of more entries than we keep is read no further: the count is the loader's word only. */
    for (uint32_t i = 0; i < entry_count && map->count < MEMMAP_MAX; i++) {
        const uint8_t *entry = phys_bytes(phys + (uint64_t)i * ENTRY_LEN, ENTRY_LEN);
        if (!phys || !entry)
            break;
        memmap_add(map, le64_get(entry + ENTRY_ADDR), le64_get(entry + ENTRY_SIZE),
                   (int32_t)le32_get(entry + ENTRY_TYPE));
    }
    if (entry_count > MEMMAP_MAX)
        map->drop_count += entry_count - MEMMAP_MAX;
}

enum start_info_result start_info_read(uint64_t phys, struct loader_info *info)
{
    const uint8_t *p = phys_bytes(phys, LEN_V0);

    if (!p)
        return START_INFO_BAD_ADDRESS;
    if (le32_get(p + MAGIC) != START_MAGIC)
        return START_INFO_BAD_MAGIC;
    start_info_copy_line(le64_get(p + CMDLINE_PADDR), info);
    info->rsdp = le64_get(p + RSDP_PADDR);
    if (le32_get(p + VERSION) >= 1 && phys_bytes(phys, LEN_V1))
        copy_memmap(le64_get(p + MEMMAP_PADDR), le32_get(p + MEMMAP_ENTRIES), &info->memmap);
    return memmap_touches_ram(&info->memmap, 0, UINT64_MAX) ? START_INFO_OK : START_INFO_NO_MEMMAP;
}
