/* sockets_events.c - what the kernel and the clock report, as events of tcp.h. */
#include "sockets.h"

#include "poll.h"

static void handle_poll_event(const struct epoll_event *event)
{
    if (event->data == SOCKETS_LISTENER) {
        if (sockets.listener >= 0)
            sockets_accept();
        return;
    }
    uint32_t id = (uint32_t)event->data;
    struct sockets_conn *c = &sockets.conns[id];
    if (c->fd < 0 || c->generation != event->data >> 32)
        return;
    if (event->events & EPOLLOUT)
        sockets_mark_dirty(id);
    if (event->events & EPOLLIN)
        sockets_read(id);
    else if (event->events & (EPOLLERR | EPOLLHUP))
        sockets_drop(id, &sockets.stats.reset_by_peer);
}

static void handle_timer(struct wheel_timer *timer)
{
    if (timer == &sockets.accept_timer)
        return; /* this turn's flush will watch the listener again */
    struct sockets_conn *c =
        (struct sockets_conn *)((uint8_t *)timer - __builtin_offsetof(struct sockets_conn, timer));
    uint32_t id = (uint32_t)(c - sockets.conns);
    if (c->state == SOCKETS_OPEN)
        sockets_raise(id, TCP_TIMEOUT);
    else if (c->state == SOCKETS_LINGER)
        sockets_drop(id, &sockets.stats.closed);
    else
        sockets_reset(id, &sockets.stats.timed_out);
}

/* Hand out the events that wait, lowest kind first: TCP_ACCEPTED before TCP_RECEIVED before TCP_PEER_CLOSED.
 * */
static bool take_ready(struct tcp_event *event)
{
    uint32_t id;
    while ((id = sockets.ready.first) != SOCKETS_NONE) {
        struct sockets_conn *c = &sockets.conns[id];
        if (c->events == 0) {
            sockets_chain_take(&sockets.ready, true);
            continue;
        }
        event->kind = (enum tcp_event_kind)__builtin_ctz(c->events);
        event->conn = id;
        c->events &= (uint8_t)(c->events - 1);
        if (event->kind == TCP_CLOSED)
            sockets_conn_free(id);
        return true;
    }
    return false;
}

bool sockets_next(uint64_t now_ns, struct tcp_event *event)
{
    sockets.now_ns = now_ns;
    while (!take_ready(event)) {
        struct epoll_event polled;
        struct wheel_timer *timer;
        sockets_settle_lent();
        if (sockets.ready.first != SOCKETS_NONE)
            continue;
        if (poll_take(&polled))
            handle_poll_event(&polled);
        else if ((timer = wheel_expire(&sockets.wheel, now_ns)) != NULL)
            handle_timer(timer);
        else
            return false;
    }
    return true;
}
