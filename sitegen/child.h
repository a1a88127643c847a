/* child.h - other programs: QEMU, xl, the image itself. Started without a shell.
 *
 * Layer     sitegen
 */
#ifndef SITEGEN_CHILD_H
#define SITEGEN_CHILD_H

#include <sys/types.h>

/* Start argv[0], looked for in PATH when it has no '/'. Returns 0 and sets *pid, or an error number. */
int child_start(const char *const *argv, pid_t *pid);

/* Wait for its end: the exit status, or 128 + the number of the signal that ended it, as a shell has it. */
int child_wait(pid_t pid);

#endif
