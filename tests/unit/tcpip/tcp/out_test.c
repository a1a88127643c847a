/* out_test.c - see out.h: what goes out, and when. */
#include "tcpip/tcp_wire.h"

static struct wire_peer peer;
static uint32_t conn;
static uint8_t site[200000];

static int start(void **state)
{
    (void)state;
    wire_start(16, 4);
    peer = wire_peer(1024);
    conn = wire_open(&peer);
    return 0;
}

static void send_body(size_t len)
{
    engine_send(conn, "head", 4, (struct span[]){{site, len}}, 1);
    wire_flush();
}

static void ack(uint32_t bytes)
{
    peer.ack += bytes;
    wire_put(&peer, TCP_ACK, peer.seq, peer.ack, NULL, 0);
    wire_flush();
}

static void a_small_reply_goes_out_in_one_segment_with_the_ack(void **state)
{
    (void)state;
    wire_put(&peer, TCP_ACK, peer.seq, peer.ack, "GET", 3);
    send_body(100);
    wire_expect(TCP_ACK | TCP_PSH, peer.ack, peer.seq + 3, 104);
    wire_wait(100);
    wire_expect_nothing(); /* no second ACK */
}

static void replies_of_one_turn_share_a_segment(void **state)
{
    (void)state;
    engine_send(conn, "one", 3, NULL, 0);
    engine_send(conn, "two", 3, NULL, 0);
    wire_flush();
    assert_memory_equal(wire_expect(TCP_ACK | TCP_PSH, peer.ack, peer.seq, 6)->bytes, "onetwo", 6);
}

static void the_first_flight_is_ten_segments(void **state)
{
    struct wire_sent *sent;
    unsigned count = 0;

    (void)state;
    send_body(100000);
    while ((sent = wire_take()) != NULL) {
        assert_int_equal(sent->len, 1460);
        assert_true(sent->span_bytes >= site && sent->span_bytes < site + sizeof site);
        count++;
    }
    assert_int_equal(count, 10);
}

static void the_first_flight_is_one_segment_with_segmentation_offload(void **state)
{
    struct wire_sent *sent;

    (void)state;
    wire_gso_max = 65535;
    send_body(100000);
    sent = wire_expect(TCP_ACK, peer.ack, peer.seq, 14600);
    assert_int_equal(sent->gso_size, 1460);
    wire_expect_nothing();
    wire_gso_max = 4000; /* room for two */
    ack(14600);
    assert_int_equal(wire_expect(TCP_ACK, peer.ack, peer.seq, 2920)->gso_size, 1460);
}

static void the_peers_mss_is_honoured_and_a_silly_one_is_not(void **state)
{
    static const uint8_t small[4] = {2, 4, 0, 1};
    struct wire_peer odd = wire_peer(2000);

    (void)state;
    wire_feed(&odd, TCP_SYN, odd.seq++, 0, small, 4, NULL, 0);
    wire_done();
    odd.ack = wire_take()->seq + 1;
    wire_put(&odd, TCP_ACK, odd.seq, odd.ack, NULL, 0);
    wire_expect_event(TCP_ACCEPTED, 1);
    engine_send(1, NULL, 0, (struct span[]){{site, 10000}}, 1);
    wire_flush();
    wire_expect(TCP_ACK, odd.ack, odd.seq, TCP_MSS_MIN);
}

static void a_peer_without_mss_option_gets_536(void **state)
{
    struct wire_peer plain = wire_peer(2000);

    (void)state;
    wire_put(&plain, TCP_SYN, plain.seq++, 0, NULL, 0);
    plain.ack = wire_take()->seq + 1;
    wire_put(&plain, TCP_ACK, plain.seq, plain.ack, NULL, 0);
    wire_expect_event(TCP_ACCEPTED, 1);
    engine_send(1, NULL, 0, (struct span[]){{site, 10000}}, 1);
    wire_flush();
    wire_expect(TCP_ACK, plain.ack, plain.seq, 536);
}

static void window_scaling_is_answered_only_when_offered(void **state)
{
    static const uint8_t scaled[8] = {2, 4, 5, 180, 1, 3, 3, 4};
    struct wire_peer wide = wire_peer(2000);
    struct wire_sent *sent;

    (void)state;
    wire_feed(&wide, TCP_SYN, wide.seq++, 0, scaled, 8, NULL, 0);
    wire_done();
    sent = wire_take();
    assert_true(sent->options.has_wscale && sent->options.wscale == 0);
    assert_int_equal(sent->options.mss, 1460);
    wide.ack = sent->seq + 1;
    wide.window = 100; /* 1600 bytes: RFC 7323 2.2 */
    wire_put(&wide, TCP_ACK, wide.seq, wide.ack, NULL, 0);
    wire_expect_event(TCP_ACCEPTED, 1);
    assert_int_equal(tcp.conns[1].snd_wnd, 1600);
    assert_int_equal(tcp.conns[conn].peer_wscale, 0);
}

static void a_full_transmit_ring_keeps_the_turn(void **state)
{
    (void)state;
    wire_room = 3;
    send_body(100000);
    assert_int_equal(wire_drop_all(), 3);
    assert_true(engine_deadline_ns() <= wire_now_ns + 1 * MS);
    wire_room = UINT32_MAX;
    wire_flush();
    wire_expect(TCP_ACK, peer.ack + 3 * 1460, peer.seq, 1460);
    assert_int_equal(wire_drop_all(), 6);
    assert_int_equal(tcp.stats.retransmits, 0);
}

static void an_ack_that_finds_the_ring_full_is_still_owed(void **state)
{
    (void)state;
    wire_put(&peer, TCP_ACK, peer.seq, peer.ack, "G", 1);
    wire_put(&peer, TCP_ACK, peer.seq + 1, peer.ack, "E", 1);
    wire_room = 0;
    wire_flush();
    wire_room = UINT32_MAX;
    wire_flush();
    wire_expect(TCP_ACK, peer.ack, peer.seq + 2, 0);
}

static void the_fin_follows_the_last_byte(void **state)
{
    (void)state;
    send_body(20000);
    engine_close(conn);
    wire_flush();
    assert_int_equal(wire_drop_all(), 10);
    ack(14600);
    wire_expect(TCP_ACK, peer.ack, peer.seq, 1460);
    wire_expect(TCP_ACK, peer.ack + 1460, peer.seq, 1460);
    wire_expect(TCP_ACK, peer.ack + 2920, peer.seq, 1460);
    wire_expect(TCP_ACK | TCP_PSH | TCP_FIN, peer.ack + 4380, peer.seq, 20004 - 14600 - 4380);
}

static void a_fin_goes_out_into_a_closed_window(void **state)
{
    (void)state;
    peer.window = 0;
    ack(0);
    engine_close(conn);
    wire_flush();
    wire_expect(TCP_ACK | TCP_FIN, peer.ack, peer.seq, 0);
}

#define TEST(test) cmocka_unit_test_setup(test, start)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_small_reply_goes_out_in_one_segment_with_the_ack),
        TEST(replies_of_one_turn_share_a_segment),
        TEST(the_first_flight_is_ten_segments),
        TEST(the_first_flight_is_one_segment_with_segmentation_offload),
        TEST(the_peers_mss_is_honoured_and_a_silly_one_is_not),
        TEST(a_peer_without_mss_option_gets_536),
        TEST(window_scaling_is_answered_only_when_offered),
        TEST(a_full_transmit_ring_keeps_the_turn),
        TEST(an_ack_that_finds_the_ring_full_is_still_owed),
        TEST(the_fin_follows_the_last_byte),
        TEST(a_fin_goes_out_into_a_closed_window),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
