/* xenstore_watch_test.c - what is watched, with a daemon that means well; and the start. */
#include "kernel/xen_fake.h"
#include "xen/event.h"
#include "xen/xenstore.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static unsigned fired_a, fired_b;
static char seen[64]; /* what fired_reading() read */

static void on_a(void)
{
    fired_a++;
}

static void on_b(void)
{
    fired_b++;
}

static void on_c(void) {}

static void on_d(void) {}

static void on_e(void) {}

static void fired_reading(void)
{
    fired_a++;
    xenstore_read(0, "watched", seen, sizeof seen);
}

static int setup(void **state)
{
    (void)state;
    xenstore_unwatch(on_a);
    xenstore_unwatch(on_b);
    xenstore_unwatch(on_c);
    xenstore_unwatch(on_d);
    xenstore_unwatch(on_e);
    xenstore_unwatch(fired_reading);
    fake_xen_reset();
    assert_true(event_init());
    memset(&xenstore_stats, 0, sizeof xenstore_stats);
    fired_a = fired_b = 0;
    seen[0] = '\0';
    xenstore_start(fake_store_page(), FAKE_XENSTORE_PORT);
    return 0;
}

/* As the platform does it after each sleep. */
static void settle(void)
{
    for (unsigned i = 0; i < 20; i++) {
        fake_xen_run_daemons();
        event_take(FAKE_XENSTORE_PORT);
        xenstore_poll();
    }
}

static void a_watch_fires_at_once_and_at_each_change(void **state)
{
    (void)state;
    assert_int_equal(xenstore_watch("device/vif", on_a), XENSTORE_OK);
    assert_int_equal(fired_a, 0);
    settle();
    assert_int_equal(fired_a, 1);
    fake_store_set("device/vif/0/state", "1");
    settle();
    assert_int_equal(fired_a, 2);
    fake_store_set("device/other", "1");
    settle();
    assert_int_equal(fired_a, 2);
    fake_store_remove("device");
    settle();
    assert_int_equal(fired_a, 3);
    assert_int_equal(xenstore_stats.events, 3);
    assert_int_equal(xenstore_stats.events_unknown, 0);
}

static void a_first_event_may_be_faster_than_the_reply(void **state)
{
    (void)state;
    fake_store.event_first = true;
    assert_int_equal(xenstore_watch("device/vif", on_a), XENSTORE_OK);
    xenstore_poll();
    assert_int_equal(fired_a, 1);
}

static void many_events_before_a_poll_are_one_call(void **state)
{
    (void)state;
    assert_int_equal(xenstore_watch("watched", on_a), XENSTORE_OK);
    settle();
    for (unsigned i = 0; i < 5; i++)
        fake_store_set("watched", "new");
    settle();
    assert_int_equal(fired_a, 2);
    assert_int_equal(xenstore_stats.events, 6);
}

static void watches_are_told_apart(void **state)
{
    (void)state;
    assert_int_equal(xenstore_watch("a", on_a), XENSTORE_OK);
    assert_int_equal(xenstore_watch("/b", on_b), XENSTORE_OK);
    settle();
    fake_store_set("/b", "1");
    fake_store_set("/b", "2");
    settle();
    assert_int_equal(fired_a, 1);
    assert_int_equal(fired_b, 2);
}

static void an_event_may_have_a_path_longer_than_any_of_ours(void **state)
{
    char path[3000];

    (void)state;
    memset(path, 'p', sizeof path);
    memcpy(path, "watched/", 8);
    path[sizeof path - 1] = '\0';
    assert_int_equal(xenstore_watch("watched", on_a), XENSTORE_OK);
    settle();
    fake_store_event(path, "0");
    settle();
    assert_int_equal(fired_a, 2);
}

static void a_fired_watch_may_ask(void **state)
{
    (void)state;
    fake_store_set("watched", "first");
    assert_int_equal(xenstore_watch("watched", fired_reading), XENSTORE_OK);
    settle();
    assert_string_equal(seen, "first");
    fake_store_set("watched", "second");
    settle();
    assert_string_equal(seen, "second");
    assert_int_equal(fired_a, 2);
}

static void fired_writing(void)
{
    fired_a++;
    assert_int_equal(xenstore_write(0, "watched", "again"), XENSTORE_OK);
    xenstore_poll(); /* would call us again, and again */
}

static void a_watch_that_fires_meanwhile_waits_for_the_next_poll(void **state)
{
    (void)state;
    assert_int_equal(xenstore_watch("watched", fired_writing), XENSTORE_OK);
    fake_xen_run_daemons();
    xenstore_poll();
    assert_int_equal(fired_a, 1);
    assert_true(xenstore_arm());
    xenstore_poll();
    assert_int_equal(fired_a, 2);
    xenstore_unwatch(fired_writing);
    settle();
    assert_int_equal(fired_a, 2);
}

static void fired_unwatching(void)
{
    xenstore_unwatch(on_b);
}

static void a_fired_watch_may_end_another_that_has_fired(void **state)
{
    (void)state;
    assert_int_equal(xenstore_watch("a", fired_unwatching), XENSTORE_OK);
    assert_int_equal(xenstore_watch("b", on_b), XENSTORE_OK);
    settle();
    assert_int_equal(fired_b, 0);
    xenstore_unwatch(fired_unwatching);
}

static void poll_in_a_request(void)
{
    xenstore_poll();
}

static void a_poll_inside_a_request_does_nothing(void **state)
{
    char buf[16];

    (void)state;
    fake_store_set("watched", "1");
    assert_int_equal(xenstore_watch("watched", on_a), XENSTORE_OK);
    fake_xen_add_daemon(poll_in_a_request);
    assert_int_equal(xenstore_read(0, "watched", buf, sizeof buf), XENSTORE_OK);
    assert_int_equal(fired_a, 0);
    assert_true(xenstore_arm());
    xenstore_poll();
    assert_int_equal(fired_a, 1);
}

static void unwatched_is_quiet(void **state)
{
    (void)state;
    assert_int_equal(xenstore_watch("watched", on_a), XENSTORE_OK);
    fake_xen_run_daemons();
    xenstore_unwatch(on_a); /* fired, and not called yet */
    settle();
    assert_int_equal(fired_a, 0);
    assert_false(xenstore_arm());
    assert_false(fake_store_is_watched("watched"));
    fake_store_event("watched", "0");
    settle();
    assert_int_equal(fired_a, 0);
    assert_int_equal(xenstore_stats.events_unknown, 1);
    xenstore_unwatch(on_a);
}

static void the_same_function_moves_its_watch(void **state)
{
    (void)state;
    assert_int_equal(xenstore_watch("one", on_a), XENSTORE_OK);
    assert_int_equal(xenstore_watch("two", on_a), XENSTORE_OK);
    assert_false(fake_store_is_watched("one"));
    assert_true(fake_store_is_watched("two"));
    settle();
    assert_int_equal(fired_a, 1);
}

static void a_full_table_refuses_a_watch_and_recovers(void **state)
{
    (void)state;
    assert_int_equal(xenstore_watch("a", on_a), XENSTORE_OK);
    assert_int_equal(xenstore_watch("b", on_b), XENSTORE_OK);
    assert_int_equal(xenstore_watch("c", on_c), XENSTORE_OK);
    assert_int_equal(xenstore_watch("d", on_d), XENSTORE_OK);
    assert_int_equal(xenstore_watch("e", on_e), XENSTORE_REFUSED);
    assert_int_equal(xenstore_watch("moved", on_d), XENSTORE_OK);
    xenstore_unwatch(on_b);
    assert_int_equal(xenstore_watch("e", on_e), XENSTORE_OK);
}

static void a_watch_on_a_path_too_long_leaves_the_old_one(void **state)
{
    char path[XENSTORE_PATH_MAX + 1];

    (void)state;
    memset(path, 'p', sizeof path);
    path[XENSTORE_PATH_MAX] = '\0';
    assert_int_equal(xenstore_watch("one", on_a), XENSTORE_OK);
    assert_int_equal(xenstore_watch(path, on_a), XENSTORE_TOO_LONG);
    assert_true(fake_store_is_watched("one"));
}

static void a_refused_watch_is_none(void **state)
{
    (void)state;
    fake_store.error = "EACCES";
    fake_store.error_count = 1;
    assert_int_equal(xenstore_watch("a", on_a), XENSTORE_REFUSED);
    fake_store_event("a", "0");
    settle();
    assert_int_equal(fired_a, 0);
    assert_int_equal(xenstore_stats.events_unknown, 1);
}

static void a_watch_that_exists_already_counts_as_set_and_fired(void **state)
{
    (void)state;
    fake_store.error = "EEXIST";
    fake_store.error_type = XS_WATCH;
    fake_store.error_count = 1;
    assert_int_equal(xenstore_watch("a", on_a), XENSTORE_OK);
    settle();
    assert_int_equal(fired_a, 1);
}

/* ---------------------------------------------------------------- life */

static void arm_tells_of_input_and_of_fired_watches(void **state)
{
    (void)state;
    assert_false(xenstore_arm());
    assert_int_equal(xenstore_watch("a", on_a), XENSTORE_OK);
    settle();
    assert_false(xenstore_arm());
    fake_store_set("a", "1");
    fake_xen_run_daemons();
    assert_true(xenstore_arm());
    xenstore_poll();
    assert_false(xenstore_arm());
}

static void a_poll_with_nothing_to_do_makes_no_hypercall(void **state)
{
    uint64_t before = hypercall_count();

    (void)state;
    for (unsigned i = 0; i < 100; i++)
        xenstore_poll();
    assert_int_equal(hypercall_count(), before);
}

static void after_a_restore_the_watches_are_set_again_and_fire(void **state)
{
    char buf[16];

    (void)state;
    fake_store_set("a", "1");
    assert_int_equal(xenstore_watch("a", on_a), XENSTORE_OK);
    assert_int_equal(xenstore_watch("b", on_b), XENSTORE_OK);
    settle();
    fake_store_restart();
    fake_xen_lose_channels();
    assert_true(event_init());
    xenstore_start(fake_store_page(), FAKE_XENSTORE_PORT);
    assert_true(fake_store_is_watched("a"));
    assert_true(fake_store_is_watched("b"));
    settle();
    assert_true(fired_a >= 2);
    assert_true(fired_b >= 2);
    assert_int_equal(xenstore_read(0, "a", buf, sizeof buf), XENSTORE_OK);
}

static void what_waits_in_the_page_before_the_start_is_not_ours(void **state)
{
    char buf[16];

    (void)state;
    fake_store_set("a", "1");
    fake_store_event("somebody's", "watch");
    fake_store_run();
    xenstore_start(fake_store_page(), FAKE_XENSTORE_PORT);
    assert_int_equal(xenstore_read(0, "a", buf, sizeof buf), XENSTORE_OK);
    assert_int_equal(xenstore_stats.events_unknown, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_watch_fires_at_once_and_at_each_change, setup),
        cmocka_unit_test_setup(a_first_event_may_be_faster_than_the_reply, setup),
        cmocka_unit_test_setup(many_events_before_a_poll_are_one_call, setup),
        cmocka_unit_test_setup(watches_are_told_apart, setup),
        cmocka_unit_test_setup(an_event_may_have_a_path_longer_than_any_of_ours, setup),
        cmocka_unit_test_setup(a_fired_watch_may_ask, setup),
        cmocka_unit_test_setup(a_watch_that_fires_meanwhile_waits_for_the_next_poll, setup),
        cmocka_unit_test_setup(a_fired_watch_may_end_another_that_has_fired, setup),
        cmocka_unit_test_setup(a_poll_inside_a_request_does_nothing, setup),
        cmocka_unit_test_setup(unwatched_is_quiet, setup),
        cmocka_unit_test_setup(the_same_function_moves_its_watch, setup),
        cmocka_unit_test_setup(a_full_table_refuses_a_watch_and_recovers, setup),
        cmocka_unit_test_setup(a_watch_on_a_path_too_long_leaves_the_old_one, setup),
        cmocka_unit_test_setup(a_refused_watch_is_none, setup),
        cmocka_unit_test_setup(a_watch_that_exists_already_counts_as_set_and_fired, setup),
        cmocka_unit_test_setup(arm_tells_of_input_and_of_fired_watches, setup),
        cmocka_unit_test_setup(a_poll_with_nothing_to_do_makes_no_hypercall, setup),
        cmocka_unit_test_setup(after_a_restore_the_watches_are_set_again_and_fire, setup),
        cmocka_unit_test_setup(what_waits_in_the_page_before_the_start_is_not_ours, setup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
