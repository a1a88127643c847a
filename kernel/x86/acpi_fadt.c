/* acpi_fadt.c - the fixed description table, and \_S5 in the AML it points to: how to power off and reset.
 * ACPI 6.4, 5.2.9 and 7.4.2.6. */
#include "x86/acpi.h"

#include "bytes.h"
#include "x86/phys.h"

#define FADT_DSDT          40
#define FADT_SCI_INT       46
#define FADT_SMI_CMD       48
#define FADT_ACPI_ENABLE   52
#define FADT_PM1A_EVT      56
#define FADT_PM1A_CNT      64
#define FADT_PM1B_CNT      68
#define FADT_PM_TMR        76
#define FADT_PM1_EVT_LEN   88
#define FADT_FLAGS         112
#define FADT_RESET_REG     116
#define FADT_RESET_VALUE   128
#define FADT_X_DSDT        140
#define FADT_X_PM1A_EVT    148
#define FADT_X_PM1A_CNT    172
#define FADT_X_PM1B_CNT    184
#define FADT_X_PM_TMR      208
#define FADT_SLEEP_CONTROL 244
#define FADT_LEN_V1        116u /* what every version has */
#define GAS_LEN            12u
#define GAS_ADDRESS        4

#define FLAG_RESET_REG (1u << 10)
#define FLAG_REDUCED   (1u << 20)

#define AML_HEADER 36u /* the table header before the code */

/* 20.2.3 and 20.2.5: the few opcodes that a _S5 package is written with. */
#define AML_ZERO    0x00
#define AML_ONE     0x01
#define AML_NAME    0x08
#define AML_BYTE    0x0a
#define AML_WORD    0x0b
#define AML_DWORD   0x0c
#define AML_PACKAGE 0x12
#define AML_S5      0x5f35535fu /* "_S5_" */

/* A register of the longer table, if the table is long enough and has it, else the port of the
 * first version. */
static struct acpi_register fixed_register(const uint8_t *table, size_t len, size_t extended, size_t port_at)
{
    if (extended + GAS_LEN <= len) {
        const uint8_t *gas = table + extended;
        if (le64_get(gas + GAS_ADDRESS) != 0 && gas[0] <= ACPI_PORT)
            return (struct acpi_register){le64_get(gas + GAS_ADDRESS), gas[0]};
    }
    uint32_t port = port_at ? le32_get(table + port_at) : 0;
    return (struct acpi_register){port, ACPI_PORT};
}

/* One constant of a package; advances *at. Returns false when it is none of those that stand for a small
 * number. */
static bool aml_constant(const uint8_t *aml, size_t len, size_t *at, uint8_t *value)
{
    static const uint8_t extra[] = {[AML_BYTE] = 1, [AML_WORD] = 2, [AML_DWORD] = 4};
    if (*at >= len)
        return false;
    uint8_t op = aml[*at];
    if (op == AML_ZERO || op == AML_ONE) {
        *value = op;
        *at += 1;
        return true;
    }
    size_t bytes = op < sizeof extra ? extra[op] : 0;
    if (bytes == 0 || bytes >= len - *at)
        return false;
    *value = aml[*at + 1];
    *at += 1 + bytes;
    return true;
}

/* What follows the name: PackageOp PkgLength NumElements element element ... (20.2.5.4). */
static bool read_s5_package(const uint8_t *aml, size_t len, size_t at, struct acpi_info *info)
{
    uint8_t type_a, type_b = 0;

    if (len - at < 4 || aml[at] != AML_PACKAGE)
        return false;
    at += 1 + 1 + (aml[at + 1] >> 6); /* PkgLength: the top two bits count the bytes that follow its first */
    if (at >= len || aml[at] < 1)
        return false;
    uint8_t element_count = aml[at++];
    if (!aml_constant(aml, len, &at, &type_a))
        return false;
    if (element_count > 1 && !aml_constant(aml, len, &at, &type_b))
        return false;
    /* A sleep type has three bits (4.8.3.2.1). */
    if (type_a > 7 || type_b > 7)
        return false;
    info->s5_type_a = type_a;
    info->s5_type_b = type_b;
    info->has_s5 = true;
    return true;
}

void acpi_find_s5(const uint8_t *aml, size_t len, struct acpi_info *info)
{
    for (size_t at = 1; at + 4 < len; at++) {
        if (le32_get(aml + at) != AML_S5)
            continue;
        bool named = aml[at - 1] == AML_NAME || (at >= 2 && aml[at - 1] == '\\' && aml[at - 2] == AML_NAME);
        if (named && read_s5_package(aml, len, at + 4, info))
            return;
    }
}

static void read_dsdt(const uint8_t *table, size_t len, struct acpi_info *info)
{
    uint64_t phys = FADT_X_DSDT + 8 <= len ? le64_get(table + FADT_X_DSDT) : 0;
    size_t dsdt_len;

    if (phys == 0)
        phys = le32_get(table + FADT_DSDT);
    const uint8_t *dsdt = acpi_table(phys, "DSDT", &dsdt_len);
    if (!dsdt) {
        info->bad_count++;
        return;
    }
    acpi_find_s5(dsdt + AML_HEADER, dsdt_len - AML_HEADER, info);
    acpi_find_devices(dsdt + AML_HEADER, dsdt_len - AML_HEADER, info);
}

void acpi_read_fadt(const uint8_t *table, size_t len, struct acpi_info *info)
{
    if (len < FADT_LEN_V1 || info->has_fadt) {
        info->bad_count++;
        return;
    }
    info->has_fadt = true;
    uint32_t flags = le32_get(table + FADT_FLAGS);
    if (flags & FLAG_REDUCED) {
        /* 4.1: such a machine has none of the PM1 registers and no SCI. */
        if (FADT_SLEEP_CONTROL + GAS_LEN <= len)
            info->sleep_control = fixed_register(table, len, FADT_SLEEP_CONTROL, 0);
    } else {
        info->pm1a_event = fixed_register(table, len, FADT_X_PM1A_EVT, FADT_PM1A_EVT);
        info->pm1a_control = fixed_register(table, len, FADT_X_PM1A_CNT, FADT_PM1A_CNT);
        info->pm1b_control = fixed_register(table, len, FADT_X_PM1B_CNT, FADT_PM1B_CNT);
        info->pm_timer = fixed_register(table, len, FADT_X_PM_TMR, FADT_PM_TMR);
        info->smi_command = le32_get(table + FADT_SMI_CMD);
        info->acpi_enable = table[FADT_ACPI_ENABLE];
        info->pm1_event_len = table[FADT_PM1_EVT_LEN];
        info->sci_irq = le16_get(table + FADT_SCI_INT);
    }
    if ((flags & FLAG_RESET_REG) && FADT_RESET_VALUE < len) {
        info->reset = fixed_register(table, len, FADT_RESET_REG, 0);
        info->reset_value = table[FADT_RESET_VALUE];
    }
    read_dsdt(table, len, info);
}
