/* kvm_clock.c - see kvm_clock.h. */
#include "kvm/kvm_clock.h"

#include "x86/cpu.h"
#include "x86/cpuid.h"
#include "x86/pvclock.h"

#define MSR_WALL_CLOCK  0x4b564d00u
#define MSR_SYSTEM_TIME 0x4b564d01u
#define SYSTEM_TIME_ON  1u

#define FEATURES_LEAF  1u /* from the base */
#define FEATURE_CLOCK2 (1u << 3)

struct wall_clock {
    uint32_t version;
    uint32_t s;
    uint32_t ns;
};

/* Aligned to their size or more: neither may cross a page. */
static volatile struct pvclock system_time __attribute__((aligned(32)));
static volatile struct wall_clock wall_clock __attribute__((aligned(16)));

bool kvm_clock_init(uint32_t base)
{
    if (base == 0 || cpuid(base, 0).eax < base + FEATURES_LEAF)
        return false;
    if (!(cpuid(base + FEATURES_LEAF, 0).eax & FEATURE_CLOCK2))
        return false;
    msr_write(MSR_SYSTEM_TIME, (uintptr_t)&system_time | SYSTEM_TIME_ON);
    /* A hypervisor that offers it and never fills it in would stop our time. */
    return system_time.version != 0 && system_time.multiplier != 0;
}

uint64_t kvm_clock_mono_ns(void)
{
    return pvclock_ns(&system_time, tsc_read());
}

uint64_t kvm_clock_ticks_ns(uint64_t ticks)
{
    return pvclock_ticks_ns(&system_time, ticks);
}

uint64_t kvm_clock_wall_base_ns(void)
{
    msr_write(MSR_WALL_CLOCK, (uintptr_t)&wall_clock);
    return wall_clock.s * 1000000000ull + wall_clock.ns;
}
