/* hypercall.h - the way into Xen, and the page that is shared with it.
 *
 * Layer     kernel/xen; hypercall.c is the machine's, tests/fake/kernel/xen_fake.c a whole Xen for the host
 * Blocking  never by itself: sched_op's poll is event.h's
 * Source    Xen public headers: xen.h (numbers), arch-x86/xen-x86_64.h (registers), memory.h, hvm/params.h
 */
#ifndef KERNEL_XEN_HYPERCALL_H
#define KERNEL_XEN_HYPERCALL_H

/* The names as the headers of Xen 4.14 and later have them. Hypervisors from 4.10 on, which have PVH, take all
 * that is used here. */
#define __XEN_INTERFACE_VERSION__ 0x00040e00

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <xen/xen.h>

#define XEN_PAGE 4096u

/* Find out by which instruction this processor calls. */
void hypercall_init(void);

/* One hypercall; number is __HYPERVISOR_*, the result as Xen gives it: negative for -XEN_E*. */
long hypercall(unsigned number, uintptr_t a, uintptr_t b, uintptr_t c);

/* How many there have been: for the measure of what a request costs. */
uint64_t hypercall_count(void);

/* The number of the page that holds an address of ours: virtual is physical. */
static inline uint32_t xen_frame(const volatile void *address)
{
    return (uint32_t)((uintptr_t)address / XEN_PAGE);
}

/* Put the page index of one of Xen's own (space is XENMAPSPACE_*) at the place of a page of ours, whose
 * memory goes back to Xen. Returns false when Xen refuses. */
bool xen_map_page(unsigned space, uint32_t index, void *page);

/* HVM_PARAM_*. Returns false when Xen refuses. */
bool xen_parameter(uint32_t index, uint64_t *value);
bool xen_set_parameter(uint32_t index, uint64_t value);

#endif
