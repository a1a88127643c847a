/* offspring.h - a process that preview started, and what it says: an image that serves, or a bake.
 *
 * Layer     sitegen/preview, the bottom
 * End       none outlives preview, however that ends (PR_SET_PDEATHSIG)
 */
#ifndef SITEGEN_PREVIEW_OFFSPRING_H
#define SITEGEN_PREVIEW_OFFSPRING_H

#include "text.h"

#include <sys/types.h>

#define OFFSPRING_SAID_MAX (256u * 1024) /* bytes that are kept of what it says; the rest is forgotten */

/* pid > 0 exactly while it has not been waited for. out_fd >= 0 until it has said everything. {.out_fd = -1}
 * is none. */
struct offspring {
    pid_t pid;
    int out_fd;
    int status; /* as of waitpid(), behind its end */
    struct text said;
};

/* Start argv[0], a path, with in_fd as its standard input. What it prints is what it says; its errors are
 * ours. */
bool offspring_run(struct offspring *offspring, const char *const *argv, int in_fd);

/* Fork: work() is done in the child, with standard output and errors as what it says, and its result is the
 * exit status. */
bool offspring_fork(struct offspring *offspring, int (*work)(void *context), void *context);

/* Take what it has said meanwhile. */
void offspring_read(struct offspring *offspring);

/* It has ended with this status. */
void offspring_ended(struct offspring *offspring, int status);

/* Wait for its end, at most limit_ms behind a SIGTERM, and forget it. */
void offspring_end(struct offspring *offspring, int limit_ms);

/* Forget one that has ended, or never was. */
void offspring_clear(struct offspring *offspring);

#endif
