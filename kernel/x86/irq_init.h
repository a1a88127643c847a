/* irq_init.h - the machine's side of irq.h.
 *
 * Layer     kernel/x86; callers: boot/pvh_main.c, power.c, the platform
 * Blocking  only irq_wait_until()
 */
#ifndef KERNEL_X86_IRQ_INIT_H
#define KERNEL_X86_IRQ_INIT_H

#include "x86/acpi.h"

#include <stdbool.h>
#include <stdint.h>

/* Silence the old interrupt controllers, switch on the local APIC, find the I/O APICs.
 * After paging_init(). */
void irq_init(const struct acpi_info *acpi);

/* platform_wait_until(). */
void irq_wait_until(uint64_t deadline_ns);

/* Route ACPI's interrupt (the power button). Returns false when no I/O APIC has that input. */
bool irq_route_sci(uint32_t gsi, bool level, bool active_low);

/* The handlers, called by exceptions.S with interrupts disabled. */
void irq_on_wake(void);
void irq_on_timer(void);
void irq_on_sci(void);

#endif
