/* cpuid.h - what the processor and the hypervisor say about themselves.
 *
 * Layer     kernel/x86
 * Source    Intel SDM 2A, CPUID; the hypervisor's leaves from 40000000h on: Linux,
 *           Documentation/virt/kvm/x86/cpuid.rst
 */
#ifndef KERNEL_X86_CPUID_H
#define KERNEL_X86_CPUID_H

#include <stdbool.h>
#include <stdint.h>

struct cpuid {
    uint32_t eax, ebx, ecx, edx;
};

/* Execute CPUID. A leaf that the processor does not have gives zeros. */
struct cpuid cpuid(uint32_t leaf, uint32_t subleaf);

enum hypervisor { HYPERVISOR_NONE, HYPERVISOR_KVM, HYPERVISOR_TCG, HYPERVISOR_XEN, HYPERVISOR_OTHER };

/* Who runs this machine, by the signature of its CPUID leaves. KVM and Xen may stand behind the leaves of
 * another hypervisor that they imitate: all bases are looked at, and they win.
 *
 * Output    *base (may be NULL): the first leaf of the one that was found, 0 for none
 */
enum hypervisor hypervisor_signature(uint32_t *base);

/* The same for twelve signature bytes; pure. */
enum hypervisor hypervisor_from_signature(const char signature[12]);

#endif
