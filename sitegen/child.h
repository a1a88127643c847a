/* child.h - other programs: QEMU, xl, the image itself. Started without a shell.
 *
 * Layer     sitegen
 */
#ifndef SITEGEN_CHILD_H
#define SITEGEN_CHILD_H

#include "pool.h"

#include <stdbool.h>
#include <sys/types.h>

/* Start argv[0], looked for in PATH when it has no '/'. Returns 0 and sets *pid, or an error number. */
int child_start(const char *const *argv, pid_t *pid);

/* Wait for its end: the exit status, or 128 + the number of the signal that ended it, as a shell has it. */
int child_wait(pid_t pid);

/* Run to the end, quietly. Returns 0 when it succeeded. Otherwise *message is its output and what became of
 * it. */
int child_run(const char *const *argv, struct pool *pool, const char **message);

#endif
