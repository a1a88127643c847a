/* netfront_bus_test.c - xenbus: back ends that come, go, come back, and do it in odd orders. */
#include "kernel/netback_fake.h"
#include "x86/image.h"
#include "xen/grant.h"
#include "xen/netfront.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <xen/errno.h>

static const struct netif_backend *net;

static int setup(void **state)
{
    (void)state;
    netback_reset();
    return 0;
}

static int setup_connected(void **state)
{
    (void)state;
    netback_reset();
    net = netback_bring_up();
    return 0;
}

static void probe(void)
{
    net = netback_probe(NETBACK_ARENA_LEN);
    assert_non_null(net);
}

static bool link_is_up(void)
{
    struct netif_info info;

    net->info(&info);
    return info.link_up;
}

static void assert_state(unsigned expected)
{
    char text[8];

    snprintf(text, sizeof text, "%u", expected);
    assert_string_equal(netback_get_front("state"), text);
}

static void the_start_waits_for_nobody(void **state)
{
    (void)state;
    netback.is_silent = true;
    probe();
    assert_int_equal(fake_xen.slept_ns, 0);
    assert_false(link_is_up());
    assert_state(XenbusStateInitialising);
    assert_int_equal(netback_check_grants(), 0);
}

static void everything_is_published_before_the_state(void **state)
{
    (void)state;
    setup_connected(NULL);
    assert_state(XenbusStateConnected);
    assert_string_equal(netback_get_front("request-rx-copy"), "1");
    assert_string_equal(netback_get_front("feature-rx-notify"), "1");
    assert_string_equal(netback_get_front("feature-sg"), "0");
    assert_string_equal(netback_get_front("feature-gso-tcpv4"), "0");
    assert_int_equal(fake_store.request_count[XS_TRANSACTION_START], 1);
    assert_int_equal(netback_rx_posted(), netfront.rx_count);
    netback_assert_works(net, 1);
}

static void a_transaction_that_collides_is_tried_again(void **state)
{
    (void)state;
    fake_store.again_count = 3;
    net = netback_bring_up();
    assert_int_equal(fake_store.request_count[XS_TRANSACTION_START], 4);
    netback_assert_works(net, 1);
}

static void a_transaction_that_collides_for_ever_is_given_up_for_a_while(void **state)
{
    unsigned tries;

    (void)state;
    fake_store.again_count = 1000;
    probe();
    netback_turns(5);
    assert_int_equal(fake_store.request_count[XS_TRANSACTION_START] % 8, 0);
    tries = fake_store.request_count[XS_TRANSACTION_START];
    netback_turns(5);
    assert_int_equal(fake_store.request_count[XS_TRANSACTION_START], tries);
    assert_false(link_is_up());
    assert_int_equal(netback_check_grants(), 0);
    fake_store.again_count = 0;
    fake_mono_ns += 1000000000;
    netback_turns(5);
    netback_assert_works(net, 1);
}

static void requests_that_fail_once_are_made_up_for(void **state)
{
    static const uint32_t types[] = {XS_READ,  XS_DIRECTORY, XS_WATCH, XS_TRANSACTION_START,
                                     XS_WRITE, XS_TRANSACTION_END};

    (void)state;
    for (unsigned i = 0; i < sizeof types / sizeof types[0]; i++) {
        for (unsigned count = 1; count < 4; count++) {
            setup(NULL);
            fake_store.error = "EIO";
            fake_store.error_type = types[i];
            fake_store.error_count = count;
            probe();
            for (unsigned turn = 0; turn < 10 && netback.connect_count == 0; turn++) {
                fake_mono_ns += 1000000000;
                netback_turns(5);
            }
            fake_store.error_count = 0;
            netback_turns(5);
            netback_assert_works(net, 1);
        }
    }
}

/* The link is up, so the stack has no reason to look at it. */
static void a_state_that_cannot_be_read_is_read_again_in_a_while(void **state)
{
    (void)state;
    setup_connected(NULL);
    fake_store.error = "EIO";
    fake_store.error_type = XS_READ;
    fake_store.error_count = 100;
    netback_set("hotplug-status", "connected");
    netback_turns(5);
    fake_store.error_count = 0;
    assert_true(netfront.retry_ns > fake_mono_ns);
    event_wait_until(UINT64_MAX);
    assert_int_equal(fake_xen.endless_count, 0);
    assert_true(netfront.retry_ns <= fake_mono_ns);
    for (unsigned i = 0; i < 3; i++)
        event_wait_until(fake_mono_ns + 1000000000);
    assert_int_equal(netfront.retry_ns, UINT64_MAX);
    netback_assert_works(net, 1);
}

static void no_event_channel_is_no_connection_for_a_while(void **state)
{
    (void)state;
    fake_xen.call[FAKE_ALLOC_UNBOUND].error = XEN_ENOSPC;
    probe();
    netback_turns(5);
    assert_false(link_is_up());
    assert_int_equal(netback_check_grants(), 0);
    fake_xen.call[FAKE_ALLOC_UNBOUND].error = 0;
    fake_mono_ns += 1000000000;
    netback_turns(5);
    netback_assert_works(net, 1);
}

static void carrier_is_the_link(void **state)
{
    (void)state;
    setup_connected(NULL);
    netback_set("carrier", "0");
    netback_turns(2);
    assert_false(link_is_up());
    netback_set("carrier", "1");
    netback_turns(2);
    assert_true(link_is_up());
    netback_set("carrier", "x");
    netback_turns(2);
    netback_assert_works(net, 1);
}

static void the_back_end_closes_and_comes_back(void **state)
{
    (void)state;
    setup_connected(NULL);
    for (unsigned i = 2; i < 6; i++) {
        assert_true(netback_send(net, 60, NULL, 0)); /* lost with the old rings */
        netback_unmap_rings();
        netback_step(XenbusStateClosing);
        assert_false(link_is_up());
        assert_state(XenbusStateClosed);
        assert_int_equal(netback_check_grants(), 0);
        assert_int_equal(net->send_room(), 0);
        netback_step(XenbusStateClosed);
        assert_state(XenbusStateClosed);
        netback.is_silent = false;
        netback_set_state(XenbusStateInitWait);
        netback_turns(5);
        netback_assert_works(net, i);
    }
    for (unsigned port = FAKE_PORT_FIRST; port < FAKE_PORT_MAX; port++)
        assert_int_equal(fake_xen.port[port].open, port == netback.port);
}

static void a_back_end_that_begins_again_without_a_word_is_followed(void **state)
{
    static const unsigned states[] = {XenbusStateInitialising, XenbusStateInitWait, XenbusStateInitialised,
                                      XenbusStateReconfiguring, XenbusStateReconfigured, 99};

    (void)state;
    for (unsigned i = 0; i < sizeof states / sizeof states[0]; i++) {
        setup_connected(NULL);
        netback_unmap_rings();
        netback_step(states[i]);
        assert_int_equal(netback_check_grants(),
                         states[i] == XenbusStateInitWait ? 2 + netfront.rx_count : 0);
        assert_false(link_is_up());
        netback_set_state(XenbusStateInitWait);
        netback.is_silent = false;
        netback_turns(5);
        netback_assert_works(net, 2);
    }
}

static void a_state_that_is_no_number_ends_the_connection(void **state)
{
    static const char *const bad[] = {NULL, "", "four", "4x", "-4", "4294967300"};

    (void)state;
    for (unsigned i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        setup_connected(NULL);
        netback_unmap_rings();
        netback.is_silent = true;
        netback_set("state", bad[i]);
        netback_turns(3);
        assert_false(link_is_up());
        netback_set_state(XenbusStateInitWait);
        netback.is_silent = false;
        netback_turns(5);
        netback_assert_works(net, 2);
    }
}

static void random_walk_of_states_ends_well(void **state)
{
    uint32_t seed = 1;

    (void)state;
    setup_connected(NULL);
    for (unsigned i = 0; i < 3000; i++) {
        seed = seed * 1664525 + 1013904223;
        if (netback.is_mapped && seed >> 30 != 0)
            netback_unmap_rings();
        netback_step(seed >> 16 & 15);
        netback_check_grants();
        net->send_room();
        net->flush();
        if (netfront.connected)
            assert_true(netfront.published);
    }
    netback_unmap_rings();
    netback.is_mapped = false;
    netback_step(XenbusStateClosing);
    netback_step(XenbusStateClosed);
    fake_mono_ns += 1000000000;
    netback.is_silent = false;
    netback_set_state(XenbusStateInitWait);
    netback.connect_count = 0;
    netback_turns(10);
    assert_int_equal(netback.connect_count, 1);
    assert_true(link_is_up());
}

static void moved_to_another_back_end(void **state)
{
    (void)state;
    netback.is_silent = true;
    probe();
    netback_turns(2);
    netback_set_front("backend", "/local/domain/9/backend/vif/1/0");
    netback_turns(2);
    assert_string_equal(netfront.back_path, "/local/domain/9/backend/vif/1/0");
    assert_true(fake_store_is_watched("/local/domain/9/backend/vif/1/0"));
    assert_false(fake_store_is_watched("/local/domain/5/backend/vif/1/0"));
}

static void rings_of_somebody_before_us_are_ended_first(void **state)
{
    (void)state;
    netback.is_silent = true;
    netback_set_front("state", "4");
    netback_set_state(XenbusStateConnected);
    probe();
    netback_turns(2);
    assert_state(XenbusStateClosing);
    netback.is_silent = false;
    netback_turns(10);
    netback_assert_works(net, 1);
}

static void a_back_end_that_is_closed_at_first_is_asked_to_begin(void **state)
{
    (void)state;
    netback_set_front("state", "6");
    netback_set_state(XenbusStateClosed);
    net = netback_bring_up();
    netback_assert_works(net, 1);
}

static void connecting_wakes_who_waits(void **state)
{
    (void)state;
    netback.is_silent = true;
    probe();
    netback_turns(3);
    assert_int_equal(net->send_room(), 0);
    assert_true(netback_turn());
    netback.is_silent = false;
    for (unsigned i = 0; i < 10 && !netfront.connected; i++)
        netback_turn();
    assert_true(netfront.connected);
    assert_false(netback_turn());
    assert_true(netback_turn());
}

#define TEST(name) cmocka_unit_test_setup(name, setup)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_start_waits_for_nobody),
        TEST(everything_is_published_before_the_state),
        TEST(a_transaction_that_collides_is_tried_again),
        TEST(a_transaction_that_collides_for_ever_is_given_up_for_a_while),
        TEST(requests_that_fail_once_are_made_up_for),
        TEST(a_state_that_cannot_be_read_is_read_again_in_a_while),
        TEST(no_event_channel_is_no_connection_for_a_while),
        TEST(carrier_is_the_link),
        TEST(the_back_end_closes_and_comes_back),
        TEST(a_back_end_that_begins_again_without_a_word_is_followed),
        TEST(a_state_that_is_no_number_ends_the_connection),
        TEST(random_walk_of_states_ends_well),
        TEST(moved_to_another_back_end),
        TEST(rings_of_somebody_before_us_are_ended_first),
        TEST(a_back_end_that_is_closed_at_first_is_asked_to_begin),
        TEST(connecting_wakes_who_waits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
