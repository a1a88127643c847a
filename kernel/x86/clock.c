/* clock.c - see clock.h. */
#include "x86/clock.h"

#include "kvm/kvm_clock.h"
#include "log.h"
#include "x86/calibrate.h"
#include "x86/cpu.h"
#include "x86/cpuid.h"
#include "x86/image.h"
#include "x86/lapic.h"
#include "x86/rtc.h"
#include "x86/timescale.h"

#include <stdbool.h>

#define NS_PER_S          1000000000ull
#define WALL_CHECK_MIN_NS (NS_PER_S / 4)  /* how often the wall clock is compared with its source at first, */
#define WALL_CHECK_MAX_NS (64 * NS_PER_S) /* and, doubling each time, later */
#define RTC_TRIES         20000u          /* an update takes 2 ms, a read of a port 100 ns at least */
#define HZ_UNKNOWN        2000000000ull   /* of a time stamp counter that nothing can be learned about */

#define TIMING_LEAF         0x10u         /* from the base: EAX = TSC, EBX = local APIC timer, both in kHz */
#define HYPERVISOR_LAPIC_HZ 1000000000ull /* KVM's and QEMU's local APIC timer counts nanoseconds */

static bool from_kvm;
static struct timescale tsc_scale;
static struct timescale timer_scale; /* nanoseconds to local APIC timer ticks: a scale like any other */
static uint64_t start_ns;            /* the source's time at entry */
static uint64_t latest_ns;           /* the latest answer of clock_mono_ns() */
static uint64_t wall_base_ns;        /* wall time at entry */
static uint64_t wall_check_at_ns;    /* on the clock of clock_mono_ns() */
static uint64_t wall_check_every_ns = WALL_CHECK_MIN_NS;
static bool has_rtc;

static uint64_t source_ns(void)
{
    return from_kvm ? kvm_clock_mono_ns() : timescale_ns(tsc_scale, tsc_read() - entry_tsc);
}

uint64_t clock_mono_ns(void)
{
    uint64_t now_ns = source_ns() - start_ns;

    /* A hypervisor that moves us to another machine, or a version 0 of its clock page, may step back; callers
     * never see it. A difference that is negative is huge as unsigned. */
    if ((int64_t)(now_ns - latest_ns) > 0)
        latest_ns = now_ns;
    return latest_ns;
}

/* What CPUID says about frequencies, 0 where it says nothing. */
static struct frequencies cpuid_frequencies(enum hypervisor hypervisor, uint32_t base)
{
    struct frequencies known = {0};
    struct cpuid ratio = cpuid(0x15, 0);

    /* SDM 2A, CPUID 15h: crystal in ECX, ratio EBX / EAX. */
    if (ratio.eax && ratio.ebx && ratio.ecx)
        known.tsc_hz = (uint64_t)ratio.ecx * ratio.ebx / ratio.eax;
    if (hypervisor == HYPERVISOR_KVM || hypervisor == HYPERVISOR_TCG)
        known.lapic_hz = HYPERVISOR_LAPIC_HZ;
    if (base && cpuid(base, 0).eax >= base + TIMING_LEAF) {
        struct cpuid timing = cpuid(base + TIMING_LEAF, 0);
        if (timing.eax)
            known.tsc_hz = timing.eax * 1000ull;
        if (timing.ebx)
            known.lapic_hz = timing.ebx * 1000ull;
    }
    return known;
}

static void wall_init(void)
{
    uint64_t unix_s;

    if (from_kvm) {
        wall_base_ns = kvm_clock_wall_base_ns() + start_ns;
        return;
    }
    for (unsigned i = 0; i < RTC_TRIES && !has_rtc; i++)
        has_rtc = rtc_read(&unix_s);
    if (has_rtc)
        wall_base_ns = unix_s * NS_PER_S - clock_mono_ns();
    else
        log_error("clock: no wall clock, the year is 1970");
}

void clock_init(const struct acpi_info *acpi)
{
    uint32_t base;
    enum hypervisor hypervisor = hypervisor_signature(&base);
    struct frequencies known = cpuid_frequencies(hypervisor, base);

    from_kvm = hypervisor == HYPERVISOR_KVM && kvm_clock_init(base);
    bool complete = known.lapic_hz && (from_kvm || known.tsc_hz);
    if (!complete && !calibrate(acpi, &known))
        log_error("clock: nothing to measure the TSC with, taken for %llu Hz", HZ_UNKNOWN);
    if (known.tsc_hz == 0)
        known.tsc_hz = HZ_UNKNOWN;
    if (known.lapic_hz == 0)
        known.lapic_hz = HYPERVISOR_LAPIC_HZ;
    tsc_scale = timescale_from_hz(known.tsc_hz);
    /* "ns per tick of a clock of X Hz" turned round: ticks = ns * f / 10^9 is the scale of 10^18 / f. */
    timer_scale = timescale_from_hz(NS_PER_S * NS_PER_S / (known.lapic_hz / LAPIC_TIMER_DIVIDER + 1));
    /* Entry lies before kvm-clock was switched on: its time then is now less the ticks since. */
    if (from_kvm)
        start_ns = kvm_clock_mono_ns() - kvm_clock_ticks_ns(tsc_read() - entry_tsc);
    wall_init();
}

/* The RTC says which second it is, so the time lies in [unix_s, unix_s + 1): move only as far as into that.
 * Readings at many points of a second leave little doubt. */
static void follow_rtc(uint64_t now_ns)
{
    uint64_t unix_s;

    if (!has_rtc || !rtc_read(&unix_s))
        return;
    uint64_t earliest_ns = unix_s * NS_PER_S - now_ns;
    if ((int64_t)(wall_base_ns - earliest_ns) < 0)
        wall_base_ns = earliest_ns;
    else if (wall_base_ns - earliest_ns >= NS_PER_S)
        wall_base_ns = earliest_ns + NS_PER_S - 1;
}

uint64_t clock_wall_ns(void)
{
    uint64_t now_ns = clock_mono_ns();

    if (now_ns >= wall_check_at_ns) {
        wall_check_at_ns = now_ns + wall_check_every_ns;
        if (wall_check_every_ns < WALL_CHECK_MAX_NS)
            wall_check_every_ns *= 2;
        /* KVM's host corrects its clock, and the page that says so is filled in on demand. */
        if (from_kvm)
            wall_base_ns = kvm_clock_wall_base_ns() + start_ns;
        else
            follow_rtc(now_ns);
    }
    return wall_base_ns + now_ns;
}

uint32_t clock_timer_ticks(uint64_t ns)
{
    uint64_t ticks = timescale_ns(timer_scale, ns < 60 * NS_PER_S ? ns : 60 * NS_PER_S) + 1;
    return ticks > UINT32_MAX ? UINT32_MAX : (uint32_t)ticks;
}
