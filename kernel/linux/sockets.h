/* sockets.h - connections over kernel sockets: the state that the files sockets*.c share.
 *
 * Layer   kernel/linux
 */
#ifndef LINUX_SOCKETS_H
#define LINUX_SOCKETS_H

#include "linux.h"
#include "wheel.h"

#define SOCKETS_NONE       UINT32_MAX
#define SOCKETS_SENDS      4u /* replies that can wait in a connection's queue */
#define SOCKETS_QUEUE      (SOCKETS_SENDS * (1 + TCP_SEND_SPANS))
#define SOCKETS_HEADS      (2 * TCP_HEAD_MAX)
#define SOCKETS_LINGER_NS  (2ull * 1000 * 1000 * 1000)  /* for the peer's FIN, after ours */
#define SOCKETS_CLOSING_NS (30ull * 1000 * 1000 * 1000) /* for what was queued when tcp_close() came */
#define SOCKETS_RETRY_NS   (100ull * 1000 * 1000) /* for a descriptor, where there was none */
#define SOCKETS_LISTENER   UINT64_MAX                   /* the listening socket's epoll tag */

enum sockets_state {
    SOCKETS_FREE,
    SOCKETS_OPEN,    /* the application's */
    SOCKETS_CLOSING, /* closed by the application; the queue is still being sent */
    SOCKETS_LINGER,  /* our FIN is sent; what comes is dropped */
    SOCKETS_GONE,    /* the descriptor is closed; TCP_CLOSED waits to be taken */
};

/* fd >= 0 exactly in OPEN, CLOSING and LINGER. buffer != NULL exactly when received bytes wait in it.
 * unsent is the sum of the queue's lengths; heads_used is 0 whenever the queue is empty. */
struct sockets_conn {
    int fd;
    uint32_t generation; /* of the slot: tells a late epoll event from a new connection's */
    uint8_t state;       /* enum sockets_state */
    uint8_t events;      /* bit (1 << enum tcp_event_kind): waiting to be taken */
    uint8_t queue_len;
    bool in_ready, in_dirty, in_idle;
    bool peer_closed;    /* read 0: FIN received */
    uint32_t interest;   /* what epoll watches now: EPOLLIN, EPOLLOUT */
    uint32_t want_write; /* EPOLLOUT while the kernel's buffer is full */
    uint32_t next_ready, next_dirty, next_free;
    uint32_t idle_prev, idle_next;
    struct wheel_timer timer;
    uint8_t *buffer;
    size_t buffer_len;
    uint64_t unsent;
    size_t heads_used;
    struct span queue[SOCKETS_QUEUE];
    uint8_t heads[SOCKETS_HEADS];
};

/* A chain of connections through one of their next_ fields, first in first out. */
struct sockets_chain {
    uint32_t first, last;
};

struct sockets {
    struct sockets_conn *conns;
    uint32_t conn_max;
    uint32_t used;       /* slots below it have been used; the rest of the array is still untouched */
    uint32_t first_free; /* chain by next_free */
    struct sockets_chain ready, dirty;
    uint32_t idle_first, idle_last; /* longest idle first */
    uint8_t *buffers;
    uint32_t buffer_max, buffer_used;
    uint32_t *buffer_holder; /* of each buffer in use: the connection */
    uint32_t buffer_hand;    /* the next to be taken back */
    void *buffer_free; /* chain through the buffers' first bytes */
    uint32_t lent_conn; /* whose bytes lie in scratch */
    size_t lent_at, lent_len;
    int listener;
    bool accepting; /* the listener is watched */
    bool leaving;   /* tcp_stop_listening(): listener is -1 for good */
    struct wheel_timer accept_timer; /* set while the kernel has no descriptor for us: then try again */
    uint32_t address;
    struct wheel wheel;
    uint64_t now_ns;
    struct tcp_stats stats;
    uint8_t scratch[TCP_RECV_MAX];
};
extern struct sockets sockets;

/* sockets_table.c: slots, lists, buffers */
bool sockets_has_slot(void);
uint32_t sockets_conn_new(int fd);               /* requires sockets_has_slot() */
void sockets_conn_free(uint32_t id);             /* the slot can be used again */
void sockets_drop(uint32_t id, uint64_t *count); /* close it and count; OPEN: TCP_CLOSED follows */
void sockets_raise(uint32_t id, enum tcp_event_kind kind);
void sockets_mark_dirty(uint32_t id);            /* look at it in the next flush */
uint32_t sockets_chain_take(struct sockets_chain *chain, bool ready);
void sockets_idle_set(uint32_t id, bool idle);
void sockets_buffer_take(uint32_t id); /* where all are in use, another connection is dropped */
void sockets_buffer_give(uint8_t *buffer);

/* sockets_events.c: tcp_next() */
bool sockets_next(uint64_t now_ns, struct tcp_event *event);

/* sockets_listen.c: new connections */
bool sockets_open_listener(uint16_t port);
void sockets_stop_listening(void);
unsigned sockets_accept(void);   /* how many */
void sockets_accept_again(void); /* at the end of a turn: watch the listener, if there is room */

/* sockets_io.c: receive and send */
uint64_t sockets_linger_ns(void);  /* SOCKETS_LINGER_NS, or less */
uint64_t sockets_tag(uint32_t id); /* a connection's epoll tag: generation << 32 | id */
void sockets_read(uint32_t id);
void sockets_reset(uint32_t id, uint64_t *count); /* sockets_drop() with a RST: unsent bytes are forgotten */
void sockets_settle_lent(void); /* keep what the application has not consumed */
void sockets_flush_conn(uint32_t id);

#endif
