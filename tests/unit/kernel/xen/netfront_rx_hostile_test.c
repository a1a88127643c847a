/* netfront_rx_hostile_test.c - frames in, from a back end that does everything wrong. */
#include "kernel/netback_fake.h"

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

/* The next request is answered so, whatever its id. */
static void answer(uint16_t offset, uint16_t flags, int status)
{
    struct netif_rx_request request;

    assert_true(netback_take_rx(&request));
    netback_put_rx(request.id, offset, flags, status);
    netback_publish();
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

static void wrong_lengths_are_dropped_and_counted(void **state)
{
    static const int lengths[] = {0, 1, 13, 1515, 4096};

    (void)state;
    for (unsigned i = 0; i < 5; i++)
        answer(0, 0, lengths[i]);
    assert_false(net->recv(&rx));
    assert_int_equal(net->stats()->rx_dropped_length, 5);
    assert_still_works();
    assert_true(netback_give(1, 14, 0, 0));
    assert_true(net->recv(&rx));
    net->release(&rx);
}

static void what_reaches_beyond_the_page_is_dropped_and_counted(void **state)
{
    static const struct {
        uint16_t offset;
        int status;
    } cases[] = {{4096 - 59, 60}, {4096, 60}, {65535, 60}, {65535, 32767}, {1, 4096}, {0, 4097}, {0, 32767}};

    (void)state;
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++)
        answer(cases[i].offset, 0, cases[i].status);
    assert_false(net->recv(&rx));
    assert_int_equal(net->stats()->rx_dropped_device, sizeof cases / sizeof cases[0]);
    answer(4096 - 60, 0, 60); /* just fits */
    assert_true(net->recv(&rx));
    net->release(&rx);
    assert_still_works();
}

static void errors_are_counted(void **state)
{
    static const int status[] = {NETIF_RSP_ERROR, NETIF_RSP_DROPPED, -32768};

    (void)state;
    for (unsigned i = 0; i < 3; i++)
        answer(0, 0, status[i]);
    assert_false(net->recv(&rx));
    assert_int_equal(net->stats()->rx_dropped_device, 3);
    assert_still_works();
}

static void ids_that_are_others_are_dropped_and_counted(void **state)
{
    static const uint16_t ids[] = {5, 0, 0, 63, 64, 255, 256, 65535};
    struct netif_rx_request request;

    (void)state;
    for (unsigned i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        assert_true(netback_take_rx(&request));
        assert_int_not_equal(request.id, ids[i]);
        netback_put_rx(ids[i], 0, 0, 60);
    }
    netback_publish();
    while (net->recv(&rx))
        net->release(&rx);
    assert_int_equal(net->stats()->rx_dropped_device, sizeof ids / sizeof ids[0]);
    assert_still_works();
}

static void a_chain_is_dropped_as_a_whole(void **state)
{
    (void)state;
    answer(0, NETRXF_more_data, 1000);
    answer(0, NETRXF_more_data, 1000);
    answer(0, 0, 500);
    assert_false(net->recv(&rx));
    assert_int_equal(net->stats()->rx_dropped_device, 1);
    answer(0, NETRXF_more_data, 1000); /* in two parts, and the end is an error */
    assert_false(net->recv(&rx));
    answer(0, 0, -1);
    assert_false(net->recv(&rx));
    assert_int_equal(net->stats()->rx_dropped_device, 2);
    assert_still_works();
}

/* In place of a response: no id, no status. */
static void put_extra(uint8_t type, uint8_t flags)
{
    struct netif_extra_info extra = {.type = type, .flags = flags};
    struct netif_rx_request request;
    uint16_t words[4];

    memset(extra.u.pad, 0xff, sizeof extra.u.pad);
    memcpy(words, &extra, sizeof words);
    assert_true(netback_take_rx(&request));
    netback_put_rx(words[0], words[1], words[2], (int16_t)words[3]);
    netback_publish();
}

static void a_frame_with_extra_info_is_dropped_with_it(void **state)
{
    (void)state;
    answer(0, NETRXF_extra_info, 1000);
    put_extra(XEN_NETIF_EXTRA_TYPE_GSO, 0);
    assert_false(net->recv(&rx));
    assert_int_equal(net->stats()->rx_dropped_device, 1);
    answer(0, NETRXF_extra_info | NETRXF_more_data, 1000);
    put_extra(XEN_NETIF_EXTRA_TYPE_GSO, XEN_NETIF_EXTRA_FLAG_MORE);
    put_extra(XEN_NETIF_EXTRA_TYPE_HASH, 0);
    answer(0, NETRXF_more_data, 1000);
    answer(0, 0, 1000);
    assert_false(net->recv(&rx));
    assert_int_equal(net->stats()->rx_dropped_device, 2);
    assert_still_works();
}

static void a_chain_without_end_ends_with_the_ring(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 10000; i++) {
        if (i % 3 == 0)
            answer(0, NETRXF_more_data | NETRXF_extra_info, 60);
        else
            put_extra(1, XEN_NETIF_EXTRA_FLAG_MORE);
        assert_false(net->recv(&rx));
        net->flush();
    }
    assert_int_equal(net->stats()->rx_dropped_device, 1);
    assert_int_equal(net->stats()->rx_frames, 0);
}

static void index_from_the_future_restarts_the_device(void **state)
{
    static const uint32_t ahead[] = {1, 1000, 0x7fffffff, 0x80000000, UINT32_MAX};

    (void)state;
    for (unsigned i = 0; i < sizeof ahead / sizeof ahead[0]; i++) {
        setup(NULL);
        netback.rx->rsp_prod = netback.rx->req_prod + ahead[i];
        if (ahead[i] == UINT32_MAX)
            netback.rx->rsp_prod = UINT32_MAX;
        assert_false(net->recv(&rx));
        assert_int_equal(net->stats()->rx_dropped_device, 1);
        assert_false(net->recv(&rx));
        assert_int_equal(net->stats()->rx_dropped_device, 1);
        netback_turns(20);
        assert_int_equal(netback.connect_count, 2);
        assert_int_equal(net->stats()->device_resets, 1);
        assert_true(netback_give(1, 60, 0, 0));
        assert_true(net->recv(&rx));
        net->release(&rx);
    }
}

static void a_page_that_stays_mapped_is_dropped_and_comes_back(void **state)
{
    struct netif_rx_request request;

    (void)state;
    assert_true(netback_take_rx(&request));
    fake_xen_grant(request.gref)->flags |= GTF_writing;
    netback_put_rx(request.id, 0, 0, 60);
    netback_publish();
    assert_false(net->recv(&rx));
    assert_int_equal(net->stats()->rx_dropped_device, 1);
    assert_int_equal(netfront.held_count, 1);
    netback_turns(2);
    assert_int_equal(netback_rx_posted(), netfront.rx_count - 1);
    assert_int_equal(netfront.held_count, 1);
    fake_xen_grant(request.gref)->flags &= (uint16_t)~GTF_writing;
    netback_turns(2);
    assert_int_equal(netfront.held_count, 0);
    assert_still_works();
}

static void a_held_page_does_not_hide_a_chain(void **state)
{
    struct netif_rx_request request;

    (void)state;
    assert_true(netback_take_rx(&request));
    fake_xen_grant(request.gref)->flags |= GTF_reading;
    netback_put_rx(request.id, 0, NETRXF_more_data, 60);
    netback_publish();
    answer(0, 0, 60);
    assert_false(net->recv(&rx));
    assert_int_equal(net->stats()->rx_dropped_device, 1);
    fake_xen_grant(request.gref)->flags &= (uint16_t)~GTF_reading;
    netback_turns(2);
    assert_still_works();
}

#define TEST(name) cmocka_unit_test_setup(name, setup)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(wrong_lengths_are_dropped_and_counted),
        TEST(what_reaches_beyond_the_page_is_dropped_and_counted),
        TEST(errors_are_counted),
        TEST(ids_that_are_others_are_dropped_and_counted),
        TEST(a_chain_is_dropped_as_a_whole),
        TEST(a_frame_with_extra_info_is_dropped_with_it),
        TEST(a_chain_without_end_ends_with_the_ring),
        TEST(index_from_the_future_restarts_the_device),
        TEST(a_page_that_stays_mapped_is_dropped_and_comes_back),
        TEST(a_held_page_does_not_hide_a_chain),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
