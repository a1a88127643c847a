/* power.h - off, reset, and the button.
 *
 * Layer     kernel/x86
 * Source    ACPI 6.4: 4.8 (fixed hardware), 4.8.3.6 (reset register), 4.8.3.7 (sleep control of
 *           hardware-reduced machines)
 */
#ifndef KERNEL_X86_POWER_H
#define KERNEL_X86_POWER_H

#include "x86/acpi.h"

#include <stdbool.h>

/* Keep what acpi says; map its registers; have the power button reported. After irq_init(). */
void power_init(const struct acpi_info *acpi);

/* Switch the machine off by ACPI; where there is none, reset it: a monitor without ACPI takes that for the
 * end. */
_Noreturn void power_off(void);

/* Reset the machine by the first of: ACPI, the chipset, the keyboard controller, a triple fault. Needs no
 * power_init(). */
_Noreturn void power_reset(void);

/* How often the button was pressed. */
unsigned power_button_presses(void);

/* The SCI's handler. */
void power_on_sci(void);

#endif
