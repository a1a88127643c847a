/* sockets_io.c - receive and send. */
#include "sockets.h"

#include "assert.h"
#include "memory.h"
#include "poll.h"
#include "syscall.h"

#include <asm/errno.h>
#include <linux/in.h>
#include <linux/tcp.h>

/* From <sys/socket.h>, which is the C library's. */
#define SOL_SOCKET   1
#define SO_LINGER    13
#define SHUT_WR      1
#define MSG_PEEK     0x02
#define MSG_DONTWAIT 0x40
#define MSG_NOSIGNAL 0x4000

struct kernel_msghdr {
    void *name;
    int name_len;
    const struct span *iov; /* struct span is laid out as struct iovec */
    size_t iov_len;
    void *control;
    size_t control_len;
    unsigned flags;
};

uint64_t sockets_tag(uint32_t id)
{
    return (uint64_t)sockets.conns[id].generation << 32 | id;
}

/* socket(7), SO_LINGER with no time: what is unsent is thrown away and a RST goes out. After a plain close()
 * the kernel would hold it for minutes, for a peer that does not read. */
void sockets_reset(uint32_t id, uint64_t *count)
{
    const struct {
        int on, seconds;
    } linger = {1, 0};
    syscall5(__NR_setsockopt, sockets.conns[id].fd, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
    sockets_drop(id, count);
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
    int fd = sockets.conns[id].fd;
    long got = syscall6(__NR_recvfrom, fd, (long)sockets.scratch, TCP_RECV_MAX, MSG_DONTWAIT, 0, 0);
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
    sockets_buffer_take(id);
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
        poll_change(c->fd, interest, sockets_tag(id));
    c->interest = interest;
}

uint64_t sockets_linger_ns(void)
{
    return sockets.leaving ? TCP_LEAVE_MS * 1000000ull : SOCKETS_LINGER_NS;
}

/* Whether the peer has all that it was ever sent, and we what it has sent: then no RST can do any harm. */
static bool is_settled(int fd)
{
    static struct tcp_info info;
    unsigned len = sizeof(info);
    info.tcpi_notsent_bytes = 1; /* an old kernel does not say */
    return syscall5(__NR_getsockopt, fd, IPPROTO_TCP, TCP_INFO, &info, &len) == 0 &&
           info.tcpi_unacked + info.tcpi_notsent_bytes == 0 &&
           syscall6(__NR_recvfrom, fd, (long)&len, 1, MSG_DONTWAIT | MSG_PEEK, 0, 0) == -EAGAIN;
}

static void finish_close(uint32_t id)
{
    struct sockets_conn *c = &sockets.conns[id];
    if (c->peer_closed || (sockets.leaving && is_settled(c->fd))) {
        sockets_drop(id, &sockets.stats.closed);
        return;
    }
    syscall2(__NR_shutdown, c->fd, SHUT_WR);
    c->state = SOCKETS_LINGER;
    wheel_set(&sockets.wheel, &c->timer, sockets.now_ns + sockets_linger_ns());
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
