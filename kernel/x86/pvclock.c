/* pvclock.c - see pvclock.h. */
#include "x86/pvclock.h"

#include "x86/timescale.h"

#define READ_TRIES 1000u

uint64_t pvclock_ns(const volatile struct pvclock *clock, uint64_t tsc)
{
    uint64_t ns = 0;

    for (unsigned i = 0; i < READ_TRIES; i++) {
        uint32_t version = clock->version;
        /* Modulo 2^64: a young guest's counter starts near zero, and the page may be older than that. A page
         * that was written after the counter was read: no time has passed since. */
        int64_t ticks = (int64_t)(tsc - clock->tsc_at);
        struct timescale scale = {clock->multiplier, clock->shift};
        ns = clock->system_ns + (ticks > 0 ? timescale_ns(scale, (uint64_t)ticks) : 0);
        if (!(version & 1) && version == clock->version)
            break;
    }
    return ns;
}

uint64_t pvclock_ticks_ns(const volatile struct pvclock *clock, uint64_t ticks)
{
    return timescale_ns((struct timescale){clock->multiplier, clock->shift}, ticks);
}
