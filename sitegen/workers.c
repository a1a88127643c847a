/* workers.c - see workers.h */
#include "workers.h"

#include <sched.h>
#include <stdatomic.h>

/* Templates and Markdown nest, within their bounds: as deeply in a thread as in main(). */
#define STACK_LEN (64u * 1024 * 1024)

static unsigned limit;

struct crew {
    workers_do *work;
    void *context;
    size_t count;
    atomic_size_t next;
};

struct worker {
    struct crew *crew;
    unsigned number;
    pthread_t thread;
};

unsigned workers_count(void)
{
    cpu_set_t set;
    int count = 1;

    if (limit > 0)
        return limit;
    if (sched_getaffinity(0, sizeof(set), &set) == 0)
        count = CPU_COUNT(&set);
    return count < (int)WORKERS_MAX ? (unsigned)count : WORKERS_MAX;
}

void workers_limit(unsigned count)
{
    limit = count < WORKERS_MAX ? count : WORKERS_MAX;
}

static void *run(void *argument)
{
    struct worker *worker = argument;
    struct crew *crew = worker->crew;

    for (;;) {
        size_t item = atomic_fetch_add_explicit(&crew->next, 1, memory_order_relaxed);
        if (item >= crew->count)
            return NULL;
        crew->work(crew->context, worker->number, item);
    }
}

static bool start_thread(pthread_t *thread, void *(*work)(void *argument), void *argument)
{
    pthread_attr_t attributes;

    if (pthread_attr_init(&attributes) != 0)
        return false;
    pthread_attr_setstacksize(&attributes, STACK_LEN);
    bool started = pthread_create(thread, &attributes, work, argument) == 0;
    pthread_attr_destroy(&attributes);
    return started;
}

/* Fewer threads than wanted are no error: the others do their work. */
static unsigned start(struct worker *workers, unsigned wanted, struct crew *crew)
{
    unsigned started = 1;

    while (started < wanted) {
        workers[started] = (struct worker){.crew = crew, .number = started};
        if (!start_thread(&workers[started].thread, run, &workers[started]))
            break;
        started++;
    }
    return started;
}

void workers_run(size_t count, workers_do *work, void *context)
{
    struct crew crew = {.work = work, .context = context, .count = count};
    struct worker workers[WORKERS_MAX] = {{.crew = &crew}};
    unsigned wanted = workers_count();
    unsigned started = start(workers, count < wanted ? (unsigned)count : wanted, &crew);

    run(&workers[0]);
    for (unsigned i = 1; i < started; i++)
        pthread_join(workers[i].thread, NULL);
}

static void *run_aside(void *argument)
{
    struct aside *aside = argument;

    aside->work(aside->context);
    return NULL;
}

bool workers_stack(void (*work)(void *context), void *context)
{
    struct aside other = {.work = work, .context = context};

    return start_thread(&other.thread, run_aside, &other) && pthread_join(other.thread, NULL) == 0;
}

bool aside_try(struct aside *aside, void (*work)(void *context), void *context)
{
    *aside = (struct aside){.work = work, .context = context};
    aside->is_running =
        workers_count() > 1 && pthread_create(&aside->thread, NULL, run_aside, aside) == 0;
    return aside->is_running;
}

void aside_start(struct aside *aside, void (*work)(void *context), void *context)
{
    if (!aside_try(aside, work, context))
        work(context);
}

void aside_wait(struct aside *aside)
{
    if (aside->is_running)
        pthread_join(aside->thread, NULL);
    aside->is_running = false;
}
