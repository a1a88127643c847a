/* engine.c - the functions of engine.h: what the stack and, through tcp.h, the appliance call. */
#include "tcp/engine.h"

#include "assert.h"
#include "bytes.h"
#include "log.h"
#include "memory.h"
#include "tcp/conn.h"
#include "tcp/in.h"
#include "tcp/out.h"
#include "tcp/seq.h"
#include "tcp/timer.h"

bool engine_init(uint32_t conn_max, uint32_t recv_buffer_max, const uint8_t secret[16], struct arena *arena,
                 uint64_t now_ns)
{
    if (!tcp_pools_take(conn_max, recv_buffer_max, arena, now_ns))
        return false;
    memcpy(tcp.secret, secret, sizeof tcp.secret);
    return true;
}

size_t engine_memory_need(uint32_t conn_max, uint32_t recv_buffer_max)
{
    return tcp_pools_need(conn_max, recv_buffer_max);
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

/* ---------------------------------------------------------------- what the caller does */

/* A number that the caller does not own is the caller's bug, not the world's. */
static struct tcp_conn *owned_conn(uint32_t number)
{
    ASSERT(number < tcp.conn_max && tcp.conns[number].owned);
    return &tcp.conns[number];
}

bool engine_listen(uint16_t port)
{
    if (port == 0 || (tcp.port != 0 && tcp.port != port)) {
        log_error("tcp: listen port=%u refused: %s", port, port ? "one listener only" : "no port");
        return false;
    }
    tcp.port = port;
    log_debug("tcp: listen port=%u conns=%u", port, tcp.conn_max);
    return true;
}

uint32_t engine_conn_max(void)
{
    return tcp.conn_max;
}

struct span engine_recv(uint32_t number)
{
    return recv_bytes(owned_conn(number));
}

/* Tell a peer whose window has become small that it is large again; one that has more than half need not
 * know. */
static void update_window(struct tcp_conn *conn)
{
    if (!out_window_update_due(conn) || conn->rcv_adv - conn->rcv_nxt >= TCP_RECV_MAX / 2)
        return;
    conn->ack_now = true;
    conn_set_dirty(conn);
}

void engine_consume(uint32_t number, size_t len)
{
    struct tcp_conn *conn = owned_conn(number);

    ASSERT(len <= conn->recv_len);
    recv_consume(conn, (uint32_t)len);
    if (conn->state != TCP_STATE_DEAD)
        update_window(conn);
}

bool engine_can_send(uint32_t number)
{
    struct tcp_conn *conn = owned_conn(number);

    if (conn->state == TCP_STATE_DEAD)
        return false;
    conn->want_room = !queue_has_room(&conn->queue);
    return !conn->want_room;
}

void engine_send(uint32_t number, const void *head, size_t head_len, const struct span *spans,
                 size_t span_count)
{
    struct tcp_conn *conn = owned_conn(number);

    ASSERT(conn->state != TCP_STATE_DEAD && queue_has_room(&conn->queue));
    ASSERT(head_len <= TCP_HEAD_MAX && span_count <= TCP_SEND_SPANS);
    queue_add_head(&conn->queue, head, head_len);
    for (size_t i = 0; i < span_count; i++)
        queue_add_span(&conn->queue, spans[i]);
    conn_set_dirty(conn);
}

uint64_t engine_unsent(uint32_t number)
{
    return owned_conn(number)->queue.len;
}

void engine_set_timeout(uint32_t number, uint64_t deadline_ns)
{
    struct tcp_conn *conn = owned_conn(number);

    conn->events &= (uint8_t)~(1u << TCP_TIMEOUT);
    if (conn->events == 0)
        list_remove(&conn->in_ready);
    if (deadline_ns == UINT64_MAX || conn->state == TCP_STATE_DEAD)
        wheel_cancel(&tcp.wheel, &conn->life_timer);
    else
        wheel_set(&tcp.wheel, &conn->life_timer, deadline_ns);
}

void engine_set_idle(uint32_t number, bool idle)
{
    struct tcp_conn *conn = owned_conn(number);

    if (conn->state != TCP_STATE_DEAD)
        conn_set_idle(conn, idle);
}

void engine_close(uint32_t number)
{
    struct tcp_conn *conn = owned_conn(number);

    if (conn->state == TCP_STATE_DEAD) {
        conn_free(conn);
        return;
    }
    conn_unpost_all(conn);
    conn_set_idle(conn, false);
    recv_drop(conn);
    update_window(conn);
    conn->owned = false;
    conn->closed = true;
    conn->fin_queued = true;
    conn->linger_una = conn->snd_una;
    wheel_set(&tcp.wheel, &conn->life_timer, tcp.now_ns + TCP_LINGER_MS * TCP_MS_NS);
    conn_set_dirty(conn);
}

void engine_abort(uint32_t number)
{
    struct tcp_conn *conn = owned_conn(number);

    if (conn->state == TCP_STATE_DEAD) {
        conn_free(conn);
        return;
    }
    out_reset(conn);
    tcp.stats.aborted++;
    conn->owned = false;
    conn_end(conn);
}

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
