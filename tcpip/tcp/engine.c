/* engine.c - see engine.h: what the stack calls. engine_calls.c has what the application calls. */
#include "tcp/engine.h"

#include "bytes.h"
#include "memory.h"
#include "tcp/conn.h"
#include "tcp/in.h"
#include "tcp/out.h"
#include "tcp/seq.h"
#include "tcp/timer.h"
#include "tcp/window.h"

bool engine_init(uint32_t conn_max, uint32_t recv_buffer_max, const uint8_t secret[16], struct arena *arena,
                 uint64_t now_ns)
{
    if (!tcp_pools_take(conn_max, recv_buffer_max, arena, now_ns))
        return false;
    memcpy(tcp.secret, secret, sizeof tcp.secret);
    return true;
}

/* ---------------------------------------------------------------- what the world does */

void engine_input(uint64_t now_ns, const struct ipv4_rx *rx)
{
    struct tcp_segment segment;

    tcp.now_ns = now_ns;
    recv_settle();
    /* RFC 1122 4.2.3.10: a segment to a broadcast address is discarded in silence. */
    if (rx->broadcast || !segment_parse(rx, &segment)) {
        tcp.stats.segments_bad++;
        return;
    }
    in_segment(&segment);
}

void engine_rx_done(uint64_t now_ns)
{
    tcp.now_ns = now_ns;
    recv_settle();
}

void engine_icmp_error(uint64_t now_ns, uint32_t dst, const uint8_t quoted[8], uint16_t mtu)
{
    struct tcp_tuple tuple = {.local = ipv4_address(),
                              .remote = dst,
                              .local_port = be16_get(quoted),
                              .remote_port = be16_get(quoted + 2)};
    struct tcp_conn *conn = conn_find(&tuple);
    uint32_t seq = be32_get(quoted + 4), mss;

    tcp.now_ns = now_ns;
    /* RFC 5927 4.1: believe only what quotes a byte that is in flight, and even then let no error end a
     * connection (5.2): the timeouts do, if it is true. */
    if (!conn || !conn_is_synchronized(conn) || mtu == 0 || seq_lt(seq, conn->snd_una) ||
        !seq_lt(seq, conn->snd_max))
        return;
    /* RFC 1191 6: a smaller packet is needed; what is in flight will not arrive. */
    mss = mtu > TCP_MSS_MIN + IPV4_HEADER + TCP_HEADER ? mtu - IPV4_HEADER - TCP_HEADER : TCP_MSS_MIN;
    if (mss >= conn->mss)
        return;
    conn->mss = (uint16_t)mss;
    conn->snd_nxt = conn->snd_una;
    conn_set_dirty(conn);
}

void engine_address_changed(uint64_t now_ns)
{
    tcp.now_ns = now_ns;
    for (uint32_t i = 0; i < tcp.touched_count; i++)
        if (tcp.conns[i].state > TCP_STATE_DEAD)
            conn_end(&tcp.conns[i]);
    time_wait_clear();
}

void engine_mtu_fell(void)
{
    uint16_t own = window_own_mss();

    /* What is in flight has arrived or is lost; what is lost is sent again in segments of the new size. */
    for (uint32_t i = 0; i < tcp.touched_count; i++)
        if (tcp.conns[i].state > TCP_STATE_DEAD && tcp.conns[i].mss > own)
            tcp.conns[i].mss = own;
}

void engine_timers(uint64_t now_ns)
{
    struct wheel_timer *timer;

    tcp.now_ns = now_ns;
    time_wait_expire(now_ns);
    while ((timer = wheel_expire(&tcp.wheel, now_ns)) != NULL)
        timer_expired(timer);
}

uint64_t engine_deadline_ns(void)
{
    uint64_t deadline_ns = wheel_next_ns(&tcp.wheel);
    uint64_t retry_ns = tcp.now_ns + TCP_ROOM_RETRY_MS * TCP_MS_NS;

    if (!list_is_empty(&tcp.ready))
        return tcp.now_ns;
    if (!list_is_empty(&tcp.dirty) && retry_ns < deadline_ns)
        deadline_ns = retry_ns;
    return deadline_ns;
}

/* ---------------------------------------------------------------- what the caller hears */

static enum tcp_event_kind take_first(struct tcp_conn *conn)
{
    enum tcp_event_kind kind = (enum tcp_event_kind)__builtin_ctz(conn->events);

    conn->events &= (uint8_t)(conn->events - 1);
    if (conn->events == 0)
        list_remove(&conn->in_ready);
    return kind;
}

bool engine_event(struct tcp_event *event)
{
    while (!list_is_empty(&tcp.ready)) {
        struct tcp_conn *conn = LIST_OWNER(tcp.ready.next, struct tcp_conn, in_ready);

        *event = (struct tcp_event){take_first(conn), conn_number(conn)};
        if (event->kind == TCP_RECEIVED && conn->recv_len == 0)
            continue; /* consumed with an earlier event, or taken back */
        if (event->kind == TCP_ACCEPTED)
            conn->owned = true;
        if (event->kind == TCP_CLOSED)
            conn_free(conn);
        return true;
    }
    return false;
}

/* ---------------------------------------------------------------- what goes out */

void engine_flush(uint64_t now_ns)
{
    struct list work;

    tcp.now_ns = now_ns;
    recv_settle();
    list_move(&work, &tcp.dirty);
    while (!list_is_empty(&work)) {
        struct tcp_conn *conn = LIST_OWNER(work.next, struct tcp_conn, in_dirty);

        if (!out_flush(conn)) {
            list_move(&tcp.dirty, &work); /* the ring is full: the rest keeps its turn */
            return;
        }
        list_remove(&conn->in_dirty);
    }
}

const struct tcp_stats *engine_stats(void)
{
    return &tcp.stats;
}
