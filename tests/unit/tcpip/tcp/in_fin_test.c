/* in_fin_test.c - in.h: FIN in every order, and what follows it. */
#include "tcpip/tcp_wire.h"

static struct wire_peer peer;
static uint32_t conn;

static int start(void **state)
{
    (void)state;
    wire_start(16, 4);
    peer = wire_peer(1024);
    conn = wire_open(&peer);
    return 0;
}

static uint8_t conn_state(void)
{
    return tcp.conns[conn].state;
}

static void peer_closes_first_then_we(void **state)
{
    (void)state;
    wire_put(&peer, TCP_ACK | TCP_FIN, peer.seq, peer.ack, NULL, 0);
    wire_expect_event(TCP_PEER_CLOSED, conn);
    wire_flush();
    wire_expect(TCP_ACK, peer.ack, peer.seq + 1, 0);
    assert_int_equal(conn_state(), TCP_STATE_CLOSE_WAIT);
    engine_close(conn);
    wire_flush();
    wire_expect(TCP_ACK | TCP_FIN, peer.ack, peer.seq + 1, 0);
    assert_int_equal(conn_state(), TCP_STATE_LAST_ACK);
    wire_put(&peer, TCP_ACK, peer.seq + 1, peer.ack + 1, NULL, 0);
    wire_expect_empty();
    assert_int_equal(tcp.time_wait.count, 0);
    assert_int_equal(tcp.stats.closed, 1);
}

static void we_close_first_then_the_peer(void **state)
{
    (void)state;
    engine_close(conn);
    wire_flush();
    wire_expect(TCP_ACK | TCP_FIN, peer.ack, peer.seq, 0);
    assert_int_equal(conn_state(), TCP_STATE_FIN_WAIT_1);
    wire_put(&peer, TCP_ACK, peer.seq, peer.ack + 1, NULL, 0);
    assert_int_equal(conn_state(), TCP_STATE_FIN_WAIT_2);
    wire_put(&peer, TCP_ACK | TCP_FIN, peer.seq, peer.ack + 1, NULL, 0);
    wire_expect(TCP_ACK, peer.ack + 1, peer.seq + 1, 0);
    wire_expect_empty();
    assert_int_equal(tcp.time_wait.count, 1);
}

static void fin_wait_2(void)
{
    engine_close(conn);
    wire_flush();
    wire_drop_all();
    wire_put(&peer, TCP_ACK, peer.seq, peer.ack + 1, NULL, 0);
    assert_int_equal(conn_state(), TCP_STATE_FIN_WAIT_2);
}

static void a_peer_that_stays_half_open_holds_nobody_up_who_leaves(void **state)
{
    (void)state;
    fin_wait_2();
    wire_wait(1000);
    assert_int_equal(conn_state(), TCP_STATE_FIN_WAIT_2);
    engine_stop_listening();
    wire_wait(TCP_LEAVE_MS + 16);
    wire_expect_empty();
    start(NULL);
    engine_stop_listening();
    fin_wait_2();
    wire_wait(TCP_LEAVE_MS - 16);
    assert_int_equal(conn_state(), TCP_STATE_FIN_WAIT_2);
    wire_wait(32);
    wire_expect_empty();
    wire_put(&peer, TCP_ACK | TCP_FIN, peer.seq, peer.ack + 1, NULL, 0);
    wire_expect_nothing(); /* it comes too late, and is not told so by a RST */
}

static void our_fin_is_acknowledged_by_the_peers_fin(void **state)
{
    (void)state;
    engine_close(conn);
    wire_flush();
    wire_drop_all();
    wire_put(&peer, TCP_ACK | TCP_FIN, peer.seq, peer.ack + 1, "tail", 4);
    wire_expect(TCP_ACK, peer.ack + 1, peer.seq + 5, 0);
    wire_expect_empty();
    assert_int_equal(tcp.time_wait.count, 1);
}

static void both_close_at_once(void **state)
{
    (void)state;
    engine_close(conn);
    wire_flush();
    wire_drop_all();
    wire_put(&peer, TCP_ACK | TCP_FIN, peer.seq, peer.ack, NULL, 0);
    assert_int_equal(conn_state(), TCP_STATE_CLOSING);
    wire_flush();
    wire_expect(TCP_ACK, peer.ack + 1, peer.seq + 1, 0);
    wire_put(&peer, TCP_ACK, peer.seq + 1, peer.ack + 1, NULL, 0);
    wire_expect_empty();
    assert_int_equal(tcp.time_wait.count, 1);
}

static void after_our_close_the_peers_bytes_are_acknowledged_and_dropped(void **state)
{
    (void)state;
    engine_close(conn);
    wire_flush();
    wire_drop_all();
    wire_put(&peer, TCP_ACK, peer.seq, peer.ack + 1, "abc", 3);
    wire_put(&peer, TCP_ACK, peer.seq + 3, peer.ack + 1, "def", 3);
    wire_flush();
    wire_expect(TCP_ACK, peer.ack + 1, peer.seq + 6, 0);
    wire_expect_no_event();
    assert_int_equal(tcp.recv_pool.free_count, 4);
}

static void a_half_closed_peer_still_gets_its_reply(void **state)
{
    (void)state;
    wire_put(&peer, TCP_ACK | TCP_FIN, peer.seq, peer.ack, "GET", 3);
    wire_expect_event(TCP_RECEIVED, conn);
    wire_expect_event(TCP_PEER_CLOSED, conn);
    engine_send(conn, "reply", 5, NULL, 0);
    engine_close(conn);
    wire_flush();
    wire_expect(TCP_ACK | TCP_PSH | TCP_FIN, peer.ack, peer.seq + 4, 5);
}

static void text_behind_the_fin_is_ignored(void **state)
{
    (void)state;
    wire_put(&peer, TCP_ACK | TCP_FIN, peer.seq, peer.ack, NULL, 0);
    wire_expect_event(TCP_PEER_CLOSED, conn);
    wire_put(&peer, TCP_ACK, peer.seq + 1, peer.ack, "more", 4);
    wire_expect_no_event();
    assert_int_equal(engine_recv(conn).len, 0);
}

static void text_that_came_before_the_fin_but_lies_behind_it_is_forgotten(void **state)
{
    (void)state;
    wire_put(&peer, TCP_ACK, peer.seq + 1, peer.ack, "garbage", 7);
    wire_put(&peer, TCP_ACK | TCP_FIN, peer.seq, peer.ack, NULL, 0);
    wire_expect_event(TCP_PEER_CLOSED, conn);
    assert_int_equal(engine_recv(conn).len, 0);
    assert_int_equal(tcp.recv_pool.free_count, 4);
}

static void a_repeated_fin_is_acknowledged_again(void **state)
{
    (void)state;
    wire_put(&peer, TCP_ACK | TCP_FIN, peer.seq, peer.ack, NULL, 0);
    wire_flush();
    wire_drop_all();
    wire_put(&peer, TCP_ACK | TCP_FIN, peer.seq, peer.ack, NULL, 0);
    wire_expect(TCP_ACK, peer.ack, peer.seq + 1, 0);
}

#define TEST(test) cmocka_unit_test_setup(test, start)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(peer_closes_first_then_we),
        TEST(we_close_first_then_the_peer),
        TEST(a_peer_that_stays_half_open_holds_nobody_up_who_leaves),
        TEST(our_fin_is_acknowledged_by_the_peers_fin),
        TEST(both_close_at_once),
        TEST(after_our_close_the_peers_bytes_are_acknowledged_and_dropped),
        TEST(a_half_closed_peer_still_gets_its_reply),
        TEST(text_behind_the_fin_is_ignored),
        TEST(text_that_came_before_the_fin_but_lies_behind_it_is_forgotten),
        TEST(a_repeated_fin_is_acknowledged_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
