/* entropy.h - unpredictable bytes on a guest.
 *
 * Layer     kernel/x86; callers: the guests' platforms
 * Sources   RDRAND where the processor has it and its output is not stuck, what a device gave, and the time
 *           stamp counter; all of them go through one generator (base/random.h), so that the best of them
 *           decides
 */
#ifndef KERNEL_X86_ENTROPY_H
#define KERNEL_X86_ENTROPY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Mix in what a source of entropy gave: from then on there is one. */
void entropy_add(const void *bytes, size_t len);

/* platform_entropy(). */
bool entropy_fill(void *buf, size_t len);

#endif
