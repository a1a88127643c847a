/* boot.h - where the guest entry hands over to the appliance.
 *
 * Layer     kernel/boot; the guest entry (pvh.S, pvh_main.c) on one side, detect.c on the other
 * Blocking  boot_guest() runs the appliance and never returns
 */
#ifndef BOOT_BOOT_H
#define BOOT_BOOT_H

#include "x86/acpi.h"
#include "x86/start_info.h"

/* Called once by the guest entry when page tables and exceptions are set up and the log goes to a serial
 * line, should there be one. Chooses the machine by the signature of its hypervisor, has it brought up, and
 * runs the appliance. Both structs stay. Defined in detect.c. */
_Noreturn void boot_guest(const struct loader_info *info, const struct acpi_info *acpi);

#endif
