/* sockets_table.c - slots, chains and receive buffers. */
#include "sockets.h"

#include "assert.h"
#include "syscall.h"

struct sockets sockets;

static struct sockets_conn *conn_at(uint32_t id)
{
    ASSERT(id < sockets.used);
    return &sockets.conns[id];
}

uint32_t sockets_conn_new(int fd)
{
    uint32_t id = sockets.first_free;
    if (id != SOCKETS_NONE)
        sockets.first_free = sockets.conns[id].next_free;
    else if (sockets.used < sockets.conn_max)
        id = sockets.used++;
    else
        return SOCKETS_NONE;
    struct sockets_conn *c = conn_at(id);
    c->fd = fd;
    c->generation++;
    c->state = SOCKETS_OPEN;
    c->peer_closed = c->blocked = false;
    c->interest = c->want_write = 0;
    sockets.stats.conn_count++;
    return id;
}

void sockets_conn_free(uint32_t id)
{
    struct sockets_conn *c = conn_at(id);
    ASSERT(c->fd < 0 && !c->in_idle && c->buffer == NULL);
    c->state = SOCKETS_FREE;
    c->next_free = sockets.first_free;
    sockets.first_free = id;
    sockets.stats.conn_count--;
}

void sockets_drop(uint32_t id, uint64_t *count)
{
    struct sockets_conn *c = conn_at(id);
    bool owned = c->state == SOCKETS_OPEN;
    if (count != NULL)
        ++*count;
    syscall1(__NR_close, c->fd); /* takes it out of epoll as well */
    c->fd = -1;
    c->queue_len = 0;
    c->heads_used = 0;
    c->unsent = 0;
    c->events = 0;
    wheel_cancel(&sockets.wheel, &c->timer);
    sockets_idle_set(id, false);
    if (c->buffer != NULL)
        sockets_buffer_give(c->buffer);
    c->buffer = NULL;
    c->buffer_len = 0;
    if (sockets.lent_conn == id)
        sockets.lent_conn = SOCKETS_NONE;
    c->state = SOCKETS_GONE;
    if (owned)
        sockets_raise(id, TCP_CLOSED);
    else
        sockets_conn_free(id);
}

static void chain_add(struct sockets_chain *chain, uint32_t id, bool ready)
{
    struct sockets_conn *c = conn_at(id);
    *(ready ? &c->next_ready : &c->next_dirty) = SOCKETS_NONE;
    if (chain->first == SOCKETS_NONE)
        chain->first = id;
    else if (ready)
        sockets.conns[chain->last].next_ready = id;
    else
        sockets.conns[chain->last].next_dirty = id;
    chain->last = id;
}

uint32_t sockets_chain_take(struct sockets_chain *chain, bool ready)
{
    uint32_t id = chain->first;
    if (id == SOCKETS_NONE)
        return id;
    struct sockets_conn *c = conn_at(id);
    chain->first = ready ? c->next_ready : c->next_dirty;
    *(ready ? &c->in_ready : &c->in_dirty) = false;
    return id;
}

void sockets_raise(uint32_t id, enum tcp_event_kind kind)
{
    struct sockets_conn *c = conn_at(id);
    c->events |= (uint8_t)(1u << kind);
    if (!c->in_ready)
        chain_add(&sockets.ready, id, true);
    c->in_ready = true;
}

void sockets_mark_dirty(uint32_t id)
{
    struct sockets_conn *c = conn_at(id);
    if (!c->in_dirty)
        chain_add(&sockets.dirty, id, false);
    c->in_dirty = true;
}

void sockets_idle_set(uint32_t id, bool idle)
{
    struct sockets_conn *c = conn_at(id);
    if (c->in_idle) {
        *(c->idle_prev != SOCKETS_NONE ? &sockets.conns[c->idle_prev].idle_next : &sockets.idle_first) = c->idle_next;
        *(c->idle_next != SOCKETS_NONE ? &sockets.conns[c->idle_next].idle_prev : &sockets.idle_last) = c->idle_prev;
    }
    c->in_idle = idle;
    if (!idle)
        return;
    c->idle_next = SOCKETS_NONE;
    c->idle_prev = sockets.idle_last;
    *(sockets.idle_last != SOCKETS_NONE ? &sockets.conns[sockets.idle_last].idle_next : &sockets.idle_first) = id;
    sockets.idle_last = id;
}

uint8_t *sockets_buffer_take(void)
{
    void **free = sockets.buffer_free;
    if (free != NULL) {
        sockets.buffer_free = *free;
        return (uint8_t *)free;
    }
    if (sockets.buffer_used == sockets.buffer_max)
        return NULL;
    return sockets.buffers + (size_t)TCP_RECV_MAX * sockets.buffer_used++;
}

void sockets_buffer_give(uint8_t *buffer)
{
    *(void **)buffer = sockets.buffer_free;
    sockets.buffer_free = buffer;
}
