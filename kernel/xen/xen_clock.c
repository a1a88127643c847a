/* xen_clock.c - see xen_clock.h. */
#include "xen/xen_clock.h"

#include "x86/cpu.h"
#include "x86/image.h"
#include "x86/pvclock.h"
#include "xen/event.h"

#define NS_PER_S   1000000000ull
#define READ_TRIES 1000u

static uint64_t start_ns;  /* Xen's time at entry, and later where our zero would be */
static uint64_t latest_ns; /* the latest answer of xen_clock_mono_ns() */

_Static_assert(sizeof(struct pvclock) == sizeof(struct vcpu_time_info), "one form");

static const volatile struct pvclock *page(void)
{
    return (const volatile struct pvclock *)&xen_shared_info->vcpu_info[0].time;
}

static uint64_t system_ns(void)
{
    return pvclock_ns(page(), tsc_read());
}

void xen_clock_init(void)
{
    start_ns = system_ns() - pvclock_ticks_ns(page(), tsc_read() - entry_tsc);
}

uint64_t xen_clock_mono_ns(void)
{
    uint64_t now_ns = system_ns() - start_ns;

    if ((int64_t)(now_ns - latest_ns) > 0)
        latest_ns = now_ns;
    return latest_ns;
}

/* xen.h: wall time is that of the shared page plus the system time. */
uint64_t xen_clock_wall_ns(void)
{
    uint64_t base_ns = 0;

    for (unsigned i = 0; i < READ_TRIES; i++) {
        uint32_t version = xen_shared_info->wc_version;
        uint64_t s = (uint64_t)xen_shared_info->wc_sec_hi << 32 | xen_shared_info->wc_sec;
        base_ns = s * NS_PER_S + xen_shared_info->wc_nsec;
        if (!(version & 1) && version == xen_shared_info->wc_version)
            break;
    }
    return base_ns + start_ns + xen_clock_mono_ns();
}

uint64_t xen_clock_system_ns(uint64_t mono_ns)
{
    return mono_ns + start_ns;
}

void xen_clock_resume(void)
{
    start_ns = system_ns() - latest_ns;
}
