/* listen_test.c - see listen.h: who gets a place. */
#include "tcpip/tcp_wire.h"

#define CONNS 16u

static struct wire_peer peers[CONNS + 8];

static int start(void **state)
{
    (void)state;
    wire_start(CONNS, 4);
    for (unsigned i = 0; i < CONNS + 8; i++)
        peers[i] = wire_peer((uint16_t)(1024 + i));
    return 0;
}

static void a_flood_of_syns_takes_its_share_and_no_more(void **state)
{
    struct wire_peer honest = wire_peer(9);

    (void)state;
    for (unsigned i = 0; i < CONNS - 4; i++)
        wire_open(&peers[i]);
    for (unsigned i = 0; i < 20000; i++) {
        struct wire_peer forged = {.address = 0x0A000000 + i, .port = (uint16_t)(i | 1), .seq = i};

        wire_put(&forged, TCP_SYN, forged.seq, 0, NULL, 0);
    }
    assert_int_equal(tcp.half_open_count, CONNS / TCP_HALF_OPEN_SHARE);
    assert_int_equal(tcp.stats.conn_count, CONNS);
    assert_int_equal(tcp.stats.syn_evicted, 20000 - CONNS / TCP_HALF_OPEN_SHARE);
    wire_drop_all();
    wire_open(&honest); /* who answers at once gets in */
    wire_wait(40000);
    wire_drop_all();
    assert_int_equal(tcp.stats.conn_count, CONNS - 3);
}

static void the_longest_idle_makes_room_for_a_new_client(void **state)
{
    (void)state;
    for (unsigned i = 0; i < CONNS - 1; i++)
        wire_open(&peers[i]);
    engine_set_idle(5, true);
    engine_set_idle(3, true);
    engine_set_idle(7, true);
    engine_set_idle(5, false);
    wire_feed(&peers[CONNS], TCP_SYN, peers[CONNS].seq, 0, NULL, 0, NULL, 0);
    wire_expect(TCP_RST | TCP_ACK, peers[3].ack, peers[3].seq, 0);
    assert_int_equal(wire_take()->flags, TCP_SYN | TCP_ACK);
    wire_expect_event(TCP_CLOSED, 3);
    wire_done();
    assert_int_equal(tcp.stats.evicted_idle, 1);
}

static void an_evicted_number_is_not_used_before_its_owner_has_heard(void **state)
{
    (void)state;
    for (unsigned i = 0; i < CONNS - 1; i++)
        engine_set_idle(wire_open(&peers[i]), true);
    for (unsigned i = CONNS; i < CONNS + 3; i++) {
        wire_put(&peers[i], TCP_SYN, peers[i].seq, 0, NULL, 0);
        assert_int_equal(tcp.conns[i - CONNS].state, TCP_STATE_DEAD);
    }
    for (unsigned i = 0; i < 3; i++)
        wire_expect_event(TCP_CLOSED, i);
    wire_expect_no_event();
    wire_drop_all();
    wire_check();
}

static void a_table_full_of_busy_connections_refuses_in_silence(void **state)
{
    (void)state;
    for (unsigned i = 0; i < CONNS; i++)
        wire_open(&peers[i]);
    for (unsigned i = 0; i < 100; i++)
        wire_put(&peers[CONNS], TCP_SYN, peers[CONNS].seq, 0, NULL, 0);
    wire_expect_nothing();
    assert_int_equal(tcp.stats.refused_full, 100);
    assert_int_equal(tcp.stats.conn_count, CONNS);
}

static void a_connection_waiting_for_the_peers_fin_makes_room(void **state)
{
    (void)state;
    for (unsigned i = 0; i < CONNS; i++)
        wire_open(&peers[i]);
    engine_close(2);
    wire_flush();
    wire_drop_all();
    wire_put(&peers[2], TCP_ACK, peers[2].seq, peers[2].ack + 1, NULL, 0);
    wire_put(&peers[CONNS], TCP_SYN, peers[CONNS].seq, 0, NULL, 0);
    assert_int_equal(wire_take()->flags, TCP_RST | TCP_ACK);
    assert_int_equal(wire_take()->flags, TCP_SYN | TCP_ACK);
    wire_expect_no_event();
}

static void broken_options_and_our_own_address_are_refused_in_silence(void **state)
{
    static const uint8_t broken[4] = {2, 0, 5, 180};
    struct wire_peer mirror = {.address = WIRE_US, .port = 80, .seq = 1};

    (void)state;
    wire_feed(&peers[0], TCP_SYN, 1, 0, broken, 4, NULL, 0);
    wire_done();
    wire_put(&mirror, TCP_SYN, 1, 0, NULL, 0);
    wire_expect_nothing();
    assert_int_equal(tcp.stats.segments_bad, 2);
    wire_expect_empty();
}

static void payload_in_a_syn_is_left_to_come_again(void **state)
{
    (void)state;
    wire_put(&peers[0], TCP_SYN, 100, 0, "early", 5);
    assert_int_equal(wire_take()->ack, 101);
}

static void who_comes_when_nobody_listens_any_more_gets_no_answer(void **state)
{
    (void)state;
    wire_open(&peers[0]);
    engine_stop_listening();
    wire_put(&peers[1], TCP_SYN, peers[1].seq, 0, NULL, 0);
    wire_put(&peers[1], TCP_ACK, peers[1].seq, 1, "GET /", 5); /* of somebody else's connection */
    wire_put(&peers[1], TCP_ACK | TCP_FIN, peers[1].seq, 1, NULL, 0);
    wire_expect_nothing();
    assert_int_equal(tcp.stats.left_unanswered, 3);
    assert_int_equal(tcp.stats.resets_sent, 0);
    wire_put(&peers[0], TCP_ACK, peers[0].seq, peers[0].ack, "GET /", 5);
    wire_expect_event(TCP_RECEIVED, 0);
}

static void a_handshake_that_has_begun_comes_to_its_end(void **state)
{
    (void)state;
    wire_syn(&peers[0]);
    engine_stop_listening();
    wire_put(&peers[0], TCP_SYN, peers[0].seq - 1, 0, NULL, 0); /* our SYN-ACK was lost */
    assert_int_equal(wire_take()->flags, TCP_SYN | TCP_ACK);
    wire_put(&peers[0], TCP_ACK, peers[0].seq, peers[0].ack, NULL, 0);
    wire_expect_event(TCP_ACCEPTED, 0);
}

static void a_port_in_time_wait_is_not_opened_again_either(void **state)
{
    (void)state;
    engine_close(wire_open(&peers[0]));
    wire_flush();
    wire_drop_all();
    wire_put(&peers[0], TCP_ACK | TCP_FIN, peers[0].seq, peers[0].ack + 1, NULL, 0);
    wire_drop_all();
    assert_int_equal(tcp.time_wait.count, 1);
    engine_stop_listening();
    wire_put(&peers[0], TCP_ACK | TCP_FIN, peers[0].seq, peers[0].ack + 1, NULL, 0); /* our ACK was lost */
    wire_expect(TCP_ACK, peers[0].ack + 1, peers[0].seq + 1, 0);
    wire_put(&peers[0], TCP_SYN, peers[0].seq + 100000, 0, NULL, 0);
    wire_expect_nothing();
    assert_int_equal(tcp.stats.left_unanswered, 1);
}

#define TEST(test) cmocka_unit_test_setup(test, start)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_flood_of_syns_takes_its_share_and_no_more),
        TEST(the_longest_idle_makes_room_for_a_new_client),
        TEST(an_evicted_number_is_not_used_before_its_owner_has_heard),
        TEST(a_table_full_of_busy_connections_refuses_in_silence),
        TEST(a_connection_waiting_for_the_peers_fin_makes_room),
        TEST(broken_options_and_our_own_address_are_refused_in_silence),
        TEST(payload_in_a_syn_is_left_to_come_again),
        TEST(who_comes_when_nobody_listens_any_more_gets_no_answer),
        TEST(a_handshake_that_has_begun_comes_to_its_end),
        TEST(a_port_in_time_wait_is_not_opened_again_either),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
