/* timer_test.c - see timer.h: retransmission, probes, giving up. */
#include "tcpip/tcp_wire.h"

static struct wire_peer peer;
static uint32_t conn;
static uint8_t site[100000];

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

/* Wait for the next segment, at most max_ms; returns how long it took. */
static uint64_t wait_for_segment(uint64_t max_ms)
{
    uint64_t start_ns = wire_now_ns;

    while (!wire_first && wire_now_ns - start_ns < max_ms * MS)
        wire_wait(8);
    assert_non_null(wire_first);
    return (wire_now_ns - start_ns) / MS;
}

static void what_is_not_acknowledged_is_sent_again_ever_more_slowly(void **state)
{
    uint64_t last_ms = 0;

    (void)state;
    send_body(100);
    wire_expect(TCP_ACK | TCP_PSH, peer.ack, peer.seq, 100);
    for (unsigned i = 0; i < TCP_RETRIES_MAX; i++) {
        uint64_t took_ms = wait_for_segment(70000);

        assert_true(took_ms >= TCP_RTO_MIN_MS && (took_ms + 16 >= 2 * last_ms || took_ms >= TCP_RTO_MAX_MS));
        last_ms = took_ms;
        wire_expect(TCP_ACK | TCP_PSH, peer.ack, peer.seq, 100);
    }
    wait_for_segment(70000);
    wire_expect(TCP_RST | TCP_ACK, peer.ack + 100, peer.seq, 0);
    wire_expect_event(TCP_CLOSED, conn);
    assert_int_equal(tcp.stats.timed_out, 1);
    wire_expect_empty();
}

static void after_a_timeout_one_segment_is_sent_and_the_window_grows_again(void **state)
{
    (void)state;
    send_body(50000);
    assert_int_equal(wire_drop_all(), 10);
    wait_for_segment(2000);
    wire_expect(TCP_ACK, peer.ack, peer.seq, 1460);
    wire_expect_nothing();
    peer.ack += 1460;
    wire_put(&peer, TCP_ACK, peer.seq, peer.ack, NULL, 0);
    wire_flush();
    assert_int_equal(wire_drop_all(), 2);
    /* The rest had arrived: go on behind it. */
    peer.ack += 9 * 1460;
    wire_put(&peer, TCP_ACK, peer.seq, peer.ack, NULL, 0);
    wire_flush();
    assert_int_equal(wire_take()->seq, peer.ack);
}

static void a_lost_fin_is_sent_again(void **state)
{
    (void)state;
    engine_close(conn);
    wire_flush();
    wire_expect(TCP_ACK | TCP_FIN, peer.ack, peer.seq, 0);
    wait_for_segment(2000);
    wire_expect(TCP_ACK | TCP_FIN, peer.ack, peer.seq, 0);
}

static void a_lost_syn_ack_is_sent_again_and_given_up_after_31_s(void **state)
{
    struct wire_peer silent = wire_peer(2000);

    (void)state;
    wire_syn(&silent);
    for (unsigned i = 0; i < TCP_SYN_RETRIES_MAX; i++) {
        wait_for_segment(20000);
        wire_expect(TCP_SYN | TCP_ACK, silent.ack - 1, silent.seq, 0);
    }
    assert_int_equal(tcp.half_open_count, 1);
    wire_wait(17000);
    wire_expect_nothing();
    assert_int_equal(tcp.half_open_count, 0);
}

static void a_closed_window_is_probed_for_as_long_as_the_peer_answers(void **state)
{
    (void)state;
    peer.window = 0;
    wire_put(&peer, TCP_ACK, peer.seq, peer.ack, NULL, 0);
    send_body(5000);
    wire_expect_nothing();
    for (unsigned i = 0; i < 3 * TCP_RETRIES_MAX; i++) {
        wait_for_segment(70000);
        wire_expect(TCP_ACK, peer.ack, peer.seq, 1);
        wire_put(&peer, TCP_ACK, peer.seq, peer.ack, NULL, 0);
        wire_flush();
    }
    peer.window = 4000;
    wire_put(&peer, TCP_ACK, peer.seq, peer.ack, NULL, 0);
    wire_flush();
    wire_expect(TCP_ACK, peer.ack, peer.seq, 1460);
    peer.ack += 1460;
    wire_put(&peer, TCP_ACK, peer.seq, peer.ack, NULL, 0);
}

static void probes_that_nobody_answers_end_the_connection(void **state)
{
    (void)state;
    peer.window = 0;
    wire_put(&peer, TCP_ACK, peer.seq, peer.ack, NULL, 0);
    send_body(5000);
    wire_wait(400000);
    wire_expect_event(TCP_CLOSED, conn);
    wire_drop_all();
    wire_expect_empty();
}

static void a_byte_taken_by_a_probe_is_not_sent_twice(void **state)
{
    (void)state;
    peer.window = 0;
    wire_put(&peer, TCP_ACK, peer.seq, peer.ack, NULL, 0);
    send_body(5000);
    wait_for_segment(3000);
    wire_drop_all();
    peer.ack++;
    peer.window = 60000;
    wire_put(&peer, TCP_ACK, peer.seq, peer.ack, NULL, 0);
    wire_flush();
    wire_expect(TCP_ACK, peer.ack, peer.seq, 1460);
}

static void a_window_that_closes_over_bytes_in_flight_is_probed_too(void **state)
{
    (void)state;
    send_body(5000);
    wire_drop_all();
    peer.window = 0;
    wire_put(&peer, TCP_ACK, peer.seq, peer.ack, NULL, 0);
    for (unsigned i = 0; i < 2 * TCP_RETRIES_MAX; i++) {
        wait_for_segment(70000);
        wire_expect(TCP_ACK, peer.ack, peer.seq, 1);
        wire_put(&peer, TCP_ACK, peer.seq, peer.ack, NULL, 0);
        wire_flush();
    }
    wire_expect_no_event();
}

static void the_callers_timeout_is_an_event(void **state)
{
    (void)state;
    engine_set_timeout(conn, wire_now_ns + 100 * MS);
    wire_wait(96);
    wire_expect_no_event();
    wire_wait(16);
    wire_expect_event(TCP_TIMEOUT, conn);
    engine_set_timeout(conn, wire_now_ns + 100 * MS);
    engine_set_timeout(conn, UINT64_MAX);
    wire_wait(200);
    wire_expect_no_event();
    engine_set_timeout(conn, wire_now_ns);
    wire_wait(16);
    engine_set_timeout(conn, UINT64_MAX); /* takes back what was not yet heard */
    wire_expect_no_event();
}

static void a_closed_connection_lingers_only_while_the_peer_takes_something(void **state)
{
    (void)state;
    peer.window = 2000;
    wire_put(&peer, TCP_ACK, peer.seq, peer.ack, NULL, 0);
    send_body(100000);
    engine_close(conn);
    /* 100 bytes a second are progress ... */
    for (unsigned i = 0; i < 150; i++) {
        wire_drop_all();
        peer.ack += 100;
        wire_put(&peer, TCP_ACK, peer.seq, peer.ack, NULL, 0);
        wire_wait(1000);
    }
    assert_int_equal(tcp.stats.conn_count, 1);
    /* ... and answers to probes are not. */
    peer.window = 0;
    for (unsigned i = 0; i < 130; i++) {
        wire_put(&peer, TCP_ACK, peer.seq, peer.ack, NULL, 0);
        wire_wait(1000);
    }
    wire_drop_all();
    assert_int_equal(tcp.stats.timed_out, 1);
    wire_expect_empty();
}

static void fin_wait_2_ends_by_itself(void **state)
{
    (void)state;
    engine_close(conn);
    wire_flush();
    wire_drop_all();
    wire_put(&peer, TCP_ACK, peer.seq, peer.ack + 1, NULL, 0);
    wire_wait(TCP_FIN_WAIT_2_MS - 100);
    assert_int_equal(tcp.stats.conn_count, 1);
    wire_wait(200);
    assert_int_equal(tcp.stats.conn_count, 0);
    wire_expect_empty();
}

static bool may_make_room(void)
{
    return tcp.idle.next == &tcp.conns[conn].lru;
}

static void a_peer_that_takes_nothing_makes_room_until_it_does(void **state)
{
    (void)state;
    send_body(50000);
    wire_wait(900);
    assert_false(may_make_room());
    wire_wait(4000);
    assert_true(may_make_room());
    wire_drop_all();
    peer.window = 0;
    wire_put(&peer, TCP_ACK, peer.seq, peer.ack += 1460, NULL, 0);
    assert_false(may_make_room());
    for (unsigned i = 0; i < 20; i++) { /* it answers every probe, but what it takes is nothing */
        wire_wait(1000);
        wire_put(&peer, TCP_ACK, peer.seq, peer.ack, NULL, 0);
    }
    assert_true(may_make_room());
    engine_set_idle(conn, true);
    peer.window = 65535;
    wire_put(&peer, TCP_ACK, peer.seq, peer.ack += 1460, NULL, 0);
    assert_true(may_make_room()); /* now by the caller's word */
}

#define TEST(test) cmocka_unit_test_setup(test, start)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_not_acknowledged_is_sent_again_ever_more_slowly),
        TEST(after_a_timeout_one_segment_is_sent_and_the_window_grows_again),
        TEST(a_lost_fin_is_sent_again),
        TEST(a_lost_syn_ack_is_sent_again_and_given_up_after_31_s),
        TEST(a_closed_window_is_probed_for_as_long_as_the_peer_answers),
        TEST(probes_that_nobody_answers_end_the_connection),
        TEST(a_byte_taken_by_a_probe_is_not_sent_twice),
        TEST(a_window_that_closes_over_bytes_in_flight_is_probed_too),
        TEST(the_callers_timeout_is_an_event),
        TEST(a_closed_connection_lingers_only_while_the_peer_takes_something),
        TEST(fin_wait_2_ends_by_itself),
        TEST(a_peer_that_takes_nothing_makes_room_until_it_does),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
