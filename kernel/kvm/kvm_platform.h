/* kvm_platform.h - the machine under KVM, QEMU's emulator or a bare PVH loader, as a platform.
 *
 * Layer     kernel/kvm; caller: boot/detect.c
 */
#ifndef KERNEL_KVM_PLATFORM_H
#define KERNEL_KVM_PLATFORM_H

#include "platform_backend.h"
#include "x86/acpi.h"
#include "x86/start_info.h"

/* Bring the machine up: interrupts, clock, power. After paging_init(). *info stays. */
const struct platform_backend *kvm_platform_init(const struct loader_info *info, const struct acpi_info *acpi);

#endif
