/* conn_test.c - see conn.h: the table and its lists. */
#include "tcpip/tcp_wire.h"

#define CONNS 1000u

static struct tcp_tuple tuple_of(uint32_t i)
{
    return (struct tcp_tuple){WIRE_US, 0x0A000000 + i / 7, WIRE_PORT, (uint16_t)(1024 + i % 7)};
}

static int start(void **state)
{
    (void)state;
    wire_start(CONNS, 4);
    return 0;
}

static void a_full_table_finds_each_and_only_these(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < CONNS; i++) {
        struct tcp_tuple tuple = tuple_of(i);

        assert_null(conn_find(&tuple));
        assert_int_equal(conn_number(conn_take(&tuple)), i);
    }
    assert_null(conn_take(&(struct tcp_tuple){.remote = 1}));
    for (uint32_t i = 0; i < 2 * CONNS; i++) {
        struct tcp_tuple tuple = tuple_of(i);
        struct tcp_conn *conn = conn_find(&tuple);

        assert_ptr_equal(conn, i < CONNS ? &tcp.conns[i] : NULL);
        tuple.local_port++;
        assert_null(conn_find(&tuple));
    }
}

static void ended_connections_are_gone_and_the_others_stay(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < CONNS; i++) {
        struct tcp_tuple tuple = tuple_of(i);

        (void)conn_take(&tuple);
    }
    for (uint32_t i = 0; i < CONNS; i += 3)
        conn_end(&tcp.conns[i]);
    for (uint32_t i = 0; i < CONNS; i++) {
        struct tcp_tuple tuple = tuple_of(i);

        assert_ptr_equal(conn_find(&tuple), i % 3 ? &tcp.conns[i] : NULL);
    }
    for (uint32_t i = 0; i < CONNS; i++)
        if (i % 3)
            conn_end(&tcp.conns[i]);
    wire_expect_empty();
}

static void memory_is_touched_only_as_far_as_it_is_used(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 100; i++) {
        struct tcp_tuple tuple = tuple_of(i);

        conn_end(conn_take(&tuple));
    }
    assert_int_equal(tcp.touched_count, 1);
}

static void events_come_once_and_in_the_order_of_connections(void **state)
{
    struct wire_peer a = wire_peer(1), b = wire_peer(2);
    uint32_t first = wire_open(&a), second = wire_open(&b);

    (void)state;
    conn_post(&tcp.conns[second], TCP_SENT);
    conn_post(&tcp.conns[first], TCP_TIMEOUT);
    conn_post(&tcp.conns[second], TCP_SENT);
    wire_expect_event(TCP_SENT, second);
    wire_expect_event(TCP_TIMEOUT, first);
    wire_expect_no_event();
}

static void a_list_moves_whole(void **state)
{
    struct list from, to, a = {0}, b = {0};

    (void)state;
    list_init(&from);
    list_move(&to, &from);
    assert_true(list_is_empty(&to));
    list_append(&from, &a);
    list_append(&from, &b);
    list_move(&to, &from);
    assert_true(list_is_empty(&from) && to.next == &a && to.prev == &b);
    list_remove(&a);
    list_remove(&a);
    list_remove(&b);
    assert_true(list_is_empty(&to) && !list_is_linked(&a));
}

#define TEST(test) cmocka_unit_test_setup(test, start)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_full_table_finds_each_and_only_these),
        TEST(ended_connections_are_gone_and_the_others_stay),
        TEST(memory_is_touched_only_as_far_as_it_is_used),
        TEST(events_come_once_and_in_the_order_of_connections),
        TEST(a_list_moves_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
