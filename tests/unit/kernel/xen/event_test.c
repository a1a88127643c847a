/* event_test.c - channels, pending bits, and the sleep that they end. */
#include "xen/event.h"

#include "kernel/xen_fake.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include <xen/hvm/params.h>

#include <xen/errno.h>

#define TABLE_BITS 4096u

static struct event_source sources[EVENT_POLL_MAX]; /* all of them are added, once */
static unsigned arm_count[EVENT_POLL_MAX];
static bool has_input[EVENT_POLL_MAX];
static uint32_t raise_in_arm; /* a port whose event comes while we look */
static bool was_pending;      /* the first source's bit, when it was armed */

static bool arm(unsigned i)
{
    arm_count[i]++;
    if (i == 0)
        was_pending = fake_xen_is_pending(sources[0].port);
    if (raise_in_arm != 0)
        fake_xen_raise(raise_in_arm);
    return has_input[i];
}

static bool arm_0(void)
{
    return arm(0);
}

static bool arm_1(void)
{
    return arm(1);
}

static bool arm_2(void)
{
    return arm(2);
}

static bool arm_3(void)
{
    return arm(3);
}

static int add_sources(void **state)
{
    bool (*const arms[EVENT_POLL_MAX])(void) = {arm_0, arm_1, arm_2, arm_3};

    (void)state;
    for (unsigned i = 0; i < EVENT_POLL_MAX; i++) {
        sources[i].arm = arms[i];
        event_add_source(&sources[i]);
    }
    return 0;
}

static int setup(void **state)
{
    (void)state;
    fake_xen_reset();
    assert_true(event_init());
    for (unsigned i = 0; i < EVENT_POLL_MAX; i++) {
        sources[i].port = 0;
        arm_count[i] = 0;
        has_input[i] = false;
    }
    raise_in_arm = 0;
    return 0;
}

static unsigned polls(void)
{
    return fake_xen.call[FAKE_POLL].count;
}

/* ---------------------------------------------------------------- channels */

static void every_channel_is_masked_at_the_start(void **state)
{
    (void)state;
    assert_ptr_equal(fake_xen.shared_info, xen_shared_info);
    for (unsigned i = 0; i < TABLE_BITS / 64; i++)
        assert_true(xen_shared_info->evtchn_mask[i] == UINT64_MAX);
    fake_xen_lose_channels();
    assert_true(event_init()); /* after a restore */
    assert_ptr_equal(fake_xen.shared_info, xen_shared_info);
    assert_true(xen_shared_info->evtchn_mask[63] == UINT64_MAX);
}

static void a_refused_page_is_told(void **state)
{
    (void)state;
    fake_xen.call[FAKE_MAP_SHARED_INFO].error = XEN_ENOMEM;
    assert_false(event_init());
}

static void a_channel_waits_for_the_domain_it_was_made_for(void **state)
{
    uint32_t port = event_listen(7);

    (void)state;
    assert_int_equal(port, FAKE_PORT_FIRST);
    assert_true(fake_xen.port[port].open);
    assert_int_equal(fake_xen.port[port].remote, 7);
    event_notify(port);
    event_notify(port);
    assert_int_equal(fake_xen.port[port].send_count, 2);
    event_close(port);
    assert_false(fake_xen.port[port].open);
}

static void a_full_table_has_no_channel_and_recovers(void **state)
{
    (void)state;
    for (uint32_t i = FAKE_PORT_FIRST; i < FAKE_PORT_MAX; i++)
        assert_int_equal(event_listen(0), i);
    assert_int_equal(event_listen(0), 0);
    event_close(20);
    assert_int_equal(event_listen(0), 20);
}

static void a_refusal_is_no_channel(void **state)
{
    (void)state;
    fake_xen.call[FAKE_ALLOC_UNBOUND].error = XEN_EPERM;
    assert_int_equal(event_listen(0), 0);
}

static void port_0_is_nobody(void **state)
{
    uint64_t before = hypercall_count();

    (void)state;
    event_close(0);
    event_notify(0);
    assert_false(event_take(0));
    assert_int_equal(hypercall_count(), before);
}

static void a_send_that_is_refused_is_survived(void **state)
{
    (void)state;
    event_notify(40);         /* not open */
    event_notify(UINT32_MAX); /* no port at all */
    event_close(UINT32_MAX);
    assert_int_equal(fake_xen.call[FAKE_SEND].count, 2);
}

/* ---------------------------------------------------------------- pending bits */

static void an_event_is_taken_once(void **state)
{
    (void)state;
    for (uint32_t port = 1; port < TABLE_BITS; port++) {
        assert_false(event_take(port));
        fake_xen_raise(port);
        assert_true(event_take(port));
        assert_false(event_take(port));
    }
}

static void taking_one_leaves_its_neighbours(void **state)
{
    (void)state;
    memset(fake_xen.shared_info->evtchn_pending, 0xff, sizeof fake_xen.shared_info->evtchn_pending);
    assert_true(event_take(130));
    for (uint32_t port = 0; port < TABLE_BITS; port++)
        assert_int_equal(fake_xen_is_pending(port), port != 130);
}

static void a_port_beyond_the_table_is_never_pending(void **state)
{
    static const uint32_t ports[] = {TABLE_BITS, TABLE_BITS + 1, 8191, 0x10000, 0x80000000, UINT32_MAX};
    static struct shared_info before;

    (void)state;
    memset(fake_xen.shared_info, 0xff, sizeof *fake_xen.shared_info);
    before = *fake_xen.shared_info;
    for (size_t i = 0; i < sizeof ports / sizeof ports[0]; i++)
        assert_false(event_take(ports[i]));
    assert_memory_equal(fake_xen.shared_info, &before, sizeof before);
}

/* ---------------------------------------------------------------- poll */

static void a_poll_sleeps_until_its_deadline(void **state)
{
    const uint32_t port = FAKE_XENSTORE_PORT;
    uint64_t deadline_ns = fake_mono_ns + 1000000;

    (void)state;
    event_poll(&port, 1, deadline_ns);
    /* "| 1" in Xen's time, so that the deadline 0 is not taken for none. */
    assert_in_range(fake_mono_ns, deadline_ns, deadline_ns + 1);
    assert_in_range(fake_xen.poll_timeout_ns, deadline_ns + FAKE_SYSTEM_AHEAD_NS,
                    deadline_ns + FAKE_SYSTEM_AHEAD_NS + 1);
    assert_int_equal(fake_xen.poll_port_count, 1);
    assert_int_equal(fake_xen.poll_ports[0], port);
}

static void a_pending_event_ends_a_poll_at_once_and_stays(void **state)
{
    const uint32_t ports[2] = {5, 6};

    (void)state;
    fake_xen_raise(6);
    event_poll(ports, 2, UINT64_MAX);
    assert_int_equal(fake_xen.slept_ns, 0);
    assert_true(event_take(6));
}

static void an_event_for_somebody_else_does_not_end_it(void **state)
{
    const uint32_t port = 5;
    uint64_t before_ns = fake_mono_ns;

    (void)state;
    fake_xen_raise(6);
    event_poll(&port, 1, before_ns + 1000000);
    assert_true(fake_mono_ns >= before_ns + 1000000);
}

static void ports_of_0_are_left_out(void **state)
{
    const uint32_t ports[EVENT_POLL_MAX] = {0, 9, 0, 11};

    (void)state;
    event_poll(ports, EVENT_POLL_MAX, fake_mono_ns + 1000);
    assert_int_equal(fake_xen.poll_port_count, 2);
    assert_int_equal(fake_xen.poll_ports[0], 9);
    assert_int_equal(fake_xen.poll_ports[1], 11);
}

static void no_deadline_is_a_timeout_of_0(void **state)
{
    const uint32_t port = 5;

    (void)state;
    event_poll(&port, 1, UINT64_MAX);
    assert_int_equal(fake_xen.poll_timeout_ns, 0);
    assert_int_equal(fake_xen.endless_count, 1);
}

static void a_deadline_that_xen_cannot_say_is_none(void **state)
{
    const uint32_t ports[] = {FAKE_XENSTORE_PORT};

    (void)state;
    event_poll(ports, 1, UINT64_MAX - 1); /* Xen's time is ahead of ours */
    assert_int_equal(fake_xen.poll_timeout_ns, 0);
}

static void nothing_to_wait_for_is_no_sleep(void **state)
{
    const uint32_t ports[2] = {0, 0};

    (void)state;
    event_poll(NULL, 0, UINT64_MAX);
    event_poll(ports, 2, UINT64_MAX);
    assert_int_equal(polls(), 0);
    event_poll(NULL, 0, fake_mono_ns + 5000);
    assert_int_equal(polls(), 1);
}

static void a_port_beyond_the_table_is_refused_by_xen_and_survived(void **state)
{
    const uint32_t ports[2] = {1, UINT32_MAX};
    uint64_t before_ns = fake_mono_ns;

    (void)state;
    event_poll(ports, 2, before_ns + 1000000);
    assert_int_equal(polls(), 1);
    assert_true(fake_mono_ns < before_ns + 1000000);
}

/* ---------------------------------------------------------------- the wait of the loop */

static void a_source_may_ask_for_an_earlier_end(void **state)
{
    uint64_t now_ns = fake_mono_ns;

    (void)state;
    sources[0].port = 10;
    sources[0].deadline_ns = now_ns + 3000000;
    event_wait_until(UINT64_MAX);
    assert_in_range(fake_mono_ns, now_ns + 3000000, now_ns + 4000000);
    now_ns = fake_mono_ns;
    sources[0].deadline_ns = now_ns + 3000000;
    event_wait_until(now_ns + 1000000);
    assert_in_range(fake_mono_ns, now_ns + 1000000, now_ns + 2000000);
    sources[0].deadline_ns = 0;
}

static void every_source_is_armed_before_the_sleep(void **state)
{
    uint64_t deadline_ns = fake_mono_ns + 2000000;

    (void)state;
    for (unsigned i = 0; i < EVENT_POLL_MAX; i++)
        sources[i].port = 10 + i;
    event_wait_until(deadline_ns);
    for (unsigned i = 0; i < EVENT_POLL_MAX; i++) {
        assert_int_equal(arm_count[i], 1);
        assert_int_equal(fake_xen.poll_ports[i], 10 + i);
    }
    assert_int_equal(fake_xen.poll_port_count, EVENT_POLL_MAX);
    assert_true(fake_mono_ns >= deadline_ns);
}

static void a_source_with_input_means_no_sleep(void **state)
{
    (void)state;
    for (unsigned i = 0; i < EVENT_POLL_MAX; i++) {
        has_input[i] = true;
        event_wait_until(UINT64_MAX);
        has_input[i] = false;
    }
    assert_int_equal(polls(), 0);
    assert_int_equal(arm_count[3], 4); /* the others are armed all the same */
}

static void an_old_event_is_cleared_before_the_look(void **state)
{
    (void)state;
    sources[0].port = 10;
    fake_xen_raise(10);
    event_wait_until(fake_mono_ns + 1000000);
    assert_false(was_pending);
    assert_true(fake_xen.slept_ns > 0); /* it was about nothing */
}

static void an_event_between_look_and_sleep_ends_the_sleep(void **state)
{
    (void)state;
    sources[1].port = 11;
    raise_in_arm = 11;
    event_wait_until(UINT64_MAX);
    assert_int_equal(polls(), 1);
    assert_int_equal(fake_xen.slept_ns, 0);
}

static void a_deadline_that_has_passed_is_no_sleep(void **state)
{
    (void)state;
    event_wait_until(fake_mono_ns);
    event_wait_until(0);
    assert_int_equal(polls(), 0);
}

static void a_source_may_change_its_port(void **state)
{
    (void)state;
    sources[2].port = 12;
    event_wait_until(fake_mono_ns + 1000);
    assert_int_equal(fake_xen.poll_ports[0], 12);
    sources[2].port = 0;
    sources[3].port = 13;
    event_wait_until(fake_mono_ns + 1000000);
    assert_int_equal(fake_xen.poll_port_count, 1);
    assert_int_equal(fake_xen.poll_ports[0], 13);
}

static void a_source_with_a_mad_port_is_survived(void **state)
{
    (void)state;
    sources[0].port = UINT32_MAX; /* HVM_PARAM_STORE_EVTCHN is the toolstack's word */
    event_wait_until(fake_mono_ns + 1000000);
    assert_int_equal(arm_count[0], 1);
}

/* ---------------------------------------------------------------- xen_calls.c */

static void a_parameter_is_read_or_refused(void **state)
{
    uint64_t value = 5;

    (void)state;
    fake_xen.param[17] = 0x123456789;
    assert_true(xen_parameter(17, &value));
    assert_int_equal(value, 0x123456789);
    assert_false(xen_parameter(64, &value));
    assert_int_equal(value, 0);
    fake_xen.call[FAKE_PARAM].error = XEN_EINVAL;
    assert_false(xen_parameter(17, &value));
}

/* Xen takes setting this one for the word that the domain is a 64-bit one, and fills in the wall clock; the
 * toolstack takes 0 for a domain without drivers, and does not tell it that a suspend was called off. */
static void upcalls_have_a_vector_at_each_start(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 2; i++) {
        fake_xen.param[HVM_PARAM_CALLBACK_IRQ] = 0;
        assert_true(event_init());
        assert_int_equal(fake_xen.param[HVM_PARAM_CALLBACK_IRQ] >> 56, HVM_PARAM_CALLBACK_TYPE_VECTOR);
        assert_in_range(fake_xen.param[HVM_PARAM_CALLBACK_IRQ] & 0xff, 32, 255);
    }
    fake_xen.call[FAKE_SET_PARAM].error = XEN_EINVAL;
    assert_true(event_init());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(every_channel_is_masked_at_the_start, setup),
        cmocka_unit_test_setup(a_refused_page_is_told, setup),
        cmocka_unit_test_setup(a_channel_waits_for_the_domain_it_was_made_for, setup),
        cmocka_unit_test_setup(a_full_table_has_no_channel_and_recovers, setup),
        cmocka_unit_test_setup(a_refusal_is_no_channel, setup),
        cmocka_unit_test_setup(port_0_is_nobody, setup),
        cmocka_unit_test_setup(a_send_that_is_refused_is_survived, setup),
        cmocka_unit_test_setup(an_event_is_taken_once, setup),
        cmocka_unit_test_setup(taking_one_leaves_its_neighbours, setup),
        cmocka_unit_test_setup(a_port_beyond_the_table_is_never_pending, setup),
        cmocka_unit_test_setup(a_poll_sleeps_until_its_deadline, setup),
        cmocka_unit_test_setup(a_pending_event_ends_a_poll_at_once_and_stays, setup),
        cmocka_unit_test_setup(an_event_for_somebody_else_does_not_end_it, setup),
        cmocka_unit_test_setup(ports_of_0_are_left_out, setup),
        cmocka_unit_test_setup(no_deadline_is_a_timeout_of_0, setup),
        cmocka_unit_test_setup(a_deadline_that_xen_cannot_say_is_none, setup),
        cmocka_unit_test_setup(nothing_to_wait_for_is_no_sleep, setup),
        cmocka_unit_test_setup(a_port_beyond_the_table_is_refused_by_xen_and_survived, setup),
        cmocka_unit_test_setup(a_source_may_ask_for_an_earlier_end, setup),
        cmocka_unit_test_setup(every_source_is_armed_before_the_sleep, setup),
        cmocka_unit_test_setup(a_source_with_input_means_no_sleep, setup),
        cmocka_unit_test_setup(an_old_event_is_cleared_before_the_look, setup),
        cmocka_unit_test_setup(an_event_between_look_and_sleep_ends_the_sleep, setup),
        cmocka_unit_test_setup(a_deadline_that_has_passed_is_no_sleep, setup),
        cmocka_unit_test_setup(a_source_may_change_its_port, setup),
        cmocka_unit_test_setup(a_source_with_a_mad_port_is_survived, setup),
        cmocka_unit_test_setup(a_parameter_is_read_or_refused, setup),
        cmocka_unit_test_setup(upcalls_have_a_vector_at_each_start, setup),
    };

    return cmocka_run_group_tests(tests, add_sources, NULL);
}
