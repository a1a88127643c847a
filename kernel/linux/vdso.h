/* vdso.h - clock_gettime() without entering the kernel.
 *
 * Layer    kernel/linux
 * Source   Linux, Documentation/ABI/stable/vdso; vdso(7)
 */
#ifndef LINUX_VDSO_H
#define LINUX_VDSO_H

#include <stdint.h>

/* Find __vdso_clock_gettime in the ELF image at address (AT_SYSINFO_EHDR); 0: there is none, use the system
 * call. */
void vdso_init(uint64_t address);

/* Nanoseconds of a clock: CLOCK_MONOTONIC, CLOCK_REALTIME (linux/time.h). */
uint64_t vdso_clock_ns(int clock);

#endif
