#include "wheel.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <cmocka.h>

static struct wheel wheel;

static void nothing_set_is_never_due(void **state)
{
    (void)state;
    wheel_init(&wheel, 0);
    assert_true(wheel_next_ns(&wheel) == WHEEL_NEVER_NS);
    assert_null(wheel_expire(&wheel, 1000ull * WHEEL_TICK_NS));
}

static void a_timer_fires_once_and_not_early(void **state)
{
    (void)state;
    struct wheel_timer timer = {0};
    uint64_t deadline = 100ull * WHEEL_TICK_NS + 5;
    wheel_init(&wheel, 0);
    wheel_set(&wheel, &timer, deadline);
    for (uint64_t now = 0; now < deadline; now += WHEEL_TICK_NS / 3)
        assert_null(wheel_expire(&wheel, now));
    assert_ptr_equal(wheel_expire(&wheel, deadline + WHEEL_TICK_NS), &timer);
    assert_false(wheel_is_set(&timer));
    assert_null(wheel_expire(&wheel, deadline + 2 * WHEEL_TICK_NS));
}

static void a_cancelled_timer_does_not_fire(void **state)
{
    (void)state;
    struct wheel_timer timer = {0};
    wheel_init(&wheel, 0);
    wheel_set(&wheel, &timer, WHEEL_TICK_NS);
    wheel_cancel(&wheel, &timer);
    wheel_cancel(&wheel, &timer);
    assert_null(wheel_expire(&wheel, 10ull * WHEEL_TICK_NS));
}

static void a_deadline_in_the_past_is_due_within_a_tick(void **state)
{
    (void)state;
    struct wheel_timer timer = {0};
    uint64_t now = 5000ull * WHEEL_TICK_NS;
    wheel_init(&wheel, now);
    assert_null(wheel_expire(&wheel, now));
    wheel_set(&wheel, &timer, 3);
    assert_true(wheel_next_ns(&wheel) <= now + WHEEL_TICK_NS);
    assert_ptr_equal(wheel_expire(&wheel, now + WHEEL_TICK_NS), &timer);
}

static void a_timer_many_turns_away_fires_on_time(void **state)
{
    (void)state;
    struct wheel_timer timer = {0};
    uint64_t deadline = 10ull * WHEEL_SLOTS * WHEEL_TICK_NS + 12345;
    wheel_init(&wheel, 77);
    wheel_set(&wheel, &timer, deadline);
    uint64_t now = 77;
    unsigned looks = 0;
    struct wheel_timer *fired;
    while ((fired = wheel_expire(&wheel, now)) == NULL) {
        uint64_t next = wheel_next_ns(&wheel);
        assert_true(next > now && next <= deadline + WHEEL_TICK_NS);
        now = next;
        assert_true(++looks < 100);
    }
    assert_ptr_equal(fired, &timer);
    assert_true(now >= deadline && now <= deadline + WHEEL_TICK_NS);
}

/* Against the obvious model: every timer fires between its deadline and a tick later, in whatever order. */
static void a_thousand_random_timers_all_fire_in_time(void **state)
{
    (void)state;
    enum { COUNT = 1000 };
    static struct wheel_timer timers[COUNT];
    uint64_t now = 123456789;
    unsigned fired = 0, set = COUNT;
    srand(1);
    wheel_init(&wheel, now);
    for (unsigned i = 0; i < COUNT; i++)
        wheel_set(&wheel, &timers[i], now + (uint64_t)rand() % (30ull * 1000 * 1000 * 1000));
    for (unsigned i = 0; i < COUNT; i += 7) {
        wheel_cancel(&wheel, &timers[i]);
        set--;
    }
    for (unsigned i = 0; i < COUNT; i += 14) {
        wheel_set(&wheel, &timers[i], now + (uint64_t)rand() % (3ull * 1000 * 1000 * 1000));
        set++;
    }
    while (wheel_next_ns(&wheel) != WHEEL_NEVER_NS) {
        uint64_t next = wheel_next_ns(&wheel);
        assert_true(next > now);
        now = next;
        for (struct wheel_timer *t; (t = wheel_expire(&wheel, now)) != NULL; fired++)
            assert_true(t->deadline_ns <= now && now - t->deadline_ns <= 2 * (uint64_t)WHEEL_TICK_NS);
    }
    assert_int_equal(fired, set);
}

static void a_clock_that_jumps_ahead_loses_no_timer(void **state)
{
    (void)state;
    struct wheel_timer timers[3] = {0};
    wheel_init(&wheel, 0);
    for (unsigned i = 0; i < 3; i++)
        wheel_set(&wheel, &timers[i], (1 + 600ull * i) * WHEEL_TICK_NS);
    uint64_t later = 1000ull * WHEEL_SLOTS * WHEEL_TICK_NS;
    for (unsigned i = 0; i < 3; i++)
        assert_non_null(wheel_expire(&wheel, later));
    assert_null(wheel_expire(&wheel, later));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_set_is_never_due),
        cmocka_unit_test(a_timer_fires_once_and_not_early),
        cmocka_unit_test(a_cancelled_timer_does_not_fire),
        cmocka_unit_test(a_deadline_in_the_past_is_due_within_a_tick),
        cmocka_unit_test(a_timer_many_turns_away_fires_on_time),
        cmocka_unit_test(a_thousand_random_timers_all_fire_in_time),
        cmocka_unit_test(a_clock_that_jumps_ahead_loses_no_timer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
