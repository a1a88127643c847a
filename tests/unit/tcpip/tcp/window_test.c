/* window_test.c - see window.h: what the windows allow in both directions. */
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

static void the_peers_window_is_honoured(void **state)
{
    (void)state;
    peer.window = 3000;
    ack(0);
    send_body(100000);
    wire_expect(TCP_ACK, peer.ack, peer.seq, 1460);
    wire_expect(TCP_ACK, peer.ack + 1460, peer.seq, 1460);
    wire_expect_nothing(); /* 80 bytes are too little to bother */
}

static void a_peer_whose_window_is_always_small_is_served_by_halves(void **state)
{
    (void)state;
    tcp.conns[conn].snd_wnd_max = 0;
    peer.window = 1000;
    ack(0);
    send_body(100000);
    wire_expect(TCP_ACK, peer.ack, peer.seq, 1000);
    peer.window = 499; /* of which half the buffer is 500 */
    ack(1000);
    wire_expect_nothing();
    peer.window = 500;
    ack(0);
    wire_expect(TCP_ACK, peer.ack, peer.seq, 500);
}

/* RFC 9293 3.8.6.2.2 */
static void the_announced_edge_moves_by_a_segment_or_not_at_all(void **state)
{
    static const uint8_t bytes[1460];

    (void)state;
    wire_put(&peer, TCP_ACK, peer.seq, peer.ack, bytes, 1460);
    wire_put(&peer, TCP_ACK, peer.seq + 1460, peer.ack, bytes, 1460);
    wire_flush();
    assert_int_equal(wire_expect(TCP_ACK, peer.ack, peer.seq + 2920, 0)->window, TCP_RECV_MAX - 2920);
    engine_consume(conn, 1459);
    send_body(1);
    assert_int_equal(wire_take()->window, TCP_RECV_MAX - 2920);
    engine_consume(conn, 1);
    send_body(1);
    assert_int_equal(wire_take()->window, TCP_RECV_MAX - 1460);
}

#define TEST(test) cmocka_unit_test_setup(test, start)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_peers_window_is_honoured),
        TEST(a_peer_whose_window_is_always_small_is_served_by_halves),
        TEST(the_announced_edge_moves_by_a_segment_or_not_at_all),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
