/* platform.h - the machine, as the appliance sees it.
 *
 * Layer     kernel; callers: appliance/ and the drivers. tcpip and http never see it: time and entropy are
 *           arguments there.
 * Providers kernel/kvm (KVM, QEMU and bare PVH machines), kernel/xen (a PVH domain), kernel/linux (a
 *           process); chosen once, in boot/detect.c
 * Blocking  only platform_wait_until()
 */
#ifndef KERNEL_PLATFORM_H
#define KERNEL_PLATFORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A short name for the log: "linux", "kvm", "tcg", "pvh", "xen". Static. */
const char *platform_name(void);

/* The words this run was started with: the kernel command line, or the process's arguments joined by blanks.
 * Static, NUL-terminated, never NULL. */
const char *platform_command_line(void);

/* Write to the console. Never blocks for ever: what a console that nobody reads does not take is dropped. */
void platform_console_write(const char *text, size_t len);

/* Nanoseconds since entry; never goes back. Source: Xen's or KVM's clock page, or the TSC; CLOCK_MONOTONIC in
 * a process. */
uint64_t platform_mono_ns(void);

/* Nanoseconds since 1970-01-01 00:00 UTC. Source: Xen's or KVM's clock page, or the RTC; CLOCK_REALTIME in
 * a process. */
uint64_t platform_wall_ns(void);

/* Fill buf with len bytes fit for keys.
 *
 * Returns   false when the machine has no source at all (neither RDRAND nor virtio-rng): buf is then filled
 *           from clocks only, and the caller says so in the log.
 */
bool platform_entropy(void *buf, size_t len);

/* Sleep until deadline_ns (platform_mono_ns() time; UINT64_MAX: no deadline) or until a device or socket has
 * input, whichever is first. May return early. Takes no CPU while it waits. A deadline that has passed makes
 * it look for input and return at once. */
void platform_wait_until(uint64_t deadline_ns);

/* How often somebody has asked this run to end (SIGINT, SIGTERM, power button, toolstack): 0: it goes on, 1: in
 * order, more: at once. */
unsigned platform_stop_requests(void);

/* The region for pools: at least min_len bytes; on a guest the machine's whole largest free region, in a
 * process as much address space as is asked for, lazily backed. Called until it gives one.
 *
 * Returns   the region's length in bytes, 0 when there is less than min_len.
 */
size_t platform_memory(size_t min_len, uint8_t **region);

/* True when that region is not zero but as firmware and earlier runs left it: clearing a gigabyte that nobody
 * uses takes seconds, so it is left to who takes from it (struct arena, dirty). */
bool platform_memory_is_dirty(void);

/* End the process, or power the machine off (status 0) or reset it (anything else). A domain of Xen's ends as
 * the toolstack asked (status 0), as a crash (3 and more: a bug of ours), or as a power-off (what a restart
 * would not cure). */
_Noreturn void platform_exit(int status);

#endif
