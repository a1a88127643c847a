/* format.h - a bounded printf for the appliance.
 *
 * Layer   base
 * Memory  writes only into the caller's buffer
 */
#ifndef BASE_FORMAT_H
#define BASE_FORMAT_H

#include <stdarg.h>
#include <stddef.h>

/* Format into buf, which holds cap bytes (cap >= 1), always ended by a NUL.
 *
 * Knows     %s %c %d %i %u %x %X %p %% with the lengths hh h l ll z, width (also *), '-' and 0 padding, and
 *           %.*s / %.Ns. Anything else is copied as it stands.
 * Returns   the length that is in buf, without the NUL: what did not fit is cut.
 */
size_t format(char *buf, size_t cap, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
size_t format_va(char *buf, size_t cap, const char *fmt, va_list args);

#endif
