/* ack_test.c - see ack.h: windows, duplicates, and numbers that cannot be. */
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
    engine_send(conn, NULL, 0, (struct span[]){{site, len}}, 1);
    wire_flush();
}

static void ack(uint32_t bytes)
{
    peer.ack += bytes;
    wire_put(&peer, TCP_ACK, peer.seq, peer.ack, NULL, 0);
    wire_flush();
}

static void an_ack_of_unsent_bytes_is_challenged_and_dropped(void **state)
{
    (void)state;
    send_body(100);
    wire_drop_all();
    for (int i = 0; i < 100; i++)
        wire_put(&peer, TCP_ACK, peer.seq, peer.ack + 101, "x", 1);
    wire_expect(TCP_ACK, peer.ack + 100, peer.seq, 0);
    wire_expect_nothing();
    wire_expect_no_event();
    assert_int_equal(engine_unsent(conn), 100);
}

static void an_ack_older_than_any_window_is_challenged_and_dropped(void **state)
{
    (void)state;
    wire_put(&peer, TCP_ACK, peer.seq, peer.ack - 70000, "x", 1);
    wire_expect(TCP_ACK, peer.ack, peer.seq, 0);
    wire_expect_no_event();
}

static void everything_acknowledged_is_an_event(void **state)
{
    (void)state;
    send_body(3000);
    ack(1460);
    wire_expect_no_event();
    ack(1540);
    wire_expect_event(TCP_SENT, conn);
    assert_int_equal(engine_unsent(conn), 0);
}

static void room_in_the_queue_is_an_event_when_it_was_missed(void **state)
{
    (void)state;
    while (engine_can_send(conn))
        send_body(1000);
    ack(1000);
    wire_expect_event(TCP_SENT, conn);
    assert_true(engine_can_send(conn));
}

static void three_duplicates_send_the_oldest_segment_again(void **state)
{
    (void)state;
    send_body(50000);
    assert_int_equal(wire_drop_all(), 10);
    ack(0);
    wire_expect(TCP_ACK, peer.ack + 14600, peer.seq, 1460); /* limited transmit */
    ack(0);
    wire_expect(TCP_ACK, peer.ack + 16060, peer.seq, 1460);
    ack(0);
    wire_expect(TCP_ACK, peer.ack, peer.seq, 1460);
    assert_true(tcp.conns[conn].recovering);
    assert_int_equal(tcp.stats.retransmits, 1);
}

static void a_partial_ack_in_recovery_sends_the_next_hole(void **state)
{
    uint32_t first;

    (void)state;
    send_body(50000);
    for (int i = 0; i < 3; i++)
        ack(0);
    wire_drop_all();
    first = peer.ack;
    ack(1460);
    wire_expect(TCP_ACK, first + 1460, peer.seq, 1460);
    /* A full one ends it. */
    ack(tcp.conns[conn].recover - peer.ack);
    assert_false(tcp.conns[conn].recovering);
    assert_true(tcp.conns[conn].cwnd <= tcp.conns[conn].ssthresh);
}

static void duplicates_with_payload_or_another_window_do_not_count(void **state)
{
    (void)state;
    send_body(50000);
    wire_drop_all();
    for (int i = 0; i < 10; i++) {
        wire_put(&peer, TCP_ACK, peer.seq, peer.ack, "x", 1);
        peer.seq++;
        peer.window--;
        wire_put(&peer, TCP_ACK, peer.seq, peer.ack, NULL, 0);
    }
    assert_int_equal(tcp.stats.retransmits, 0);
    assert_int_equal(tcp.conns[conn].dup_acks, 0);
}

static void an_ack_storm_moves_a_bounded_number_of_bytes(void **state)
{
    (void)state;
    send_body(200000);
    wire_drop_all();
    for (int i = 0; i < 100000; i++)
        wire_put(&peer, TCP_ACK, peer.seq, peer.ack, NULL, 0);
    wire_flush();
    assert_true(tcp.conns[conn].snd_max - tcp.conns[conn].snd_una <= 65535);
    assert_int_equal(tcp.stats.retransmits, 1);
}

static void an_old_segment_does_not_change_the_window(void **state)
{
    (void)state;
    peer.window = 2000;
    wire_put(&peer, TCP_ACK, peer.seq, peer.ack, "ab", 2);
    peer.window = 60000;
    wire_put(&peer, TCP_ACK, peer.seq + 2, peer.ack, NULL, 0);
    peer.window = 2000;
    wire_put(&peer, TCP_ACK, peer.seq - 1, peer.ack, "xabc", 4); /* overtaken */
    assert_int_equal(tcp.conns[conn].snd_wnd, 60000);
}

static void sequence_numbers_wrap_in_the_middle_of_a_reply(void **state)
{
    uint32_t shift;

    (void)state;
    /* Move our side to just before the wrap, as if the ISN had been so. */
    shift = 0xFFFFFF00 - tcp.conns[conn].snd_una;
    tcp.conns[conn].snd_una += shift;
    tcp.conns[conn].snd_nxt += shift;
    tcp.conns[conn].snd_max += shift;
    tcp.conns[conn].recover += shift;
    tcp.conns[conn].snd_wl2 += shift;
    peer.ack += shift;
    send_body(3000);
    wire_expect(TCP_ACK, 0xFFFFFF00, peer.seq, 1460);
    wire_expect(TCP_ACK, 0xFFFFFF00 + 1460u, peer.seq, 1460);
    wire_expect(TCP_ACK | TCP_PSH, 0xFFFFFF00 + 2920u, peer.seq, 80);
    ack(100);
    ack(2900);
    assert_int_equal(engine_unsent(conn), 0);
}

#define TEST(test) cmocka_unit_test_setup(test, start)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_ack_of_unsent_bytes_is_challenged_and_dropped),
        TEST(an_ack_older_than_any_window_is_challenged_and_dropped),
        TEST(everything_acknowledged_is_an_event),
        TEST(room_in_the_queue_is_an_event_when_it_was_missed),
        TEST(three_duplicates_send_the_oldest_segment_again),
        TEST(a_partial_ack_in_recovery_sends_the_next_hole),
        TEST(duplicates_with_payload_or_another_window_do_not_count),
        TEST(an_ack_storm_moves_a_bounded_number_of_bytes),
        TEST(an_old_segment_does_not_change_the_window),
        TEST(sequence_numbers_wrap_in_the_middle_of_a_reply),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
