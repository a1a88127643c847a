/* ack.c - see ack.h. */
#include "tcp/ack.h"

#include "tcp/congestion.h"
#include "tcp/out.h"
#include "tcp/seq.h"

/* RFC 9293 3.10.7.4, fifth check, SYN-RECEIVED. */
static bool handshake_ack(struct tcp_conn *conn, const struct tcp_segment *segment)
{
    if (segment->ack != conn->snd_max) {
        /* Not the one number that we sent: whoever says so has not seen our SYN-ACK. The RST tells a peer
         * with an old connection; ours waits on. */
        tcp.stats.segments_unacceptable++;
        tcp.stats.resets_sent += segment_refuse(tcp.now_ns, segment);
        return false;
    }
    rtt_acked(conn, segment->ack, tcp.now_ns);
    conn->snd_una = segment->ack;
    conn->snd_wnd = (uint32_t)segment->window << conn->snd_wscale;
    conn->snd_wnd_max = conn->snd_wnd;
    conn->snd_wl1 = segment->seq;
    conn->snd_wl2 = segment->ack;
    congestion_open(conn, conn->retries > 0);
    conn->retries = 0;
    conn->backoff = 0;
    wheel_cancel(&tcp.wheel, &conn->retransmit_timer);
    conn_opened(conn);
    conn_post(conn, TCP_ACCEPTED);
    tcp.stats.accepted++;
    return true;
}

/* RFC 9293 3.10.7.4: only a segment that is not older than the last one may change the window. */
static void take_window(struct tcp_conn *conn, const struct tcp_segment *segment)
{
    uint32_t window = (uint32_t)segment->window << conn->snd_wscale;

    if (seq_lt(segment->seq, conn->snd_wl1) ||
        (segment->seq == conn->snd_wl1 && seq_lt(segment->ack, conn->snd_wl2)))
        return;
    if (window > conn->snd_wnd || segment->ack != conn->snd_wl2)
        conn_set_dirty(conn);
    conn->snd_wnd = window;
    conn->snd_wnd_max = window > conn->snd_wnd_max ? window : conn->snd_wnd_max;
    conn->snd_wl1 = segment->seq;
    conn->snd_wl2 = segment->ack;
}

/* Our FIN has arrived. Returns false when that is the end of the connection. */
static bool fin_acked(struct tcp_conn *conn)
{
    struct tcp_tuple tuple = conn_tuple(conn);

    conn->fin_queued = false;
    if (conn->state == TCP_STATE_FIN_WAIT_1) {
        /* RFC 9293 leaves FIN-WAIT-2 open for ever; nobody reads here any more, so the peer's time is
         * bounded. */
        uint32_t wait_ms = tcp.leaving ? TCP_LEAVE_MS : TCP_FIN_WAIT_2_MS;
        conn->state = TCP_STATE_FIN_WAIT_2;
        wheel_set(&tcp.wheel, &conn->life_timer, tcp.now_ns + wait_ms * TCP_MS_NS);
        conn_set_idle(conn, true);
        return true;
    }
    if (conn->state == TCP_STATE_CLOSING)
        time_wait_add(tcp.now_ns, &tuple, conn->snd_max, conn->rcv_nxt);
    tcp.stats.closed++;
    conn_end(conn);
    return false;
}

static void restart_timer(struct tcp_conn *conn)
{
    conn->persisting = false;
    if (conn->snd_una == conn->snd_max)
        wheel_cancel(&tcp.wheel, &conn->retransmit_timer); /* RFC 6298 5.2 */
    else
        wheel_set(&tcp.wheel, &conn->retransmit_timer, tcp.now_ns + rto_ns(conn)); /* 5.3 */
}

/* Bytes have arrived that were in flight. Returns false when the connection has ended. */
static bool new_ack(struct tcp_conn *conn, uint32_t ack)
{
    uint32_t flight_len = conn->snd_max - conn->snd_una, acked_len = ack - conn->snd_una;
    bool has_fin = acked_len > conn->queue.len; /* only our FIN lies behind the queue */

    queue_release(&conn->queue, acked_len - has_fin);
    conn->snd_una = ack;
    conn->snd_nxt = seq_max(conn->snd_nxt, ack);
    rtt_acked(conn, ack, tcp.now_ns);
    conn->retries = 0;
    if (conn->snd_wnd > 0)
        conn->backoff = 0;
    if (conn->stalled) {
        conn->stalled = false;
        conn_set_idle(conn, false);
    }
    restart_timer(conn);
    if (congestion_acked(conn, acked_len, flight_len))
        out_resend(conn);
    conn_set_dirty(conn);
    if (!conn->closed && (conn->queue.len == 0 || (conn->want_room && queue_has_room(&conn->queue)))) {
        conn->want_room = false;
        conn_post(conn, TCP_SENT);
    }
    return !has_fin || fin_acked(conn);
}

/* RFC 5681 2: outstanding data, no payload, no SYN or FIN, the same number, the same window. */
static bool is_duplicate(const struct tcp_conn *conn, const struct tcp_segment *segment)
{
    return segment->ack == conn->snd_una && conn->snd_una != conn->snd_max && segment_seq_len(segment) == 0 &&
           (uint32_t)segment->window << conn->snd_wscale == conn->snd_wnd && !conn->persisting;
}

bool ack_input(struct tcp_conn *conn, const struct tcp_segment *segment)
{
    if (conn->state == TCP_STATE_SYN_RECEIVED)
        return handshake_ack(conn, segment);
    /* RFC 5961 5.2: an ACK that is older than any window, or of what was never sent, is not from our peer. */
    if (seq_lt(segment->ack, conn->snd_una - conn->snd_wnd_max) || seq_lt(conn->snd_max, segment->ack)) {
        tcp.stats.segments_unacceptable++;
        out_challenge_ack(conn);
        return false;
    }
    /* The peer is alive, though its window may be closed: probe on (RFC 9293 3.8.6.1). */
    if (conn->persisting)
        conn->retries = 0;
    if (is_duplicate(conn, segment)) {
        if (congestion_dup_ack(conn))
            out_resend(conn);
        conn_set_dirty(conn);
    }
    if (!seq_lt(segment->ack, conn->snd_una))
        take_window(conn, segment);
    if (seq_lt(conn->snd_una, segment->ack))
        return new_ack(conn, segment->ack);
    return true;
}
