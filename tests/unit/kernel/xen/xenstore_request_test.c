/* xenstore_request_test.c - a daemon that is slow, late, asleep or never done. */
#include "xenstore_fixture.h"

#define REPLY_LEN (sizeof(struct xsd_sockmsg) + sizeof VALUE - 1)

static void replies_may_come_in_pieces_of_any_size(void **state)
{
    (void)state;
    for (uint32_t give = 1; give < 64; give++) {
        fake_store.give_max = give;
        assert_works();
    }
    fake_store.take_max = 1;
    fake_store.give_max = 1;
    assert_works();
}

/* Each of the many requests of a boot would wait in full. */
static void after_one_that_got_no_answer_the_next_waits_less(void **state)
{
    uint64_t before_ns;

    (void)state;
    fake_store.asleep = true;
    assert_int_equal(read_name(), XENSTORE_DEAD);
    before_ns = fake_mono_ns;
    assert_int_equal(read_name(), XENSTORE_DEAD);
    assert_true(fake_mono_ns - before_ns >= XENSTORE_SLOW_NS);
    assert_true(fake_mono_ns - before_ns < XENSTORE_SLOW_NS + 1000000);
    fake_store.asleep = false;
    assert_works();
    fake_store.asleep = true;
    before_ns = fake_mono_ns;
    assert_int_equal(read_name(), XENSTORE_DEAD);
    assert_true(fake_mono_ns - before_ns >= XENSTORE_WAIT_NS);
}

static void every_prefix_of_a_reply_is_given_up_and_its_rest_dropped(void **state)
{
    (void)state;
    for (uint32_t len = 0; len < REPLY_LEN; len++) {
        uint64_t before_ns = fake_mono_ns;

        memset(&xenstore_stats, 0, sizeof xenstore_stats);
        fake_store.stops = true;
        fake_store.stop_after = len;
        assert_int_equal(read_name(), XENSTORE_DEAD);
        assert_int_equal(xenstore_stats.timeouts, 1);
        assert_true(fake_mono_ns - before_ns >= XENSTORE_WAIT_NS);
        assert_true(fake_mono_ns - before_ns < XENSTORE_WAIT_NS + 1000000);
        memset(buf, 'x', sizeof buf); /* nobody's business any more */
        fake_store.stops = false;
        fake_xen_run_daemons();
        xenstore_poll();
        for (size_t i = 0; i < sizeof buf; i++)
            assert_int_equal(buf[i], 'x');
        assert_int_equal(xenstore_stats.replies_late, 1);
        assert_works();
        fake_xen_run_daemons();
    }
}

static void every_prefix_of_an_event_waits_for_its_rest(void **state)
{
    const size_t event_len = sizeof(struct xsd_sockmsg) + sizeof FAKE_STORE_HOME "watched" + sizeof "0";

    (void)state;
    for (uint32_t len = 0; len < event_len; len++) {
        fired = 0;
        fake_store.stops = true;
        fake_store.stop_after = len;
        fake_store_event(FAKE_STORE_HOME "watched", "0");
        fake_xen_run_daemons();
        xenstore_poll();
        assert_int_equal(fired, 0);
        fake_store.stops = false;
        fake_xen_run_daemons();
        xenstore_poll();
        assert_int_equal(fired, 1);
    }
}

static void a_late_reply_is_not_taken_for_the_next_one(void **state)
{
    (void)state;
    fake_store_set("other", "other value");
    fake_store.hold_count = 1;
    assert_int_equal(xenstore_read(0, "other", buf, sizeof buf), XENSTORE_DEAD);
    fake_store_release();
    assert_works();
    assert_int_equal(xenstore_stats.replies_late, 1);
    assert_int_equal(xenstore_stats.bad_message, 0);
}

static void a_sleeping_daemon_that_wakes_finds_whole_requests(void **state)
{
    unsigned asked = 0;

    (void)state;
    fake_store.asleep = true;
    /* Each leaves some thirty bytes in the page, until no more fit: then nothing is written at all. */
    for (; asked < 60; asked++)
        assert_int_equal(xenstore_write(0, "elsewhere", "something"), XENSTORE_DEAD);
    assert_int_equal(xenstore_stats.timeouts, asked);
    fake_store.asleep = false;
    assert_works();
    assert_string_equal(fake_store_get("elsewhere"), "something");
    assert_true(xenstore_stats.replies_late > 10);
    assert_true(xenstore_stats.replies_late < asked);
}

static void a_daemon_that_sleeps_in_the_middle_of_a_request_is_given_up(void **state)
{
    static char value[3000];

    (void)state;
    memset(value, 'v', sizeof value - 1);
    fake_store.asleep = true;
    assert_int_equal(xenstore_write(0, "name", value), XENSTORE_DEAD);
    fake_store.asleep = false;
    assert_dead();
}

static void room_is_told_only_to_a_daemon_that_found_none(void **state)
{
    unsigned sent = fake_xen.port[FAKE_XENSTORE_PORT].send_count;

    (void)state;
    fake_store_event("watched", "0");
    fake_store_run();
    xenstore_poll();
    assert_int_equal(fake_xen.port[FAKE_XENSTORE_PORT].send_count, sent);
    for (unsigned i = 0; i < 60; i++)
        fake_store_event("watched", "0");
    fake_store_run(); /* more than the page holds */
    xenstore_poll();
    assert_int_equal(fake_xen.port[FAKE_XENSTORE_PORT].send_count, sent + 1);
}

/* ---------------------------------------------------------------- without end */

static void flood(void)
{
    fake_mono_ns += 1000000;
    for (unsigned i = 0; i < 3; i++)
        fake_store_event("watched", "0");
}

static void a_flood_of_events_does_not_hold_a_request_for_ever(void **state)
{
    uint64_t before_ns = fake_mono_ns;

    (void)state;
    fake_store.hold_count = 1;
    fake_xen_add_daemon(flood);
    assert_int_equal(read_name(), XENSTORE_DEAD);
    assert_true(fake_mono_ns - before_ns < 2 * XENSTORE_WAIT_NS);
}

static void nag(void)
{
    fake_mono_ns += 1000000;
    fake_xen_raise(FAKE_XENSTORE_PORT);
}

static void notifications_without_end_do_not_hold_a_request_for_ever(void **state)
{
    uint64_t before_ns = fake_mono_ns;

    (void)state;
    fake_store.asleep = true;
    fake_xen_add_daemon(nag);
    assert_int_equal(read_name(), XENSTORE_DEAD);
    assert_true(fake_mono_ns - before_ns < 2 * XENSTORE_WAIT_NS);
}

static void a_hypervisor_that_refuses_to_sleep_or_send_is_outlasted(void **state)
{
    (void)state;
    fake_xen.call[FAKE_SEND].error = 1;
    assert_works(); /* the daemon looks of its own accord */
    fake_store.asleep = true;
    fake_xen.call[FAKE_POLL].error = 1;
    assert_int_equal(read_name(), XENSTORE_DEAD);
    fake_xen.call[FAKE_POLL].error = 0;
    fake_store.asleep = false;
    assert_works();
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(replies_may_come_in_pieces_of_any_size),
        TEST(after_one_that_got_no_answer_the_next_waits_less),
        TEST(every_prefix_of_a_reply_is_given_up_and_its_rest_dropped),
        TEST(every_prefix_of_an_event_waits_for_its_rest),
        TEST(a_late_reply_is_not_taken_for_the_next_one),
        TEST(a_sleeping_daemon_that_wakes_finds_whole_requests),
        TEST(a_daemon_that_sleeps_in_the_middle_of_a_request_is_given_up),
        TEST(room_is_told_only_to_a_daemon_that_found_none),
        TEST(a_flood_of_events_does_not_hold_a_request_for_ever),
        TEST(notifications_without_end_do_not_hold_a_request_for_ever),
        TEST(a_hypervisor_that_refuses_to_sleep_or_send_is_outlasted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
