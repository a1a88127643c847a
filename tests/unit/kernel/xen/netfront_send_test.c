/* netfront_send_test.c - frames out: what the back end finds, and that it is shown nothing else. */
#include "kernel/netback_fake.h"
#include "x86/image.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
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

/* As setup, but with a back end of which a name says something else. */
static void bring_up_with(const char *name, const char *value)
{
    netback_reset();
    netback_set(name, value);
    net = netback_bring_up();
}

static struct span payload(size_t offset, size_t len)
{
    return (struct span){kvfs_payload + offset, len};
}

static void take_one(void)
{
    net->flush();
    assert_true(netback_take(&frame));
    assert_int_equal(frame.bytes[0], 0xaa);
}

static void a_small_frame_is_one_request(void **state)
{
    (void)state;
    assert_true(netback_send(net, 60, NULL, 0));
    take_one();
    assert_int_equal(frame.len, 60);
    assert_int_equal(frame.count, 1);
    assert_int_equal(frame.flags, 0);
    netback_finish(&frame, NETIF_RSP_OKAY);
    assert_int_equal(net->stats()->tx_frames, 1);
    assert_int_equal(net->stats()->tx_bytes, 60);
}

static void the_longest_head_fits_its_place(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 9; i++)
        assert_true(netback_send(net, NETIF_HEAD_MAX, NULL, 0));
    for (unsigned i = 0; i < 9; i++) {
        take_one();
        assert_int_equal(frame.len, NETIF_HEAD_MAX);
        for (unsigned at = 0; at < NETIF_HEAD_MAX; at++)
            assert_int_equal(frame.bytes[at], 0xaa);
    }
}

static void spans_go_out_where_they_lie(void **state)
{
    const struct span spans[3] = {payload(100, 700), payload(5000, 0), payload(9000, 600)};

    (void)state;
    assert_true(netback_send(net, 54, spans, 3));
    take_one();
    assert_int_equal(frame.len, 1354);
    assert_int_equal(frame.count, 3);
    assert_ptr_equal(frame.at[1], kvfs_payload + 100);
    assert_ptr_equal(frame.at[2], kvfs_payload + 9000);
    assert_memory_equal(frame.bytes + 54, kvfs_payload + 100, 700);
    assert_memory_equal(frame.bytes + 754, kvfs_payload + 9000, 600);
}

static void spans_are_cut_at_the_borders_of_pages(void **state)
{
    const struct span span = payload(4095, 1400), whole = payload(8192, 1400);
    const struct span last = payload(NETBACK_PAYLOAD - 9, 9);

    (void)state;
    assert_true(netback_send(net, 54, &span, 1));
    take_one();
    assert_int_equal(frame.count, 3);
    assert_int_equal(frame.piece_len[1], 1);
    assert_int_equal(frame.piece_len[2], 1399);
    assert_memory_equal(frame.bytes + 54, span.bytes, 1400);

    assert_true(netback_send(net, 54, &whole, 1));
    take_one();
    assert_int_equal(frame.count, 2);
    assert_true(netback_send(net, 54, &last, 1));
    take_one();
    assert_int_equal(frame.count, 2);
}

static void an_ordinary_frame_always_fits(void **state)
{
    struct span spans[NETIF_SPAN_MAX];

    (void)state;
    /* Every span across a border: the most pieces that a frame of 1514 bytes can have. */
    for (unsigned i = 0; i < NETIF_SPAN_MAX; i++)
        spans[i] = payload(4096 * (i + 1) - 50, 100);
    assert_true(netback_send(net, 54, spans, NETIF_SPAN_MAX));
    take_one();
    assert_int_equal(frame.count, 17);
    assert_int_equal(frame.len, 54 + 800);
    assert_int_equal(net->stats()->tx_errors, 0);
}

static bool send_large(uint16_t head_len, const struct span *spans, uint16_t span_count)
{
    static uint8_t head[NETIF_HEAD_MAX];
    const struct netif_tx tx = {.head = head, .head_len = head_len, .csum_start = 34, .csum_offset = 16,
                                .gso_size = 1448, .spans = spans, .span_count = span_count};

    memset(head, 0xaa, sizeof head);
    return net->send(&tx);
}

static void a_frame_to_be_cut_has_extra_info(void **state)
{
    const struct span span = payload(10, 30000);

    (void)state;
    assert_true(send_large(66, &span, 1));
    take_one();
    assert_int_equal(frame.gso_size, 1448);
    assert_int_equal(frame.flags,
                     NETTXF_csum_blank | NETTXF_data_validated | NETTXF_more_data | NETTXF_extra_info);
    assert_int_equal(frame.len, 30066);
    assert_memory_equal(frame.bytes + 66, span.bytes, 30000);
    netback_finish(&frame, NETIF_RSP_OKAY);
    for (unsigned i = 0; i < 200; i++) { /* the response without an id is recognised */
        assert_true(send_large(66, &span, 1));
        take_one();
        netback_finish(&frame, NETIF_RSP_OKAY);
    }
    assert_int_equal(net->stats()->tx_errors, 0);
    assert_int_equal(net->stats()->device_resets, 0);
}

static void two_spans_of_the_largest_frame_always_fit(void **state)
{
    struct netif_info info;

    (void)state;
    net->info(&info);
    assert_int_equal(info.tso_max, NETFRONT_TSO_MAX);
    /* All ways to divide it, as badly as they can lie to pages. */
    for (size_t first = 2; first < info.tso_max - 54 - 2; first += 997) {
        size_t second = info.tso_max - 54 - first;
        const struct span spans[2] = {payload(4095, first), payload(4095 + 4096, second)};

        assert_true(send_large(54, spans, 2));
        take_one();
        assert_int_equal(frame.len, info.tso_max);
        netback_finish(&frame, NETIF_RSP_OKAY);
    }
    assert_int_equal(net->stats()->tx_errors, 0);
}

static void a_frame_in_too_many_pieces_is_dropped_and_counted(void **state)
{
    struct span spans[NETIF_SPAN_MAX];

    (void)state;
    for (unsigned i = 0; i < NETIF_SPAN_MAX; i++)
        spans[i] = payload(4095 + 4096 * i, 4098); /* three pages each */
    assert_true(send_large(54, spans, NETIF_SPAN_MAX));
    net->flush();
    assert_false(netback_take(&frame));
    assert_int_equal(net->stats()->tx_errors, 1);
    assert_int_equal(net->stats()->tx_frames, 0);
    assert_true(send_large(54, spans, 5)); /* 16 pieces */
    take_one();
}

static void checksum_flags_are_those_of_a_blank_one(void **state)
{
    static uint8_t head[60] = {0xaa};
    const struct netif_tx tx = {.head = head, .head_len = 60, .csum_start = 34, .csum_offset = 16};

    (void)state;
    assert_true(net->send(&tx));
    take_one();
    assert_int_equal(frame.flags, NETTXF_csum_blank | NETTXF_data_validated);
    assert_int_equal(frame.gso_size, 0);
}

static void what_is_no_payload_is_copied(void **state)
{
    static uint8_t elsewhere[1400];
    const struct span spans[2] = {{elsewhere, 1200}, payload(3, 200)};

    (void)state;
    memset(elsewhere, 0x55, sizeof elsewhere);
    assert_true(netback_send(net, 54, spans, 2));
    memset(elsewhere, 0, sizeof elsewhere);
    take_one();
    assert_int_equal(frame.count, 1);
    assert_int_equal(frame.len, 1454);
    assert_int_equal(frame.bytes[54], 0x55);
    assert_int_equal(frame.bytes[1253], 0x55);
    assert_memory_equal(frame.bytes + 1254, kvfs_payload + 3, 200);
    assert_int_equal((uintptr_t)frame.at[0] % NETFRONT_COPY_LEN, 0);
}

static void what_lies_across_the_payloads_end_is_copied(void **state)
{
    const struct span spans[] = {
        payload(NETBACK_PAYLOAD - 10, 11),
        payload(NETBACK_PAYLOAD, 1),
        {kvfs_payload - 1, 2},
    };

    (void)state;
    for (unsigned i = 0; i < 3; i++) {
        assert_true(netback_send(net, 54, &spans[i], 1));
        take_one();
        assert_int_equal(frame.count, 1);
        netback_finish(&frame, NETIF_RSP_OKAY);
    }
}

static void copies_run_out_and_come_back(void **state)
{
    static uint8_t elsewhere[1000];
    const struct span span = {elsewhere, sizeof elsewhere};

    (void)state;
    for (unsigned i = 0; i < NETFRONT_COPY_COUNT; i++)
        assert_true(netback_send(net, 54, &span, 1));
    assert_false(netback_send(net, 54, &span, 1));
    assert_int_equal(net->stats()->tx_dropped_full, 1);
    assert_true(netback_send(net, 54, NULL, 0)); /* others do go out */
    take_one();
    netback_finish(&frame, NETIF_RSP_OKAY);
    assert_true(netback_send(net, 54, &span, 1));
    assert_false(netback_send(net, 54, &span, 1));
}

static void a_large_frame_that_needs_copying_is_dropped_and_counted(void **state)
{
    static uint8_t elsewhere[3000];
    const struct span span = {elsewhere, sizeof elsewhere};

    (void)state;
    assert_true(send_large(54, &span, 1));
    net->flush();
    assert_false(netback_take(&frame));
    assert_int_equal(net->stats()->tx_errors, 1);
}

static void without_scatter_gather_frames_are_copied(void **state)
{
    const struct span spans[2] = {payload(4000, 200), payload(9000, 700)};
    struct netif_info info;

    (void)state;
    bring_up_with("feature-sg", NULL);
    net->info(&info);
    assert_int_equal(info.offloads, NETIF_TX_CSUM);
    assert_int_equal(info.tso_max, 0);
    assert_int_equal(net->send_room(), NETFRONT_COPY_COUNT);
    for (unsigned i = 0; i < NETFRONT_COPY_COUNT; i++)
        assert_true(netback_send(net, 54, spans, 2));
    assert_int_equal(net->send_room(), 0);
    assert_false(netback_send(net, 54, spans, 2));
    assert_true(netback_send(net, 54, NULL, 0));
    take_one();
    assert_int_equal(frame.count, 1);
    assert_int_equal(frame.len, 954);
    assert_memory_equal(frame.bytes + 54, spans[0].bytes, 200);
    assert_memory_equal(frame.bytes + 254, spans[1].bytes, 700);
    netback_finish(&frame, NETIF_RSP_OKAY);
    assert_int_equal(net->send_room(), 1);
}

static void offloads_follow_the_back_ends_features(void **state)
{
    static const struct {
        const char *name, *value;
        uint32_t offloads;
    } cases[] = {
        {"feature-sg", "1", NETIF_TX_CSUM | NETIF_TX_TSO4},
        {"feature-sg", "0", NETIF_TX_CSUM},
        {"feature-sg", "yes", NETIF_TX_CSUM},
        {"feature-gso-tcpv4", "0", NETIF_TX_CSUM},
        {"feature-gso-tcpv4", "", NETIF_TX_CSUM},
        {"feature-gso-tcpv4", "99999999999999999999999", NETIF_TX_CSUM},
        {"feature-no-csum-offload", "0", NETIF_TX_CSUM | NETIF_TX_TSO4},
        {"feature-no-csum-offload", "1", 0},
    };

    (void)state;
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct netif_info info;

        bring_up_with(cases[i].name, cases[i].value);
        net->info(&info);
        assert_int_equal(info.offloads, cases[i].offloads);
        assert_int_equal(info.tso_max, (info.offloads & NETIF_TX_TSO4) != 0 ? NETFRONT_TSO_MAX : 0);
    }
}

/* The stack looks only now and then what the interface can do, and a new back end can do less. */
static void what_is_offered_no_longer_is_dropped_and_counted(void **state)
{
    static uint8_t head[60];
    const struct netif_tx tx = {.head = head, .head_len = 60, .csum_start = 34, .csum_offset = 16};
    const struct span span = payload(10, 5000);

    (void)state;
    bring_up_with("feature-no-csum-offload", "1");
    assert_true(net->send(&tx));
    assert_int_equal(net->stats()->tx_errors, 1);
    bring_up_with("feature-gso-tcpv4", NULL);
    assert_true(net->send(&tx));
    assert_true(send_large(54, &span, 1));
    assert_int_equal(net->stats()->tx_errors, 1);
    assert_int_equal(net->stats()->tx_frames, 1);
}

static void nothing_is_taken_while_not_connected(void **state)
{
    (void)state;
    netback_reset();
    netback.is_silent = true;
    net = netback_probe(NETBACK_ARENA_LEN);
    assert_int_equal(net->send_room(), 0);
    assert_false(netback_send(net, 60, NULL, 0));
    assert_int_equal(net->stats()->tx_dropped_full, 1);
    net->flush();
    assert_int_equal(net->stats()->kicks, 0);
}

#define TEST(name) cmocka_unit_test_setup(name, setup)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_small_frame_is_one_request),
        TEST(the_longest_head_fits_its_place),
        TEST(spans_go_out_where_they_lie),
        TEST(spans_are_cut_at_the_borders_of_pages),
        TEST(an_ordinary_frame_always_fits),
        TEST(a_frame_to_be_cut_has_extra_info),
        TEST(two_spans_of_the_largest_frame_always_fit),
        TEST(a_frame_in_too_many_pieces_is_dropped_and_counted),
        TEST(checksum_flags_are_those_of_a_blank_one),
        TEST(what_is_no_payload_is_copied),
        TEST(what_lies_across_the_payloads_end_is_copied),
        TEST(copies_run_out_and_come_back),
        TEST(a_large_frame_that_needs_copying_is_dropped_and_counted),
        TEST(without_scatter_gather_frames_are_copied),
        TEST(offloads_follow_the_back_ends_features),
        TEST(what_is_offered_no_longer_is_dropped_and_counted),
        TEST(nothing_is_taken_while_not_connected),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
