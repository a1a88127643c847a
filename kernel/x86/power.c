/* power.c - see power.h. */
#include "x86/power.h"

#include "log.h"
#include "x86/cpu.h"
#include "x86/irq_init.h"
#include "x86/mmio.h"
#include "x86/port.h"

#define SLEEP_TYPE_SHIFT   10 /* PM1 control, 4.8.3.2.1 */
#define SLEEP_ENABLE       (1u << 13)
#define SCI_ENABLE         1u
#define REDUCED_TYPE_SHIFT 2 /* sleep control, 4.8.3.7 */
#define REDUCED_ENABLE     (1u << 5)
#define BUTTON             (1u << 8) /* PM1 status and enable, 4.8.3.1.1 */

/* QEMU, docs/specs/acpi_hw_reduced_hotplug: the event device's select register. */
#define EVENT_POWER_DOWN 2u

#define PORT_DELAY     0x80 /* a write takes about a microsecond, and says nothing to anybody */
#define PORT_RESET     0xcf9
#define RESET_HARD     0x06
#define PORT_KEYBOARD  0x64
#define KEYBOARD_RESET 0xfe

#define SETTLE_DELAYS 2000u
#define ENABLE_DELAYS 10000u

static struct acpi_info acpi;
static volatile unsigned press_count; /* written by the SCI's handler, which runs in the sleep only */

static void delay(unsigned count)
{
    while (count-- > 0)
        port_out8(PORT_DELAY, 0);
}

static void register_write8(const struct acpi_register *reg, uint8_t value)
{
    if (reg->space == ACPI_PORT)
        port_out8((uint16_t)reg->address, value);
    else
        mmio_write8((volatile void *)(uintptr_t)reg->address, value);
}

/* Make a register usable, or forget it. */
static void keep_register(struct acpi_register *reg)
{
    bool usable = reg->space == ACPI_PORT ? reg->address <= UINT16_MAX
                                          : reg->address != 0 && mmio_map(reg->address, 8) != NULL;
    if (!usable)
        reg->address = 0;
}

/* The fixed registers are ports on every PC; in memory we leave them alone. */
static void keep_port(struct acpi_register *reg)
{
    if (reg->space != ACPI_PORT || reg->address > UINT16_MAX)
        reg->address = 0;
}

/* 4.8.2.2: until the firmware hands over, the fixed registers belong to it. */
static void enable_acpi_mode(void)
{
    uint16_t control = (uint16_t)acpi.pm1a_control.address;

    if (port_in16(control) & SCI_ENABLE || !acpi.smi_command || !acpi.acpi_enable)
        return;
    port_out8((uint16_t)acpi.smi_command, acpi.acpi_enable);
    for (unsigned i = 0; i < ENABLE_DELAYS && !(port_in16(control) & SCI_ENABLE); i++)
        delay(1);
}

static void enable_button(void)
{
    uint16_t status = (uint16_t)acpi.pm1a_event.address;
    uint16_t enable = (uint16_t)(status + acpi.pm1_event_len / 2);
    uint32_t gsi = acpi.sci_irq;
    bool level = true, active_low = true; /* 5.2.9, SCI_INT: unless the MADT says otherwise */

    for (uint32_t i = 0; i < acpi.override_count; i++) {
        const struct acpi_override *override = &acpi.override[i];
        if (override->irq == acpi.sci_irq) {
            gsi = override->gsi;
            level = override->level;
            active_low = override->active_low;
        }
    }
    if (!irq_route_sci(gsi, level, active_low))
        return;
    port_out16(status, BUTTON); /* written as one, a status bit is cleared */
    port_out16(enable, BUTTON);
}

void power_init(const struct acpi_info *info)
{
    acpi = *info;
    keep_register(&acpi.reset);
    keep_register(&acpi.sleep_control);
    keep_register(&acpi.event_select);
    keep_port(&acpi.pm1a_control);
    keep_port(&acpi.pm1b_control);
    keep_port(&acpi.pm1a_event);
    if (acpi.pm1a_control.address)
        enable_acpi_mode();
    if (acpi.pm1a_event.address && acpi.pm1_event_len >= 4)
        enable_button();
    else if (acpi.event_select.address && !irq_route_sci(acpi.event_gsi, false, false))
        acpi.event_select.address = 0;
}

void power_on_sci(void)
{
    if (!acpi.pm1a_event.address) {
        /* A hardware-reduced machine: reading the register takes the events. */
        if (mmio_read32((volatile void *)(uintptr_t)acpi.event_select.address) & EVENT_POWER_DOWN)
            press_count++;
        return;
    }
    uint16_t status_port = (uint16_t)acpi.pm1a_event.address;
    uint16_t status = port_in16(status_port);

    if (status & BUTTON)
        press_count++;
    port_out16(status_port, status);
}

unsigned power_button_presses(void)
{
    return press_count;
}

void power_off(void)
{
    if (acpi.has_s5 && acpi.sleep_control.address) {
        register_write8(&acpi.sleep_control,
                        (uint8_t)(acpi.s5_type_a << REDUCED_TYPE_SHIFT | REDUCED_ENABLE));
        delay(SETTLE_DELAYS);
    }
    if (acpi.has_s5 && acpi.pm1a_control.address) {
        uint16_t keep = (uint16_t)(port_in16((uint16_t)acpi.pm1a_control.address) & SCI_ENABLE);
        port_out16((uint16_t)acpi.pm1a_control.address,
                   (uint16_t)(keep | acpi.s5_type_a << SLEEP_TYPE_SHIFT | SLEEP_ENABLE));
        if (acpi.pm1b_control.address)
            port_out16((uint16_t)acpi.pm1b_control.address,
                       (uint16_t)(acpi.s5_type_b << SLEEP_TYPE_SHIFT | SLEEP_ENABLE));
        delay(SETTLE_DELAYS);
    }
    power_reset();
}

/* An interrupt with no table to handle it, nor its fault, nor the fault of that: the processor shuts down,
 * and every machine takes that for a reset. */
static void triple_fault(void)
{
    struct __attribute__((packed)) {
        uint16_t limit;
        uint64_t base;
    } none = {0, 0};
    __asm__ volatile("lidt %0\n\tint3" : : "m"(none));
}

void power_reset(void)
{
    if (acpi.reset.address) {
        register_write8(&acpi.reset, acpi.reset_value);
        delay(SETTLE_DELAYS);
    }
    port_out8(PORT_RESET, RESET_HARD);
    delay(SETTLE_DELAYS);
    port_out8(PORT_KEYBOARD, KEYBOARD_RESET);
    delay(SETTLE_DELAYS);
    triple_fault();
    cpu_halt();
}
