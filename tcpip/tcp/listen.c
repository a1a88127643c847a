/* listen.c - see listen.h. */
#include "tcp/listen.h"

#include "tcp/congestion.h"
#include "tcp/options.h"
#include "tcp/out.h"
#include "tcp/seq.h"
#include "tcp/window.h"

static struct tcp_conn *first_of(const struct list *list)
{
    return list_is_empty(list) ? NULL : LIST_OWNER(list->next, struct tcp_conn, lru);
}

static void evict_half_open(void)
{
    conn_end(first_of(&tcp.half_open));
    tcp.stats.syn_evicted++;
}

/* RFC 9293 has no word for it; a RST tells the client at once, where silence would cost it a timeout at its
 * next request. */
static void evict_idle(void)
{
    struct tcp_conn *conn = first_of(&tcp.idle);

    out_reset(conn);
    conn_end(conn);
    tcp.stats.evicted_idle++;
}

/* Make room for one connection. The last free place counts as room only when nobody can be evicted: an
 * evicted connection's number is not free before its owner has heard of it, so there must be a spare one. */
static bool make_room(void)
{
    if (tcp.half_open_count > 0 && tcp.half_open_count >= tcp.half_open_max)
        evict_half_open();
    if (tcp.free_count <= 1 && !list_is_empty(&tcp.idle))
        evict_idle();
    if (tcp.free_count == 0 && tcp.half_open_count > 0)
        evict_half_open();
    return tcp.free_count > 0;
}

static uint16_t choose_mss(uint16_t announced)
{
    uint16_t mss = announced ? announced : TCP_MSS_DEFAULT, own = window_own_mss();

    /* RFC 9293 3.7.1: the smaller of what the peer takes and what our interface carries. */
    if (mss < TCP_MSS_MIN)
        mss = TCP_MSS_MIN;
    return mss < own ? mss : own;
}

static uint32_t choose_iss(const struct tcp_tuple *tuple, const uint32_t *iss_after)
{
    uint32_t iss = isn_make(tcp.secret, tuple, tcp.now_ns);

    /* A connection that sent faster than the ISN clock runs has left numbers behind that lie ahead. */
    if (iss_after && seq_leq(iss, *iss_after))
        iss = *iss_after + 65536;
    return iss;
}

void listen_open(const struct tcp_segment *segment, const uint32_t *iss_after)
{
    struct tcp_options options;
    struct tcp_conn *conn;

    if (!options_parse(segment->options, segment->options_len, &options) ||
        segment->tuple.remote == segment->tuple.local) {
        tcp.stats.segments_bad++;
        return;
    }
    if (!make_room()) {
        tcp.stats.refused_full++;
        return;
    }
    conn = conn_take(&segment->tuple);
    conn->mss = choose_mss(options.mss);
    conn->snd_wscale = options.wscale;
    conn->peer_wscale = options.has_wscale;
    conn->snd_una = choose_iss(&segment->tuple, iss_after);
    conn->snd_nxt = conn->snd_max = conn->snd_una + 1;
    conn->rto_ms = TCP_RTO_FIRST_MS;
    /* RFC 9293 3.10.7.2: payload in a SYN may be queued or not; the peer sends it again. */
    conn->rcv_nxt = segment->seq + 1;
    conn->rcv_adv = conn->rcv_nxt + TCP_RECV_MAX;
    rtt_start(conn, conn->snd_max, tcp.now_ns);
    wheel_set(&tcp.wheel, &conn->retransmit_timer, tcp.now_ns + rto_ns(conn));
    out_syn_ack(conn);
}
