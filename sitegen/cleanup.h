/* cleanup.h - temporary files do not outlive the run, however it ends.
 *
 * Layer     sitegen
 * Signals   SIGINT, SIGTERM and SIGHUP remove what is registered and then end the process as they would have;
 *           so does exit(). What a SIGKILL leaves is one file whose name starts with '.'.
 */
#ifndef SITEGEN_CLEANUP_H
#define SITEGEN_CLEANUP_H

#include "pool.h"

#include <stdbool.h>

#define CLEANUP_PATHS_MAX 16u

/* Remove this file, or empty folder, at the end; the last registered first. The path is copied. Returns false
 * when it is too long or the table is full: then nothing may be made there. */
bool cleanup_add(const char *path);

void cleanup_forget(const char *path); /* it has another name now, or is gone */
void cleanup_run(void);                /* now */

/* Make a folder below $TMPDIR, or /tmp, that is removed at the end; what comes into it is to be registered as
 * well. Returns NULL when it cannot be made, which is said. */
char *cleanup_make_folder(struct pool *pool);

#endif
