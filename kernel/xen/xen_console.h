/* xen_console.h - the PV console: a ring of bytes to the console daemon.
 *
 * Layer     kernel/xen
 * Blocking  only xen_console_drain() and xen_console_report(), bounded
 * Trust     the daemon's index may be anything: what cannot be counts as "ring full"
 * Source    Xen public headers: io/console.h
 */
#ifndef KERNEL_XEN_CONSOLE_H
#define KERNEL_XEN_CONSOLE_H

#include "xen/hypercall.h"

#include <xen/io/console.h>

/* Bytes that were dropped since boot because nobody read. */
extern uint64_t xen_console_dropped;

void xen_console_start(volatile struct xencons_interface *page, uint32_t port);

/* Write len bytes; what does not fit is dropped and counted, and the next line that fits says how much. */
void xen_console_write(const char *text, size_t len);

/* Wait until everything is read, 100 ms at most: before the domain ends. */
void xen_console_drain(void);

/* Write what is said last, a fault's report: it waits, as xen_console_drain() does, until what was said
 * before is read, so that a full ring costs none of its lines. */
void xen_console_report(const char *text, size_t len);

#endif
