/* sockets.h - connections over kernel sockets: the state that sockets.c, sockets_table.c and sockets_io.c share.
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
    bool blocked;        /* tcp_can_send() said no; the application waits for TCP_SENT */
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
    void *buffer_free; /* chain through the buffers' first bytes */
    uint32_t lent_conn; /* whose bytes lie in scratch */
    size_t lent_at, lent_len;
    int listener;
    bool accepting; /* the listener is watched */
    uint32_t address;
    struct wheel wheel;
    uint64_t now_ns;
    struct tcp_stats stats;
    uint8_t scratch[TCP_RECV_MAX];
};
extern struct sockets sockets;

/* sockets_table.c: slots, lists, buffers */
uint32_t sockets_conn_new(int fd);               /* SOCKETS_NONE when the table is full */
void sockets_conn_free(uint32_t id);             /* the slot can be used again */
void sockets_drop(uint32_t id, uint64_t *count); /* close the descriptor; OPEN: TCP_CLOSED follows. Counts if not NULL */
void sockets_raise(uint32_t id, enum tcp_event_kind kind);
void sockets_mark_dirty(uint32_t id);            /* look at it in the next flush */
uint32_t sockets_chain_take(struct sockets_chain *chain, bool ready);
void sockets_idle_set(uint32_t id, bool idle);
uint8_t *sockets_buffer_take(void); /* TCP_RECV_MAX bytes, NULL when all are in use */
void sockets_buffer_give(uint8_t *buffer);

/* sockets_io.c: what calls the kernel */
bool sockets_open_listener(uint16_t port);
void sockets_accept(void);
void sockets_read(uint32_t id);
void sockets_settle_lent(void); /* keep what the application has not consumed */
void sockets_flush_conn(uint32_t id);

#endif
