/* assert.h - our own bugs, and nothing else.
 *
 * Layer   base
 * ASSERT is on in every build and has no side effects inside. What the world sends (packets, requests, ring
 * indices, content) is never asserted on: it gets a named result and a counter.
 */
#ifndef BASE_ASSERT_H
#define BASE_ASSERT_H

/* Print file:line and the expression, and stop the machine or process. Provided by the kernel's platform
 * switch, and by tests/fake/assert.c on the host, where it aborts. */
_Noreturn void assert_fail(const char *file, int line, const char *expression);

#define ASSERT(expression) ((expression) ? (void)0 : assert_fail(__FILE__, __LINE__, #expression))

#endif
