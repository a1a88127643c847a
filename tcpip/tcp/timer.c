/* timer.c - see timer.h. */
#include "tcp/timer.h"

#include "tcp/congestion.h"
#include "tcp/out.h"
#include "tcp/window.h"

static void give_up(struct tcp_conn *conn)
{
    tcp.stats.timed_out++;
    /* RFC 9293 3.8.3 (R2): close. The RST is for a peer that hears us though we do not hear it. */
    if (conn_is_synchronized(conn))
        out_reset(conn);
    conn_end(conn);
}

static void syn_ack_timeout(struct tcp_conn *conn)
{
    if (conn->retries >= TCP_SYN_RETRIES_MAX) {
        give_up(conn);
        return;
    }
    conn->retries++;
    conn->backoff++;
    rtt_forget(conn);
    tcp.stats.retransmits++;
    wheel_set(&tcp.wheel, &conn->retransmit_timer, tcp.now_ns + rto_ns(conn));
    out_syn_ack(conn);
}

/* A peer that takes nothing holds no place against new clients; nor does one that gets our last word and has
 * no answer. */
static void may_make_room(struct tcp_conn *conn)
{
    if (list_is_linked(&conn->lru) || (!conn->fin_sent && conn->backoff < TCP_STALLED_BACKOFF))
        return;
    conn->stalled = true;
    conn_set_idle(conn, true);
}

static void retransmit_timeout(struct tcp_conn *conn)
{
    if (conn->retries >= TCP_RETRIES_MAX) {
        give_up(conn);
        return;
    }
    if (!conn->persisting)
        congestion_timeout(conn);
    rtt_forget(conn); /* RFC 6298 3, Karn's algorithm */
    conn->retries++;
    conn->backoff += conn->backoff < 16; /* RFC 6298 5.5; rto_ns() has the upper limit */
    conn->snd_nxt = conn->snd_una;
    may_make_room(conn);
    if (conn->queue.len > 0 && (conn->persisting || window_sendable(conn) == 0)) {
        out_probe(conn);
        return;
    }
    /* RFC 6298 5.4, 5.6: from the oldest on; the flush of this turn sends it. */
    wheel_set(&tcp.wheel, &conn->retransmit_timer, tcp.now_ns + rto_ns(conn));
    conn_set_dirty(conn);
}

static void ack_timeout(struct tcp_conn *conn)
{
    conn->ack_now = true;
    conn_set_dirty(conn);
}

static void life_timeout(struct tcp_conn *conn)
{
    if (!conn->closed) {
        conn_post(conn, TCP_TIMEOUT);
        return;
    }
    if (conn->state == TCP_STATE_FIN_WAIT_2) {
        tcp.stats.closed++; /* all that we had to say has arrived */
        conn_end(conn);
        return;
    }
    /* Lingering: a peer that takes what it is sent may take its time, one that does not may not. */
    if (conn->snd_una - conn->linger_una < TCP_LINGER_BYTES) {
        give_up(conn);
        return;
    }
    conn->linger_una = conn->snd_una;
    wheel_set(&tcp.wheel, &conn->life_timer, tcp.now_ns + TCP_LINGER_MS * TCP_MS_NS);
}

void timer_expired(struct wheel_timer *timer)
{
    size_t offset = (size_t)((char *)timer - (char *)tcp.conns);
    struct tcp_conn *conn = &tcp.conns[offset / sizeof *conn];

    if (timer == &conn->ack_timer)
        ack_timeout(conn);
    else if (timer == &conn->life_timer)
        life_timeout(conn);
    else if (conn->state == TCP_STATE_SYN_RECEIVED)
        syn_ack_timeout(conn);
    else
        retransmit_timeout(conn);
}
