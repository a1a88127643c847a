/* acpi_devices.c - the two kinds of device that a PC-less machine (QEMU's microvm, Cloud Hypervisor) tells
 * of in AML only: virtio over MMIO, and the generic event device with the power button.
 *
 * This is no interpreter. A device's _HID string is looked for, and behind it the resource buffer that the
 * firmware of these machines writes there literally; what does not have that form is not found. Every step
 * is bounded by len. ACPI 6.4: 6.4.2 and 6.4.3 (resource descriptors), 5.6.9 (generic event device), 20.2
 * (AML).
 */
#include "x86/acpi.h"

#include "bytes.h"
#include "format.h"
#include "memory.h"

#define AML_NAME   0x08
#define AML_BYTE   0x0a
#define AML_WORD   0x0b
#define AML_DWORD  0x0c
#define AML_STRING 0x0d
#define AML_BUFFER 0x11
#define AML_REGION 0x805bu     /* 5B 80, as little endian */
#define AML_HID    0x4449485fu /* "_HID" */
#define AML_CRS    0x5352435fu /* "_CRS" */

#define RESOURCE_LARGE     0x80
#define RESOURCE_SMALL_LEN 0x07
#define RESOURCE_END       0x79
#define RESOURCE_MEMORY32  0x86 /* tag, len16, flags, base32, len32 */
#define RESOURCE_INTERRUPT 0x89 /* tag, len16, flags, count, gsi32 ... */

#define DEVICE_SPAN 256u /* how far behind its _HID a device's _CRS or region may begin */

struct resources {
    uint32_t base, len, gsi;
    bool has_memory, has_interrupt;
};

/* The descriptors of one buffer: each is stepped over by its own length, which is at least one byte. */
static void walk_resources(const uint8_t *p, size_t len, struct resources *r)
{
    size_t at = 0;

    while (at < len && p[at] != RESOURCE_END) {
        size_t item_len = 1u + (p[at] & RESOURCE_SMALL_LEN);
        if (p[at] & RESOURCE_LARGE)
            item_len = len - at >= 3 ? 3u + le16_get(p + at + 1) : len;
        if (item_len > len - at)
            return;
        if (p[at] == RESOURCE_MEMORY32 && item_len >= 12) {
            r->base = le32_get(p + at + 4);
            r->len = le32_get(p + at + 8);
            r->has_memory = true;
        } else if (p[at] == RESOURCE_INTERRUPT && item_len >= 9) {
            r->gsi = le32_get(p + at + 5);
            r->has_interrupt = true;
        }
        at += item_len;
    }
}

/* BufferOp PkgLength BufferSize bytes (20.2.5.4); p begins at the op. */
static void read_buffer(const uint8_t *p, size_t len, struct resources *r)
{
    if (len < 2 || p[0] != AML_BUFFER)
        return;
    size_t at = 2u + (p[1] >> 6);
    if (len < at + 3 || (p[at] != AML_BYTE && p[at] != AML_WORD))
        return;
    size_t size = p[at] == AML_BYTE ? p[at + 1] : le16_get(p + at + 1);
    at += p[at] == AML_BYTE ? 2 : 3;
    walk_resources(p + at, size < len - at ? size : len - at, r);
}

static struct resources resources_behind(const uint8_t *p, size_t len)
{
    struct resources r = {0};

    for (size_t at = 0; at + 5 <= len; at++) {
        if (p[at] == AML_NAME && le32_get(p + at + 1) == AML_CRS) {
            read_buffer(p + at + 5, len - at - 5, &r);
            break;
        }
    }
    return r;
}

static void add_virtio(const uint8_t *p, size_t len, struct acpi_info *info)
{
    struct resources r = resources_behind(p, len);

    if (!r.has_memory || !r.has_interrupt || info->virtio_count == ACPI_VIRTIO_MAX) {
        info->bad_count++;
        return;
    }
    info->virtio[info->virtio_count++] = (struct acpi_virtio){r.base, r.len, r.gsi};
}

/* OperationRegion(EREG, SystemMemory, address, 4): where the events are read. */
static void add_event_device(const uint8_t *p, size_t len, struct acpi_info *info)
{
    struct resources r = resources_behind(p, len);

    for (size_t at = 0; r.has_interrupt && at + 12 <= len; at++) {
        if (le16_get(p + at) == AML_REGION && p[at + 6] == ACPI_MEMORY && p[at + 7] == AML_DWORD) {
            info->event_select = (struct acpi_register){le32_get(p + at + 8), ACPI_MEMORY};
            info->event_gsi = r.gsi;
            return;
        }
    }
}

void acpi_find_devices(const uint8_t *aml, size_t len, struct acpi_info *info)
{
    /* NameOp "_HID" StringPrefix, eight characters, NUL */
    for (size_t at = 0; at + 15 <= len; at++) {
        if (aml[at] != AML_NAME || le32_get(aml + at + 1) != AML_HID || aml[at + 5] != AML_STRING)
            continue;
        const uint8_t *behind = aml + at + 15;
        size_t span = len - at - 15 < DEVICE_SPAN ? len - at - 15 : DEVICE_SPAN;
        if (memcmp(aml + at + 6, "LNRO0005", 9) == 0)
            add_virtio(behind, span, info);
        else if (memcmp(aml + at + 6, "ACPI0013", 9) == 0)
            add_event_device(behind, span, info);
    }
}

void acpi_add_words(const struct acpi_info *info, char *line, size_t cap)
{
    size_t len = strlen(line);

    for (uint32_t i = 0; i < info->virtio_count; i++) {
        char word[64];
        size_t word_len = format(word, sizeof word, " virtio_mmio.device=%u@0x%x:%u", info->virtio[i].len,
                                 info->virtio[i].address, info->virtio[i].gsi);
        if (word_len >= cap - len)
            return;
        memcpy(line + len, word, word_len + 1);
        len += word_len;
    }
}
