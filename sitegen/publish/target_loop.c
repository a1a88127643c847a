/* target_loop.c - libvirt's events are served beside the work. See target.h. */
#include "publish/target.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>

static atomic_bool is_ending;
static pthread_t thread;
static int timer = -1; /* what ends a turn of the loop */
static bool is_running;

static void on_turn(int id, void *context)
{
    (void)id;
    (void)context;
}

static void *run(void *context)
{
    (void)context;
    while (!atomic_load(&is_ending))
        if (virEventRunDefaultImpl() < 0)
            break;
    return NULL;
}

void target_loop_start(void)
{
    sigset_t all, before;

    target_silence();
    if (virEventRegisterDefaultImpl() != 0)
        return;
    timer = virEventAddTimeout(-1, on_turn, NULL, NULL);
    if (timer < 0)
        return;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    is_running = pthread_create(&thread, NULL, run, NULL) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void target_loop_stop(void)
{
    atomic_store(&is_ending, true);
    if (timer >= 0)
        virEventUpdateTimeout(timer, 0);
    if (is_running)
        pthread_join(thread, NULL);
    is_running = false;
}
