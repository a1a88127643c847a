/* xen_clock.h - time as Xen tells it.
 *
 * Layer     kernel/xen
 * Source    Xen public headers: xen.h (struct vcpu_time_info, wc_* of struct shared_info); the arithmetic is
 *           x86/pvclock.h's
 */
#ifndef KERNEL_XEN_CLOCK_H
#define KERNEL_XEN_CLOCK_H

#include <stdint.h>

/* Start at entry. After event_init(). */
void xen_clock_init(void);

/* Nanoseconds since entry; never goes back, and does not count the time between a save and a restore. */
uint64_t xen_clock_mono_ns(void);

/* Nanoseconds since 1970, as Xen has them now. */
uint64_t xen_clock_wall_ns(void);

/* Xen's own time of a moment of ours: what timeouts of hypercalls count in. */
uint64_t xen_clock_system_ns(uint64_t mono_ns);

/* The machine may be another one: go on from where our time stopped. */
void xen_clock_resume(void);

#endif
