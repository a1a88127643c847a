/* serial.h - the console: a 16550 UART at port 0x3F8.
 *
 * Layer     kernel/x86
 * Blocking  bounded: a line that takes nothing for SERIAL_POLL_MAX polls loses what is written to it, at
 *           once from then on, until it takes bytes again
 */
#ifndef KERNEL_X86_SERIAL_H
#define KERNEL_X86_SERIAL_H

#include <stddef.h>

#define SERIAL_POLL_MAX 100000u

/* 115200 baud, 8N1. Notices when there is no UART: then writing does nothing. */
void serial_init(void);

/* Write; a newline goes out as CR LF, as terminals want it. */
void serial_write(const char *text, size_t len);

#endif
