/* probe.h - asks an address again and again, in a thread of its own, to know how long nobody answered there.
 *
 * Layer     sitegen/publish
 * Threads   the probe's own writes what stands in the struct; it is read after probe_stop(), last_good_ms at
 *           any time
 */
#ifndef SITEGEN_PUBLISH_PROBE_H
#define SITEGEN_PUBLISH_PROBE_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#define PROBE_PAUSE_MS   10  /* between two questions */
#define PROBE_TIMEOUT_MS 100 /* of one of them: the next one is a new connection */

struct probe {
    const char *address;
    unsigned port;
    atomic_bool ending;
    pthread_t thread;
    bool is_running;

    atomic_llong last_good_ms; /* 0: none yet */
    int64_t longest_ms;        /* between two good answers */
    unsigned good_count;
};

void probe_start(struct probe *probe, const char *address, unsigned port);
void probe_stop(struct probe *probe);

/* Until it has a good answer of a moment after this one, or for wait_ms. */
void probe_wait(const struct probe *probe, int64_t after_ms, int64_t wait_ms);

/* An answer at a moment. */
void probe_note(struct probe *probe, bool is_good, int64_t now_ms);

#endif
