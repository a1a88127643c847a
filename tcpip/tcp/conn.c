/* conn.c - see conn.h. */
#include "tcp/conn.h"

#include "assert.h"
#include "ip/ipv4.h"
#include "memory.h"
#include "tcp/seq.h"

struct tcp_engine tcp;

_Static_assert(TCP_QUEUE_HEAD >= TCP_HEAD_MAX, "one head must fit");
_Static_assert(TCP_QUEUE_ENTRIES >= TCP_SEND_SPANS + 1, "one reply must fit");

bool tcp_pools_take(uint32_t conn_max, uint32_t recv_buffer_max, struct arena *arena, uint64_t now_ns)
{
    memset(&tcp, 0, sizeof tcp);
    tcp.now_ns = now_ns;
    tcp.conn_max = conn_max;
    tcp.half_open_max = conn_max / TCP_HALF_OPEN_SHARE;
    tcp.bucket_mask = conn_bucket_count(conn_max) - 1;
    tcp.conns = arena_take(arena, conn_max, sizeof(struct tcp_conn), 64);
    tcp.buckets = arena_take(arena, conn_bucket_count(conn_max), sizeof(struct tcp_conn *), 64);
    if (!tcp.conns || !tcp.buckets || !recv_pool_take(&tcp.recv_pool, recv_buffer_max, arena) ||
        !time_wait_take(&tcp.time_wait, conn_max, arena))
        return false;
    list_init(&tcp.free);
    list_init(&tcp.ready);
    list_init(&tcp.dirty);
    list_init(&tcp.idle);
    list_init(&tcp.half_open);
    wheel_init(&tcp.wheel, now_ns);
    tcp.free_count = conn_max;
    return true;
}

struct tcp_tuple conn_tuple(const struct tcp_conn *conn)
{
    return (struct tcp_tuple){ipv4_address(), conn->remote, tcp.port, conn->remote_port};
}

/* We have one address and one port, and a change of either ends all connections (engine_address_changed), so
 * the table is keyed with the remote end alone. */
static struct tcp_conn **bucket_of(uint32_t remote, uint16_t remote_port)
{
    struct tcp_tuple key = {.remote = remote, .remote_port = remote_port};

    return &tcp.buckets[isn_table_hash(tcp.secret, &key) & tcp.bucket_mask];
}

struct tcp_conn *conn_find(const struct tcp_tuple *tuple)
{
    struct tcp_conn *conn;

    if (tuple->local_port != tcp.port)
        return NULL;
    conn = *bucket_of(tuple->remote, tuple->remote_port);
    while (conn && (conn->remote != tuple->remote || conn->remote_port != tuple->remote_port))
        conn = conn->hash_next;
    return conn;
}

struct tcp_conn *conn_take(const struct tcp_tuple *tuple)
{
    struct tcp_conn **bucket = bucket_of(tuple->remote, tuple->remote_port);
    struct tcp_conn *conn;

    if (tcp.free_count == 0)
        return NULL;
    tcp.free_count--;
    conn = LIST_OWNER(tcp.free.next, struct tcp_conn, lru);
    if (list_is_empty(&tcp.free))
        conn = &tcp.conns[tcp.touched_count++];
    else
        list_remove(&conn->lru);
    tcp.stats.conn_count++;
    memset(conn, 0, sizeof *conn);
    conn->state = TCP_STATE_SYN_RECEIVED;
    conn->remote = tuple->remote;
    conn->remote_port = tuple->remote_port;
    conn->hash_next = *bucket;
    *bucket = conn;
    list_append(&tcp.half_open, &conn->lru);
    tcp.half_open_count++;
    return conn;
}

void conn_opened(struct tcp_conn *conn)
{
    list_remove(&conn->lru);
    tcp.half_open_count--;
    conn->state = TCP_STATE_ESTABLISHED;
}

static void table_remove(struct tcp_conn *conn)
{
    struct tcp_conn **at = bucket_of(conn->remote, conn->remote_port);

    while (*at != conn)
        at = &(*at)->hash_next;
    *at = conn->hash_next;
}

void conn_free(struct tcp_conn *conn)
{
    conn_unpost_all(conn);
    conn->owned = false;
    conn->state = TCP_STATE_FREE;
    /* At the near end: what was used last lies in the cache. */
    list_append(tcp.free.next, &conn->lru);
    tcp.free_count++;
    tcp.stats.conn_count--;
}

void conn_end(struct tcp_conn *conn)
{
    table_remove(conn);
    if (conn->state == TCP_STATE_SYN_RECEIVED)
        tcp.half_open_count--;
    list_remove(&conn->lru);
    list_remove(&conn->in_dirty);
    wheel_cancel(&tcp.wheel, &conn->retransmit_timer);
    wheel_cancel(&tcp.wheel, &conn->ack_timer);
    wheel_cancel(&tcp.wheel, &conn->life_timer);
    recv_drop(conn);
    conn_unpost_all(conn);
    if (!conn->owned) {
        conn_free(conn);
        return;
    }
    conn->state = TCP_STATE_DEAD;
    conn_post(conn, TCP_CLOSED);
}

void conn_post(struct tcp_conn *conn, enum tcp_event_kind kind)
{
    if (conn->events == 0)
        list_append(&tcp.ready, &conn->in_ready);
    conn->events |= (uint8_t)(1u << kind);
}

void conn_unpost_all(struct tcp_conn *conn)
{
    conn->events = 0;
    list_remove(&conn->in_ready);
}

void conn_set_dirty(struct tcp_conn *conn)
{
    if (!list_is_linked(&conn->in_dirty))
        list_append(&tcp.dirty, &conn->in_dirty);
}

void conn_set_idle(struct tcp_conn *conn, bool idle)
{
    if (idle == list_is_linked(&conn->lru))
        return;
    if (idle)
        list_append(&tcp.idle, &conn->lru);
    else
        list_remove(&conn->lru);
}

static void check_idle_fields(const struct tcp_conn *conn)
{
    ASSERT(!wheel_is_set(&conn->retransmit_timer) && !wheel_is_set(&conn->ack_timer));
    ASSERT(!wheel_is_set(&conn->life_timer) && !list_is_linked(&conn->in_dirty));
    ASSERT(conn->buffer == NULL && conn->recv_len == 0);
    if (conn->state == TCP_STATE_FREE)
        ASSERT(conn->events == 0 && !conn->owned &&
               list_is_linked(&conn->lru) == (conn_number(conn) < tcp.touched_count));
    else
        ASSERT(conn->events == 1u << TCP_CLOSED && conn->owned);
}

void conn_check(const struct tcp_conn *conn)
{
    uint32_t in_flight = conn->snd_max - conn->snd_una;

    ASSERT((conn->events != 0) == list_is_linked(&conn->in_ready));
    if (conn->state <= TCP_STATE_DEAD) {
        check_idle_fields(conn);
        return;
    }
    ASSERT(seq_leq(conn->snd_una, conn->snd_nxt) && seq_leq(conn->snd_nxt, conn->snd_max));
    ASSERT(in_flight <= conn->queue.len + 1);
    ASSERT(conn->recv_len <= TCP_RECV_MAX && seq_leq(conn->rcv_nxt, conn->rcv_adv));
    if (conn->state == TCP_STATE_SYN_RECEIVED) {
        ASSERT(conn->queue.len == 0 && !conn->owned && list_is_linked(&conn->lru));
    } else {
        ASSERT(conn->cwnd >= conn->mss && conn->mss > 0);
        ASSERT(in_flight == 0 || wheel_is_set(&conn->retransmit_timer) || list_is_linked(&conn->in_dirty));
    }
    ASSERT(conn->recv_len == 0 || conn->buffer || tcp.lent.conn == conn);
    ASSERT(!conn->fin_sent || conn->state >= TCP_STATE_FIN_WAIT_1);
    ASSERT(!conn->closed || !conn->owned);
    queue_check(&conn->queue);
    recv_check(conn);
}
