/* congestion_test.c - see congestion.h. */
#include "tcpip/tcp_wire.h"

#include "tcp/congestion.h"

static struct tcp_conn conn;

static int start(void **state)
{
    (void)state;
    conn = (struct tcp_conn){
        .mss = 1000, .snd_una = 100, .snd_nxt = 100, .snd_max = 100, .rto_ms = TCP_RTO_FIRST_MS};
    congestion_open(&conn, false);
    return 0;
}

static void fly(uint32_t len)
{
    conn.snd_nxt = conn.snd_max = conn.snd_una + len;
}

static void the_initial_window_is_that_of_rfc_6928(void **state)
{
    static const uint16_t mss[] = {256, 536, 1000, 1460};
    static const uint32_t window[] = {2560, 5360, 10000, 14600};

    (void)state;
    for (unsigned i = 0; i < 4; i++) {
        conn.mss = mss[i];
        congestion_open(&conn, false);
        assert_int_equal(conn.cwnd, window[i]);
        congestion_open(&conn, true);
        assert_int_equal(conn.cwnd, mss[i]);
    }
    assert_int_equal(conn.rto_ms, 3000);
}

static void slow_start_doubles_and_avoidance_adds_one_segment_a_round(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 10; i++)
        congestion_acked(&conn, 1000, conn.cwnd);
    assert_int_equal(conn.cwnd, 20000);
    conn.ssthresh = 20000;
    for (unsigned i = 0; i < 20; i++)
        congestion_acked(&conn, 1000, conn.cwnd);
    assert_in_range(conn.cwnd, 20900, 21000);
}

static void one_ack_counts_for_two_segments_at_most(void **state)
{
    (void)state;
    congestion_acked(&conn, 10000, 10000);
    assert_int_equal(conn.cwnd, 12000);
}

static void a_window_that_is_not_used_does_not_grow(void **state)
{
    (void)state;
    congestion_acked(&conn, 1000, 2000);
    assert_int_equal(conn.cwnd, 10000);
}

static void the_window_has_a_limit(void **state)
{
    (void)state;
    conn.cwnd = TCP_CWND_MAX - 1;
    congestion_acked(&conn, 5000, conn.cwnd);
    assert_int_equal(conn.cwnd, TCP_CWND_MAX);
}

static void the_third_duplicate_halves_and_resends(void **state)
{
    (void)state;
    fly(10000);
    assert_false(congestion_dup_ack(&conn));
    assert_int_equal(congestion_window(&conn), 11000);
    assert_false(congestion_dup_ack(&conn));
    assert_true(congestion_dup_ack(&conn));
    assert_int_equal(conn.ssthresh, 5000);
    assert_int_equal(conn.cwnd, 8000);
    assert_false(congestion_dup_ack(&conn));
    assert_int_equal(conn.cwnd, 9000);
}

static void duplicates_of_what_was_resent_after_a_timeout_say_nothing(void **state)
{
    (void)state;
    fly(10000);
    congestion_timeout(&conn);
    for (unsigned i = 0; i < 20; i++)
        assert_false(congestion_dup_ack(&conn));
    assert_int_equal(conn.cwnd, 1000);
}

static void a_timeout_goes_back_to_one_segment_and_halves_once(void **state)
{
    (void)state;
    fly(10000);
    congestion_timeout(&conn);
    assert_int_equal(conn.cwnd, 1000);
    assert_int_equal(conn.ssthresh, 5000);
    conn.retries = 1;
    fly(1000);
    congestion_timeout(&conn);
    assert_int_equal(conn.ssthresh, 5000);
}

static void a_pause_goes_back_to_the_restart_window(void **state)
{
    (void)state;
    conn.cwnd = 500000;
    conn.sent_ns = 1;
    congestion_restart(&conn, 500 * MS);
    assert_int_equal(conn.cwnd, 500000);
    congestion_restart(&conn, 1100 * MS);
    assert_int_equal(conn.cwnd, 10000);
}

static void the_timeout_follows_the_samples_within_its_limits(void **state)
{
    (void)state;
    rtt_start(&conn, 200, 1000 * MS);
    rtt_acked(&conn, 150, 1100 * MS); /* not yet */
    assert_int_equal(conn.srtt_us, 0);
    rtt_acked(&conn, 200, 1400 * MS);
    assert_int_equal(conn.srtt_us, 400001);
    assert_int_equal(conn.rto_ms, 1200); /* 400 + 4 * 200 */
    for (unsigned i = 0; i < 100; i++) {
        rtt_start(&conn, 300, 2000 * MS);
        rtt_acked(&conn, 300, 2001 * MS);
    }
    assert_int_equal(conn.rto_ms, TCP_RTO_MIN_MS);
    conn.rto_ms = 1000;
    conn.backoff = 3;
    assert_true(rto_ns(&conn) == 8000 * MS);
    conn.backoff = 17;
    assert_true(rto_ns(&conn) == TCP_RTO_MAX_MS * MS);
}

static void a_resent_segment_is_not_a_sample(void **state)
{
    (void)state;
    rtt_start(&conn, 200, 1000 * MS);
    rtt_forget(&conn);
    rtt_acked(&conn, 200, 9000 * MS);
    assert_int_equal(conn.srtt_us, 0);
}

#define TEST(test) cmocka_unit_test_setup(test, start)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_initial_window_is_that_of_rfc_6928),
        TEST(slow_start_doubles_and_avoidance_adds_one_segment_a_round),
        TEST(one_ack_counts_for_two_segments_at_most),
        TEST(a_window_that_is_not_used_does_not_grow),
        TEST(the_window_has_a_limit),
        TEST(the_third_duplicate_halves_and_resends),
        TEST(duplicates_of_what_was_resent_after_a_timeout_say_nothing),
        TEST(a_timeout_goes_back_to_one_segment_and_halves_once),
        TEST(a_pause_goes_back_to_the_restart_window),
        TEST(the_timeout_follows_the_samples_within_its_limits),
        TEST(a_resent_segment_is_not_a_sample),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
