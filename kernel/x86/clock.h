/* clock.h - time on a guest.
 *
 * Layer     kernel/x86; callers: irq.c, the platform
 * Sources   KVM's clock; else the time stamp counter, its frequency as CPUID says, or measured for a
 *           millisecond against a counter of known frequency. Wall time: KVM's, else the RTC.
 */
#ifndef KERNEL_X86_CLOCK_H
#define KERNEL_X86_CLOCK_H

#include "x86/acpi.h"

#include <stdint.h>

/* Choose the source and start at entry. lapic_init() comes before. Blocks for 1 to 20 ms where it has to
 * measure. */
void clock_init(const struct acpi_info *acpi);

/* Nanoseconds since entry; never goes back, whatever the source does. */
uint64_t clock_mono_ns(void);

/* Nanoseconds since 1970. Kept to KVM's wall clock or the RTC while the machine runs. */
uint64_t clock_wall_ns(void);

/* The local APIC's timer ticks for ns nanoseconds, at least 1 and at most 2^32 - 1. */
uint32_t clock_timer_ticks(uint64_t ns);

#endif
