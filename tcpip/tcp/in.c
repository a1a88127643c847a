/* in.c - see in.h. */
#include "tcp/in.h"

#include "tcp/ack.h"
#include "tcp/congestion.h"
#include "tcp/listen.h"
#include "tcp/out.h"
#include "tcp/seq.h"

/* RFC 9293 3.10.7.4, first check: does any of it lie in the window? */
static bool is_acceptable(const struct tcp_conn *conn, const struct tcp_segment *segment)
{
    uint32_t window = recv_window(conn), len = segment_seq_len(segment);
    uint32_t edge = conn->rcv_nxt + window;

    /* "Special allowance should be made to accept valid ACKs" through a closed window: a probe's ACK field
     * counts, and its payload is cut off further down. */
    if (window == 0)
        return segment->seq == conn->rcv_nxt;
    /* The RFC has SEG.SEQ < the edge. A peer that has filled the window and lost a segment of it sends its
     * ACKs exactly from the edge, and they count for what we send. */
    if (len == 0 && !(segment->flags & TCP_RST) && segment->seq == edge)
        return true;
    if (len == 0)
        return seq_leq(conn->rcv_nxt, segment->seq) && seq_lt(segment->seq, edge);
    return seq_lt(segment->seq, edge) && seq_lt(conn->rcv_nxt, segment->seq + len);
}

static void unacceptable(struct tcp_conn *conn, const struct tcp_segment *segment)
{
    if (segment->flags & TCP_RST) {
        tcp.stats.resets_ignored++;
        return;
    }
    tcp.stats.segments_unacceptable++;
    /* A peer that repeats itself has not had our ACK: tell it at once. One that has nothing to say is told at
     * intervals, or two confused hosts would talk for ever. */
    if (segment_seq_len(segment) > 0)
        out_ack(conn);
    else
        out_challenge_ack(conn);
}

/* RFC 9293 3.10.7.4, second check, as RFC 5961 3.2 sharpens it. */
static void reset(struct tcp_conn *conn, const struct tcp_segment *segment)
{
    if (segment->seq != conn->rcv_nxt) {
        /* In the window, but a guess could be: an honest peer answers our ACK with the exact number. */
        tcp.stats.resets_ignored++;
        out_challenge_ack(conn);
        return;
    }
    if (conn_is_synchronized(conn))
        tcp.stats.reset_by_peer++;
    conn_end(conn);
}

/* Cut off what lies outside the window and what is there already. */
static void trim(const struct tcp_conn *conn, struct tcp_segment *segment)
{
    uint32_t edge = conn->rcv_nxt + recv_window(conn), cut;

    if (seq_lt(segment->seq, conn->rcv_nxt)) {
        cut = conn->rcv_nxt - segment->seq;
        segment->seq = conn->rcv_nxt;
        segment->bytes += cut;
        segment->len -= cut; /* acceptable: what lies in front of RCV.NXT is payload, all or part */
    }
    if (conn->fin_received && seq_lt(conn->fin_seq, edge))
        edge = conn->fin_seq; /* nothing can follow a FIN */
    if (seq_lt(edge, segment->seq + segment->len)) {
        segment->len = seq_lt(segment->seq, edge) ? edge - segment->seq : 0;
        segment->flags &= (uint8_t)~TCP_FIN;
    }
}

/* RFC 9293 3.8.6.3 and RFC 5681 4.2: every second segment is acknowledged at once, one alone a little later,
 * so that the ACK can ride on a reply. */
static void owe_ack(struct tcp_conn *conn, bool at_once)
{
    if (++conn->segs_unacked >= 2 || at_once) {
        conn->ack_now = true;
        conn_set_dirty(conn);
    } else {
        wheel_set(&tcp.wheel, &conn->ack_timer, tcp.now_ns + TCP_ACK_DELAY_MS * TCP_MS_NS);
    }
}

/* RFC 9293 3.10.7.4, seventh check: the segment text, not empty. */
static void text(struct tcp_conn *conn, const struct tcp_segment *segment)
{
    bool in_order = segment->seq == conn->rcv_nxt, had_gap = conn->buffer && conn->buffer->range_count > 0;

    if (!conn->closed) {
        if (recv_put(conn, segment->seq, segment->bytes, segment->len) && in_order)
            conn_post(conn, TCP_RECEIVED);
    } else if (in_order) {
        conn->rcv_nxt += segment->len; /* nobody reads any more: acknowledged and dropped */
    }
    conn->rcv_adv = seq_max(conn->rcv_adv, conn->rcv_nxt);
    /* RFC 5681 4.2: at once when a gap opens or closes, so that the sender's loss detection sees it. */
    if (!in_order)
        out_ack(conn);
    else
        owe_ack(conn, had_gap);
}

/* RFC 9293 3.10.7.4, eighth check: all up to the FIN is here. The connection may be gone afterwards. */
static void fin(struct tcp_conn *conn)
{
    struct tcp_tuple tuple = conn_tuple(conn);

    recv_finish(conn);
    conn->rcv_nxt++;
    conn->rcv_adv = seq_max(conn->rcv_adv, conn->rcv_nxt);
    conn->ack_now = true;
    conn_set_dirty(conn);
    if (conn->state == TCP_STATE_ESTABLISHED) {
        conn->state = TCP_STATE_CLOSE_WAIT;
        if (!conn->closed)
            conn_post(conn, TCP_PEER_CLOSED);
    } else if (conn->state == TCP_STATE_FIN_WAIT_1) {
        conn->state = TCP_STATE_CLOSING; /* ours is not acknowledged: both closed at once */
    } else {
        out_ack(conn);
        time_wait_add(tcp.now_ns, &tuple, conn->snd_max, conn->rcv_nxt);
        tcp.stats.closed++;
        conn_end(conn);
    }
}

/* Before the peer's FIN has been processed: only then is there anything to receive. */
static bool is_receiving(const struct tcp_conn *conn)
{
    return conn->state == TCP_STATE_ESTABLISHED || conn->state == TCP_STATE_FIN_WAIT_1 ||
           conn->state == TCP_STATE_FIN_WAIT_2;
}

static void receive(struct tcp_conn *conn, struct tcp_segment segment)
{
    bool had_any = segment_seq_len(&segment) > 0;

    /* RFC 9293 3.10.7.4: text or a FIN behind a FIN should not occur; ignore it. */
    if (!is_receiving(conn) || !had_any)
        return;
    trim(conn, &segment);
    if (segment.flags & TCP_FIN && !conn->fin_received) {
        conn->fin_received = true;
        conn->fin_seq = segment.seq + segment.len;
    }
    if (segment.len > 0) {
        text(conn, &segment);
    } else {
        conn->ack_now = true; /* a probe, or a FIN ahead of its turn: say where we are */
        conn_set_dirty(conn);
    }
    if (conn->fin_received && conn->rcv_nxt == conn->fin_seq && recv_is_kept(conn))
        fin(conn);
}

/* RFC 9293 3.10.7.4 for a connection that exists. */
static void conn_segment(struct tcp_conn *conn, const struct tcp_segment *segment)
{
    /* The same SYN again: our SYN-ACK was lost. RFC 9293 would answer with an ACK, which a peer in SYN-SENT
     * cannot use. */
    if (conn->state == TCP_STATE_SYN_RECEIVED && (segment->flags & (TCP_SYN | TCP_ACK)) == TCP_SYN &&
        segment->seq == conn->rcv_nxt - 1) {
        rtt_forget(conn);
        out_syn_ack(conn);
        return;
    }
    if (!is_acceptable(conn, segment)) {
        unacceptable(conn, segment);
        return;
    }
    if (segment->flags & TCP_RST) {
        reset(conn, segment);
        return;
    }
    /* Fourth check; RFC 5961 4.2: a SYN in a connection is a peer that has restarted, or a forger. The first
     * answers our ACK with a RST. A segment without ACK is dropped by the fifth check. */
    if (segment->flags & TCP_SYN || !(segment->flags & TCP_ACK)) {
        tcp.stats.segments_unacceptable++;
        if (segment->flags & TCP_SYN)
            out_challenge_ack(conn);
        return;
    }
    if (ack_input(conn, segment))
        receive(conn, *segment);
}

/* RFC 9293 3.10.7.2: in LISTEN a RST is ignored, an ACK is refused, a SYN is welcome; 3.10.7.1 for other
 * ports. */
static void stranger(const struct tcp_segment *segment)
{
    bool for_listener = tcp.port && segment->tuple.local_port == tcp.port;

    if (for_listener && tcp.leaving)
        /* A RST would end what may be somebody else's connection by now; a SYN comes again, and finds him. */
        tcp.stats.left_unanswered++;
    else if (for_listener && (segment->flags & (TCP_SYN | TCP_ACK)) == TCP_SYN)
        listen_open(segment, NULL);
    else
        tcp.stats.resets_sent += segment_refuse(tcp.now_ns, segment);
}

void in_segment(const struct tcp_segment *segment)
{
    struct tcp_conn *conn = conn_find(&segment->tuple);
    enum time_wait_answer answer;
    uint32_t iss_after;

    if (conn) {
        conn_segment(conn, segment);
        return;
    }
    answer = time_wait_input(tcp.now_ns, segment, &iss_after);
    if (answer == TIME_WAIT_NONE || (answer == TIME_WAIT_OPEN && tcp.leaving))
        stranger(segment);
    else if (answer == TIME_WAIT_OPEN)
        listen_open(segment, &iss_after);
}
