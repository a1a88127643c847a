/* From being asked to end to the end. Platform, TCP and the connections are played by the test. */
#include "appliance_limits.h"
#include "drain.h"
#include "platform.h"
#include "serve.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static unsigned requests, stop_count, drain_count, abort_count;
static struct tcp_stats stats;

unsigned platform_stop_requests(void)
{
    return requests;
}

void tcp_stop_listening(void)
{
    stop_count++;
}

const struct tcp_stats *tcp_stats(void)
{
    return &stats;
}

void serve_drain(void)
{
    assert_int_equal(stop_count, 1); /* who was in the queue is served */
    drain_count++;
}

uint32_t serve_abort_all(void)
{
    abort_count++;
    return stats.conn_count;
}

/* One run, in order: what has begun does not begin again. */
static void the_end_comes_in_order(void **state)
{
    uint64_t now_ns = 5000;

    (void)state;
    drain_turn(now_ns);
    assert_false(drain_is_over());
    assert_true(drain_deadline_ns() == UINT64_MAX);

    requests = 1;
    stats.conn_count = 2;
    for (int i = 0; i < 3; i++)
        drain_turn(now_ns + (uint64_t)i);
    assert_int_equal(stop_count, 1);
    assert_int_equal(drain_count, 1);
    assert_true(drain_deadline_ns() == now_ns + APPLIANCE_DRAIN_NS);
    assert_false(drain_is_over());

    stats.conn_count = 0;
    assert_true(drain_is_over());
    assert_int_equal(abort_count, 0);

    stats.conn_count = 1;
    drain_turn(now_ns + APPLIANCE_DRAIN_NS - 1);
    assert_false(drain_is_over());
    drain_turn(now_ns + APPLIANCE_DRAIN_NS);
    assert_true(drain_is_over());
    assert_int_equal(abort_count, 1);
}

static void whoever_asks_again_does_not_wait(void **state)
{
    (void)state;
    requests = 2;
    drain_turn(0);
    assert_int_equal(abort_count, 2);
    assert_true(drain_is_over());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_end_comes_in_order),
        cmocka_unit_test(whoever_asks_again_does_not_wait),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
