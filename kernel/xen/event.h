/* event.h - event channels, and the sleep that they end.
 *
 * Layer     kernel/xen; callers: xenstore, console, netfront, the platform
 * Model     all channels stay masked: nothing ever interrupts. The machine sleeps in SCHEDOP_poll, which looks
 *           at the pending bits before it sleeps, so that no event is lost between a look and the sleep.
 * Blocking  only event_poll()
 * Source    Xen public headers: event_channel.h, sched.h, xen.h (struct shared_info)
 */
#ifndef KERNEL_XEN_EVENT_H
#define KERNEL_XEN_EVENT_H

#include "xen/hypercall.h"

/* The page that Xen shares with this domain; from event_init() on. */
extern volatile struct shared_info *xen_shared_info;

/* Have the shared page put in place and mask every channel. Once more after a restore, when all channels but
 * the toolstack's are gone. Returns false when Xen refuses. */
bool event_init(void);

/* A new channel that domain remote may bind to. Returns its port, 0 when there is none (ports start at 1). */
uint32_t event_listen(uint16_t remote);

void event_close(uint32_t port); /* 0 is allowed */
void event_notify(uint32_t port);

/* Clear the pending bit, before looking at the ring that the event is about. True when it was set. A port
 * beyond the table is never pending. */
bool event_take(uint32_t port);

#define EVENT_POLL_MAX 4u

/* Sleep until one of count ports (0 to EVENT_POLL_MAX; a port of 0 is left out) is pending or until
 * deadline_ns of xen_clock_mono_ns(), UINT64_MAX for none. May return early. With no port and no deadline it
 * returns at once. */
void event_poll(const uint32_t *ports, unsigned count, uint64_t deadline_ns);

/* Who is looked at before each sleep. */
struct event_source {
    uint32_t port; /* 0: none at present; may change at any time */
    /* To be looked at again by then, event or not, in xen_clock_mono_ns(); 0: that is not needed. */
    uint64_t deadline_ns;
    /* The channel's pending bit is clear: ask for events, and look. Returns true when there is input already:
     * then there is no sleep. */
    bool (*arm)(void);
};

/* The struct is static and stays. At most EVENT_POLL_MAX. */
void event_add_source(struct event_source *source);

/* platform_wait_until() but for what the platform itself looks after: take the sources' events, arm them,
 * sleep unless one has input. */
void event_wait_until(uint64_t deadline_ns);

#endif
