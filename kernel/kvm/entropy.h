/* entropy.h - unpredictable bytes on a guest.
 *
 * Layer     kernel/kvm; caller: kvm_platform.c, boot/pvh_main.c
 * Sources   RDRAND where the processor has it and its output is not stuck, a virtio entropy device, and the
 *           time stamp counter; all of them go through one generator (base/random.h), so that the best of
 *           them decides
 */
#ifndef KERNEL_KVM_ENTROPY_H
#define KERNEL_KVM_ENTROPY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* platform_entropy(). The first call looks for the entropy device named on the command line or on PCI. */
bool entropy_fill(void *buf, size_t len, const char *command_line);

#endif
