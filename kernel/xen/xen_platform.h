/* xen_platform.h - a PVH domain under Xen, as a platform.
 *
 * Layer     kernel/xen; caller: boot/detect.c
 */
#ifndef KERNEL_XEN_PLATFORM_H
#define KERNEL_XEN_PLATFORM_H

#include "platform_backend.h"
#include "x86/start_info.h"

/* Bring the domain up: hypercalls, shared page, clock, console, xenstore, grants. *info stays. Ends the
 * domain, with a report where there is a console, when Xen refuses what nothing goes without. */
const struct platform_backend *xen_platform_init(const struct loader_info *info);

#endif
