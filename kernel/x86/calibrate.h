/* calibrate.h - how fast the time stamp counter and the local APIC's timer run, measured.
 *
 * Layer     kernel/x86; caller: clock.c
 * Blocking  1 ms against the local APIC's timer, 5 ms against the ACPI or the ISA timer
 */
#ifndef KERNEL_X86_CALIBRATE_H
#define KERNEL_X86_CALIBRATE_H

#include "x86/acpi.h"

#include <stdbool.h>
#include <stdint.h>

struct frequencies {
    uint64_t tsc_hz;   /* 0: not known */
    uint64_t lapic_hz; /* 0: not known */
};

/* Fill in what is 0 in *known. Returns false when the machine has no counter of known frequency: then the
 * fields that were 0 still are. */
bool calibrate(const struct acpi_info *acpi, struct frequencies *known);

#endif
