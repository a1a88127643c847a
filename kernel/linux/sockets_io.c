/* sockets_io.c - accept, receive, send. */
#include "sockets.h"

#include "assert.h"
#include "log.h"
#include "memory.h"
#include "poll.h"
#include "syscall.h"

#include <asm/errno.h>
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/tcp.h>

/* From <sys/socket.h>, which is the C library's. */
#define AF_INET       2
#define AF_INET6      10
#define SOCK_STREAM   1
#define SOCK_NONBLOCK 04000
#define SOCK_CLOEXEC  02000000
#define SOL_SOCKET    1
#define SO_REUSEADDR  2
#define SHUT_WR       1
#define MSG_DONTWAIT  0x40
#define MSG_NOSIGNAL  0x4000
#define BACKLOG       4096
#define ACCEPT_MAX    64 /* in one turn */
#define EVICT_MAX     16 /* in one turn */

struct kernel_msghdr {
    void *name;
    int name_len;
    const struct span *iov; /* struct span is laid out as struct iovec */
    size_t iov_len;
    void *control;
    size_t control_len;
    unsigned flags;
};

static void set_option(int fd, int level, int name, int value)
{
    syscall5(__NR_setsockopt, fd, level, name, &value, sizeof(value));
}

static long bind_and_listen(int fd, const void *address, size_t address_len)
{
    set_option(fd, SOL_SOCKET, SO_REUSEADDR, 1);
    /* Inherited by what is accepted. A reply is written whole, so Nagle's algorithm could only delay it. */
    set_option(fd, IPPROTO_TCP, TCP_NODELAY, 1);
    long failed = syscall3(__NR_bind, fd, address, address_len);
    return failed != 0 ? failed : syscall2(__NR_listen, fd, BACKLOG);
}

static const char *error_text(long error)
{
    switch (-error) {
    case EACCES:
        return "permission denied";
    case EADDRINUSE:
        return "address already in use";
    case EADDRNOTAVAIL:
        return "address not on this machine";
    default:
        return "refused by the kernel";
    }
}

bool sockets_open_listener(uint16_t port)
{
    int type = SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC;
    uint16_t port_be = (uint16_t)(port << 8 | port >> 8);
    long fd = -1, failed = 0;
    if (sockets.address == 0) {
        /* The unspecified IPv6 address takes IPv4 as well. */
        struct sockaddr_in6 any = {.sin6_family = AF_INET6, .sin6_port = port_be};
        fd = syscall3(__NR_socket, AF_INET6, type, 0);
        if (fd >= 0) {
            set_option((int)fd, IPPROTO_IPV6, IPV6_V6ONLY, 0);
            failed = bind_and_listen((int)fd, &any, sizeof(any));
        }
    }
    if (fd < 0) {
        struct sockaddr_in one = {.sin_family = AF_INET, .sin_port = port_be};
        one.sin_addr.s_addr = __builtin_bswap32(sockets.address);
        fd = syscall3(__NR_socket, AF_INET, type, 0);
        failed = fd < 0 ? fd : bind_and_listen((int)fd, &one, sizeof(one));
    }
    if (failed != 0 || poll_add((int)fd, EPOLLIN, SOCKETS_LISTENER) != 0) {
        log_error("sockets: listen port=%u error=%ld: %s", port, -failed, error_text(failed));
        return false;
    }
    sockets.listener = (int)fd;
    sockets.accepting = true;
    return true;
}

static uint64_t tag_of(uint32_t id)
{
    return (uint64_t)sockets.conns[id].generation << 32 | id;
}

/* The table is full: end the connections that have been idle longest. Where none is, new clients wait in the kernel's
 * queue until a slot is free. */
static void make_room(void)
{
    unsigned evicted = 0;
    for (; evicted < EVICT_MAX && sockets.idle_first != SOCKETS_NONE; evicted++)
        sockets_drop(sockets.idle_first, &sockets.stats.evicted_idle);
    if (evicted == 0) {
        sockets.stats.refused_full++;
        sockets.accepting = false;
        poll_change(sockets.listener, 0, SOCKETS_LISTENER);
    }
}

void sockets_accept(void)
{
    for (unsigned i = 0; i < ACCEPT_MAX; i++) {
        if (sockets.first_free == SOCKETS_NONE && sockets.used == sockets.conn_max) {
            make_room();
            return;
        }
        long fd = syscall4(__NR_accept4, sockets.listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd == -EMFILE || fd == -ENFILE || fd == -ENOBUFS || fd == -ENOMEM)
            make_room();
        if (fd < 0)
            return;
        uint32_t id = sockets_conn_new((int)fd);
        ASSERT(id != SOCKETS_NONE);
        sockets.conns[id].interest = EPOLLIN;
        if (poll_add((int)fd, EPOLLIN, tag_of(id)) != 0) {
            sockets.conns[id].state = SOCKETS_CLOSING; /* nobody knows of it yet */
            sockets_drop(id, &sockets.stats.refused_full);
            return;
        }
        sockets.stats.accepted++;
        sockets_raise(id, TCP_ACCEPTED);
    }
}

static void read_failed(uint32_t id, long error)
{
    if (error != -EAGAIN && error != -EINTR)
        sockets_drop(id, &sockets.stats.reset_by_peer);
}

/* After our FIN: read what comes and forget it, until the peer's FIN. */
static void read_and_forget(uint32_t id)
{
    ASSERT(sockets.lent_conn == SOCKETS_NONE);
    long got = syscall6(__NR_recvfrom, sockets.conns[id].fd, (long)sockets.scratch, TCP_RECV_MAX, MSG_DONTWAIT, 0, 0);
    if (got == 0)
        sockets_drop(id, &sockets.stats.closed);
    else if (got < 0)
        read_failed(id, got);
}

void sockets_read(uint32_t id)
{
    struct sockets_conn *c = &sockets.conns[id];
    if (c->state != SOCKETS_OPEN) {
        read_and_forget(id);
        return;
    }
    uint8_t *to = c->buffer != NULL ? c->buffer + c->buffer_len : sockets.scratch;
    size_t room = c->buffer != NULL ? TCP_RECV_MAX - c->buffer_len : TCP_RECV_MAX;
    if (room == 0) { /* the application is behind: look again when it has consumed */
        sockets_mark_dirty(id);
        return;
    }
    long got = syscall6(__NR_recvfrom, c->fd, (long)to, (long)room, MSG_DONTWAIT, 0, 0);
    if (got > 0) {
        if (c->buffer != NULL) {
            c->buffer_len += (size_t)got;
        } else {
            sockets.lent_conn = id;
            sockets.lent_at = 0;
            sockets.lent_len = (size_t)got;
        }
        sockets_raise(id, TCP_RECEIVED);
    } else if (got == 0) {
        c->peer_closed = true;
        sockets_mark_dirty(id);
        sockets_raise(id, TCP_PEER_CLOSED);
    } else {
        read_failed(id, got);
    }
}

void sockets_settle_lent(void)
{
    uint32_t id = sockets.lent_conn;
    if (id == SOCKETS_NONE)
        return;
    sockets.lent_conn = SOCKETS_NONE;
    struct sockets_conn *c = &sockets.conns[id];
    if (sockets.lent_len == 0 || c->state != SOCKETS_OPEN)
        return;
    c->buffer = sockets_buffer_take();
    if (c->buffer == NULL) {
        sockets_drop(id, &sockets.stats.recv_dropped_pool);
        return;
    }
    memcpy(c->buffer, sockets.scratch + sockets.lent_at, sockets.lent_len);
    c->buffer_len = sockets.lent_len;
}

/* Watch for what can make a difference now, and for nothing else: level-triggered events repeat. */
static void update_interest(uint32_t id)
{
    struct sockets_conn *c = &sockets.conns[id];
    bool can_read = !c->peer_closed && c->buffer_len < TCP_RECV_MAX;
    uint32_t interest = (can_read ? EPOLLIN : 0) | c->want_write;
    if (interest != c->interest)
        poll_change(c->fd, interest, tag_of(id));
    c->interest = interest;
}

static void finish_close(uint32_t id)
{
    struct sockets_conn *c = &sockets.conns[id];
    if (c->peer_closed) {
        sockets_drop(id, &sockets.stats.closed);
        return;
    }
    syscall2(__NR_shutdown, c->fd, SHUT_WR);
    c->state = SOCKETS_LINGER;
    wheel_set(&sockets.wheel, &c->timer, sockets.now_ns + SOCKETS_LINGER_NS);
    sockets_idle_set(id, true); /* the first to go when the table is full */
}

static void queue_advance(struct sockets_conn *c, size_t sent)
{
    unsigned done = 0;
    c->unsent -= sent;
    while (done < c->queue_len && sent >= c->queue[done].len)
        sent -= c->queue[done++].len;
    c->queue_len = (uint8_t)(c->queue_len - done);
    memmove(c->queue, c->queue + done, c->queue_len * sizeof(c->queue[0]));
    if (c->queue_len > 0) {
        c->queue[0].bytes += sent;
        c->queue[0].len -= sent;
    } else {
        c->heads_used = 0;
    }
}

void sockets_flush_conn(uint32_t id)
{
    struct sockets_conn *c = &sockets.conns[id];
    if (c->fd < 0)
        return;
    c->want_write = 0;
    if (c->queue_len > 0) {
        struct kernel_msghdr message = {.iov = c->queue, .iov_len = c->queue_len};
        long sent = syscall3(__NR_sendmsg, c->fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent < 0 && sent != -EAGAIN && sent != -EINTR) {
            sockets_drop(id, &sockets.stats.reset_by_peer);
            return;
        }
        queue_advance(c, sent > 0 ? (size_t)sent : 0);
        if (c->queue_len > 0)
            c->want_write = EPOLLOUT;
        else if (c->state == SOCKETS_OPEN)
            sockets_raise(id, TCP_SENT);
    }
    if (c->queue_len == 0 && c->state == SOCKETS_CLOSING) {
        finish_close(id);
        if (c->fd < 0)
            return;
    }
    update_interest(id);
}
