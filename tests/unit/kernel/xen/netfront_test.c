/* netfront_test.c - the driver as a whole: what it needs, and what it costs. */
#include "kernel/netback_fake.h"
#include "x86/image.h"
#include "xen/grant.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static int setup(void **state)
{
    (void)state;
    netback_reset();
    return 0;
}

static void without_memory_there_is_no_driver(void **state)
{
    (void)state;
    /* Heads, copies, rings and the fewest pages to receive into: 66 of them. */
    for (size_t len = 0; len < 66 * XEN_PAGE; len += XEN_PAGE)
        assert_null(netback_probe(len));
    assert_non_null(netback_probe(66 * XEN_PAGE));
    assert_int_equal(netfront.rx_count, NETFRONT_RX_MIN);
}

static void no_page_has_two_purposes(void **state)
{
    const uint8_t *start[5];
    size_t len[5];

    (void)state;
    netback_bring_up();
    start[0] = (const uint8_t *)(uintptr_t)netfront.rx.shared;
    start[1] = (const uint8_t *)(uintptr_t)netfront.tx.shared;
    start[2] = netfront.rx_pages;
    start[3] = netfront.tx_heads;
    start[4] = netfront.tx_copies;
    len[0] = len[1] = XEN_PAGE;
    len[2] = netfront.rx_count * XEN_PAGE;
    len[3] = NETFRONT_RING * NETFRONT_HEAD_LEN;
    len[4] = NETFRONT_COPY_COUNT * NETFRONT_COPY_LEN;
    for (unsigned i = 0; i < 5; i++) {
        assert_int_equal((uintptr_t)start[i] % XEN_PAGE, 0);
        assert_int_equal(len[i] % XEN_PAGE, 0);
        for (unsigned j = 0; j < i; j++)
            assert_true(start[i] + len[i] <= start[j] || start[j] + len[j] <= start[i]);
    }
}

static void a_request_and_its_reply_cost_one_hypercall(void **state)
{
    static struct netback_frame frame;
    const struct span span = {kvfs_payload + 300, 1400};
    const struct netif_backend *net;
    struct netif_rx rx;
    uint64_t before;

    (void)state;
    net = netback_bring_up();
    before = hypercall_count();
    for (unsigned i = 0; i < 100; i++) {
        assert_true(netback_give(0x42, 300, 0, 0));
        assert_true(net->recv(&rx));
        net->release(&rx);
        for (unsigned j = 0; j < 5; j++)
            assert_true(netback_send(net, 54, &span, 1));
        net->flush();
        while (netback_take(&frame))
            netback_finish(&frame, NETIF_RSP_OKAY);
    }
    assert_int_equal(hypercall_count() - before, 100);
    assert_int_equal(net->stats()->kicks, 101); /* and one when it was connected */
}

static uint32_t random_word(void)
{
    static uint32_t seed = 1;

    seed = seed * 1664525 + 1013904223;
    return seed >> 8 ^ seed << 24;
}

/* Indices are mostly near the right ones: others are refused before anything is looked at. */
static void scribble(void)
{
    volatile uint32_t *ring = (volatile uint32_t *)(random_word() & 1 ? (volatile void *)netback.tx
                                                                      : (volatile void *)netback.rx);

    for (unsigned i = 0; i < 200; i++)
        ring[16 + random_word() % (XEN_PAGE / 4 - 16)] =
            random_word() & (random_word() & 1 ? 0x3ff : UINT32_MAX);
    if (random_word() % 64 == 0)
        ring[random_word() % 4] = random_word();
    if (random_word() % 4 == 0) { /* an id that fits what comes next, so that the rest is looked at */
        uint32_t next = netfront.rx.rsp_cons % NETFRONT_RING;

        ring = (volatile uint32_t *)netback.rx->ring;
        ring[2 * next] = netfront.rx_posted[next] | (random_word() & 0xfff) << 16;
        ring[2 * next + 1] = (random_word() & 0x3) | (random_word() & 0x3ff) << 16;
        netback.rx->rsp_prod = netfront.rx.rsp_cons + 1;
    }
    netback.tx->rsp_prod += random_word() % 64 == 0;
    netback.rx->rsp_prod += random_word() % 64 == 0;
    netback.tx->req_event = random_word();
}

static void set_bits(uint16_t bits)
{
    struct grant_entry_v1 *entry = fake_xen_grant(8 + random_word() % (2 + 2 * NETFRONT_RING));

    if ((entry->flags & GTF_type_mask) != GTF_invalid)
        entry->flags ^= (uint16_t)(random_word() % 8 == 0 ? bits : 0);
}

/* Whatever stands in the rings, however pages are mapped, and whenever the back end closes. */
static void a_back_end_that_scribbles_is_survived(void **state)
{
    static const unsigned states[] = {XenbusStateInitWait, XenbusStateConnected, XenbusStateClosing,
                                      XenbusStateClosed};
    const struct span spans[2] = {{kvfs_payload + 300, 1000}, {kvfs_payload + 9000, 300}};
    const struct netif_backend *net;
    unsigned connect_count = 0;

    (void)state;
    net = netback_bring_up();
    for (unsigned i = 0; i < 30000; i++) {
        struct netif_rx rx;

        if (netback.is_mapped)
            scribble();
        set_bits(GTF_reading);
        for (unsigned j = random_word() % 4; j > 0; j--)
            netback_send(net, 60, spans, (uint16_t)(random_word() % 3));
        while (net->recv(&rx)) {
            assert_in_range(rx.len, NETIF_FRAME_MIN, NETIF_FRAME_MAX);
            assert_true(rx.frame >= netfront.rx_pages &&
                        rx.frame + rx.len <= netfront.rx_pages + netfront.rx_count * XEN_PAGE);
            net->release(&rx);
        }
        net->flush();
        netback_turn();
        netback_check_grants();
        if (i % 50 == 49) {
            /* Let go and begin again, as after the driver has given up. */
            for (uint32_t ref = 8; ref < 8 + 2 + 2 * NETFRONT_RING; ref++)
                fake_xen_grant(ref)->flags &= (uint16_t)~(GTF_reading | GTF_writing);
            netback.is_mapped = false;
            connect_count += netback.connect_count;
            netback.connect_count = 0;
            netback_set_state(states[random_word() % 4]);
            fake_mono_ns += 1000000000;
            netback_turns(3);
            if (netback.state == XenbusStateClosed)
                netback_set_state(XenbusStateInitWait);
            netback_turns(10);
        }
    }
    assert_true(connect_count > 300);
    assert_true(net->stats()->rx_frames > 1000);
    assert_true(net->stats()->rx_dropped_device > 100 && net->stats()->tx_errors > 100);
}

/* References are taken once in the life of the machine, also where the driver is set up again. */
static void setting_up_again_takes_no_more_references(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 10; i++) {
        netback_reset();
        netback_bring_up();
    }
    assert_int_equal(grant_stats.refused_full, 0);
}

#define TEST(name) cmocka_unit_test_setup(name, setup)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(without_memory_there_is_no_driver),
        TEST(no_page_has_two_purposes),
        TEST(a_request_and_its_reply_cost_one_hypercall),
        TEST(a_back_end_that_scribbles_is_survived),
        TEST(setting_up_again_takes_no_more_references),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
