/* workers.h - the same work for many items, on the processors there are.
 *
 * Layer     sitegen, the bottom
 * Order     items are begun in ascending order; which worker gets one, and which is done first, is chance:
 *           results must not depend on it
 */
#ifndef SITEGEN_WORKERS_H
#define SITEGEN_WORKERS_H

#include <stddef.h>

#define WORKERS_MAX 32u

/* Work on one item. worker is below workers_count(): what it indexes is this worker's alone. */
typedef void workers_do(void *context, unsigned worker, size_t item);

/* How many there are: the processors that this process may run on, or what was set. */
unsigned workers_count(void);

/* From now on, at most so many; 0: as many as there are processors. */
void workers_limit(unsigned count);

/* Work on items 0 to count - 1; back when all are done. The caller is worker 0. */
void workers_run(size_t count, workers_do *work, void *context);

#endif
