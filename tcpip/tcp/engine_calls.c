/* engine_calls.c - see engine.h, and tcp.h: what the application calls. */
#include "assert.h"
#include "log.h"
#include "tcp/conn.h"
#include "tcp/engine.h"
#include "tcp/out.h"
#include "tcp/window.h"

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

__attribute__((cold)) void engine_stop_listening(void)
{
    tcp.leaving = true;
    for (uint32_t i = 0; i < tcp.touched_count; i++)
        if (tcp.conns[i].state == TCP_STATE_FIN_WAIT_2)
            wheel_set(&tcp.wheel, &tcp.conns[i].life_timer, tcp.now_ns + TCP_LEAVE_MS * TCP_MS_NS);
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
    if (!window_update_due(conn) || conn->rcv_adv - conn->rcv_nxt >= TCP_RECV_MAX / 2)
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

    conn->events &= (uint8_t) ~(1u << TCP_TIMEOUT);
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

    if (conn->state == TCP_STATE_DEAD)
        return;
    conn->stalled = false;
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
    conn->stalled = false;
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
