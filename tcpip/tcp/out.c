/* out.c - see out.h. */
#include "tcp/out.h"

#include "assert.h"
#include "memory.h"
#include "netif.h"
#include "tcp/congestion.h"
#include "tcp/options.h"
#include "tcp/seq.h"
#include "tcp/window.h"

static uint32_t smaller(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* Whatever goes out carries the ACK that is owed. */
static void ack_is_paid(struct tcp_conn *conn)
{
    conn->ack_now = false;
    conn->segs_unacked = 0;
    wheel_cancel(&tcp.wheel, &conn->ack_timer);
}

static struct tcp_segment segment_of(struct tcp_conn *conn, uint32_t seq, uint8_t flags)
{
    return (struct tcp_segment){.tuple = conn_tuple(conn),
                                .seq = seq,
                                .ack = conn->rcv_nxt,
                                .window = window_announce(conn),
                                .flags = flags};
}

void out_ack(struct tcp_conn *conn)
{
    /* While old bytes are being sent again SND.NXT lies below what the peer has, and an ACK there would not
     * be acceptable to it; but a closed window takes nothing beyond SND.NXT. */
    uint32_t seq = conn->persisting ? conn->snd_nxt : conn->snd_max;
    struct tcp_segment segment = segment_of(conn, seq, TCP_ACK);

    segment_send_bare(tcp.now_ns, &segment);
    ack_is_paid(conn);
}

void out_challenge_ack(struct tcp_conn *conn)
{
    uint32_t now_ms = (uint32_t)(tcp.now_ns / TCP_MS_NS) | 1;

    if (conn->challenge_ms && now_ms - conn->challenge_ms < TCP_CHALLENGE_MS)
        return;
    conn->challenge_ms = now_ms;
    out_ack(conn);
}

void out_reset(struct tcp_conn *conn)
{
    /* RFC 5961 3.2: the peer believes a RST only at its own RCV.NXT, which is snd_max unless something is
     * lost. */
    struct tcp_segment segment = segment_of(conn, conn->snd_max, TCP_RST | TCP_ACK);

    segment_send_bare(tcp.now_ns, &segment);
    tcp.stats.resets_sent++;
}

void out_syn_ack(struct tcp_conn *conn)
{
    uint8_t frame[IPV4_HEADROOM + TCP_HEADER + TCP_OPTIONS_SENT_MAX];
    uint8_t *head = frame + IPV4_HEADROOM;
    struct tcp_segment segment = segment_of(conn, conn->snd_una, TCP_SYN | TCP_ACK);
    size_t options_len = options_write(head + TCP_HEADER, window_own_mss(), conn->peer_wscale);

    segment_write_header(head, &segment, options_len);
    (void)ipv4_send(tcp.now_ns, &(struct ipv4_tx){.dst = conn->remote,
                                                  .protocol = IPV4_PROTOCOL_TCP,
                                                  .head = head,
                                                  .head_len = TCP_HEADER + options_len,
                                                  .csum_offset = TCP_CSUM_OFFSET,
                                                  .has_csum = true});
}

/* Whether the FIN's turn comes right behind the byte before seq. */
static bool fin_follows(const struct tcp_conn *conn, uint32_t seq)
{
    return conn->fin_queued && seq - conn->snd_una == conn->queue.len;
}

static void fin_is_sent(struct tcp_conn *conn)
{
    if (conn->fin_sent)
        return;
    conn->fin_sent = true;
    /* RFC 9293 3.10.4: CLOSE takes effect when all preceding SENDs have been segmentized. */
    conn->state = conn->state == TCP_STATE_CLOSE_WAIT ? TCP_STATE_LAST_ACK : TCP_STATE_FIN_WAIT_1;
}

/* Note that [seq, end) is on its way. */
static void sent(struct tcp_conn *conn, uint32_t seq, uint32_t end)
{
    if (seq_lt(seq, conn->snd_max)) {
        tcp.stats.retransmits++;
        rtt_forget(conn);
    } else {
        rtt_start(conn, end, tcp.now_ns);
    }
    conn->snd_max = seq_max(conn->snd_max, end);
    conn->sent_ns = tcp.now_ns;
    /* RFC 6298 5.1: start the timer if it is not running. */
    if (!wheel_is_set(&conn->retransmit_timer) || conn->persisting) {
        conn->persisting = false;
        wheel_set(&tcp.wheel, &conn->retransmit_timer, tcp.now_ns + rto_ns(conn));
    }
    ack_is_paid(conn);
}

/* Send up to len bytes of the queue from seq on, and the FIN if its turn has come. Sent or lost makes no
 * difference here: the timer takes care of both. Returns the sequence number behind what was sent. */
static uint32_t send_payload(struct tcp_conn *conn, uint32_t seq, uint32_t len)
{
    uint8_t frame[NETIF_HEAD_MAX];
    uint8_t *head = frame + IPV4_HEADROOM;
    struct queue_piece piece = {.copy = head + TCP_HEADER,
                                .copy_max = sizeof frame - IPV4_HEADROOM - TCP_HEADER};
    struct tcp_segment segment = segment_of(conn, seq, TCP_ACK);
    uint32_t end = seq + queue_gather(&conn->queue, seq - conn->snd_una, len, &piece);

    ASSERT(len == 0 || end != seq);
    if (end - conn->snd_una == conn->queue.len && len > 0)
        segment.flags |= TCP_PSH; /* RFC 9293 3.9.1.2: nothing follows for now */
    if (fin_follows(conn, end)) {
        segment.flags |= TCP_FIN;
        fin_is_sent(conn);
    }
    segment_write_header(head, &segment, 0);
    (void)ipv4_send(tcp.now_ns, &(struct ipv4_tx){
                                    .dst = conn->remote,
                                    .protocol = IPV4_PROTOCOL_TCP,
                                    .head = head,
                                    .head_len = TCP_HEADER + piece.copy_len,
                                    .spans = piece.spans,
                                    .span_count = piece.span_count,
                                    .csum_offset = TCP_CSUM_OFFSET,
                                    .has_csum = true,
                                    .gso_size = end - seq > conn->mss ? conn->mss : 0,
                                });
    end += !!(segment.flags & TCP_FIN);
    sent(conn, seq, end);
    return end;
}

/* Something waits and nothing is under way that would bring an answer: probe (RFC 9293 3.8.6.1). */
static void persist_if_stuck(struct tcp_conn *conn)
{
    if (conn->snd_una != conn->snd_max || conn->queue.len == 0 || wheel_is_set(&conn->retransmit_timer))
        return;
    conn->persisting = true;
    wheel_set(&tcp.wheel, &conn->retransmit_timer, tcp.now_ns + rto_ns(conn));
}

bool out_flush(struct tcp_conn *conn)
{
    uint32_t len;

    if (!conn_is_synchronized(conn))
        return true;
    if (conn->snd_una == conn->snd_max && conn->queue.len > 0)
        congestion_restart(conn, tcp.now_ns);
    while ((len = window_sendable(conn)) > 0) {
        if (netif_send_room() == 0)
            return false;
        conn->snd_nxt = send_payload(conn, conn->snd_nxt, len);
    }
    /* A bare FIN takes no room in the peer's buffer, so its window is not asked. */
    if (fin_follows(conn, conn->snd_nxt)) {
        if (netif_send_room() == 0)
            return false;
        conn->snd_nxt = send_payload(conn, conn->snd_nxt, 0);
    }
    if (conn->ack_now) {
        if (netif_send_room() == 0)
            return false;
        out_ack(conn);
    }
    persist_if_stuck(conn);
    return true;
}

void out_resend(struct tcp_conn *conn)
{
    uint32_t len = conn->queue.len < conn->mss ? (uint32_t)conn->queue.len : conn->mss;
    uint32_t end = send_payload(conn, conn->snd_una, len);

    conn->snd_nxt = seq_max(conn->snd_nxt, end);
}

void out_probe(struct tcp_conn *conn)
{
    uint32_t len = smaller(conn->snd_wnd, conn->mss);

    if (len > conn->queue.len)
        len = (uint32_t)conn->queue.len;
    /* It counts as sent, so that its ACK is believed, but SND.NXT stays: it is sent again with the rest. */
    conn->snd_nxt = conn->snd_una;
    (void)send_payload(conn, conn->snd_una, len ? len : 1);
    conn->persisting = true;
    wheel_set(&tcp.wheel, &conn->retransmit_timer, tcp.now_ns + rto_ns(conn));
}
