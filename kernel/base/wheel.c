#include "wheel.h"

#include "assert.h"

#include <stddef.h>

static unsigned slot_of(uint64_t tick)
{
    return (unsigned)(tick % WHEEL_SLOTS);
}

/* The tick at whose end a deadline has certainly passed: a timer may be late by a tick, never early. */
static uint64_t tick_of(uint64_t deadline_ns)
{
    return deadline_ns / WHEEL_TICK_NS + (deadline_ns % WHEEL_TICK_NS != 0);
}

void wheel_init(struct wheel *wheel, uint64_t now_ns)
{
    for (unsigned i = 0; i < WHEEL_SLOTS; i++) {
        wheel->slot[i].next = &wheel->slot[i];
        wheel->slot[i].prev = &wheel->slot[i];
    }
    for (unsigned i = 0; i < WHEEL_SLOTS / 32; i++)
        wheel->occupied[i] = 0;
    wheel->tick = now_ns / WHEEL_TICK_NS;
    wheel->timer_count = 0;
}

void wheel_cancel(struct wheel *wheel, struct wheel_timer *timer)
{
    if (!wheel_is_set(timer))
        return;
    timer->prev->next = timer->next;
    timer->next->prev = timer->prev;
    timer->next = NULL;
    timer->prev = NULL;
    wheel->timer_count--;
}

void wheel_set(struct wheel *wheel, struct wheel_timer *timer, uint64_t deadline_ns)
{
    wheel_cancel(wheel, timer);
    uint64_t tick = tick_of(deadline_ns);
    if (tick < wheel->tick)
        tick = wheel->tick;
    timer->deadline_ns = deadline_ns;

    unsigned slot = slot_of(tick);
    struct wheel_timer *head = &wheel->slot[slot];
    timer->next = head;
    timer->prev = head->prev;
    head->prev->next = timer;
    head->prev = timer;
    wheel->occupied[slot / 32] |= 1u << slot % 32;
    wheel->timer_count++;
}

/* The first slot from `from` on, around the wheel, that may hold timers; its distance. WHEEL_SLOTS: none. */
static unsigned next_occupied(const struct wheel *wheel, unsigned from)
{
    for (unsigned passed = 0; passed < WHEEL_SLOTS;) {
        unsigned slot = (from + passed) % WHEEL_SLOTS;
        uint32_t bits = wheel->occupied[slot / 32] >> slot % 32;
        if (bits != 0) {
            unsigned distance = passed + (unsigned)__builtin_ctz(bits);
            return distance < WHEEL_SLOTS ? distance : WHEEL_SLOTS;
        }
        passed += 32 - slot % 32;
    }
    return WHEEL_SLOTS;
}

struct wheel_timer *wheel_expire(struct wheel *wheel, uint64_t now_ns)
{
    uint64_t now_tick = now_ns / WHEEL_TICK_NS;
    /* More than a turn behind: each slot needs one look only. */
    if (now_tick > wheel->tick + WHEEL_SLOTS)
        wheel->tick = now_tick - WHEEL_SLOTS;

    while (wheel->timer_count > 0 && wheel->tick <= now_tick) {
        unsigned ahead = next_occupied(wheel, slot_of(wheel->tick));
        if (ahead == WHEEL_SLOTS || wheel->tick + ahead > now_tick)
            break;
        wheel->tick += ahead;
        unsigned slot = slot_of(wheel->tick);
        struct wheel_timer *head = &wheel->slot[slot];
        for (struct wheel_timer *t = head->next; t != head; t = t->next)
            if (tick_of(t->deadline_ns) <= wheel->tick) {
                wheel_cancel(wheel, t);
                return t;
            }
        if (head->next == head)
            wheel->occupied[slot / 32] &= ~(1u << slot % 32);
        wheel->tick++;
    }
    if (wheel->tick <= now_tick)
        wheel->tick = now_tick + 1;
    return NULL;
}

uint64_t wheel_next_ns(const struct wheel *wheel)
{
    if (wheel->timer_count == 0)
        return WHEEL_NEVER_NS;
    unsigned ahead = next_occupied(wheel, slot_of(wheel->tick));
    ASSERT(ahead < WHEEL_SLOTS);
    return (wheel->tick + ahead) * WHEEL_TICK_NS;
}
