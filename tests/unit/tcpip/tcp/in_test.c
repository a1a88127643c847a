/* in_test.c - RFC 9293 3.10.7 check by check, and RFC 5961. */
#include "tcpip/tcp_wire.h"

static struct wire_peer peer;
static uint32_t conn;

static int start(void **state)
{
    (void)state;
    wire_start(16, 4);
    peer = wire_peer(1024);
    return 0;
}

static int start_open(void **state)
{
    start(state);
    conn = wire_open(&peer);
    return 0;
}

static uint8_t conn_state(void)
{
    return tcp.conns[conn].state;
}

/* ---------------------------------------------------------------- no connection */

static void an_ack_for_no_connection_is_refused_with_its_own_number(void **state)
{
    (void)state;
    wire_put(&peer, TCP_ACK, 1, 777, NULL, 0);
    wire_expect(TCP_RST, 777, 0, 0);
    assert_int_equal(tcp.stats.resets_sent, 1);
}

static void a_reset_for_no_connection_is_ignored(void **state)
{
    (void)state;
    wire_put(&peer, TCP_RST, 1, 0, NULL, 0);
    wire_put(&peer, TCP_RST | TCP_ACK, 1, 1, NULL, 0);
    wire_expect_nothing();
}

static void a_fin_without_ack_for_no_connection_is_bad(void **state)
{
    (void)state;
    wire_put(&peer, TCP_FIN, 1, 0, "x", 1);
    wire_expect_nothing();
    assert_int_equal(tcp.stats.segments_bad, 1);
}

static void a_syn_for_another_port_is_refused(void **state)
{
    (void)state;
    tcp.port = 81;
    wire_put(&peer, TCP_SYN, 100, 0, "abc", 3);
    wire_expect(TCP_RST | TCP_ACK, 0, 104, 0);
}

/* ---------------------------------------------------------------- SYN-RECEIVED */

static void a_repeated_syn_gets_the_same_syn_ack(void **state)
{
    uint32_t iss;

    (void)state;
    wire_syn(&peer);
    iss = peer.ack - 1;
    wire_put(&peer, TCP_SYN, peer.seq - 1, 0, NULL, 0);
    wire_expect(TCP_SYN | TCP_ACK, iss, peer.seq, 0);
    assert_int_equal(tcp.stats.conn_count, 1);
}

static void an_ack_of_another_number_in_the_handshake_is_refused(void **state)
{
    (void)state;
    wire_syn(&peer);
    wire_put(&peer, TCP_ACK, peer.seq, peer.ack + 1, NULL, 0);
    wire_expect(TCP_RST, peer.ack + 1, 0, 0);
    wire_put(&peer, TCP_ACK, peer.seq, peer.ack - 1, NULL, 0);
    wire_expect(TCP_RST, peer.ack - 1, 0, 0);
    wire_expect_no_event();
    wire_put(&peer, TCP_ACK, peer.seq, peer.ack, NULL, 0);
    wire_expect_event(TCP_ACCEPTED, 0);
}

static void a_reset_in_the_handshake_frees_the_place(void **state)
{
    (void)state;
    wire_syn(&peer);
    wire_put(&peer, TCP_RST, peer.seq, 0, NULL, 0);
    wire_expect_no_event();
    wire_expect_empty();
    assert_int_equal(tcp.stats.reset_by_peer, 0);
}

static void payload_may_come_with_the_last_ack_of_the_handshake(void **state)
{
    struct span bytes;

    (void)state;
    wire_syn(&peer);
    wire_feed(&peer, TCP_ACK | TCP_PSH, peer.seq, peer.ack, NULL, 0, "hello", 5);
    wire_expect_event(TCP_ACCEPTED, 0);
    wire_expect_event(TCP_RECEIVED, 0);
    bytes = engine_recv(0);
    assert_int_equal(bytes.len, 5);
    assert_memory_equal(bytes.bytes, "hello", 5);
    engine_consume(0, 5);
    wire_done();
}

static void a_connection_that_dies_before_it_was_accepted_makes_no_event(void **state)
{
    (void)state;
    wire_syn(&peer);
    wire_put(&peer, TCP_ACK, peer.seq, peer.ack, NULL, 0);
    wire_put(&peer, TCP_RST, peer.seq, 0, NULL, 0);
    wire_expect_no_event();
    wire_expect_empty();
}

/* ---------------------------------------------------------------- first check: the window */

static void a_segment_outside_the_window_is_answered_and_dropped(void **state)
{
    (void)state;
    wire_put(&peer, TCP_ACK, peer.seq + TCP_RECV_MAX, peer.ack, "x", 1);
    wire_expect(TCP_ACK, peer.ack, peer.seq, 0);
    wire_put(&peer, TCP_ACK, peer.seq - 3, peer.ack, "xyz", 3);
    wire_expect(TCP_ACK, peer.ack, peer.seq, 0);
    wire_expect_no_event();
    assert_int_equal(tcp.stats.segments_unacceptable, 2);
}

static void empty_segments_outside_the_window_are_answered_twice_a_second(void **state)
{
    (void)state;
    for (int i = 0; i < 1000; i++)
        wire_put(&peer, TCP_ACK, peer.seq - 1, peer.ack, NULL, 0);
    assert_int_equal(wire_drop_all(), 1);
    wire_wait(500);
    wire_put(&peer, TCP_ACK, peer.seq - 1, peer.ack, NULL, 0);
    assert_int_equal(wire_drop_all(), 1);
}

static void old_bytes_in_front_of_new_ones_are_cut_off(void **state)
{
    (void)state;
    wire_put(&peer, TCP_ACK, peer.seq, peer.ack, "abc", 3);
    wire_expect_event(TCP_RECEIVED, conn);
    wire_feed(&peer, TCP_ACK, peer.seq, peer.ack, NULL, 0, "abcdef", 6);
    wire_expect_event(TCP_RECEIVED, conn);
    assert_int_equal(engine_recv(conn).len, 6);
    assert_memory_equal(engine_recv(conn).bytes, "abcdef", 6);
    wire_done();
}

static void bytes_beyond_the_window_are_cut_off_with_their_fin(void **state)
{
    static const uint8_t full[TCP_RECV_MAX];

    (void)state;
    wire_put(&peer, TCP_ACK, peer.seq, peer.ack, full, TCP_RECV_MAX - 1);
    wire_put(&peer, TCP_ACK | TCP_FIN, peer.seq + TCP_RECV_MAX - 1, peer.ack, "ab", 2);
    wire_expect_event(TCP_RECEIVED, conn);
    wire_expect_no_event();
    assert_int_equal(engine_recv(conn).len, TCP_RECV_MAX);
    wire_flush();
    wire_expect(TCP_ACK, peer.ack, peer.seq + TCP_RECV_MAX, 0);
    /* The window is closed: a probe is answered, and its ACK is believed. */
    wire_put(&peer, TCP_ACK, peer.seq + TCP_RECV_MAX, peer.ack, "b", 1);
    wire_flush();
    assert_int_equal(wire_expect(TCP_ACK, peer.ack, peer.seq + TCP_RECV_MAX, 0)->window, 0);
    engine_consume(conn, TCP_RECV_MAX);
    wire_flush();
    assert_int_equal(wire_expect(TCP_ACK, peer.ack, peer.seq + TCP_RECV_MAX, 0)->window, TCP_RECV_MAX);
}

/* ---------------------------------------------------------------- RST and SYN */

static void rst_outside_window_is_ignored(void **state)
{
    (void)state;
    wire_put(&peer, TCP_RST, peer.seq - 1, 0, NULL, 0);
    wire_put(&peer, TCP_RST, peer.seq + TCP_RECV_MAX, 0, NULL, 0);
    wire_expect_nothing();
    assert_int_equal(tcp.stats.resets_ignored, 2);
    assert_int_equal(conn_state(), TCP_STATE_ESTABLISHED);
}

static void rst_inside_the_window_gets_a_challenge_ack(void **state)
{
    (void)state;
    wire_put(&peer, TCP_RST, peer.seq + 1, 0, NULL, 0);
    wire_expect(TCP_ACK, peer.ack, peer.seq, 0);
    assert_int_equal(conn_state(), TCP_STATE_ESTABLISHED);
}

static void rst_at_the_exact_number_ends_the_connection(void **state)
{
    (void)state;
    wire_put(&peer, TCP_RST, peer.seq, 0, NULL, 0);
    wire_expect_nothing();
    wire_expect_event(TCP_CLOSED, conn);
    wire_expect_empty();
    assert_int_equal(tcp.stats.reset_by_peer, 1);
}

static void blind_resets_across_the_window_are_challenged_twice_a_second(void **state)
{
    (void)state;
    for (uint32_t i = 1; i < TCP_RECV_MAX; i += 7)
        wire_put(&peer, TCP_RST, peer.seq + i, 0, NULL, 0);
    assert_int_equal(wire_drop_all(), 1);
    assert_int_equal(conn_state(), TCP_STATE_ESTABLISHED);
}

static void a_syn_in_a_connection_gets_a_challenge_ack(void **state)
{
    (void)state;
    wire_put(&peer, TCP_SYN, peer.seq + 10, 0, NULL, 0);
    wire_expect(TCP_ACK, peer.ack, peer.seq, 0);
    assert_int_equal(conn_state(), TCP_STATE_ESTABLISHED);
}

static void a_peer_that_has_restarted_gets_in_by_way_of_the_challenge(void **state)
{
    struct wire_peer again = peer;

    (void)state;
    again.seq = 900000;
    wire_put(&again, TCP_SYN, again.seq, 0, NULL, 0);
    wire_expect(TCP_ACK, peer.ack, peer.seq, 0);
    wire_put(&again, TCP_RST, peer.seq, 0, NULL, 0); /* what RFC 9293 has it answer */
    wire_expect_event(TCP_CLOSED, conn);
    wire_open(&again);
}

/* ---------------------------------------------------------------- text */

static void every_second_segment_is_acknowledged_at_once(void **state)
{
    (void)state;
    wire_put(&peer, TCP_ACK, peer.seq, peer.ack, "ab", 2);
    wire_flush();
    wire_expect_nothing();
    wire_put(&peer, TCP_ACK, peer.seq + 2, peer.ack, "cd", 2);
    wire_flush();
    wire_expect(TCP_ACK, peer.ack, peer.seq + 4, 0);
}

static void a_lone_segment_is_acknowledged_after_40_ms(void **state)
{
    (void)state;
    wire_put(&peer, TCP_ACK, peer.seq, peer.ack, "ab", 2);
    wire_wait(32);
    wire_expect_nothing();
    wire_wait(24);
    wire_expect(TCP_ACK, peer.ack, peer.seq + 2, 0);
}

static void out_of_order_segments_are_acknowledged_at_once_and_put_in_order(void **state)
{
    (void)state;
    wire_put(&peer, TCP_ACK, peer.seq + 3, peer.ack, "def", 3);
    wire_expect(TCP_ACK, peer.ack, peer.seq, 0);
    wire_put(&peer, TCP_ACK | TCP_FIN, peer.seq + 6, peer.ack, "ghi", 3);
    wire_expect(TCP_ACK, peer.ack, peer.seq, 0);
    wire_expect_no_event();
    wire_put(&peer, TCP_ACK, peer.seq, peer.ack, "abc", 3);
    wire_expect_event(TCP_RECEIVED, conn);
    wire_expect_event(TCP_PEER_CLOSED, conn);
    assert_memory_equal(engine_recv(conn).bytes, "abcdefghi", 9);
    wire_flush();
    wire_expect(TCP_ACK, peer.ack, peer.seq + 10, 0);
    engine_consume(conn, 9);
    assert_int_equal(tcp.recv_pool.free_count, 4);
}

static void an_ack_from_a_peer_that_has_filled_the_window_counts(void **state)
{
    (void)state;
    engine_send(conn, "reply", 5, NULL, 0);
    wire_flush();
    wire_expect(TCP_ACK | TCP_PSH, peer.ack, peer.seq, 5);
    wire_put(&peer, TCP_ACK, peer.seq + TCP_RECV_MAX, peer.ack + 5, NULL, 0);
    wire_expect_event(TCP_SENT, conn);
    wire_put(&peer, TCP_ACK, peer.seq + TCP_RECV_MAX + 1, peer.ack + 5, NULL, 0);
    assert_int_equal(tcp.stats.segments_unacceptable, 1);
}

static void a_segment_without_ack_is_dropped(void **state)
{
    (void)state;
    wire_put(&peer, TCP_PSH, peer.seq, 0, "x", 1);
    assert_int_equal(tcp.stats.segments_bad, 1);
    wire_expect_no_event();
}

#define OPEN(test) cmocka_unit_test_setup(test, start_open)
#define BARE(test) cmocka_unit_test_setup(test, start)

int main(void)
{
    const struct CMUnitTest tests[] = {
        BARE(an_ack_for_no_connection_is_refused_with_its_own_number),
        BARE(a_reset_for_no_connection_is_ignored),
        BARE(a_fin_without_ack_for_no_connection_is_bad),
        BARE(a_syn_for_another_port_is_refused),
        BARE(a_repeated_syn_gets_the_same_syn_ack),
        BARE(an_ack_of_another_number_in_the_handshake_is_refused),
        BARE(a_reset_in_the_handshake_frees_the_place),
        BARE(payload_may_come_with_the_last_ack_of_the_handshake),
        BARE(a_connection_that_dies_before_it_was_accepted_makes_no_event),
        OPEN(a_segment_outside_the_window_is_answered_and_dropped),
        OPEN(empty_segments_outside_the_window_are_answered_twice_a_second),
        OPEN(old_bytes_in_front_of_new_ones_are_cut_off),
        OPEN(bytes_beyond_the_window_are_cut_off_with_their_fin),
        OPEN(rst_outside_window_is_ignored),
        OPEN(rst_inside_the_window_gets_a_challenge_ack),
        OPEN(rst_at_the_exact_number_ends_the_connection),
        OPEN(blind_resets_across_the_window_are_challenged_twice_a_second),
        OPEN(a_syn_in_a_connection_gets_a_challenge_ack),
        OPEN(a_peer_that_has_restarted_gets_in_by_way_of_the_challenge),
        OPEN(every_second_segment_is_acknowledged_at_once),
        OPEN(a_lone_segment_is_acknowledged_after_40_ms),
        OPEN(out_of_order_segments_are_acknowledged_at_once_and_put_in_order),
        OPEN(an_ack_from_a_peer_that_has_filled_the_window_counts),
        OPEN(a_segment_without_ack_is_dropped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
