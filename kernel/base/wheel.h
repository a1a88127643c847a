/* wheel.h - many timers, none of them in a hurry: a hashed timing wheel.
 *
 * Layer   base; time is an argument
 * Memory  timers are embedded in their owners; the wheel links them
 * Cost    set and cancel O(1); expiry O(slots passed + timers due). A timer fires at its deadline or up to
 *         WHEEL_TICK_NS later, never before.
 */
#ifndef BASE_WHEEL_H
#define BASE_WHEEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WHEEL_TICK_NS  (1000u * 1000u * 8u) /* 8 ms */
#define WHEEL_SLOTS    1024u                /* a power of two; a turn of the wheel is 8.2 s */
#define WHEEL_NEVER_NS UINT64_MAX

struct wheel_timer {
    struct wheel_timer *next; /* both NULL exactly when the timer is not set */
    struct wheel_timer *prev;
    uint64_t deadline_ns;
};

struct wheel {
    struct wheel_timer slot[WHEEL_SLOTS]; /* list heads */
    uint32_t occupied[WHEEL_SLOTS / 32];  /* bit set where a slot may hold timers */
    uint64_t tick;                        /* everything due before this tick has fired */
    uint32_t timer_count;
};

void wheel_init(struct wheel *wheel, uint64_t now_ns);

/* (Re)set a timer. A deadline in the past is due within a tick. */
void wheel_set(struct wheel *wheel, struct wheel_timer *timer, uint64_t deadline_ns);

/* Cancel; nothing happens to a timer that is not set. */
void wheel_cancel(struct wheel *wheel, struct wheel_timer *timer);

static inline bool wheel_is_set(const struct wheel_timer *timer)
{
    return timer->next != NULL;
}

/* Take one timer that is due out of the wheel.
 *
 * Returns   NULL when none is left that is due at now_ns. Call in a loop; the caller may set and cancel
 *           timers between calls.
 */
struct wheel_timer *wheel_expire(struct wheel *wheel, uint64_t now_ns);

/* The moment at which wheel_expire() is worth calling next.
 *
 * Returns   a time not later than WHEEL_TICK_NS after the earliest deadline, and possibly earlier (a timer
 *           more than a turn away is looked at once a turn); WHEEL_NEVER_NS when no timer is set.
 */
uint64_t wheel_next_ns(const struct wheel *wheel);

#endif
