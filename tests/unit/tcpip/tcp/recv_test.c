/* recv_test.c - see recv.h. */
#include "tcpip/tcp_wire.h"

static struct wire_peer peer;
static uint32_t conn;
static uint8_t data[TCP_RECV_MAX];

static int start(void **state)
{
    (void)state;
    wire_start(64, 4);
    peer = wire_peer(1024);
    conn = wire_open(&peer);
    for (unsigned i = 0; i < sizeof data; i++)
        data[i] = (uint8_t)(i * 31 >> 3);
    return 0;
}

static void put(uint32_t from, uint32_t len)
{
    wire_put(&peer, TCP_ACK, peer.seq + from, peer.ack, data + from, len);
}

static void drain_events(void)
{
    struct tcp_event event;

    while (engine_event(&event))
        ;
}

static void a_consumed_segment_needs_no_buffer(void **state)
{
    (void)state;
    wire_feed(&peer, TCP_ACK, peer.seq, peer.ack, NULL, 0, data, 100);
    wire_expect_event(TCP_RECEIVED, conn);
    assert_ptr_equal(engine_recv(conn).bytes, wire_lent + 20); /* not copied */
    engine_consume(conn, 100);
    wire_done();
    assert_int_equal(tcp.recv_pool.free_count, 4);
    assert_int_equal(tcp.recv_pool.touched_count, 0);
}

static void what_is_not_consumed_is_kept_and_lent_again(void **state)
{
    (void)state;
    wire_feed(&peer, TCP_ACK, peer.seq, peer.ack, NULL, 0, data, 100);
    wire_expect_event(TCP_RECEIVED, conn);
    engine_consume(conn, 60);
    wire_done();
    assert_int_equal(tcp.recv_pool.free_count, 3);
    put(100, 50);
    wire_expect_event(TCP_RECEIVED, conn);
    assert_int_equal(engine_recv(conn).len, 90);
    assert_memory_equal(engine_recv(conn).bytes, data + 60, 90);
    engine_consume(conn, 90);
    assert_int_equal(tcp.recv_pool.free_count, 4);
}

static void with_no_buffer_free_what_is_left_is_not_acknowledged(void **state)
{
    struct wire_peer others[4];

    (void)state;
    for (unsigned i = 0; i < 4; i++) {
        others[i] = wire_peer((uint16_t)(2000 + i));
        wire_open(&others[i]);
        wire_put(&others[i], TCP_ACK, others[i].seq, others[i].ack, "x", 1);
        drain_events();
    }
    wire_wait(100); /* their delayed ACKs */
    wire_drop_all();
    wire_feed(&peer, TCP_ACK | TCP_FIN, peer.seq, peer.ack, NULL, 0, data, 100);
    wire_expect_event(TCP_RECEIVED, conn);
    wire_expect_no_event(); /* the FIN stands behind bytes that may have to come again */
    engine_consume(conn, 30);
    wire_done();
    assert_int_equal(tcp.stats.recv_dropped_pool, 1);
    wire_wait(100);
    wire_expect(TCP_ACK, peer.ack, peer.seq + 30, 0);
    put(50, 10); /* out of order: no place either */
    assert_int_equal(tcp.stats.recv_dropped_pool, 2);
    /* The peer sends again; this time all is consumed. */
    wire_drop_all();
    wire_feed(&peer, TCP_ACK | TCP_FIN, peer.seq + 30, peer.ack, NULL, 0, data + 30, 70);
    wire_expect_event(TCP_RECEIVED, conn);
    engine_consume(conn, 70);
    wire_done();
    wire_put(&peer, TCP_ACK | TCP_FIN, peer.seq + 100, peer.ack, NULL, 0);
    wire_expect_event(TCP_PEER_CLOSED, conn);
}

static void ranges_join_in_any_order(void **state)
{
    static const uint32_t order[4][8] = {
        {700, 600, 500, 400, 300, 200, 100, 0},
        {100, 300, 500, 700, 200, 400, 600, 0},
        {700, 100, 600, 200, 500, 300, 400, 0},
        {400, 200, 300, 700, 600, 500, 100, 0},
    };

    (void)state;
    for (unsigned i = 0; i < 4; i++) {
        start(state);
        for (unsigned k = 0; k < 8; k++)
            put(order[i][k], 100);
        wire_expect_event(TCP_RECEIVED, conn);
        assert_int_equal(engine_recv(conn).len, 800);
        assert_memory_equal(engine_recv(conn).bytes, data, 800);
    }
}

static void a_full_list_of_ranges_drops_what_it_cannot_hold(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < TCP_RANGE_MAX; i++)
        put(100 + i * 200, 100);
    assert_int_equal(tcp.stats.recv_dropped_pool, 0);
    put(100 + TCP_RANGE_MAX * 200, 100);
    assert_int_equal(tcp.stats.recv_dropped_pool, 1);
    put(200, 100); /* joins two: there is always room for that */
    assert_int_equal(tcp.stats.recv_dropped_pool, 1);
    put(0, 100);
    assert_int_equal(engine_recv(conn).len, 400);
    assert_memory_equal(engine_recv(conn).bytes, data, 400);
}

static void overlapping_garbage_leaves_the_first_bytes_in_order_exact(void **state)
{
    uint32_t random = 12345;

    (void)state;
    for (unsigned i = 0; i < 5000; i++) {
        uint32_t from = (random = random * 1664525 + 1013904223) >> 8, len = 1 + (random >> 20) % 1400;

        from = 1 + from % (TCP_RECV_MAX - 1);
        put(from, len < TCP_RECV_MAX - from ? len : TCP_RECV_MAX - from);
    }
    put(0, 1400);
    put(1, 1400);
    while (engine_recv(conn).len < TCP_RECV_MAX) {
        uint32_t at = (uint32_t)engine_recv(conn).len, len = TCP_RECV_MAX - at;

        put(at, len < 1400 ? len : 1400);
    }
    assert_memory_equal(engine_recv(conn).bytes, data, TCP_RECV_MAX);
}

static void bytes_move_to_the_front_only_when_they_must(void **state)
{
    static uint8_t stream[TCP_RECV_MAX * 4];
    uint32_t sent = 0, taken = 0;

    (void)state;
    for (unsigned i = 0; i < sizeof stream; i++)
        stream[i] = (uint8_t)(i * 13 >> 2);
    while (taken < sizeof stream - 3000) {
        /* With a gap, so that a range moves along. */
        wire_put(&peer, TCP_ACK, peer.seq + sent + 700, peer.ack, stream + sent + 700, 300);
        wire_put(&peer, TCP_ACK, peer.seq + sent, peer.ack, stream + sent, 700);
        sent += 1000;
        while (sent - taken > 2000) {
            assert_memory_equal(engine_recv(conn).bytes, stream + taken, engine_recv(conn).len);
            engine_consume(conn, 150);
            taken += 150;
        }
        wire_flush();
        wire_drop_all();
    }
}

#define TEST(test) cmocka_unit_test_setup(test, start)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_consumed_segment_needs_no_buffer),
        TEST(what_is_not_consumed_is_kept_and_lent_again),
        TEST(with_no_buffer_free_what_is_left_is_not_acknowledged),
        TEST(ranges_join_in_any_order),
        TEST(a_full_list_of_ranges_drops_what_it_cannot_hold),
        TEST(overlapping_garbage_leaves_the_first_bytes_in_order_exact),
        TEST(bytes_move_to_the_front_only_when_they_must),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
