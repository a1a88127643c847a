/* kvm_platform.h - the machine under KVM, QEMU's emulator or a bare PVH loader, as a platform.
 *
 * Layer     kernel/kvm; caller: boot/pvh_main.c
 */
#ifndef KERNEL_KVM_PLATFORM_H
#define KERNEL_KVM_PLATFORM_H

#include "platform_backend.h"
#include "x86/start_info.h"

/* Complete the table guest_platform (boot/boot.h): its name, and where memory and command line are. *info
 * stays. */
void kvm_platform_init(struct platform_backend *backend, const struct start_info *info);

#endif
