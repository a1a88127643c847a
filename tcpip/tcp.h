/* tcp.h - a server's byte streams.
 *
 * Layer     between appliance/ and whatever speaks TCP: our own stack (tcpip/tcp), kernel sockets
 *           (kernel/linux)
 * Blocking  never; time is an argument
 * Memory    received bytes are lent, sent heads are copied (they are small), sent spans are not: they must be
 *           immutable for ever, as the site's payload is. There is no send buffer: retransmission re-reads
 *           spans.
 * Trust     everything a peer does is an event or a counter
 *
 * One turn of the loop:
 *
 *     while (tcp_next(now, &event)) handle(&event);      // which may call everything below
 *     tcp_flush();
 *     platform_wait_until(tcp_deadline_ns());
 *
 * A connection is a small integer, 0 <= conn < tcp_conn_max(), so that the caller can keep its own state in
 * an array beside it. It is the caller's from TCP_ACCEPTED until the caller closes or aborts it, or
 * TCP_CLOSED.
 */
#ifndef TCPIP_TCP_H
#define TCPIP_TCP_H

#include "span.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TCP_RECV_MAX     8192u /* bytes that a connection can hold unconsumed: the receive window */
#define TCP_HEAD_MAX     320u  /* bytes of one tcp_send()'s head */
#define TCP_SEND_SPANS   2u    /* spans of one tcp_send() */
#define TCP_LEAVE_MS     100u  /* for a peer's FIN behind ours, once nobody listens any more */

enum tcp_event_kind {
    TCP_ACCEPTED,    /* a new connection; nothing may have been received yet */
    TCP_RECEIVED,    /* there are bytes at tcp_recv() */
    TCP_SENT,        /* there was no room for a tcp_send(), and now there is; or everything has been sent */
    TCP_PEER_CLOSED, /* the peer will send no more (FIN); we still may */
    TCP_TIMEOUT,     /* the time of tcp_set_timeout() has come */
    TCP_CLOSED,      /* gone: reset, timed out, or evicted for a new client. conn is no longer the caller's */
};

struct tcp_event {
    enum tcp_event_kind kind;
    uint32_t conn;
};

/* Listen on a port, on every address. Returns false when that is refused (logged). One listener. */
bool tcp_listen(uint16_t port);

/* Take nobody new from now on, for somebody else may serve in our place already: what is not for one of our
 * connections gets no answer at all, and our address is given up to whoever claims it (own stack); what the
 * kernel has queued on a listening socket that others hold as well is theirs (sockets). Handshakes that have
 * begun come to their end. What is closed is kept for the peer's sake TCP_LEAVE_MS at most. */
void tcp_stop_listening(void);

/* Connections that can exist at once; fixed after boot. */
uint32_t tcp_conn_max(void);

/* Take the next event; does the stack's work (frames in, timers, system calls) to find one.
 *
 * Returns   false when there is nothing left to do at now_ns, or enough was done for one turn: then flush and
 *           call again (tcp_deadline_ns() is then not later than now_ns).
 * Lends     the bytes of TCP_RECEIVED until the next call; what is not consumed by then is kept by the
 *           provider and lent again with the next TCP_RECEIVED.
 */
bool tcp_next(uint64_t now_ns, struct tcp_event *event);

/* The received bytes that are not consumed yet, in one run from the oldest on; len 0 when there are none.
 * Valid until the next tcp_next(), tcp_consume() or the end of the connection. At most TCP_RECV_MAX bytes. */
struct span tcp_recv(uint32_t conn);

/* Consume the first len bytes of tcp_recv(). */
void tcp_consume(uint32_t conn, size_t len);

/* Whether tcp_send() will take a head of TCP_HEAD_MAX bytes and TCP_SEND_SPANS spans now. */
bool tcp_can_send(uint32_t conn);

/* Queue a head (copied) and spans (kept by reference) behind what is queued already.
 *
 * Requires  tcp_can_send(); head_len <= TCP_HEAD_MAX; span_count <= TCP_SEND_SPANS; empty spans are allowed
 */
void tcp_send(uint32_t conn, const void *head, size_t head_len, const struct span *spans, size_t span_count);

/* Bytes that are queued and not yet acknowledged (own stack) or not yet taken by the kernel (sockets). */
uint64_t tcp_unsent(uint32_t conn);

/* Ask for TCP_TIMEOUT at this time, instead of any earlier request; UINT64_MAX: never. */
void tcp_set_timeout(uint32_t conn, uint64_t deadline_ns);

/* What may happen to a connection when a new client finds the table full: an idle one (it waits for its
 * client) goes first, the one that has been idle longest. A connection is born busy. */
void tcp_set_idle(uint32_t conn, bool idle);

/* Close in order: what is queued is sent, then FIN; what the peer still sends is read and dropped for a
 * bounded time, so that our last bytes are not lost to a RST. No more events for conn. */
void tcp_close(uint32_t conn);

/* Reset. No more events for conn. */
void tcp_abort(uint32_t conn);

/* Send what is queued, at most one notification or batch of system calls for the whole turn. */
void tcp_flush(uint64_t now_ns);

/* When tcp_next() is worth calling without input; UINT64_MAX: never. */
uint64_t tcp_deadline_ns(void);

/* The address that clients reach, once there is one (DHCP may still be asking).
 *
 * Returns   false while there is none. text gets at most cap bytes with NUL, as in "192.0.2.10": 16 do.
 */
bool tcp_address(char *text, size_t cap);

/* What was seen since boot. A provider leaves at 0 what it cannot see (the kernel answers for it). */
struct tcp_stats {
    uint64_t accepted;
    uint64_t closed;          /* in order, or after our close */
    uint64_t reset_by_peer;
    uint64_t aborted;         /* by the caller */
    uint64_t timed_out;       /* retransmissions or probes exhausted */
    uint64_t evicted_idle;
    uint64_t refused_full;    /* SYNs dropped: the table was full of busy connections */
    uint64_t left_unanswered; /* segments for nobody of ours, after tcp_stop_listening() */
    uint64_t syn_evicted;     /* half-open connections given up for newer ones */
    uint64_t recv_dropped_pool; /* no receive buffer was free */
    uint64_t retransmits;
    uint64_t segments_bad;    /* checksum, header length or options broken */
    uint64_t segments_unacceptable; /* outside the window */
    uint64_t resets_ignored;  /* RST outside its window (RFC 5961) */
    uint64_t resets_sent;
    uint64_t time_wait_recycled;
    uint32_t conn_count;      /* now */
};
const struct tcp_stats *tcp_stats(void);

#endif
