/* probe.c - see probe.h */
#include "publish/probe.h"

#include "publish/health.h"

#include <unistd.h>

void probe_note(struct probe *probe, bool is_good, int64_t now_ms)
{
    if (!is_good)
        return;
    if (probe->good_count > 0 && now_ms - probe->last_good_ms > probe->longest_ms)
        probe->longest_ms = now_ms - probe->last_good_ms;
    probe->last_good_ms = now_ms;
    probe->good_count++;
}

void probe_wait(const struct probe *probe, int64_t after_ms, int64_t wait_ms)
{
    int64_t end_ms = health_now_ms() + wait_ms;

    while (probe->is_running && atomic_load(&probe->last_good_ms) <= after_ms && health_now_ms() < end_ms)
        usleep(PROBE_PAUSE_MS * 1000);
}

static void *run(void *context)
{
    struct probe *probe = context;
    const char *why;

    while (!atomic_load(&probe->ending)) {
        enum health health = health_ask(probe->address, probe->port, NULL, PROBE_TIMEOUT_MS, &why);
        probe_note(probe, health == HEALTH_GOOD, health_now_ms());
        usleep(PROBE_PAUSE_MS * 1000);
    }
    return NULL;
}

void probe_start(struct probe *probe, const char *address, unsigned port)
{
    *probe = (struct probe){.address = address, .port = port};
    probe->is_running = address != NULL && pthread_create(&probe->thread, NULL, run, probe) == 0;
}

void probe_stop(struct probe *probe)
{
    atomic_store(&probe->ending, true);
    if (probe->is_running)
        pthread_join(probe->thread, NULL);
    probe->is_running = false;
}
