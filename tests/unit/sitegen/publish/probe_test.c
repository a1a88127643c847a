/* probe_test.c - how long nobody answered. */
#include "publish/probe.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static void the_longest_pause_is_that_between_good_answers(void **state)
{
    struct probe probe = {.port = 80};

    (void)state;
    probe_note(&probe, false, 900);
    assert_int_equal(probe.good_count, 0);
    probe_note(&probe, true, 1000);
    assert_int_equal(probe.longest_ms, 0);
    probe_note(&probe, true, 1010);
    probe_note(&probe, false, 1100);
    probe_note(&probe, false, 1200);
    probe_note(&probe, true, 1350);
    probe_note(&probe, true, 1360);
    assert_int_equal(probe.longest_ms, 340);
    assert_int_equal(probe.last_good_ms, 1360);
    assert_int_equal(probe.good_count, 4);
}

static void one_that_does_not_run_is_not_waited_for(void **state)
{
    struct probe probe;

    (void)state;
    probe_start(&probe, NULL, 80); /* no address */
    probe_wait(&probe, 0, 60000);
    probe_stop(&probe);
    assert_int_equal(probe.good_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_longest_pause_is_that_between_good_answers),
        cmocka_unit_test(one_that_does_not_run_is_not_waited_for),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
