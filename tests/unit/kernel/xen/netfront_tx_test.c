/* netfront_tx_test.c - the transmit ring: room, responses, and what a back end can do wrong there. */
#include "kernel/netback_fake.h"
#include "x86/image.h"
#include "xen/grant.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define ROOM_EMPTY (NETFRONT_RING / NETFRONT_FRAME_SLOTS)

static const struct netif_backend *net;
static struct netback_frame frames[NETFRONT_RING];
static struct span spans[2];
static unsigned idle_grants; /* rings and receive pages */

static int setup(void **state)
{
    (void)state;
    netback_reset();
    net = netback_bring_up();
    spans[0] = (struct span){kvfs_payload + 10, 700};
    spans[1] = (struct span){kvfs_payload + 5000, 600};
    idle_grants = netback_check_grants();
    return 0;
}

static bool send_one(void)
{
    return netback_send(net, 54, spans, 2);
}

/* Take all that was sent. Returns how many frames that was. */
static unsigned take_all(void)
{
    unsigned count = 0;

    net->flush();
    while (count < NETFRONT_RING && netback_take(&frames[count]))
        count++;
    return count;
}

static void assert_broken(uint64_t tx_errors)
{
    assert_int_equal(net->stats()->tx_errors, tx_errors);
    assert_true(netfront.is_broken);
    assert_int_equal(net->send_room(), 0);
    assert_false(send_one());
    netback_turns(20);
    assert_int_equal(netback.connect_count, 2);
    assert_int_equal(net->stats()->device_resets, 1);
    assert_int_equal(net->send_room(), ROOM_EMPTY);
    assert_true(send_one());
    assert_int_equal(take_all(), 1);
    netback_finish(&frames[0], NETIF_RSP_OKAY);
}

static void grants_last_from_request_to_response(void **state)
{
    (void)state;
    assert_int_equal(idle_grants, 2 + netfront.rx_count);
    assert_true(send_one());
    assert_int_equal(netback_check_grants(), idle_grants + 3);
    assert_int_equal(take_all(), 1);
    netback_finish(&frames[0], NETIF_RSP_OKAY);
    netfront_tx_reap(&netfront);
    assert_int_equal(netback_check_grants(), idle_grants);
    assert_int_equal(net->stats()->tx_errors, 0);
}

static void full_ring_refuses_and_counts(void **state)
{
    unsigned count = 0;

    (void)state;
    while (send_one())
        count++;
    assert_int_equal(count, NETFRONT_RING / 3);
    assert_int_equal(net->stats()->tx_dropped_full, 1);
    assert_int_equal(net->stats()->tx_frames, count);
    assert_int_equal(net->send_room(), 0);
    assert_true(netback_send(net, 54, NULL, 0)); /* one request is left */
    assert_false(netback_send(net, 54, NULL, 0));
    assert_int_equal(take_all(), count + 1);
    for (unsigned i = 0; i <= count; i++)
        netback_finish(&frames[i], NETIF_RSP_OKAY);
    assert_int_equal(net->send_room(), ROOM_EMPTY);
    assert_int_equal(netback_check_grants(), idle_grants);
}

static void room_is_kept_for_the_frame_with_most_pieces(void **state)
{
    struct span worst[NETIF_SPAN_MAX];
    unsigned room = net->send_room();

    (void)state;
    assert_int_equal(room, ROOM_EMPTY);
    for (unsigned i = 0; i < NETIF_SPAN_MAX; i++)
        worst[i] = (struct span){kvfs_payload + 4096 * (i + 1) - 50, 100};
    for (unsigned i = 0; i < room; i++) {
        assert_true(net->send_room() > 0);
        assert_true(netback_send(net, 54, worst, NETIF_SPAN_MAX));
    }
    assert_int_equal(take_all(), room);
}

static void responses_come_back_in_any_order_past_65535(void **state)
{
    (void)state;
    for (unsigned turn = 0; turn < 66000 / 12; turn++) {
        for (unsigned i = 0; i < 4; i++)
            assert_true(send_one());
        assert_int_equal(take_all(), 4);
        for (unsigned i = 0; i < 4; i++)
            netback_finish(&frames[(i * 3 + turn) % 4], NETIF_RSP_OKAY);
    }
    assert_int_equal(net->stats()->tx_errors, 0);
    netfront_tx_reap(&netfront);
    assert_int_equal(netfront.tx_free_count, NETFRONT_RING);
}

static void one_notification_a_flush(void **state)
{
    unsigned sent = fake_xen.port[netback.port].send_count;

    (void)state;
    net->flush();
    assert_int_equal(fake_xen.port[netback.port].send_count, sent);
    for (unsigned i = 0; i < 10; i++)
        assert_true(send_one());
    assert_int_equal(netback.tx->req_prod, 0);
    net->flush();
    net->flush();
    assert_int_equal(fake_xen.port[netback.port].send_count, sent + 1);
    assert_int_equal(netback.tx->req_prod, 30);
    for (unsigned i = 0; i < 10; i++)
        assert_true(send_one()); /* its req_event has been passed: it is awake */
    net->flush();
    assert_int_equal(fake_xen.port[netback.port].send_count, sent + 1);
    assert_int_equal(take_all(), 20);
    assert_true(send_one());
    net->flush();
    assert_int_equal(fake_xen.port[netback.port].send_count, sent + 2);
}

static void responses_do_not_notify_who_waits_for_nothing(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 10; i++)
        assert_true(send_one());
    assert_int_equal(take_all(), 10);
    assert_true(netback_turn());
    for (unsigned i = 0; i < 10; i++)
        netback_finish(&frames[i], NETIF_RSP_OKAY);
    assert_false(fake_xen_is_pending(netback.port));
    assert_true(netback_turn());
}

static void who_waits_for_room_is_woken(void **state)
{
    unsigned count;

    (void)state;
    while (send_one())
        ;
    count = take_all();
    assert_int_equal(net->send_room(), 0);
    assert_true(netback_turn()); /* sleeps: there is none yet */
    for (unsigned i = 0; i < 6; i++)
        netback_finish(&frames[i], NETIF_RSP_OKAY);
    assert_false(fake_xen_is_pending(netback.port)); /* not enough for a frame */
    netback_finish(&frames[6], NETIF_RSP_OKAY);
    assert_true(fake_xen_is_pending(netback.port));
    assert_false(netback_turn());
    assert_int_equal(net->send_room(), 1);
    for (unsigned i = 7; i < count; i++)
        netback_finish(&frames[i], NETIF_RSP_OKAY);
    assert_false(netback_turn());
    assert_true(netback_turn()); /* once is enough */
    assert_int_equal(net->send_room(), ROOM_EMPTY);
}

/* The sender saw a full ring, the back end emptied it before the sleep, and nothing would ever wake the
 * sender. */
static void room_that_came_before_the_sleep_prevents_it(void **state)
{
    unsigned count;

    (void)state;
    while (net->send_room() > 0)
        assert_true(send_one());
    count = take_all();
    for (unsigned i = 0; i < count; i++)
        netback_finish(&frames[i], NETIF_RSP_OKAY);
    assert_false(netback_turn());
    assert_true(netback_turn());
}

static void errors_are_counted(void **state)
{
    static const int status[] = {NETIF_RSP_ERROR, NETIF_RSP_DROPPED, -32768, 2, 32767};

    (void)state;
    for (unsigned i = 0; i < 5; i++) {
        assert_true(netback_send(net, 54, NULL, 0));
        assert_int_equal(take_all(), 1);
        netback_finish(&frames[0], status[i]);
    }
    netfront_tx_reap(&netfront);
    assert_int_equal(net->stats()->tx_errors, 5);
    assert_int_equal(netfront.tx_free_count, NETFRONT_RING);
    assert_false(netfront.is_broken);
}

static void index_from_the_future_restarts_the_device(void **state)
{
    static const uint32_t ahead[] = {1, 256, 257, 0x7fffffff, 0x80000000, UINT32_MAX};

    (void)state;
    for (unsigned i = 0; i < sizeof ahead / sizeof ahead[0]; i++) {
        setup(NULL);
        assert_true(send_one());
        assert_int_equal(take_all(), 1);
        netback.tx->rsp_prod = 3 + ahead[i];
        netfront_tx_reap(&netfront);
        netback_unmap(&frames[0]);
        assert_broken(1);
    }
}

static void responses_to_what_was_not_published_restart_the_device(void **state)
{
    (void)state;
    assert_true(send_one());
    netback.tx->rsp_prod = 3;
    netfront_tx_reap(&netfront);
    assert_broken(1);
}

/* Found by the last look before the sleep, which nothing would end. */
static void nonsense_before_the_sleep_prevents_it(void **state)
{
    (void)state;
    while (send_one()) {
    }
    assert_true(take_all() > 0);
    netback_turns(3);
    assert_int_equal(net->send_room(), 0);
    netback_put_tx(300, NETIF_RSP_OKAY);
    netback.tx->rsp_prod = netback.tx_prod;
    assert_false(netback_turn());
    assert_true(netfront.is_broken);
}

static void an_id_that_is_not_under_way_restarts_the_device(void **state)
{
    static const uint16_t ids[] = {200, 256, 65535};

    (void)state;
    for (unsigned i = 0; i < 3; i++) {
        setup(NULL);
        assert_true(send_one());
        assert_int_equal(take_all(), 1);
        netback_put_tx(ids[i], NETIF_RSP_OKAY);
        netback_publish();
        netfront_tx_reap(&netfront);
        netback_unmap(&frames[0]);
        assert_broken(1);
    }
}

static void an_id_twice_restarts_the_device(void **state)
{
    (void)state;
    assert_true(send_one());
    assert_int_equal(take_all(), 1);
    netback_unmap(&frames[0]);
    netback_put_tx(frames[0].id[0], NETIF_RSP_OKAY);
    netback_put_tx(frames[0].id[0], NETIF_RSP_OKAY);
    netback_publish();
    netfront_tx_reap(&netfront);
    assert_broken(1);
}

static void null_response_without_extra_info_restarts_the_device(void **state)
{
    (void)state;
    assert_true(send_one());
    assert_int_equal(take_all(), 1);
    netback_unmap(&frames[0]);
    netback_put_tx(300, NETIF_RSP_NULL);
    netback_publish();
    netfront_tx_reap(&netfront);
    assert_broken(1);
}

static void a_page_that_stays_mapped_is_not_used_again(void **state)
{
    (void)state;
    assert_true(netback_send(net, 54, NULL, 0));
    assert_int_equal(take_all(), 1);
    netback_respond(&frames[0], NETIF_RSP_OKAY);
    netfront_tx_reap(&netfront);
    assert_int_equal(netfront.held_count, 1);
    assert_int_equal(netfront.tx_free_count, NETFRONT_RING - 1);
    assert_true(grant_stats.still_in_use > 0);
    netback_turns(3);
    assert_int_equal(netfront.held_count, 1);
    for (unsigned i = 0; i < 3 * NETFRONT_RING; i++) {
        assert_true(netback_send(net, 54, NULL, 0));
        assert_int_equal(take_all(), 1);
        assert_int_not_equal(frames[0].ref[0], netfront.tx_ref);
        netback_finish(&frames[0], NETIF_RSP_OKAY);
    }
    fake_xen_grant(netfront.tx_ref)->flags &= (uint16_t)~GTF_reading;
    netback_turn();
    netfront_tx_reap(&netfront);
    assert_int_equal(netfront.held_count, 0);
    assert_int_equal(netfront.tx_free_count, NETFRONT_RING);
    assert_int_equal(net->stats()->tx_errors, 0);
}

static void copies_that_stay_mapped_are_not_used_again(void **state)
{
    static uint8_t elsewhere[1000];
    const struct span span = {elsewhere, sizeof elsewhere};

    (void)state;
    for (unsigned i = 0; i < NETFRONT_COPY_COUNT; i++)
        assert_true(netback_send(net, 54, &span, 1));
    assert_int_equal(take_all(), NETFRONT_COPY_COUNT);
    for (unsigned i = 0; i < NETFRONT_COPY_COUNT; i++)
        netback_respond(&frames[i], NETIF_RSP_OKAY);
    assert_false(netback_send(net, 54, &span, 1));
    for (unsigned i = 0; i < NETFRONT_COPY_COUNT; i++)
        netback_unmap(&frames[i]);
    netback_turn();
    assert_int_equal(netfront.copy_free_count, NETFRONT_COPY_COUNT);
    assert_true(netback_send(net, 54, &span, 1));
}

static void frames_under_way_are_taken_back_when_the_back_end_goes(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 20; i++)
        assert_true(send_one());
    assert_int_equal(take_all(), 20);
    for (unsigned i = 1; i < 20; i++)
        netback_unmap(&frames[i]); /* the first one stays mapped */
    netback.is_silent = true;
    netback_set_state(XenbusStateClosing);
    netback_turns(3);
    assert_int_equal(netfront.held_count, 3);
    assert_true(netfront.tx.is_held && netfront.rx.is_held);
    assert_int_equal(netfront.tx_free_count, NETFRONT_RING - 3);
    assert_int_equal(netback_check_grants(), 5);
}

#define TEST(name) cmocka_unit_test_setup(name, setup)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(grants_last_from_request_to_response),
        TEST(full_ring_refuses_and_counts),
        TEST(room_is_kept_for_the_frame_with_most_pieces),
        TEST(responses_come_back_in_any_order_past_65535),
        TEST(one_notification_a_flush),
        TEST(responses_do_not_notify_who_waits_for_nothing),
        TEST(who_waits_for_room_is_woken),
        TEST(room_that_came_before_the_sleep_prevents_it),
        TEST(errors_are_counted),
        TEST(index_from_the_future_restarts_the_device),
        TEST(responses_to_what_was_not_published_restart_the_device),
        TEST(nonsense_before_the_sleep_prevents_it),
        TEST(an_id_that_is_not_under_way_restarts_the_device),
        TEST(an_id_twice_restarts_the_device),
        TEST(null_response_without_extra_info_restarts_the_device),
        TEST(a_page_that_stays_mapped_is_not_used_again),
        TEST(copies_that_stay_mapped_are_not_used_again),
        TEST(frames_under_way_are_taken_back_when_the_back_end_goes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
