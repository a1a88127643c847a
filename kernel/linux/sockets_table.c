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

bool sockets_has_slot(void)
{
    return sockets.first_free != SOCKETS_NONE || sockets.used < sockets.conn_max;
}

uint32_t sockets_conn_new(int fd)
{
    ASSERT(sockets_has_slot());
    uint32_t id = sockets.first_free;
    if (id != SOCKETS_NONE)
        sockets.first_free = sockets.conns[id].next_free;
    else
        id = sockets.used++;
    struct sockets_conn *c = conn_at(id);
    c->fd = fd;
    c->generation++;
    c->state = SOCKETS_OPEN;
    c->peer_closed = false;
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

/* The links that lead to a connection from either side; SOCKETS_NONE: the list's own ends. */
static uint32_t *idle_next_of(uint32_t id)
{
    return id != SOCKETS_NONE ? &sockets.conns[id].idle_next : &sockets.idle_first;
}

static uint32_t *idle_prev_of(uint32_t id)
{
    return id != SOCKETS_NONE ? &sockets.conns[id].idle_prev : &sockets.idle_last;
}

void sockets_idle_set(uint32_t id, bool idle)
{
    struct sockets_conn *c = conn_at(id);
    if (c->in_idle) {
        *idle_next_of(c->idle_prev) = c->idle_next;
        *idle_prev_of(c->idle_next) = c->idle_prev;
    }
    c->in_idle = idle;
    if (!idle)
        return;
    c->idle_next = SOCKETS_NONE;
    c->idle_prev = sockets.idle_last;
    *idle_next_of(c->idle_prev) = id;
    sockets.idle_last = id;
}

/* Whoever holds half a request keeps others from sending theirs in pieces. So the buffers go round: one is
 * taken back after all the others have been. */
static void take_one_back(void)
{
    uint32_t holder = sockets.buffer_holder[sockets.buffer_hand];
    ASSERT(sockets.conns[holder].buffer == sockets.buffers + (size_t)TCP_RECV_MAX * sockets.buffer_hand);
    sockets.buffer_hand = (sockets.buffer_hand + 1) % sockets.buffer_max;
    sockets_drop(holder, &sockets.stats.recv_dropped_pool);
}

void sockets_buffer_take(uint32_t id)
{
    if (sockets.buffer_free == NULL && sockets.buffer_used == sockets.buffer_max)
        take_one_back();
    void **free = sockets.buffer_free;
    uint8_t *buffer = (uint8_t *)free;
    if (free != NULL)
        sockets.buffer_free = *free;
    else
        buffer = sockets.buffers + (size_t)TCP_RECV_MAX * sockets.buffer_used++;
    sockets.buffer_holder[(size_t)(buffer - sockets.buffers) / TCP_RECV_MAX] = id;
    conn_at(id)->buffer = buffer;
}

void sockets_buffer_give(uint8_t *buffer)
{
    *(void **)buffer = sockets.buffer_free;
    sockets.buffer_free = buffer;
}
