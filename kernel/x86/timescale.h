/* timescale.h - from a counter's ticks to nanoseconds and back, without a division at run time.
 *
 * Layer     kernel/x86; pure
 * Source    the form is that of struct pvclock_vcpu_time_info (Linux, Documentation/virt/kvm/x86/msr.rst),
 *           so that kvm-clock and a calibrated TSC share the arithmetic
 */
#ifndef KERNEL_X86_TIMESCALE_H
#define KERNEL_X86_TIMESCALE_H

#include <stdint.h>

struct timescale {
    uint32_t multiplier; /* ns = (ticks << shift) * multiplier / 2^32; a negative shift is to the right */
    int8_t shift;        /* -63 to 31 */
};

/* The scale of a counter of hz ticks a second, 1 <= hz. Exact to 2^-31. */
struct timescale timescale_from_hz(uint64_t hz);

/* Ticks to nanoseconds; ticks * 2^shift must stay below 2^64, which it does for centuries. */
uint64_t timescale_ns(struct timescale scale, uint64_t ticks);

/* count / elapsed_ns as a frequency: how many ticks a second a counter makes that made ticks while a
 * reference of reference_hz made reference_ticks (> 0). */
uint64_t timescale_hz(uint64_t ticks, uint64_t reference_ticks, uint64_t reference_hz);

#endif
