/* conn.h - a connection's state, and the table of all connections.
 *
 * Layer    tcp/: shared by the files of this folder only; everybody else goes through engine.h
 * Memory   pools from the arena at tcp_pools_take(), none later
 * Cost     find, take, free and every list operation are O(1); the hash is keyed, so that nobody can fill one
 *          bucket
 */
#ifndef TCP_CONN_H
#define TCP_CONN_H

#include "arena.h"
#include "tcp.h"
#include "tcp/isn.h"
#include "tcp/list.h"
#include "tcp/queue.h"
#include "tcp/recv.h"
#include "tcp/tcp_limits.h"
#include "tcp/time_wait.h"
#include "wheel.h"

/* RFC 9293 3.3.2. There is no LISTEN (the one listener is tcp.port), no SYN-SENT (we never call), and no
 * TIME-WAIT (which lives in time_wait.h). FIN-WAIT-1 and LAST-ACK begin when our FIN is first sent, not when
 * the caller closes. */
enum tcp_state {
    TCP_STATE_FREE,
    TCP_STATE_DEAD, /* gone, but the caller has not yet taken TCP_CLOSED: the number may not be used again */
    TCP_STATE_SYN_RECEIVED,
    TCP_STATE_ESTABLISHED,
    TCP_STATE_CLOSE_WAIT,
    TCP_STATE_FIN_WAIT_1,
    TCP_STATE_FIN_WAIT_2,
    TCP_STATE_CLOSING,
    TCP_STATE_LAST_ACK,
};

/* Invariants, asserted by conn_check():
 *   snd_una <= snd_nxt <= snd_max (mod 2^32); snd_nxt < snd_max after a timeout, until all is sent again
 *   queue.bytes[0] has sequence number snd_una, in every state but SYN-RECEIVED, where the queue is empty
 *   snd_max - snd_una <= queue.len + 1; the 1 is our SYN or FIN
 *   rcv_nxt - recv_len is the oldest byte that the caller has not consumed; recv_len <= TCP_RECV_MAX
 *   recv_len > 0 means that the bytes lie in buffer or in the segment being lent (tcp.lent)
 *   rcv_nxt <= rcv_adv: what was promised is never taken back
 *   events != 0 exactly when in_ready is linked; owned only from TCP_ACCEPTED to close, abort or TCP_CLOSED
 *   FREE: in tcp.free by lru, or never used; in no other list, no timer set, no buffer
 */
struct tcp_conn {
    struct tcp_conn *hash_next;
    struct list in_ready; /* tcp.ready: events wait */
    struct list in_dirty; /* tcp.dirty: something may be sent */
    struct list lru;      /* tcp.free, tcp.half_open or tcp.idle */

    struct wheel_timer retransmit_timer; /* set while something is in flight, or persisting */
    struct wheel_timer ack_timer;        /* set while a delayed ACK is owed */
    struct wheel_timer life_timer;       /* owned: engine_set_timeout(); then: lingering, FIN-WAIT-2 */

    uint32_t remote; /* IPv4, host order */
    uint16_t remote_port;
    uint16_t mss; /* payload bytes of a sent segment */

    uint8_t state;        /* enum tcp_state */
    uint8_t events;       /* bit 1 << enum tcp_event_kind */
    uint8_t snd_wscale;   /* shift of the peer's window */
    uint8_t retries;      /* timeouts since the peer was last heard */
    uint8_t backoff;      /* doublings of the timeout */
    uint8_t dup_acks;     /* in a row */
    uint8_t segs_unacked; /* received with payload since our last ACK */

    bool owned : 1;        /* by the caller */
    bool closed : 1;       /* by the caller: what still comes is dropped */
    bool fin_queued : 1;   /* a FIN follows the queue and is not acknowledged yet */
    bool fin_sent : 1;     /* at sequence number snd_una + queue.len */
    bool ack_now : 1;      /* an ACK goes out with the next flush */
    bool persisting : 1;   /* retransmit_timer probes a closed window */
    bool recovering : 1;   /* RFC 6582 */
    bool want_room : 1;    /* the caller asked for room in the queue, and there was none */
    bool fin_received : 1; /* at fin_seq; processed when rcv_nxt gets there */
    bool peer_wscale : 1;  /* the SYN offered window scaling */
    bool stalled : 1;      /* in tcp.idle because the peer takes nothing, not by the caller's word */

    uint32_t snd_una;     /* oldest byte not acknowledged */
    uint32_t snd_nxt;     /* next to send */
    uint32_t snd_max;     /* highest ever sent, plus 1 */
    uint32_t snd_wnd;     /* bytes that the peer takes from snd_una on */
    uint32_t snd_wnd_max; /* largest seen */
    uint32_t snd_wl1;     /* sequence and acknowledgement number of the last window update */
    uint32_t snd_wl2;

    uint32_t cwnd;      /* RFC 5681, bytes */
    uint32_t ssthresh;  /* bytes */
    uint32_t recover;   /* RFC 6582: snd_max when the last loss was seen */
    uint32_t acked_len; /* by the last ACK of something new */

    uint32_t rtt_seq;      /* the segment being timed ends here */
    uint64_t rtt_start_ns; /* 0: none is being timed */
    uint32_t srtt_us;      /* 0: no sample yet */
    uint32_t rttvar_us;
    uint32_t rto_ms;  /* without backoff */
    uint64_t sent_ns; /* when payload was last sent */

    uint32_t rcv_nxt;
    uint32_t rcv_adv; /* right edge of the window as last announced */
    uint32_t fin_seq; /* with fin_received */
    uint32_t recv_len;
    struct recv_buffer *buffer; /* NULL: none is needed */

    uint32_t challenge_ms; /* when a suspicious segment was last answered, 0: never */
    uint32_t linger_una;   /* snd_una when progress was last looked for */

    struct send_queue queue;
};

/* The segment that engine_input() is working on, for as long as its bytes are lent. */
struct tcp_lent {
    struct tcp_conn *conn; /* NULL: nothing is lent */
    const uint8_t *bytes;  /* conn->recv_len of them */
};

/* The one engine. */
struct tcp_engine {
    uint64_t now_ns; /* of the last call that brought the time */
    uint16_t port;   /* 0: not listening */
    bool leaving;    /* nor any more */
    uint8_t secret[16];

    struct tcp_conn *conns; /* conn_max of them; a connection's number is its index */
    uint32_t conn_max;
    uint32_t touched_count; /* those from here on have never been used, and their memory not been touched */
    uint32_t free_count;    /* in the free list, or never used */
    struct tcp_conn **buckets; /* a power of two */
    uint32_t bucket_mask;

    struct list free;
    struct list ready;
    struct list dirty;
    struct list idle; /* the caller's idle ones, and those that wait for the peer; longest idle first */
    struct list half_open; /* oldest first */
    uint32_t half_open_count;
    uint32_t half_open_max;

    struct recv_pool recv_pool;
    struct time_wait time_wait;
    struct wheel wheel;
    struct tcp_lent lent;
    struct tcp_stats stats;
};

extern struct tcp_engine tcp;

/* Take and set up every pool. Returns false when they do not fit; the engine is then unusable. */
bool tcp_pools_take(uint32_t conn_max, uint32_t recv_buffer_max, struct arena *arena, uint64_t now_ns);

/* At least as many buckets as connections: a chain is one long on average. */
static inline uint32_t conn_bucket_count(uint32_t conn_max)
{
    uint32_t count = 16;

    while (count < conn_max)
        count *= 2;
    return count;
}

static inline uint32_t conn_number(const struct tcp_conn *conn)
{
    return (uint32_t)(conn - tcp.conns);
}

static inline bool conn_is_synchronized(const struct tcp_conn *conn)
{
    return conn->state >= TCP_STATE_ESTABLISHED;
}

struct tcp_tuple conn_tuple(const struct tcp_conn *conn);

/* The connection of these ends, NULL when there is none. */
struct tcp_conn *conn_find(const struct tcp_tuple *tuple);

/* Take a free connection and enter it in the table, half-open, all else 0. NULL when none is free. */
struct tcp_conn *conn_take(const struct tcp_tuple *tuple);

/* A half-open connection is so no longer. */
void conn_opened(struct tcp_conn *conn);

/* End a connection at once: out of the table, all that it held given back. An owner gets TCP_CLOSED and
 * nothing else. */
void conn_end(struct tcp_conn *conn);

/* Let go of a connection whose owner has taken TCP_CLOSED or has closed it. */
void conn_free(struct tcp_conn *conn);

void conn_post(struct tcp_conn *conn, enum tcp_event_kind kind);
void conn_unpost_all(struct tcp_conn *conn);

/* Have engine_flush() look at it. */
void conn_set_dirty(struct tcp_conn *conn);

/* Enter it at the young end of the idle list, or take it out. */
void conn_set_idle(struct tcp_conn *conn, bool idle);

/* ASSERT the invariants above. */
void conn_check(const struct tcp_conn *conn);

#endif
