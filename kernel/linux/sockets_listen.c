/* sockets_listen.c - new connections, and where there is no room for them. */
#include "sockets.h"

#include "log.h"
#include "poll.h"
#include "syscall.h"

#include <asm/errno.h>
#include <asm/fcntl.h>
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
#define SO_ACCEPTCONN 30
#define STDIN         0
#define BACKLOG       4096
#define ACCEPT_MAX    64 /* in one turn */
#define EVICT_MAX     16 /* in one turn */

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

static bool is_listening(int fd)
{
    int yes = 0;
    unsigned len = sizeof(yes);
    return syscall5(__NR_getsockopt, fd, SOL_SOCKET, SO_ACCEPTCONN, &yes, &len) == 0 && yes != 0;
}

/* Started as inetd does it with "wait": the listening socket, whose port was bound by somebody else, is our
 * standard input. Where it goes on to the next process, no client is ever refused. */
static long inherited_listener(void)
{
    if (!is_listening(STDIN))
        return -1;
    long flags = syscall2(__NR_fcntl, STDIN, F_GETFL);
    syscall3(__NR_fcntl, STDIN, F_SETFL, flags | O_NONBLOCK);
    set_option(STDIN, IPPROTO_TCP, TCP_NODELAY, 1);
    return STDIN;
}

/* Returns the listening socket; *failed is 0, or the kernel's error. */
static long open_socket(uint16_t port, long *failed)
{
    int type = SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC;
    uint16_t port_be = (uint16_t)(port << 8 | port >> 8);
    long fd = -1;
    *failed = 0;
    if (sockets.address == 0) {
        /* The unspecified IPv6 address takes IPv4 as well. */
        struct sockaddr_in6 any = {.sin6_family = AF_INET6, .sin6_port = port_be};
        fd = syscall3(__NR_socket, AF_INET6, type, 0);
        if (fd >= 0) {
            set_option((int)fd, IPPROTO_IPV6, IPV6_V6ONLY, 0);
            *failed = bind_and_listen((int)fd, &any, sizeof(any));
        }
    }
    if (fd < 0) {
        struct sockaddr_in one = {.sin_family = AF_INET, .sin_port = port_be};
        one.sin_addr.s_addr = __builtin_bswap32(sockets.address);
        fd = syscall3(__NR_socket, AF_INET, type, 0);
        *failed = fd < 0 ? fd : bind_and_listen((int)fd, &one, sizeof(one));
    }
    return fd;
}

bool sockets_open_listener(uint16_t port)
{
    long failed = 0, fd = inherited_listener();
    if (fd < 0)
        fd = open_socket(port, &failed);
    if (failed != 0 || poll_add((int)fd, EPOLLIN, SOCKETS_LISTENER) != 0) {
        log_error("sockets: listen port=%u error=%ld: %s", port, -failed, error_text(failed));
        return false;
    }
    sockets.listener = (int)fd;
    sockets.accepting = true;
    return true;
}

/* New clients wait in the kernel's queue. Not watched, or the listener would be reported again and again. */
static void stop_accepting(void)
{
    sockets.stats.refused_full++;
    sockets.accepting = false;
    poll_change(sockets.listener, 0, SOCKETS_LISTENER);
}

void sockets_accept_again(void)
{
    bool room = sockets_has_slot() || sockets.idle_first != SOCKETS_NONE;
    if (sockets.accepting || sockets.listener < 0 || !room || wheel_is_set(&sockets.accept_timer))
        return;
    sockets.accepting = true;
    poll_change(sockets.listener, EPOLLIN, SOCKETS_LISTENER);
}

/* End the connections that have been idle longest. Returns false when none is. */
static bool make_room(void)
{
    unsigned evicted = 0;
    for (; evicted < EVICT_MAX && sockets.idle_first != SOCKETS_NONE; evicted++)
        sockets_drop(sockets.idle_first, &sockets.stats.evicted_idle);
    return evicted > 0;
}

/* The kernel may lack descriptors that others hold: nothing that happens to our connections says when there
 * is one again, so the time does. */
static void accept_failed(long error)
{
    bool exhausted = error == -EMFILE || error == -ENFILE || error == -ENOBUFS || error == -ENOMEM;
    if (!exhausted || make_room())
        return;
    stop_accepting();
    wheel_set(&sockets.wheel, &sockets.accept_timer, sockets.now_ns + SOCKETS_RETRY_NS);
}

unsigned sockets_accept(void)
{
    unsigned count = 0;
    for (; count < ACCEPT_MAX; count++) {
        if (!sockets_has_slot()) {
            if (!make_room())
                stop_accepting();
            break;
        }
        long fd = syscall4(__NR_accept4, sockets.listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0) {
            accept_failed(fd);
            break;
        }
        uint32_t id = sockets_conn_new((int)fd);
        sockets.conns[id].interest = EPOLLIN;
        if (poll_add((int)fd, EPOLLIN, sockets_tag(id)) != 0) {
            sockets.conns[id].state = SOCKETS_CLOSING; /* nobody knows of it yet */
            sockets_drop(id, &sockets.stats.refused_full);
            break;
        }
        sockets.stats.accepted++;
        sockets_raise(id, TCP_ACCEPTED);
    }
    return count;
}

/* A socket that was handed to us goes on to the next process, with all who wait in its queue. With one of our
 * own they would be reset: they are taken first. */
void sockets_stop_listening(void)
{
    unsigned rounds = BACKLOG / ACCEPT_MAX;
    if (sockets.listener == STDIN) {
        poll_change(STDIN, 0, SOCKETS_LISTENER);
    } else {
        while (rounds-- > 0 && sockets_accept() == ACCEPT_MAX)
            ;
        syscall1(__NR_close, sockets.listener);
    }
    sockets.listener = -1;
    sockets.leaving = true;
    for (uint32_t id = 0; id < sockets.used; id++)
        if (sockets.conns[id].state == SOCKETS_LINGER)
            wheel_set(&sockets.wheel, &sockets.conns[id].timer, sockets.now_ns + sockets_linger_ns());
}
