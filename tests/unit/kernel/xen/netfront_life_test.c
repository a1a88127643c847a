/* netfront_life_test.c - what happens to a vif: taken away and attached again, broken, restored elsewhere. */
#include "kernel/netback_fake.h"
#include "xen/grant.h"
#include "xen/netfront.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const struct netif_backend *net;
static struct netback_frame frame;

static int setup(void **state)
{
    (void)state;
    netback_reset();
    net = netback_bring_up();
    return 0;
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

static void detached_and_attached_under_another_number(void **state)
{
    (void)state;
    netback_set("online", "0");
    netback_unmap_rings();
    netback_step(XenbusStateClosing);
    assert_state(XenbusStateClosed);
    netback_step(XenbusStateClosed);
    assert_state(XenbusStateClosed); /* not asked to come back: the toolstack is taking it away */
    netback_remove_vif(0);
    netback_turns(3);
    assert_false(link_is_up());
    assert_false(netfront_has_vif(&netfront));
    assert_null(netback_get_front("state")); /* nothing of it was written again */
    netback.is_silent = false;
    netback.is_mapped = false;
    netback_add_vif(5, "00:16:3e:00:00:55");
    netback_turns(10);
    netback_assert_works(net, 2);
    assert_int_equal(netfront.info.mac[5], 0x55);
}

static void torn_out_without_a_word(void **state)
{
    (void)state;
    netback_unmap_rings();
    netback_remove_vif(0);
    netback.is_mapped = false;
    netback_turns(3);
    assert_false(link_is_up());
    assert_int_equal(netback_check_grants(), 0);
    netback_add_vif(0, "00:16:3e:00:00:99");
    netback_turns(10);
    netback_assert_works(net, 2);
    assert_int_equal(netfront.info.mac[5], 0x99);
}

/* All of it between two looks of ours: only the state tells. */
static void replaced_by_another_of_the_same_number(void **state)
{
    (void)state;
    netback_unmap_rings();
    netback.is_mapped = false;
    netback_remove_vif(0);
    netback_add_vif(0, "00:16:3e:00:00:99");
    netback_turns(10);
    netback_assert_works(net, 2);
    assert_int_equal(netfront.info.mac[5], 0x99);
}

static void break_ring(void)
{
    netback.rx->rsp_prod = netback.rx->req_prod + 1;
    assert_false(net->recv(&(struct netif_rx){0}));
}

static void broken_rings_are_given_up_after_eight_restarts(void **state)
{
    (void)state;
    for (unsigned i = 0; i < NETFRONT_RESTART_MAX; i++) {
        break_ring();
        netback_turns(20);
        assert_int_equal(netback.connect_count, i + 2);
        assert_true(link_is_up());
    }
    break_ring();
    netback_turns(20);
    assert_int_equal(netback.connect_count, NETFRONT_RESTART_MAX + 1);
    assert_int_equal(net->stats()->device_resets, NETFRONT_RESTART_MAX);
    assert_false(link_is_up());
    assert_state(XenbusStateClosed);
    assert_int_equal(netback_check_grants(), 0);
    assert_true(netback_turn());
    /* A back end that begins again by itself gets all chances again. */
    netback_set_state(XenbusStateInitWait);
    netback_turns(10);
    netback_assert_works(net, NETFRONT_RESTART_MAX + 2);
    break_ring();
    netback_turns(20);
    netback_assert_works(net, NETFRONT_RESTART_MAX + 3);
}

static void a_good_frame_forgives_all_restarts(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 3 * NETFRONT_RESTART_MAX; i++) {
        break_ring();
        netback_turns(20);
        netback_assert_works(net, i + 2);
    }
}

static void rings_that_stay_mapped_are_waited_for(void **state)
{
    (void)state;
    netback.holds_rings = true;
    break_ring();
    netback_turns(20);
    assert_int_equal(netback.connect_count, 1);
    assert_false(link_is_up());
    assert_int_equal(netback_check_grants(), 2);
    for (unsigned i = 0; i < 5; i++) {
        fake_mono_ns += 1000000000;
        netback_turns(3);
    }
    assert_int_equal(netback.connect_count, 1);
    netback_unmap_rings();
    netback.holds_rings = false;
    fake_mono_ns += 1000000000;
    netback_turns(10);
    netback_assert_works(net, 2);
}

static void restore(void)
{
    fake_xen_lose_channels();
    fake_store_restart();
    netback_remove_vif(0);
    netback.is_mapped = false;
    netback_add_vif(0, "00:16:3e:01:02:03");
    assert_true(event_init());
    assert_true(grant_init());
    xenstore_start(fake_store_page(), FAKE_XENSTORE_PORT);
    netfront_resume();
    assert_false(link_is_up());
    netback_turns(10);
}

static void a_restore_connects_anew(void **state)
{
    struct netif_rx rx;

    (void)state;
    for (unsigned i = 2; i < 5; i++) {
        assert_true(netback_give(0x42, 100, 0, 0));
        assert_true(net->recv(&rx));
        for (unsigned j = 0; j < 20; j++)
            assert_true(netback_send(net, 60, NULL, 0));
        net->flush();
        assert_true(netback_take(&frame));
        netback_respond(&frame, NETIF_RSP_OKAY); /* held */
        netfront_tx_reap(&netfront);
        restore();
        assert_int_equal(rx.frame[99], 0x42);
        net->release(&rx);
        net->flush();
        assert_int_equal(netback_rx_posted(), netfront.rx_count);
        assert_int_equal(netfront.held_count, 0);
        assert_int_equal(netfront.tx_free_count, NETFRONT_RING);
        netback_assert_works(net, i);
    }
}

static void a_restore_without_a_vif_waits_for_one(void **state)
{
    (void)state;
    fake_xen_lose_channels();
    netback_remove_vif(0);
    netback.is_mapped = false;
    fake_store_restart();
    assert_true(event_init());
    assert_true(grant_init());
    xenstore_start(fake_store_page(), FAKE_XENSTORE_PORT);
    netfront_resume();
    netback_turns(5);
    assert_false(link_is_up());
    netback_add_vif(1, "00:16:3e:00:00:11");
    netback_turns(10);
    netback_assert_works(net, 2);
}

#define TEST(name) cmocka_unit_test_setup(name, setup)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(detached_and_attached_under_another_number),
        TEST(torn_out_without_a_word),
        TEST(replaced_by_another_of_the_same_number),
        TEST(broken_rings_are_given_up_after_eight_restarts),
        TEST(a_good_frame_forgives_all_restarts),
        TEST(rings_that_stay_mapped_are_waited_for),
        TEST(a_restore_connects_anew),
        TEST(a_restore_without_a_vif_waits_for_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
