/* keep_lock.h - one keeper for each target, on each machine: a locked file with its process id.
 *
 * Layer     sitegen/publish
 */
#ifndef SITEGEN_PUBLISH_KEEP_LOCK_H
#define SITEGEN_PUBLISH_KEEP_LOCK_H

#include "pool.h"

#include <stdbool.h>
#include <sys/types.h>

/* Be the one, until this process ends. Returns false when another one is. */
bool keep_lock(const char *uri, struct pool *pool);

/* Who is: 0 when nobody is. */
pid_t keep_lock_holder(const char *uri, struct pool *pool);

/* The file: below /run for root, else in $XDG_RUNTIME_DIR or /tmp. "/run/sitegen-keep.3f2a9c51.lock" */
const char *keep_lock_file(const char *uri, struct pool *pool);

#endif
