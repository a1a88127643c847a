/* cpuid.c - see cpuid.h. */
#include "x86/cpuid.h"

#include "memory.h"

#include <stddef.h>

#define HYPERVISOR_LEAF       0x40000000u
#define HYPERVISOR_LEAF_STEP  0x100u
#define HYPERVISOR_LEAF_END   0x40001000u /* Linux and Xen look no further than a few steps */
#define CPUID1_ECX_HYPERVISOR (1u << 31)

static struct cpuid cpuid_raw(uint32_t leaf, uint32_t subleaf)
{
    struct cpuid r;
    __asm__ volatile("cpuid" : "=a"(r.eax), "=b"(r.ebx), "=c"(r.ecx), "=d"(r.edx) : "a"(leaf), "c"(subleaf));
    return r;
}

struct cpuid cpuid(uint32_t leaf, uint32_t subleaf)
{
    /* Above the highest leaf of a range Intel answers with the data of the highest basic leaf: check first.
     * The hypervisor's range is checked by who reads it, against the base it found. */
    if (leaf < HYPERVISOR_LEAF || leaf >= 0x80000000u) {
        uint32_t highest = cpuid_raw(leaf & 0x80000000u, 0).eax;
        if (leaf > highest)
            return (struct cpuid){0};
    }
    return cpuid_raw(leaf, subleaf);
}

enum hypervisor hypervisor_from_signature(const char signature[12])
{
    static const struct {
        char text[13];
        enum hypervisor is;
    } known[] = {
        {"KVMKVMKVM\0\0\0", HYPERVISOR_KVM},
        {"TCGTCGTCGTCG", HYPERVISOR_TCG},
        {"XenVMMXenVMM", HYPERVISOR_XEN},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (memcmp(known[i].text, signature, 12) == 0)
            return known[i].is;
    }
    return HYPERVISOR_OTHER;
}

enum hypervisor hypervisor_signature(uint32_t *base)
{
    enum hypervisor found = HYPERVISOR_NONE;
    uint32_t found_base = 0;

    if (cpuid(1, 0).ecx & CPUID1_ECX_HYPERVISOR) {
        for (uint32_t leaf = HYPERVISOR_LEAF; leaf < HYPERVISOR_LEAF_END; leaf += HYPERVISOR_LEAF_STEP) {
            struct cpuid r = cpuid_raw(leaf, 0);
            char signature[12];
            memcpy(signature, &r.ebx, 4);
            memcpy(signature + 4, &r.ecx, 4);
            memcpy(signature + 8, &r.edx, 4);
            enum hypervisor is = hypervisor_from_signature(signature);
            if (found == HYPERVISOR_NONE || is != HYPERVISOR_OTHER) {
                found = is;
                found_base = leaf;
            }
            if (is != HYPERVISOR_OTHER)
                break;
        }
    }
    if (base)
        *base = found_base;
    return found;
}
