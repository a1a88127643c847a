/* recv.c - see recv.h. */
#include "tcp/recv.h"

#include "assert.h"
#include "memory.h"
#include "tcp/conn.h"
#include "tcp/seq.h"

bool recv_pool_take(struct recv_pool *pool, uint32_t count, struct arena *arena)
{
    pool->buffers = arena_take(arena, count, sizeof(struct recv_buffer), 64);
    pool->count = pool->free_count = count;
    return pool->buffers != NULL;
}

/* Give the connection an empty buffer. Returns false when none is free (counted). */
static bool attach(struct tcp_conn *conn)
{
    struct recv_pool *pool = &tcp.recv_pool;
    struct recv_buffer *buffer = pool->first;

    if (pool->free_count == 0) {
        tcp.stats.recv_dropped_pool++;
        return false;
    }
    if (buffer)
        pool->first = buffer->next;
    else
        buffer = &pool->buffers[pool->touched_count++];
    pool->free_count--;
    buffer->start = 0;
    buffer->range_count = 0;
    conn->buffer = buffer;
    return true;
}

static void detach(struct tcp_conn *conn)
{
    conn->buffer->next = tcp.recv_pool.first;
    tcp.recv_pool.first = conn->buffer;
    tcp.recv_pool.free_count++;
    conn->buffer = NULL;
}

static void detach_if_empty(struct tcp_conn *conn)
{
    if (conn->buffer && conn->recv_len == 0 && conn->buffer->range_count == 0)
        detach(conn);
}

uint32_t recv_window(const struct tcp_conn *conn)
{
    return TCP_RECV_MAX - conn->recv_len;
}

/* Move everything to the front. A segment causes this at most once, however finely its bytes are consumed. */
static void compact(struct tcp_conn *conn)
{
    struct recv_buffer *buffer = conn->buffer;
    uint32_t len = conn->recv_len;

    if (buffer->range_count > 0)
        len += buffer->range[buffer->range_count - 1].to - conn->rcv_nxt;
    memmove(buffer->bytes, buffer->bytes + buffer->start, len);
    buffer->start = 0;
}

static void copy_in(struct tcp_conn *conn, uint32_t seq, const uint8_t *bytes, uint32_t len)
{
    uint32_t offset = conn->recv_len + (seq - conn->rcv_nxt);

    ASSERT(offset + len <= TCP_RECV_MAX);
    if (conn->buffer->start + offset + len > TCP_RECV_MAX)
        compact(conn);
    memcpy(conn->buffer->bytes + conn->buffer->start + offset, bytes, len);
}

/* Enter [from, to) in the list of ranges, joined with all that it touches. Returns false when the list is
 * full. */
static bool range_add(struct recv_buffer *buffer, uint32_t from, uint32_t to)
{
    uint32_t first = 0, after;

    while (first < buffer->range_count && seq_lt(buffer->range[first].to, from))
        first++;
    for (after = first; after < buffer->range_count && seq_leq(buffer->range[after].from, to); after++) {
        from = seq_min(from, buffer->range[after].from);
        to = seq_max(to, buffer->range[after].to);
    }
    if (after == first && buffer->range_count == TCP_RANGE_MAX)
        return false;
    memmove(&buffer->range[first + 1], &buffer->range[after],
            (buffer->range_count - after) * sizeof buffer->range[0]);
    buffer->range_count = buffer->range_count - (after - first) + 1;
    buffer->range[first].from = from;
    buffer->range[first].to = to;
    return true;
}

/* Take over the ranges that rcv_nxt has reached. */
static void range_absorb(struct tcp_conn *conn)
{
    struct recv_buffer *buffer = conn->buffer;
    uint32_t gone = 0;

    while (gone < buffer->range_count && seq_leq(buffer->range[gone].from, conn->rcv_nxt)) {
        if (seq_lt(conn->rcv_nxt, buffer->range[gone].to)) {
            conn->recv_len += buffer->range[gone].to - conn->rcv_nxt;
            conn->rcv_nxt = buffer->range[gone].to;
        }
        gone++;
    }
    buffer->range_count -= gone;
    memmove(&buffer->range[0], &buffer->range[gone], buffer->range_count * sizeof buffer->range[0]);
}

bool recv_put(struct tcp_conn *conn, uint32_t seq, const uint8_t *bytes, uint32_t len)
{
    ASSERT(!tcp.lent.conn && len <= recv_window(conn) && seq - conn->rcv_nxt <= recv_window(conn) - len);
    if (seq == conn->rcv_nxt && !conn->buffer) {
        tcp.lent = (struct tcp_lent){conn, bytes};
        conn->rcv_nxt += len;
        conn->recv_len = len;
        return true;
    }
    if (!conn->buffer && !attach(conn))
        return false;
    if (seq == conn->rcv_nxt) {
        copy_in(conn, seq, bytes, len);
        conn->rcv_nxt += len;
        conn->recv_len += len;
        range_absorb(conn);
        return true;
    }
    /* copy_in() may move what the ranges hold, so it goes by the list as it was. */
    copy_in(conn, seq, bytes, len);
    if (range_add(conn->buffer, seq, seq + len))
        return true;
    tcp.stats.recv_dropped_pool++;
    return false;
}

struct span recv_bytes(const struct tcp_conn *conn)
{
    if (conn->recv_len == 0)
        return (struct span){NULL, 0};
    if (conn->buffer)
        return (struct span){conn->buffer->bytes + conn->buffer->start, conn->recv_len};
    ASSERT(tcp.lent.conn == conn);
    return (struct span){tcp.lent.bytes, conn->recv_len};
}

void recv_consume(struct tcp_conn *conn, uint32_t len)
{
    ASSERT(len <= conn->recv_len);
    conn->recv_len -= len;
    if (conn->buffer)
        conn->buffer->start += len;
    else if (len > 0)
        tcp.lent.bytes += len;
    detach_if_empty(conn);
}

void recv_settle(void)
{
    struct tcp_conn *conn = tcp.lent.conn;
    const uint8_t *bytes = tcp.lent.bytes;

    tcp.lent = (struct tcp_lent){NULL, NULL};
    if (!conn || conn->recv_len == 0)
        return;
    if (attach(conn)) {
        memcpy(conn->buffer->bytes, bytes, conn->recv_len);
        return;
    }
    conn->rcv_nxt -= conn->recv_len;
    conn->recv_len = 0;
}

bool recv_is_kept(const struct tcp_conn *conn)
{
    return tcp.lent.conn != conn || tcp.recv_pool.free_count > 0;
}

void recv_finish(struct tcp_conn *conn)
{
    if (conn->buffer)
        conn->buffer->range_count = 0;
    detach_if_empty(conn);
}

void recv_drop(struct tcp_conn *conn)
{
    if (tcp.lent.conn == conn)
        tcp.lent = (struct tcp_lent){NULL, NULL};
    conn->recv_len = 0;
    if (conn->buffer)
        detach(conn);
}

void recv_check(const struct tcp_conn *conn)
{
    const struct recv_buffer *buffer = conn->buffer;
    uint32_t reached = conn->rcv_nxt;

    if (!buffer)
        return;
    ASSERT(conn->recv_len > 0 || buffer->range_count > 0);
    ASSERT(buffer->range_count <= TCP_RANGE_MAX && buffer->start + conn->recv_len <= TCP_RECV_MAX);
    for (uint32_t i = 0; i < buffer->range_count; i++) {
        ASSERT(seq_lt(reached, buffer->range[i].from) && seq_lt(buffer->range[i].from, buffer->range[i].to));
        reached = buffer->range[i].to;
    }
    ASSERT(buffer->start + conn->recv_len + (reached - conn->rcv_nxt) <= TCP_RECV_MAX);
}
