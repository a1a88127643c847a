/* multiboot2.c - see multiboot2.h. */
#include "x86/multiboot2.h"

#include "bytes.h"
#include "x86/phys.h"

#include <stddef.h>

/* 3.6.2: the whole starts with its length; then come tags, each of a type, its length and a body, on
 * boundaries of 8 bytes. */
#define FIXED_LEN 8u
#define TAG_LEN   8u
#define TAG_ALIGN 8u
#define TAG_SIZE  4
#define INFO_MAX  0x100000u /* bytes: none is larger that means well */

enum { TAG_END = 0, TAG_LINE = 1, TAG_MEMMAP = 6, TAG_RSDP_V1 = 14, TAG_RSDP_V2 = 15 };

/* 3.6.8: the memory map. Its types are ACPI's. */
#define MEMMAP_ENTRY_LEN 8
#define MEMMAP_FIRST     16u
#define ENTRY_LEN        24u /* at least */
#define ENTRY_ADDR       0
#define ENTRY_SIZE       8
#define ENTRY_TYPE       16

static void copy_memmap(const uint8_t *tag, uint32_t len, struct memmap *map)
{
    uint32_t entry_len = len >= MEMMAP_FIRST ? le32_get(tag + MEMMAP_ENTRY_LEN) : 0;

    if (entry_len < ENTRY_LEN)
        return;
    for (uint32_t at = MEMMAP_FIRST; len - at >= entry_len; at += entry_len) {
        const uint8_t *entry = tag + at;
        memmap_add(map, le64_get(entry + ENTRY_ADDR), le64_get(entry + ENTRY_SIZE),
                   (int32_t)le32_get(entry + ENTRY_TYPE));
    }
}

static void read_tag(uint64_t phys, const uint8_t *tag, uint32_t len, struct loader_info *info)
{
    switch (le32_get(tag)) {
    case TAG_LINE:
        start_info_copy_line(len > TAG_LEN ? phys + TAG_LEN : 0, info);
        break;
    case TAG_MEMMAP:
        copy_memmap(tag, len, &info->memmap);
        break;
    case TAG_RSDP_V1: /* where there are both, the newer one comes second */
    case TAG_RSDP_V2:
        info->rsdp = phys + TAG_LEN;
        break;
    default:
        break;
    }
}

enum start_info_result multiboot2_read(uint64_t phys, struct loader_info *info)
{
    const uint8_t *p = phys_bytes(phys, FIXED_LEN);
    uint32_t len = p ? le32_get(p) : 0;

    if (len < FIXED_LEN || len > INFO_MAX || !phys_bytes(phys, len))
        return START_INFO_BAD_ADDRESS;
    for (uint32_t at = FIXED_LEN; len - at >= TAG_LEN;) {
        const uint8_t *tag = p + at;
        uint32_t tag_len = le32_get(tag + TAG_SIZE);
        if (le32_get(tag) == TAG_END || tag_len < TAG_LEN || tag_len > len - at)
            break;
        read_tag(phys + at, tag, tag_len, info);
        tag_len = (tag_len + TAG_ALIGN - 1) & ~(TAG_ALIGN - 1);
        at = tag_len < len - at ? at + tag_len : len;
    }
    return memmap_touches_ram(&info->memmap, 0, UINT64_MAX) ? START_INFO_OK : START_INFO_NO_MEMMAP;
}
