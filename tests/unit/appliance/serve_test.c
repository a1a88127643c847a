/* The loop's half of a connection: time limits, order, ends. TCP and HTTP are played by the test. */
#include "http.h"
#include "pools.h"
#include "serve.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#define S (1000ull * 1000 * 1000)

static struct {
    char in[256]; /* received; a request is a run of letters up to '.', '!' is a bad one, '#' asks to close */
    size_t in_len;
    uint64_t unsent;
    unsigned sends, send_room;
    bool closed, aborted, idle;
    unsigned idle_begun; /* times that it became idle */
    uint64_t deadline_ns;
    char said[64]; /* the first letter of each reply */
} tcp;

struct span tcp_recv(uint32_t conn)
{
    (void)conn;
    return (struct span){(const uint8_t *)tcp.in, tcp.in_len};
}

void tcp_consume(uint32_t conn, size_t len)
{
    (void)conn;
    assert_true(len <= tcp.in_len);
    memmove(tcp.in, tcp.in + len, tcp.in_len - len);
    tcp.in_len -= len;
}

bool tcp_can_send(uint32_t conn)
{
    (void)conn;
    return tcp.send_room > 0;
}

void tcp_send(uint32_t conn, const void *head, size_t head_len, const struct span *spans, size_t span_count)
{
    (void)conn;
    assert_true(tcp.send_room-- > 0 && !tcp.closed);
    tcp.said[tcp.sends++] = *(const char *)head;
    tcp.unsent += head_len;
    for (size_t i = 0; i < span_count; i++)
        tcp.unsent += spans[i].len;
}

uint64_t tcp_unsent(uint32_t conn)
{
    (void)conn;
    return tcp.unsent;
}

void tcp_set_timeout(uint32_t conn, uint64_t deadline_ns)
{
    (void)conn;
    tcp.deadline_ns = deadline_ns;
}

void tcp_set_idle(uint32_t conn, bool idle)
{
    (void)conn;
    tcp.idle_begun += idle && !tcp.idle;
    tcp.idle = idle;
}

void tcp_close(uint32_t conn)
{
    (void)conn;
    assert_false(tcp.closed || tcp.aborted);
    tcp.closed = true;
}

void tcp_abort(uint32_t conn)
{
    (void)conn;
    tcp.aborted = true;
}

static size_t body_len = 1000;

static void make_reply(struct http_reply *reply, char letter, bool close)
{
    *reply = (struct http_reply){.head = {letter}, .head_len = 100, .span_count = 1, .close = close};
    reply->spans[0] = (struct span){(const uint8_t *)"", body_len};
}

int http_request(struct span in, uint64_t wall_s, bool last, struct http_reply *reply)
{
    (void)wall_s;
    for (size_t i = 0; i < in.len; i++) {
        if (in.bytes[i] == '!') {
            make_reply(reply, '!', true);
            return HTTP_BAD;
        }
        if (in.bytes[i] == '.' || in.bytes[i] == '#') {
            make_reply(reply, (char)in.bytes[0], last || in.bytes[i] == '#');
            return (int)i + 1;
        }
    }
    return HTTP_PARTIAL;
}

void http_timeout_reply(uint64_t wall_s, struct http_reply *reply)
{
    (void)wall_s;
    make_reply(reply, '8', true);
}

static uint64_t now;

static void event(enum tcp_event_kind kind)
{
    serve_event(&(struct tcp_event){.kind = kind, .conn = 3}, now, now / S);
}

static void receive(const char *text)
{
    memcpy(tcp.in + tcp.in_len, text, strlen(text));
    tcp.in_len += strlen(text);
    event(TCP_RECEIVED);
}

static void all_sent(void)
{
    tcp.unsent = 0;
    tcp.send_room = 4;
    event(TCP_SENT);
}

static int accepted(void **state)
{
    (void)state;
    static uint8_t memory[4096] __attribute__((aligned(64)));
    struct arena arena = {.next = memory, .end = memory + sizeof(memory)};
    memset(memory, 0, sizeof(memory));
    memset(&tcp, 0, sizeof(tcp));
    tcp.send_room = 4;
    body_len = 1000;
    now = 100 * S;
    assert_true(serve_init(8, &arena));
    event(TCP_ACCEPTED);
    return 0;
}

static void a_request_is_answered_and_the_connection_idles_again(void **state)
{
    (void)state;
    assert_true(tcp.idle);
    receive("a.");
    assert_string_equal(tcp.said, "a");
    assert_false(tcp.idle);
    assert_true(tcp.deadline_ns == now + HTTP_SEND_TIMEOUT_NS);
    all_sent();
    assert_true(tcp.idle);
    assert_true(tcp.deadline_ns == now + HTTP_IDLE_TIMEOUT_NS);
    assert_false(tcp.closed);
}

static void pipelined_requests_wait_for_room_and_keep_their_order(void **state)
{
    (void)state;
    receive("a.b.c.d.e.f.");
    assert_string_equal(tcp.said, "abcd");
    all_sent();
    assert_string_equal(tcp.said, "abcdef");
}

static void a_trickled_request_has_ten_seconds_in_all_and_then_408(void **state)
{
    (void)state;
    receive("a");
    uint64_t deadline = tcp.deadline_ns;
    assert_true(deadline == now + HTTP_REQUEST_TIMEOUT_NS);
    for (int i = 0; i < 9; i++) {
        now += S;
        receive("a");
        assert_true(tcp.deadline_ns == deadline);
    }
    now = deadline;
    event(TCP_TIMEOUT);
    assert_string_equal(tcp.said, "8");
    assert_true(tcp.closed);
}

static void half_a_request_keeps_no_new_client_out(void **state)
{
    (void)state;
    receive("a");
    assert_true(tcp.idle);
    assert_int_equal(tcp.idle_begun, 2); /* as young as any: its client may be in the middle of a segment */
    receive("a");
    assert_int_equal(tcp.idle_begun, 2); /* but a trickle does not make it younger */
}

static void an_idle_connection_is_closed_without_a_word(void **state)
{
    (void)state;
    now = tcp.deadline_ns;
    event(TCP_TIMEOUT);
    assert_int_equal(tcp.sends, 0);
    assert_true(tcp.closed);
}

static void a_reader_that_stands_still_is_reset(void **state)
{
    (void)state;
    body_len = 10 * 1000 * 1000;
    receive("a.");
    now = tcp.deadline_ns;
    tcp.unsent -= HTTP_SEND_RATE_MIN * (HTTP_SEND_TIMEOUT_NS / S) - 1;
    event(TCP_TIMEOUT);
    assert_true(tcp.aborted);
}

static void a_reader_that_is_slow_but_moves_is_waited_for(void **state)
{
    (void)state;
    body_len = 10 * 1000 * 1000;
    receive("a.");
    for (int i = 0; i < 5; i++) {
        now = tcp.deadline_ns;
        tcp.unsent -= HTTP_SEND_RATE_MIN * (HTTP_SEND_TIMEOUT_NS / S);
        event(TCP_TIMEOUT);
        assert_false(tcp.aborted);
    }
}

/* Each reply is acknowledged with the next request, so that something always waits. */
static void small_replies_that_overlap_are_no_standstill(void **state)
{
    (void)state;
    body_len = 0;
    receive("a.");
    for (int i = 0; i < 2; i++) {
        now = tcp.deadline_ns - S;
        receive("b.");
        tcp.unsent -= 100;
        tcp.send_room = 4;
        event(TCP_SENT);
        assert_true(tcp.unsent == 100);
        now = tcp.deadline_ns;
        event(TCP_TIMEOUT);
        assert_false(tcp.aborted);
    }
    now = tcp.deadline_ns;
    event(TCP_TIMEOUT);
    assert_true(tcp.aborted);
}

static void more_requests_do_not_extend_a_stalled_send(void **state)
{
    (void)state;
    body_len = 100000;
    receive("a.");
    uint64_t deadline = tcp.deadline_ns;
    now += S;
    receive("b.");
    assert_true(tcp.deadline_ns == deadline);
}

static void a_last_reply_closes_and_nothing_after_it_is_answered(void **state)
{
    (void)state;
    receive("a#b.");
    assert_string_equal(tcp.said, "a");
    assert_true(tcp.closed);
}

static void a_long_last_reply_is_watched_until_it_is_out(void **state)
{
    (void)state;
    body_len = 1000000;
    receive("a#");
    assert_false(tcp.closed);
    now = tcp.deadline_ns;
    event(TCP_TIMEOUT);
    assert_true(tcp.aborted);
    accepted(NULL);
    body_len = 1000000;
    receive("a#");
    all_sent();
    assert_true(tcp.closed);
}

static void a_bad_request_is_told_so_and_closed(void **state)
{
    (void)state;
    receive("a.!b.");
    assert_string_equal(tcp.said, "a!");
    assert_int_equal(tcp.in_len, 0);
    assert_true(tcp.closed);
}

static void a_peer_that_has_finished_still_gets_its_replies(void **state)
{
    (void)state;
    receive("a.b.c.d.e.");
    event(TCP_PEER_CLOSED);
    assert_false(tcp.closed);
    all_sent();
    assert_string_equal(tcp.said, "abcde");
    assert_true(tcp.closed);
}

static void half_a_request_and_then_the_end_is_closed(void **state)
{
    (void)state;
    receive("a");
    event(TCP_PEER_CLOSED);
    assert_true(tcp.closed);
    assert_int_equal(tcp.sends, 0);
}

/* ---------------------------------------------------------------- the end */

static void a_drain_closes_who_has_long_been_idle_at_once(void **state)
{
    (void)state;
    receive("a.");
    all_sent();
    now += S;
    serve_drain();
    assert_true(tcp.deadline_ns <= now);
    event(TCP_TIMEOUT);
    assert_true(tcp.closed);
}

static void a_drain_waits_for_a_request_that_may_be_under_way(void **state)
{
    (void)state;
    serve_drain();
    assert_true(tcp.deadline_ns == now + HTTP_DRAIN_FIRST_NS);
    receive("a.");
    assert_string_equal(tcp.said, "a");
    assert_true(tcp.closed); /* it was told that this is the last reply */
}

static void a_drain_waits_less_for_a_second_request(void **state)
{
    (void)state;
    receive("a.");
    all_sent();
    serve_drain();
    assert_true(tcp.deadline_ns == now + HTTP_DRAIN_NEXT_NS);
    receive("b.c.");
    assert_string_equal(tcp.said, "ab");
    assert_true(tcp.closed);
}

static void a_drain_lets_half_a_request_and_a_reply_come_to_their_end(void **state)
{
    (void)state;
    receive("a");
    uint64_t deadline = tcp.deadline_ns;
    serve_drain();
    assert_true(tcp.deadline_ns == deadline && !tcp.closed);
    body_len = 1000000;
    receive(".");
    serve_drain();
    assert_false(tcp.closed);
    all_sent();
    assert_true(tcp.closed);
}

static void a_reply_that_promised_to_stay_is_followed_by_the_end_all_the_same(void **state)
{
    (void)state;
    receive("a.");
    serve_drain();
    all_sent();
    assert_true(tcp.deadline_ns == now + HTTP_DRAIN_NEXT_NS);
    event(TCP_TIMEOUT);
    assert_true(tcp.closed);
}

static void who_comes_while_it_drains_gets_one_reply(void **state)
{
    (void)state;
    serve_drain();
    event(TCP_ACCEPTED);
    assert_true(tcp.deadline_ns == now + HTTP_DRAIN_FIRST_NS);
    receive("a.b.");
    assert_string_equal(tcp.said, "a");
    assert_true(tcp.closed);
}

static void in_the_end_those_who_are_left_are_reset(void **state)
{
    (void)state;
    receive("a");
    assert_int_equal(serve_abort_all(), 1);
    assert_true(tcp.aborted);
    assert_int_equal(serve_abort_all(), 0);
}

static void whoever_has_gone_is_neither_drained_nor_reset(void **state)
{
    static const enum tcp_event_kind ends[] = {TCP_TIMEOUT, TCP_CLOSED};
    (void)state;
    for (unsigned i = 0; i < 2; i++) {
        accepted(NULL);
        event(ends[i]);
        tcp.deadline_ns = 7;
        serve_drain();
        assert_true(tcp.deadline_ns == 7);
        assert_int_equal(serve_abort_all(), 0);
    }
}

static size_t need(uint32_t conn_max, uint32_t buffers)
{
    return conn_max * 600ul + buffers * 8192ul;
}

static void pools_fit_the_memory_exactly(void **state)
{
    (void)state;
    for (size_t memory = 0; memory < 40000000; memory += 999999) {
        uint32_t conns = pools_conn_fit(need, 16384, memory);
        if (conns == 0) {
            assert_true(pools_need(need, 16) > memory);
            continue;
        }
        assert_true(conns >= 16 && conns <= 16384 && pools_need(need, conns) <= memory);
        assert_true(conns == 16384 || pools_need(need, conns + 1) > memory);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_request_is_answered_and_the_connection_idles_again, accepted),
        cmocka_unit_test_setup(pipelined_requests_wait_for_room_and_keep_their_order, accepted),
        cmocka_unit_test_setup(a_trickled_request_has_ten_seconds_in_all_and_then_408, accepted),
        cmocka_unit_test_setup(half_a_request_keeps_no_new_client_out, accepted),
        cmocka_unit_test_setup(an_idle_connection_is_closed_without_a_word, accepted),
        cmocka_unit_test_setup(a_reader_that_stands_still_is_reset, accepted),
        cmocka_unit_test_setup(a_reader_that_is_slow_but_moves_is_waited_for, accepted),
        cmocka_unit_test_setup(small_replies_that_overlap_are_no_standstill, accepted),
        cmocka_unit_test_setup(more_requests_do_not_extend_a_stalled_send, accepted),
        cmocka_unit_test_setup(a_last_reply_closes_and_nothing_after_it_is_answered, accepted),
        cmocka_unit_test_setup(a_long_last_reply_is_watched_until_it_is_out, accepted),
        cmocka_unit_test_setup(a_bad_request_is_told_so_and_closed, accepted),
        cmocka_unit_test_setup(a_peer_that_has_finished_still_gets_its_replies, accepted),
        cmocka_unit_test_setup(half_a_request_and_then_the_end_is_closed, accepted),
        cmocka_unit_test_setup(a_drain_closes_who_has_long_been_idle_at_once, accepted),
        cmocka_unit_test_setup(a_drain_waits_for_a_request_that_may_be_under_way, accepted),
        cmocka_unit_test_setup(a_drain_waits_less_for_a_second_request, accepted),
        cmocka_unit_test_setup(a_drain_lets_half_a_request_and_a_reply_come_to_their_end, accepted),
        cmocka_unit_test_setup(a_reply_that_promised_to_stay_is_followed_by_the_end_all_the_same, accepted),
        cmocka_unit_test_setup(who_comes_while_it_drains_gets_one_reply, accepted),
        cmocka_unit_test_setup(in_the_end_those_who_are_left_are_reset, accepted),
        cmocka_unit_test_setup(whoever_has_gone_is_neither_drained_nor_reset, accepted),
        cmocka_unit_test(pools_fit_the_memory_exactly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
