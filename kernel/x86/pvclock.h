/* pvclock.h - the clock that a hypervisor keeps in a page for its guests: KVM's and Xen's have one form.
 *
 * Layer     kernel/x86; pure but for the time stamp counter
 * Source    Xen public headers, xen.h (struct vcpu_time_info); Linux, Documentation/virt/kvm/x86/msr.rst
 * Trust     the hypervisor writes the page while we read: versions are compared, a bounded number of times
 */
#ifndef KERNEL_X86_PVCLOCK_H
#define KERNEL_X86_PVCLOCK_H

#include <stdint.h>

/* version is odd while it is written; it becomes even again last, and this processor sees its own
 * hypervisor's writes in order, so that a barrier for the compiler is enough. */
struct pvclock {
    uint32_t version;
    uint32_t reserved;
    uint64_t tsc_at; /* the time stamp counter when system_ns was taken */
    uint64_t system_ns;
    uint32_t multiplier;
    int8_t shift;
    uint8_t flags;
    uint8_t reserved2[2];
};

/* The hypervisor's time at tsc, a value of the time stamp counter, in nanoseconds. */
uint64_t pvclock_ns(const volatile struct pvclock *clock, uint64_t tsc);

/* A difference of the time stamp counter in nanoseconds. */
uint64_t pvclock_ticks_ns(const volatile struct pvclock *clock, uint64_t ticks);

#endif
