/* acpi.h - the few facts of the firmware's tables that this kernel acts on.
 *
 * Layer     kernel/x86; reads through phys.h, so it runs on the host as well
 * Memory    copies what it keeps; the tables are not needed afterwards
 * Trust     every length is checked before it is used, every table's checksum must be right, loops are
 *           bounded; a table that fails is left out and counted in bad_count
 * Source    ACPI 6.4: 5.2 (tables), 20.2 (AML, as far as finding \_S5 needs it)
 */
#ifndef KERNEL_X86_ACPI_H
#define KERNEL_X86_ACPI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ACPI_IOAPIC_MAX   4u
#define ACPI_OVERRIDE_MAX 16u
#define ACPI_VIRTIO_MAX   32u            /* microvm has 24 */
#define ACPI_TABLE_MAX    64u            /* entries of the root table that are looked at */
#define ACPI_LEN_MAX      (1024u * 1024) /* of one table */

/* Generic address structure, ACPI 6.4, 5.2.3.2, or a port of the older fields. address 0: there is none. */
enum acpi_space { ACPI_MEMORY = 0, ACPI_PORT = 1 };
struct acpi_register {
    uint64_t address;
    uint8_t space;
};

struct acpi_ioapic {
    uint32_t address;
    uint32_t gsi_base;
};

/* An ISA interrupt that sits on another input, or is not the usual edge and active high. */
struct acpi_override {
    uint32_t gsi;
    uint8_t irq;
    bool level;
    bool active_low;
};

/* A virtio device over MMIO. Its interrupt is edge triggered. */
struct acpi_virtio {
    uint32_t address;
    uint32_t len; /* bytes */
    uint32_t gsi;
};

struct acpi_info {
    struct acpi_ioapic ioapic[ACPI_IOAPIC_MAX];
    struct acpi_override override[ACPI_OVERRIDE_MAX];
    uint32_t ioapic_count;
    uint32_t override_count;
    struct acpi_virtio virtio[ACPI_VIRTIO_MAX];
    uint32_t virtio_count;
    uint32_t bad_count; /* tables and entries left out */

    struct acpi_register pm1a_event;
    struct acpi_register pm1a_control;
    struct acpi_register pm1b_control;
    struct acpi_register pm_timer;
    struct acpi_register reset;
    struct acpi_register sleep_control; /* hardware-reduced machines: microvm */
    struct acpi_register event_select;  /* there, too: the generic event device's register */
    uint32_t event_gsi;                 /* and its interrupt, edge triggered */
    uint32_t smi_command;               /* port; 0: ACPI mode is on for good */
    uint16_t sci_irq;
    uint8_t pm1_event_len; /* bytes: the status half, then the enable half */
    uint8_t acpi_enable;   /* what to write to smi_command */
    uint8_t reset_value;
    bool has_fadt;
    bool has_s5;
    uint8_t s5_type_a; /* sleep type to power off with */
    uint8_t s5_type_b;
};

/* Read the tables from the root pointer at rsdp, or, where rsdp is 0, from where a BIOS leaves it.
 *
 * Returns   false when there are no tables; *info, which is zero before, then stays so but
 * for bad_count */
bool acpi_read(uint64_t rsdp, struct acpi_info *info);

/* acpi_madt.c, acpi_fadt.c: one table each; table is its len bytes, checked for length and checksum. */
void acpi_read_madt(const uint8_t *table, size_t len, struct acpi_info *info);
void acpi_read_fadt(const uint8_t *table, size_t len, struct acpi_info *info);

/* Find the package \_S5 in AML and take its first two elements. Bounded by len. */
void acpi_find_s5(const uint8_t *aml, size_t len, struct acpi_info *info);

/* acpi_devices.c: devices that only the AML tells of. */
void acpi_find_devices(const uint8_t *aml, size_t len, struct acpi_info *info);

/* Append the virtio devices found to a command line that holds cap bytes, as Linux's words for them:
 * " virtio_mmio.device=512@0xfeb02e00:47". So drivers learn of them in one way. A word that does not fit is
 * left out. */
void acpi_add_words(const struct acpi_info *info, char *line, size_t cap);

/* A table of this signature ("APIC") at phys, its length in *len; NULL when it is not there or not sound. */
const uint8_t *acpi_table(uint64_t phys, const char *signature, size_t *len);

#endif
