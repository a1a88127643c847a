/* sockets.c - the provider of tcp.h over kernel sockets. */
#include "sockets.h"

#include "assert.h"
#include "format.h"
#include "log.h"
#include "memory.h"

/* A connection that the application may use. */
static struct sockets_conn *open_conn(uint32_t id)
{
    ASSERT(id < sockets.used && sockets.conns[id].state == SOCKETS_OPEN);
    return &sockets.conns[id];
}

static uint32_t sockets_conn_max(void)
{
    return sockets.conn_max;
}

static struct span sockets_recv(uint32_t id)
{
    struct sockets_conn *c = open_conn(id);
    if (c->buffer != NULL)
        return (struct span){c->buffer, c->buffer_len};
    if (sockets.lent_conn == id)
        return (struct span){sockets.scratch + sockets.lent_at, sockets.lent_len};
    return (struct span){NULL, 0};
}

static void sockets_consume(uint32_t id, size_t len)
{
    struct sockets_conn *c = open_conn(id);
    ASSERT(len <= sockets_recv(id).len);
    if (c->buffer == NULL) {
        sockets.lent_at += len;
        sockets.lent_len -= len;
        return;
    }
    if (c->buffer_len == TCP_RECV_MAX && len > 0)
        sockets_mark_dirty(id); /* there is room again: watch for input */
    c->buffer_len -= len;
    memmove(c->buffer, c->buffer + len, c->buffer_len);
    if (c->buffer_len == 0) {
        sockets_buffer_give(c->buffer);
        c->buffer = NULL;
    }
}

static bool sockets_can_send(uint32_t id)
{
    struct sockets_conn *c = open_conn(id);
    return c->queue_len + 1 + TCP_SEND_SPANS <= SOCKETS_QUEUE &&
           c->heads_used + TCP_HEAD_MAX <= SOCKETS_HEADS;
}

static void enqueue(struct sockets_conn *c, const uint8_t *bytes, size_t len)
{
    if (len == 0)
        return;
    c->queue[c->queue_len++] = (struct span){bytes, len};
    c->unsent += len;
}

static void sockets_send(uint32_t id, const void *head, size_t head_len, const struct span *spans,
                         size_t span_count)
{
    struct sockets_conn *c = open_conn(id);
    ASSERT(sockets_can_send(id) && head_len <= TCP_HEAD_MAX && span_count <= TCP_SEND_SPANS);
    memcpy(c->heads + c->heads_used, head, head_len);
    enqueue(c, c->heads + c->heads_used, head_len);
    c->heads_used += head_len;
    for (size_t i = 0; i < span_count; i++)
        enqueue(c, spans[i].bytes, spans[i].len);
    /* While the kernel's buffer is full, the queue moves on with EPOLLOUT. */
    if (c->want_write == 0)
        sockets_mark_dirty(id);
}

static uint64_t sockets_unsent(uint32_t id)
{
    return open_conn(id)->unsent;
}

static void sockets_set_timeout(uint32_t id, uint64_t deadline_ns)
{
    struct sockets_conn *c = open_conn(id);
    c->events &= (uint8_t)~(1u << TCP_TIMEOUT);
    if (deadline_ns == UINT64_MAX)
        wheel_cancel(&sockets.wheel, &c->timer);
    else
        wheel_set(&sockets.wheel, &c->timer, deadline_ns);
}

static void sockets_set_idle(uint32_t id, bool idle)
{
    if (open_conn(id)->in_idle || idle)
        sockets_idle_set(id, idle);
}

static void sockets_close(uint32_t id)
{
    struct sockets_conn *c = open_conn(id);
    c->state = SOCKETS_CLOSING;
    c->events = 0;
    sockets_idle_set(id, false);
    if (c->buffer != NULL)
        sockets_buffer_give(c->buffer);
    c->buffer = NULL;
    c->buffer_len = 0;
    if (sockets.lent_conn == id)
        sockets.lent_conn = SOCKETS_NONE;
    wheel_set(&sockets.wheel, &c->timer, sockets.now_ns + SOCKETS_CLOSING_NS);
    sockets_mark_dirty(id);
}

static void sockets_abort(uint32_t id)
{
    open_conn(id)->state = SOCKETS_CLOSING; /* so that no TCP_CLOSED follows */
    sockets_reset(id, &sockets.stats.aborted);
}

static void sockets_flush(uint64_t now_ns)
{
    uint32_t id;
    sockets.now_ns = now_ns;
    while ((id = sockets_chain_take(&sockets.dirty, false)) != SOCKETS_NONE)
        sockets_flush_conn(id);
    sockets_accept_again();
}

static uint64_t sockets_deadline_ns(void)
{
    return sockets.ready.first != SOCKETS_NONE ? 0 : wheel_next_ns(&sockets.wheel);
}

static bool sockets_address(char *text, size_t cap)
{
    uint32_t a = sockets.address != 0 ? sockets.address : 0x7f000001;
    format(text, cap, "%u.%u.%u.%u", a >> 24, a >> 16 & 255, a >> 8 & 255, a & 255);
    return true;
}

static const struct tcp_stats *sockets_stats(void)
{
    return &sockets.stats;
}

static const struct tcp_backend sockets_backend = {
    .name = "sockets",
    .listen = sockets_open_listener,
    .stop_listening = sockets_stop_listening,
    .conn_max = sockets_conn_max,
    .next = sockets_next,
    .recv = sockets_recv,
    .consume = sockets_consume,
    .can_send = sockets_can_send,
    .send = sockets_send,
    .unsent = sockets_unsent,
    .set_timeout = sockets_set_timeout,
    .set_idle = sockets_set_idle,
    .close = sockets_close,
    .abort = sockets_abort,
    .flush = sockets_flush,
    .deadline_ns = sockets_deadline_ns,
    .address = sockets_address,
    .stats = sockets_stats,
};

size_t sockets_memory_need(uint32_t conn_max, uint32_t recv_buffer_max)
{
    size_t buffer_len = TCP_RECV_MAX + sizeof(*sockets.buffer_holder);
    return (size_t)conn_max * sizeof(struct sockets_conn) + recv_buffer_max * buffer_len + 128;
}

const struct tcp_backend *sockets_init(uint32_t address, uint32_t conn_max, uint32_t recv_buffer_max,
                                       struct arena *arena, uint64_t now_ns)
{
    sockets.conns = arena_take(arena, conn_max, sizeof(struct sockets_conn), 64);
    sockets.buffers = arena_take(arena, recv_buffer_max, TCP_RECV_MAX, 64);
    sockets.buffer_holder = arena_take(arena, recv_buffer_max, sizeof(*sockets.buffer_holder), 64);
    if (sockets.conns == NULL || sockets.buffers == NULL || sockets.buffer_holder == NULL) {
        log_error("sockets: memory need=%zu", sockets_memory_need(conn_max, recv_buffer_max));
        return NULL;
    }
    sockets.conn_max = conn_max;
    sockets.buffer_max = recv_buffer_max;
    sockets.first_free = SOCKETS_NONE;
    sockets.ready.first = sockets.dirty.first = SOCKETS_NONE;
    sockets.idle_first = sockets.idle_last = SOCKETS_NONE;
    sockets.lent_conn = SOCKETS_NONE;
    sockets.listener = -1;
    sockets.address = address;
    wheel_init(&sockets.wheel, now_ns);
    return &sockets_backend;
}
