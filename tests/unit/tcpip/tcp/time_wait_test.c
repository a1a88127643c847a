/* time_wait_test.c - see time_wait.h. */
#include "tcpip/tcp_wire.h"

static struct wire_peer peer;

/* Open, close from our side, and be closed: peer.seq and peer.ack stand behind the FINs then. */
static void pass_through(struct wire_peer *through)
{
    uint32_t conn = wire_open(through);

    engine_close(conn);
    wire_flush();
    wire_put(through, TCP_ACK | TCP_FIN, through->seq, through->ack + 1, NULL, 0);
    wire_drop_all();
    through->seq++;
    through->ack++;
}

static int start(void **state)
{
    (void)state;
    wire_start(16, 4);
    peer = wire_peer(1024);
    pass_through(&peer);
    assert_int_equal(tcp.time_wait.count, 1);
    return 0;
}

static void a_repeated_fin_is_acknowledged_and_starts_the_time_again(void **state)
{
    (void)state;
    wire_wait(TCP_TIME_WAIT_MS - 1000);
    wire_put(&peer, TCP_ACK | TCP_FIN, peer.seq - 1, peer.ack, NULL, 0);
    wire_expect(TCP_ACK, peer.ack, peer.seq, 0);
    wire_wait(2000);
    wire_put(&peer, TCP_ACK | TCP_FIN, peer.seq - 1, peer.ack, NULL, 0);
    wire_expect(TCP_ACK, peer.ack, peer.seq, 0);
}

static void repeated_fins_do_not_push_others_out(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 1000; i++)
        wire_put(&peer, TCP_ACK | TCP_FIN, peer.seq - 1, peer.ack, NULL, 0);
    assert_int_equal(tcp.time_wait.count, 1);
    assert_int_equal(wire_drop_all(), 1000);
}

static void a_bare_ack_is_not_answered(void **state)
{
    (void)state;
    wire_put(&peer, TCP_ACK, peer.seq, peer.ack, NULL, 0);
    wire_expect_nothing();
}

static void when_the_time_is_over_the_connection_is_unknown(void **state)
{
    (void)state;
    wire_wait(TCP_TIME_WAIT_MS + 10);
    assert_int_equal(tcp.time_wait.count, 0);
    wire_put(&peer, TCP_ACK | TCP_FIN, peer.seq - 1, peer.ack, NULL, 0);
    wire_expect(TCP_RST, peer.ack, 0, 0);
}

static void a_syn_beyond_the_old_numbers_opens_anew_behind_ours(void **state)
{
    uint32_t old = peer.ack;

    (void)state;
    peer.seq += 1000;
    wire_open(&peer);
    assert_true((int32_t)(peer.ack - old) > 0);
    assert_int_equal(tcp.time_wait.entry[tcp.time_wait.first].remote, 0);
}

static void a_syn_below_the_old_numbers_is_answered_and_its_reset_lets_it_in(void **state)
{
    (void)state;
    wire_put(&peer, TCP_SYN, peer.seq - 1000, 0, NULL, 0);
    wire_expect(TCP_ACK, peer.ack, peer.seq, 0);
    wire_put(&peer, TCP_RST, peer.seq + 1, 0, NULL, 0); /* a guess */
    assert_int_equal(tcp.stats.resets_ignored, 1);
    wire_put(&peer, TCP_RST, peer.seq, 0, NULL, 0);
    peer.seq -= 1000;
    wire_open(&peer);
}

static void a_full_ring_recycles_its_oldest(void **state)
{
    struct wire_peer others[16];

    (void)state;
    for (unsigned i = 0; i < 16; i++) {
        others[i] = wire_peer((uint16_t)(2000 + i));
        pass_through(&others[i]);
    }
    assert_int_equal(tcp.time_wait.count, 16);
    assert_int_equal(tcp.stats.time_wait_recycled, 1);
    wire_put(&peer, TCP_ACK | TCP_FIN, peer.seq - 1, peer.ack, NULL, 0);
    wire_expect(TCP_RST, peer.ack, 0, 0);
    wire_put(&others[0], TCP_ACK | TCP_FIN, others[0].seq - 1, others[0].ack, NULL, 0);
    wire_expect(TCP_ACK, others[0].ack, others[0].seq, 0);
    wire_expect_empty();
}

static void many_connections_pass_without_a_trace(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 5000; i++) {
        struct wire_peer one = wire_peer((uint16_t)(1025 + i % 30000));

        one.seq = i * 100000;
        pass_through(&one);
    }
    wire_wait(TCP_TIME_WAIT_MS + 10);
    wire_expect_empty();
    assert_int_equal(tcp.time_wait.count, 0);
    for (uint32_t i = 0; i < tcp.time_wait.max; i++)
        assert_int_equal(tcp.time_wait.buckets[i], 0);
}

#define TEST(test) cmocka_unit_test_setup(test, start)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_repeated_fin_is_acknowledged_and_starts_the_time_again),
        TEST(repeated_fins_do_not_push_others_out),
        TEST(a_bare_ack_is_not_answered),
        TEST(when_the_time_is_over_the_connection_is_unknown),
        TEST(a_syn_beyond_the_old_numbers_opens_anew_behind_ours),
        TEST(a_syn_below_the_old_numbers_is_answered_and_its_reset_lets_it_in),
        TEST(a_full_ring_recycles_its_oldest),
        TEST(many_connections_pass_without_a_trace),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
