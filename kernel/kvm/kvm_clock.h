/* kvm_clock.h - the clock that KVM keeps for its guests.
 *
 * Layer     kernel/kvm; caller: x86/clock.c
 * Source    Linux, Documentation/virt/kvm/x86/msr.rst (MSR_KVM_SYSTEM_TIME_NEW, MSR_KVM_WALL_CLOCK_NEW)
 * Trust     the hypervisor writes the page while we read: versions are compared, a bounded number of times
 */
#ifndef KERNEL_KVM_CLOCK_H
#define KERNEL_KVM_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

/* Register the page with the hypervisor whose leaves begin at base. Returns false when it offers no such
 * clock. */
bool kvm_clock_init(uint32_t base);

/* Nanoseconds since the hypervisor started this machine. */
uint64_t kvm_clock_mono_ns(void);

/* A difference of the time stamp counter in nanoseconds. */
uint64_t kvm_clock_ticks_ns(uint64_t ticks);

/* Nanoseconds from 1970 to the zero of kvm_clock_mono_ns(). Costs an exit to the hypervisor. */
uint64_t kvm_clock_wall_base_ns(void);

#endif
