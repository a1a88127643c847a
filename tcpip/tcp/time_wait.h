/* time_wait.h - connections that have ended and wait for their old segments to die.
 *
 * Layer    tcp/
 * Source   RFC 9293 3.6.1 and 3.10.7.4; RFC 1122 4.2.2.13 and RFC 6191 (a new SYN may take the place over)
 * Memory   a ring of 24-byte entries of its own, so that it takes no place from live connections; the oldest
 *          entry is recycled when it is full. All wait equally long, so the ring is in the order of expiry
 *          and needs no timers.
 */
#ifndef TCP_TIME_WAIT_H
#define TCP_TIME_WAIT_H

#include "arena.h"
#include "tcp/segment.h"
#include "tcp/tcp_limits.h"

struct time_wait_entry {
    uint32_t hash_next; /* index + 1; 0: none */
    uint32_t remote;    /* 0: the entry is not in use */
    uint32_t snd_nxt;
    uint32_t rcv_nxt;
    uint32_t expiry_ms; /* of the engine's clock, mod 2^32 */
    uint16_t remote_port;
};

/* entry[first ... first + count - 1] (mod max) in order of expiry, with unused ones among them; buckets hold
 * index + 1. */
struct time_wait {
    struct time_wait_entry *entry;
    uint32_t *buckets;
    uint32_t max; /* a power of two, and the number of buckets */
    uint32_t first;
    uint32_t count;
};

bool time_wait_take(struct time_wait *time_wait, uint32_t conn_max, struct arena *arena);

/* Entries for so many connections, and as many buckets of 4 bytes. */
static inline uint32_t time_wait_count(uint32_t conn_max)
{
    uint32_t count = 16;

    while (count < conn_max && count < TCP_TIME_WAIT_MAX)
        count *= 2;
    return count;
}

/* Begin to wait; the oldest is given up when there is no room (counted). */
void time_wait_add(uint64_t now_ns, const struct tcp_tuple *tuple, uint32_t snd_nxt, uint32_t rcv_nxt);

/* What becomes of a segment. */
enum time_wait_answer {
    TIME_WAIT_NONE, /* it belongs to no waiting connection */
    TIME_WAIT_DONE, /* it has been dealt with */
    TIME_WAIT_OPEN, /* it is a SYN that may open a new connection; the old one is forgotten */
};

/* Deal with a segment for a connection that may be waiting.
 *
 * iss_after  set with TIME_WAIT_OPEN: the new connection's ISN must lie behind this
 */
enum time_wait_answer time_wait_input(uint64_t now_ns, const struct tcp_segment *segment,
                                      uint32_t *iss_after);

/* Let go of those whose time is over. */
void time_wait_expire(uint64_t now_ns);

/* Forget all: the address that they belong to is gone. */
void time_wait_clear(void);

#endif
