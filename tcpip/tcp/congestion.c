/* congestion.c - see congestion.h. */
#include "tcp/congestion.h"

#include "tcp/seq.h"

static uint32_t smaller(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static uint32_t larger(uint32_t a, uint32_t b)
{
    return a < b ? b : a;
}

/* RFC 6928 2: min(10 MSS, max(2 MSS, 14600)). */
static uint32_t initial_window(const struct tcp_conn *conn)
{
    return smaller(10u * conn->mss, larger(2u * conn->mss, 14600));
}

void congestion_open(struct tcp_conn *conn, bool was_lost)
{
    /* RFC 5681 3.1: after a lost SYN-ACK the path is not known to carry more than one segment. */
    conn->cwnd = was_lost ? conn->mss : initial_window(conn);
    conn->ssthresh = TCP_CWND_MAX;
    conn->recover = conn->snd_una - 1;
    if (conn->srtt_us == 0)
        conn->rto_ms = was_lost ? 3 * TCP_RTO_FIRST_MS : TCP_RTO_FIRST_MS; /* RFC 6298 2.1 and 5.7 */
}

uint32_t congestion_window(const struct tcp_conn *conn)
{
    /* RFC 3042 2: each of the first two duplicates says that a segment has left the network: send another
     * one. */
    if (!conn->recovering && conn->dup_acks < TCP_DUP_ACKS)
        return conn->cwnd + (uint32_t)conn->dup_acks * conn->mss;
    return conn->cwnd;
}

static void grow(struct tcp_conn *conn, uint32_t acked_len)
{
    /* RFC 3465 2.2: count bytes, not acknowledgements, and at most two segments of them for each. */
    uint32_t counted = smaller(acked_len, 2u * conn->mss);

    if (conn->cwnd < conn->ssthresh)
        conn->cwnd += counted; /* RFC 5681 3.1 (2) */
    else
        conn->cwnd += larger(1, (uint32_t)((uint64_t)counted * conn->mss / conn->cwnd)); /* 3.1 (3) */
    conn->cwnd = smaller(conn->cwnd, TCP_CWND_MAX);
}

bool congestion_acked(struct tcp_conn *conn, uint32_t acked_len, uint32_t flight_len)
{
    uint32_t flight_now = flight_len - smaller(acked_len, flight_len);

    conn->dup_acks = 0;
    conn->acked_len = acked_len;
    if (!conn->recovering) {
        /* A window that is not used says nothing about the path: let it not grow on that (RFC 7661 4.3 in its
         * aim). */
        if (flight_len >= conn->cwnd / 2)
            grow(conn, acked_len);
        return false;
    }
    if (!seq_lt(conn->snd_una, conn->recover)) {
        /* RFC 6582 3.2 (3), full acknowledgement, option (1): no burst into a path that has just lost. */
        conn->recovering = false;
        conn->cwnd = smaller(conn->ssthresh, larger(flight_now, conn->mss) + conn->mss);
        return false;
    }
    /* RFC 6582 3.2 (3), partial acknowledgement: the next hole is known; deflate by what has left. */
    conn->cwnd = larger(conn->cwnd - smaller(acked_len, conn->cwnd), conn->mss);
    if (acked_len >= conn->mss)
        conn->cwnd += conn->mss;
    return true;
}

/* RFC 6582 3.2 (2): duplicates of what was sent before the last loss was seen say nothing new, for we may
 * have sent again what the peer has. 4.1 tells the cases apart: if we had, the last ACK would have jumped
 * over it all. */
static bool is_new_loss(const struct tcp_conn *conn)
{
    return seq_lt(conn->recover, conn->snd_una) ||
           (conn->cwnd > conn->mss && conn->acked_len <= 4u * conn->mss);
}

bool congestion_dup_ack(struct tcp_conn *conn)
{
    if (conn->recovering) {
        /* RFC 5681 3.2 (4): another segment has left the network. */
        conn->cwnd = smaller(conn->cwnd + conn->mss, TCP_CWND_MAX);
        return false;
    }
    if (conn->dup_acks < TCP_DUP_ACKS)
        conn->dup_acks++;
    if (conn->dup_acks < TCP_DUP_ACKS || !is_new_loss(conn))
        return false;
    /* RFC 5681 3.2 (2) and (3). */
    conn->ssthresh = larger((conn->snd_max - conn->snd_una) / 2, 2u * conn->mss);
    conn->cwnd = conn->ssthresh + TCP_DUP_ACKS * conn->mss;
    conn->recover = conn->snd_max;
    conn->recovering = true;
    conn->dup_acks = 0;
    return true;
}

void congestion_timeout(struct tcp_conn *conn)
{
    /* RFC 5681 3.1 (4): halve once for each loss, not for each time that the same segment is sent again. */
    if (conn->retries == 0)
        conn->ssthresh = larger((conn->snd_max - conn->snd_una) / 2, 2u * conn->mss);
    conn->cwnd = conn->mss;
    conn->recover = conn->snd_max; /* RFC 6582 3.2 (4) */
    conn->recovering = false;
    conn->dup_acks = 0;
}

void congestion_restart(struct tcp_conn *conn, uint64_t now_ns)
{
    /* RFC 5681 4.1: after a pause the old window is a guess; begin with the restart window. */
    if (conn->sent_ns && now_ns - conn->sent_ns > conn->rto_ms * TCP_MS_NS)
        conn->cwnd = smaller(conn->cwnd, initial_window(conn));
}

void rtt_start(struct tcp_conn *conn, uint32_t seq_end, uint64_t now_ns)
{
    if (conn->rtt_start_ns)
        return;
    conn->rtt_start_ns = now_ns ? now_ns : 1;
    conn->rtt_seq = seq_end;
}

void rtt_forget(struct tcp_conn *conn)
{
    conn->rtt_start_ns = 0;
}

void rtt_acked(struct tcp_conn *conn, uint32_t ack, uint64_t now_ns)
{
    uint32_t rtt_us, rto_us, difference_us;
    uint64_t waited_us;

    if (!conn->rtt_start_ns || seq_lt(ack, conn->rtt_seq))
        return;
    waited_us = (now_ns - conn->rtt_start_ns) / 1000;
    conn->rtt_start_ns = 0;
    rtt_us = waited_us < TCP_RTO_MAX_MS * 1000u ? (uint32_t)waited_us + 1 : TCP_RTO_MAX_MS * 1000u;
    if (conn->srtt_us == 0) {
        /* RFC 6298 2.2 */
        conn->srtt_us = rtt_us;
        conn->rttvar_us = rtt_us / 2;
    } else {
        /* RFC 6298 2.3: alpha 1/8, beta 1/4; RTTVAR first, with the old SRTT. */
        difference_us = larger(conn->srtt_us, rtt_us) - smaller(conn->srtt_us, rtt_us);
        conn->rttvar_us = conn->rttvar_us - conn->rttvar_us / 4 + difference_us / 4;
        conn->srtt_us = conn->srtt_us - conn->srtt_us / 8 + rtt_us / 8;
    }
    conn->srtt_us = larger(conn->srtt_us, 1);
    rto_us = conn->srtt_us + larger(TCP_RTO_CLOCK_US, 4 * conn->rttvar_us);
    conn->rto_ms = smaller(larger(rto_us / 1000, TCP_RTO_MIN_MS), TCP_RTO_MAX_MS);
}

uint64_t rto_ns(const struct tcp_conn *conn)
{
    uint64_t rto_ms = (uint64_t)conn->rto_ms << conn->backoff;

    return (rto_ms < TCP_RTO_MAX_MS ? rto_ms : TCP_RTO_MAX_MS) * TCP_MS_NS;
}
