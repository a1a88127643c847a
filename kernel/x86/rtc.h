/* rtc.h - the battery-backed clock: what day it is.
 *
 * Layer     kernel/x86
 * Source    MC146818A data sheet; the century register at 32h is where ACPI puts it on PCs
 */
#ifndef KERNEL_X86_RTC_H
#define KERNEL_X86_RTC_H

#include <stdbool.h>
#include <stdint.h>

/* The registers as read. */
struct rtc_registers {
    uint8_t second, minute, hour, day, month, year, century;
    uint8_t status_b; /* bit 1: 24-hour mode; bit 2: binary, not BCD */
};

/* Seconds since 1970-01-01 00:00 UTC. Pure; rtc_time.c. Returns false when the registers are no time (no
 * clock there). A century that makes no sense is taken for 20. */
bool rtc_decode(const struct rtc_registers *registers, uint64_t *unix_s);

/* Read the clock. Returns false when it is not there, or is updating itself just now (up to 2 ms every
 * second): then try again later. */
bool rtc_read(uint64_t *unix_s);

#endif
