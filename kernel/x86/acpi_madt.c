/* acpi_madt.c - the multiple APIC description table: which I/O APICs there are. ACPI 6.4, 5.2.12. */
#include "x86/acpi.h"

#include "bytes.h"

#define MADT_ENTRIES 44u

/* 5.2.12.3 */
#define ENTRY_IOAPIC    1
#define IOAPIC_LEN      12u
#define IOAPIC_ADDRESS  4
#define IOAPIC_GSI_BASE 8
/* 5.2.12.5 */
#define ENTRY_OVERRIDE   2
#define OVERRIDE_LEN     10u
#define OVERRIDE_BUS     2 /* 0: ISA */
#define OVERRIDE_SOURCE  3
#define OVERRIDE_GSI     4
#define OVERRIDE_FLAGS   8
#define FLAGS_POLARITY   0x3u
#define FLAGS_ACTIVE_LOW 0x3u
#define FLAGS_TRIGGER    0xcu
#define FLAGS_LEVEL      0xcu

static void add_ioapic(const uint8_t *entry, struct acpi_info *info)
{
    if (info->ioapic_count == ACPI_IOAPIC_MAX) {
        info->bad_count++;
        return;
    }
    info->ioapic[info->ioapic_count++] = (struct acpi_ioapic){
        .address = le32_get(entry + IOAPIC_ADDRESS),
        .gsi_base = le32_get(entry + IOAPIC_GSI_BASE),
    };
}

static void add_override(const uint8_t *entry, struct acpi_info *info)
{
    uint16_t flags = le16_get(entry + OVERRIDE_FLAGS);

    if (entry[OVERRIDE_BUS] != 0)
        return;
    if (info->override_count == ACPI_OVERRIDE_MAX) {
        info->bad_count++;
        return;
    }
    info->override[info->override_count++] = (struct acpi_override){
        .irq = entry[OVERRIDE_SOURCE],
        .gsi = le32_get(entry + OVERRIDE_GSI),
        .level = (flags & FLAGS_TRIGGER) == FLAGS_LEVEL,
        .active_low = (flags & FLAGS_POLARITY) == FLAGS_ACTIVE_LOW,
    };
}

void acpi_read_madt(const uint8_t *table, size_t len, struct acpi_info *info)
{
    size_t at = MADT_ENTRIES;

    while (at + 2 <= len) {
        uint8_t type = table[at], entry_len = table[at + 1];
        /* An entry of less than its own header would be read for ever. */
        if (entry_len < 2 || entry_len > len - at) {
            info->bad_count++;
            return;
        }
        if (type == ENTRY_IOAPIC && entry_len >= IOAPIC_LEN)
            add_ioapic(table + at, info);
        else if (type == ENTRY_OVERRIDE && entry_len >= OVERRIDE_LEN)
            add_override(table + at, info);
        at += entry_len;
    }
}
