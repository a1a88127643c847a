/* engine_test.c - see engine.h: what callers are promised. */
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

static void the_pools_take_what_was_said_and_less_is_refused(void **state)
{
    static const uint8_t secret[16];
    static const uint32_t sizes[][2] = {{16, 4}, {1000, 16}, {16384, 1024}};

    (void)state;
    for (unsigned i = 0; i < 3; i++) {
        size_t need = engine_memory_need(sizes[i][0], sizes[i][1]);
        uint8_t *memory = calloc(1, need);
        struct arena arena = {.next = memory, .end = memory + need};

        assert_true(engine_init(sizes[i][0], sizes[i][1], secret, &arena, 0));
        assert_int_equal(engine_conn_max(), sizes[i][0]);
        arena = (struct arena){.next = memory, .end = memory + need / 2};
        assert_false(engine_init(sizes[i][0], sizes[i][1], secret, &arena, 0));
        free(memory);
    }
}

static void there_is_one_listener(void **state)
{
    (void)state;
    assert_false(engine_listen(0));
    assert_false(engine_listen(81));
    assert_true(engine_listen(WIRE_PORT));
}

static void no_event_follows_a_close_or_an_abort(void **state)
{
    struct wire_peer second = wire_peer(2000);

    (void)state;
    wire_put(&peer, TCP_ACK | TCP_FIN, peer.seq, peer.ack, "x", 1);
    engine_close(conn);
    wire_expect_no_event();
    conn = wire_open(&second);
    wire_put(&second, TCP_ACK | TCP_FIN, second.seq, second.ack, "x", 1);
    engine_abort(conn);
    wire_expect_no_event();
    assert_int_equal(tcp.recv_pool.free_count, 4);
}

static void an_abort_is_a_reset_at_the_number_the_peer_expects(void **state)
{
    (void)state;
    engine_send(conn, "abc", 3, NULL, 0);
    wire_flush();
    wire_drop_all();
    engine_abort(conn);
    wire_expect(TCP_RST | TCP_ACK, peer.ack + 3, peer.seq, 0);
    wire_expect_empty();
    assert_int_equal(tcp.stats.aborted, 1);
}

static void a_dead_connection_can_still_be_asked_and_closed(void **state)
{
    (void)state;
    wire_put(&peer, TCP_RST, peer.seq, 0, NULL, 0);
    assert_false(engine_can_send(conn));
    assert_int_equal(engine_recv(conn).len, 0);
    engine_consume(conn, 0);
    engine_set_idle(conn, true);
    engine_set_timeout(conn, wire_now_ns + 1);
    engine_close(conn);
    wire_expect_no_event();
    wire_expect_empty();
}

static void a_number_is_not_used_again_before_closed_was_taken(void **state)
{
    struct wire_peer others[16];

    (void)state;
    wire_put(&peer, TCP_RST, peer.seq, 0, NULL, 0);
    for (unsigned i = 0; i < 16; i++) {
        others[i] = wire_peer((uint16_t)(2000 + i));
        wire_put(&others[i], TCP_SYN, 1, 0, NULL, 0);
    }
    assert_int_equal(tcp.conns[conn].state, TCP_STATE_DEAD);
    wire_expect_event(TCP_CLOSED, conn);
    wire_expect_no_event();
}

static void a_lost_address_closes_everything(void **state)
{
    struct wire_peer second = wire_peer(2000);

    (void)state;
    engine_close(conn);
    conn = wire_open(&second);
    wire_drop_all();
    wire_address = 0;
    engine_address_changed(wire_now_ns);
    wire_expect_event(TCP_CLOSED, conn);
    wire_expect_no_event();
    wire_expect_empty();
    wire_expect_nothing();
}

static void quote(uint8_t quoted[8], uint32_t seq)
{
    be16_put(quoted, WIRE_PORT);
    be16_put(quoted + 2, peer.port);
    be32_put(quoted + 4, seq);
}

static void a_packet_too_big_for_the_path_is_cut_smaller(void **state)
{
    uint8_t quoted[8];

    (void)state;
    engine_send(conn, NULL, 0, (struct span[]){{site, 50000}}, 1);
    wire_flush();
    wire_drop_all();
    quote(quoted, peer.ack + 14600); /* nothing in flight there: forged */
    engine_icmp_error(wire_now_ns, WIRE_PEER, quoted, 576);
    wire_flush();
    wire_expect_nothing();
    quote(quoted, peer.ack + 1460);
    engine_icmp_error(wire_now_ns, WIRE_PEER, quoted, 0); /* unreachable: a soft error */
    wire_flush();
    wire_expect_nothing();
    engine_icmp_error(wire_now_ns, WIRE_PEER, quoted, 576);
    wire_flush();
    wire_expect(TCP_ACK, peer.ack, peer.seq, 536);
    wire_drop_all();
    quote(quoted, peer.ack);
    engine_icmp_error(wire_now_ns, WIRE_PEER, quoted, 69);
    wire_flush();
    wire_expect(TCP_ACK, peer.ack, peer.seq, TCP_MSS_MIN);
}

static void a_smaller_mtu_cuts_what_is_sent_from_then_on(void **state)
{
    (void)state;
    engine_send(conn, NULL, 0, (struct span[]){{site, 50000}}, 1);
    wire_flush();
    wire_expect(TCP_ACK, peer.ack, peer.seq, 1460);
    wire_drop_all();
    wire_mtu = 1400;
    engine_mtu_fell();
    wire_flush();
    wire_expect_nothing(); /* what is in flight may have arrived */
    wire_wait(1000);
    wire_expect(TCP_ACK, peer.ack, peer.seq, 1360);
    wire_mtu = 1500;
    engine_mtu_fell(); /* a connection keeps what it has */
    assert_int_equal(tcp.conns[0].mss, 1360);
}

static void segments_to_broadcast_are_ignored(void **state)
{
    uint8_t bytes[20] = {0x04, 0x00, 0, 80};
    struct ipv4_rx rx = {
        .src = WIRE_PEER, .dst = 0xFFFFFFFF, .broadcast = true, .csum_ok = true, .bytes = bytes, .len = 20};

    (void)state;
    bytes[12] = 0x50;
    bytes[13] = TCP_SYN;
    engine_input(wire_now_ns, &rx);
    wire_expect_nothing();
    assert_int_equal(tcp.stats.segments_bad, 1);
}

static void consuming_opens_a_window_that_had_become_small(void **state)
{
    static const uint8_t data[1400];

    (void)state;
    for (unsigned i = 0; i < 5; i++)
        wire_put(&peer, TCP_ACK, peer.seq + i * 1400, peer.ack, data, 1400);
    wire_flush();
    assert_int_equal(wire_take()->window, TCP_RECV_MAX - 7000);
    wire_wait(100);
    wire_drop_all();
    engine_consume(conn, 7000);
    wire_flush();
    assert_int_equal(wire_expect(TCP_ACK, peer.ack, peer.seq + 7000, 0)->window, TCP_RECV_MAX);
}

static void the_deadline_is_never_while_nothing_is_under_way(void **state)
{
    (void)state;
    assert_true(engine_deadline_ns() == UINT64_MAX);
    engine_set_timeout(conn, wire_now_ns + 1000 * MS);
    assert_true(engine_deadline_ns() <= wire_now_ns + 1016 * MS);
}

#define TEST(test) cmocka_unit_test_setup(test, start)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_pools_take_what_was_said_and_less_is_refused),
        TEST(there_is_one_listener),
        TEST(no_event_follows_a_close_or_an_abort),
        TEST(an_abort_is_a_reset_at_the_number_the_peer_expects),
        TEST(a_dead_connection_can_still_be_asked_and_closed),
        TEST(a_number_is_not_used_again_before_closed_was_taken),
        TEST(a_lost_address_closes_everything),
        TEST(a_packet_too_big_for_the_path_is_cut_smaller),
        TEST(a_smaller_mtu_cuts_what_is_sent_from_then_on),
        TEST(segments_to_broadcast_are_ignored),
        TEST(consuming_opens_a_window_that_had_become_small),
        TEST(the_deadline_is_never_while_nothing_is_under_way),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
