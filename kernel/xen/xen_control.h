/* xen_control.h - what the toolstack asks of this domain: end, restart, sleep.
 *
 * Layer     kernel/xen; caller: xen_platform.c
 * Source    Xen, docs/misc/xenstore-paths: control/shutdown, control/feature-*; public header sched.h
 */
#ifndef KERNEL_XEN_CONTROL_H
#define KERNEL_XEN_CONTROL_H

#include <stdbool.h>
#include <stdint.h>

/* Watch control/shutdown and say what we can do. After xenstore_start(). */
void xen_control_init(void);

/* How often "poweroff", "halt", "reboot" or "crash" was asked for. */
unsigned xen_control_stop_requests(void);

/* How to end: SHUTDOWN_* of sched.h; SHUTDOWN_poweroff where nothing was asked for. */
unsigned xen_control_reason(void);

/* True, once, when "suspend" was asked for: the caller suspends the domain. */
bool xen_control_take_suspend(void);

#endif
