/* boot.h - where the guest entry hands over to the appliance.
 *
 * Layer     kernel/boot; the guest entry (pvh.S, pvh_main.c) on one side, detect.c on the other
 * Blocking  boot_guest() runs the appliance and never returns
 */
#ifndef BOOT_BOOT_H
#define BOOT_BOOT_H

#include "platform_backend.h"

/* Called once by the guest entry when the processor is set up (page tables, exceptions, clock, interrupts,
 * canary) and the log goes to the console. Chooses the back ends and runs the appliance. Defined
 * in detect.c. */
_Noreturn void boot_guest(void);

/* The machine under KVM, QEMU's emulator or a bare PVH loader. Not const only because its name ("kvm", "tcg",
 * "pvh") is known at run time; it is complete before boot_guest() is called and does not change after. */
extern struct platform_backend guest_platform;

#endif
