/* netfront_rx_test.c - frames in: pages that circle, and what a back end can do wrong with them. */
#include "kernel/netback_fake.h"
#include "xen/grant.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct netif_backend *net;
static struct netif_rx rx;
static unsigned idle_grants;

static int setup(void **state)
{
    (void)state;
    netback_reset();
    net = netback_bring_up();
    idle_grants = netback_check_grants();
    return 0;
}

static void assert_still_works(void)
{
    unsigned posted;

    net->flush();
    posted = netback_rx_posted();
    assert_int_equal(posted, netfront.rx_count);
    assert_true(netback_give(0x77, 100, 0, 0));
    assert_true(net->recv(&rx));
    assert_int_equal(rx.len, 100);
    assert_int_equal(rx.frame[99], 0x77);
    net->release(&rx);
    assert_false(net->recv(&rx));
    assert_int_equal(net->stats()->device_resets, 0);
    assert_int_equal(netback_check_grants(), idle_grants);
}

static void a_frame_is_lent_where_it_was_written(void **state)
{
    (void)state;
    assert_false(net->recv(&rx));
    assert_true(netback_give(0x42, 1514, 64, 0));
    assert_true(net->recv(&rx));
    assert_int_equal(rx.len, 1514);
    assert_int_equal(rx.flags, 0);
    assert_int_equal(rx.frame[0], 0x42);
    assert_int_equal(rx.frame[1513], 0x42);
    assert_int_equal((uintptr_t)rx.frame % XEN_PAGE, 64);
    assert_int_equal(net->stats()->rx_frames, 1);
    assert_int_equal(net->stats()->rx_bytes, 1514);
    net->release(&rx);
    assert_still_works();
}

static void a_lent_frame_is_nobody_elses(void **state)
{
    (void)state;
    assert_true(netback_give(0x42, 100, 0, 0));
    assert_true(net->recv(&rx));
    assert_int_equal(netback_check_grants(), idle_grants - 1);
    net->release(&rx);
    assert_int_equal(netback_check_grants(), idle_grants);
}

static void checksum_flags_are_translated(void **state)
{
    static const struct {
        uint16_t flags;
        uint32_t expected;
    } cases[] = {
        {0, 0},
        {NETRXF_data_validated, NETIF_RX_CSUM_OK},
        {NETRXF_csum_blank, NETIF_RX_CSUM_PARTIAL},
        {NETRXF_csum_blank | NETRXF_data_validated, NETIF_RX_CSUM_PARTIAL},
        {0xfff0, 0},
    };

    (void)state;
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_true(netback_give(1, 60, 0, cases[i].flags));
        assert_true(net->recv(&rx));
        assert_int_equal(rx.flags, cases[i].expected);
        net->release(&rx);
    }
}

static void pages_circle_past_65535(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 70000; i++) {
        assert_true(netback_give((uint8_t)i, 60, 0, 0));
        assert_true(net->recv(&rx));
        assert_int_equal(rx.frame[30], (uint8_t)i);
        net->release(&rx);
        net->flush();
    }
    assert_int_equal(net->stats()->rx_frames, 70000);
    assert_still_works();
}

static void all_pages_may_be_lent_at_once(void **state)
{
    static struct netif_rx lent[NETFRONT_RING];
    unsigned count = netfront.rx_count;

    (void)state;
    for (unsigned i = 0; i < count; i++)
        assert_true(netback_give((uint8_t)i, 60 + i, 0, 0));
    assert_false(netback_give(0, 60, 0, 0));
    for (unsigned i = 0; i < count; i++)
        assert_true(net->recv(&lent[i]));
    assert_false(net->recv(&rx));
    assert_int_equal(netback_check_grants(), 2);
    for (unsigned i = count; i-- > 0;) {
        assert_int_equal(lent[i].frame[0], (uint8_t)i);
        net->release(&lent[i]);
    }
    assert_still_works();
}

static void arrival_wakes_only_a_sleeper(void **state)
{
    (void)state;
    assert_true(netback_turn());
    assert_true(netback_give(1, 60, 0, 0));
    assert_true(fake_xen_is_pending(netback.port));
    assert_false(netback_turn()); /* there is input */
    assert_false(fake_xen_is_pending(netback.port));
    assert_true(net->recv(&rx));
    net->release(&rx);
    assert_true(netback_give(1, 60, 0, 0));
    assert_true(net->recv(&rx));
    assert_true(netback_give(1, 60, 0, 0)); /* awake: nobody notifies */
    assert_true(netback_give(1, 60, 0, 0));
    assert_false(fake_xen_is_pending(netback.port));
    net->release(&rx);
}

static void posting_notifies_only_who_wants_it(void **state)
{
    unsigned sent = fake_xen.port[netback.port].send_count;

    (void)state;
    assert_true(netback_give(1, 60, 0, 0));
    assert_true(net->recv(&rx));
    net->release(&rx);
    net->flush();
    assert_int_equal(fake_xen.port[netback.port].send_count, sent);
    netback.rx->req_event = netback.rx->req_prod + 1;
    assert_true(netback_give(1, 60, 0, 0));
    assert_true(net->recv(&rx));
    net->release(&rx);
    net->flush();
    net->flush();
    assert_int_equal(fake_xen.port[netback.port].send_count, sent + 1);
}

/* Also when the whole connection has been a new one since. */
static void lent_frames_stay_lent_over_a_restart(void **state)
{
    (void)state;
    assert_true(netback_give(0x42, 100, 0, 0));
    assert_true(net->recv(&rx));
    netback.rx->rsp_prod = netback.rx->req_prod + 1;
    assert_false(net->recv(&(struct netif_rx){0}));
    netback_turns(20);
    assert_int_equal(netback.connect_count, 2);
    assert_int_equal(netback_rx_posted(), netfront.rx_count - 1);
    assert_int_equal(rx.frame[99], 0x42);
    net->release(&rx);
    net->flush();
    assert_int_equal(netback_rx_posted(), netfront.rx_count);
    assert_int_equal(netback_check_grants(), idle_grants);
}

static void a_frame_released_while_not_connected_is_posted_later(void **state)
{
    (void)state;
    assert_true(netback_give(0x42, 100, 0, 0));
    assert_true(net->recv(&rx));
    netback_set_state(XenbusStateClosing);
    netback.is_silent = true;
    netback_turns(3);
    net->release(&rx);
    assert_false(net->recv(&rx));
    assert_int_equal(netback_check_grants(), 2); /* the rings are still mapped */
    fake_xen_grant(netfront.rx.ref)->flags &= (uint16_t)~(GTF_reading | GTF_writing);
    fake_xen_grant(netfront.tx.ref)->flags &= (uint16_t)~(GTF_reading | GTF_writing);
    netback_set_state(XenbusStateInitWait);
    netback.is_silent = false;
    netback_turns(5);
    assert_int_equal(netback_rx_posted(), netfront.rx_count);
}

static void pages_scale_with_memory(void **state)
{
    (void)state;
    netback_reset();
    net = netback_probe(1024 * 1024);
    assert_non_null(net);
    assert_int_equal(netfront.rx_count, NETFRONT_RX_MIN);
    netback_turns(10);
    assert_int_equal(netback_rx_posted(), NETFRONT_RX_MIN);
}

#define TEST(name) cmocka_unit_test_setup(name, setup)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_frame_is_lent_where_it_was_written),
        TEST(a_lent_frame_is_nobody_elses),
        TEST(checksum_flags_are_translated),
        TEST(pages_circle_past_65535),
        TEST(all_pages_may_be_lent_at_once),
        TEST(arrival_wakes_only_a_sleeper),
        TEST(posting_notifies_only_who_wants_it),
        TEST(lent_frames_stay_lent_over_a_restart),
        TEST(a_frame_released_while_not_connected_is_posted_later),
        TEST(pages_scale_with_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
