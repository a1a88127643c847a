/* acpi.c - root pointer, root table, and the way to each table. See acpi.h. */
#include "x86/acpi.h"

#include "bytes.h"
#include "memory.h"
#include "x86/phys.h"

/* ACPI 6.4, 5.2.5.3: root pointer. */
#define RSDP_LEN_V1   20u
#define RSDP_LEN_V2   36u
#define RSDP_REVISION 15
#define RSDP_RSDT     16
#define RSDP_XSDT     24

/* ACPI 6.4, 5.2.6: the header of every table. */
#define TABLE_LENGTH     4
#define TABLE_HEADER_LEN 36u

/* ACPI 6.4, 5.2.5.1: where a BIOS leaves the root pointer, on 16-byte boundaries. */
#define EBDA_SEGMENT_AT 0x40eu
#define EBDA_LEN        1024u
#define BIOS_START      0xe0000u
#define BIOS_END        0x100000u
#define RSDP_ALIGN      16u

static uint8_t sum(const uint8_t *bytes, size_t len)
{
    uint8_t total = 0;
    for (size_t i = 0; i < len; i++)
        total = (uint8_t)(total + bytes[i]);
    return total;
}

static const uint8_t *rsdp_at(uint64_t phys)
{
    const uint8_t *rsdp = phys_bytes(phys, RSDP_LEN_V1);
    if (!rsdp || memcmp(rsdp, "RSD PTR ", 8) != 0 || sum(rsdp, RSDP_LEN_V1) != 0)
        return NULL;
    return rsdp;
}

static uint64_t rsdp_scan(uint64_t start, uint64_t end)
{
    for (uint64_t at = start; at < end; at += RSDP_ALIGN) {
        if (rsdp_at(at))
            return at;
    }
    return 0;
}

static uint64_t rsdp_search(void)
{
    const uint8_t *segment = phys_bytes(EBDA_SEGMENT_AT, 2);
    uint64_t ebda = segment ? (uint64_t)le16_get(segment) << 4 : 0;
    uint64_t found = ebda ? rsdp_scan(ebda, ebda + EBDA_LEN) : 0;
    return found ? found : rsdp_scan(BIOS_START, BIOS_END);
}

const uint8_t *acpi_table(uint64_t phys, const char *signature, size_t *len)
{
    const uint8_t *header = phys_bytes(phys, TABLE_HEADER_LEN);
    if (!header || memcmp(header, signature, 4) != 0)
        return NULL;
    *len = le32_get(header + TABLE_LENGTH);
    if (*len < TABLE_HEADER_LEN || *len > ACPI_LEN_MAX || !phys_bytes(phys, *len) || sum(header, *len) != 0)
        return NULL;
    return header;
}

static void read_table(uint64_t phys, struct acpi_info *info)
{
    static const struct {
        char signature[5];
        void (*read)(const uint8_t *table, size_t len, struct acpi_info *info);
    } known[] = {{"APIC", acpi_read_madt}, {"FACP", acpi_read_fadt}};
    const uint8_t *header = phys_bytes(phys, 4);

    if (!header) {
        info->bad_count++;
        return;
    }
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        size_t len;
        if (memcmp(header, known[i].signature, 4) != 0)
            continue;
        const uint8_t *table = acpi_table(phys, known[i].signature, &len);
        if (table)
            known[i].read(table, len, info);
        else
            info->bad_count++;
    }
}

/* The root table holds physical addresses, of 4 bytes in the RSDT and 8 in the XSDT. */
static bool read_root(uint64_t phys, const char *signature, size_t entry_len, struct acpi_info *info)
{
    size_t len;
    const uint8_t *root = acpi_table(phys, signature, &len);
    if (!root)
        return false;
    size_t entry_count = (len - TABLE_HEADER_LEN) / entry_len;
    if (entry_count > ACPI_TABLE_MAX) {
        info->bad_count += (uint32_t)(entry_count - ACPI_TABLE_MAX);
        entry_count = ACPI_TABLE_MAX;
    }
    for (size_t i = 0; i < entry_count; i++) {
        const uint8_t *entry = root + TABLE_HEADER_LEN + i * entry_len;
        read_table(entry_len == 8 ? le64_get(entry) : le32_get(entry), info);
    }
    return true;
}

bool acpi_read(uint64_t rsdp, struct acpi_info *info)
{
    const uint8_t *root = rsdp_at(rsdp);
    if (!root) {
        rsdp = rsdp_search();
        root = rsdp ? rsdp_at(rsdp) : NULL;
    }
    if (!root)
        return false;
    /* 5.2.5.3: from revision 2 on the XSDT is to be used, and a second checksum covers the
     * longer structure. */
    if (root[RSDP_REVISION] >= 2 && phys_bytes(rsdp, RSDP_LEN_V2) && sum(root, RSDP_LEN_V2) == 0 &&
        read_root(le64_get(root + RSDP_XSDT), "XSDT", 8, info))
        return true;
    if (read_root(le32_get(root + RSDP_RSDT), "RSDT", 4, info))
        return true;
    info->bad_count++;
    return false;
}
