/* workers.h - the same work for many items, on the processors there are.
 *
 * Layer     sitegen, the bottom
 * Order     items are begun in ascending order; which worker gets one, and which is done first, is chance:
 *           results must not depend on it
 */
#ifndef SITEGEN_WORKERS_H
#define SITEGEN_WORKERS_H

#include <pthread.h>
#include <stdbool.h>
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

/* Work on a stack that is empty; back when it is done. Returns false where there is none to be had. */
bool workers_stack(void (*work)(void *context), void *context);

/* Something that is done beside what the caller goes on with. */
struct aside {
    void (*work)(void *context);
    void *context;
    pthread_t thread;
    bool is_running;
};

/* Begin it; with one worker, and where there is no thread to be had, do it. */
void aside_start(struct aside *aside, void (*work)(void *context), void *context);

/* The same, if it can be done beside; false: nothing was begun, with one worker, and where there is no thread. */
bool aside_try(struct aside *aside, void (*work)(void *context), void *context);

/* Back when it is done; at once where nothing was begun in an aside that is zero. */
void aside_wait(struct aside *aside);

#endif
