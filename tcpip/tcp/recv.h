/* recv.h - received bytes: lent straight from the frame, or put in order in a buffer.
 *
 * Layer    tcp/
 * Memory   a connection has a buffer only while bytes wait in it: unconsumed ones, or ones behind a gap. The
 *          pool may run dry; what then finds no place is not acknowledged, so the peer keeps it and sends it
 *          again.
 * Trust    any overlap of any segments in the window is possible; the list of ranges is bounded
 */
#ifndef TCP_RECV_H
#define TCP_RECV_H

#include "arena.h"
#include "span.h"
#include "tcp.h"
#include "tcp/tcp_limits.h"

struct tcp_conn;

/* Invariants, asserted by recv_check():
 *   bytes[start ... start + recv_len - 1] are in order and unconsumed; the byte of sequence number s is
 *   bytes[start + recv_len + (s - rcv_nxt)]
 *   ranges are not empty, lie behind rcv_nxt with a gap before each, in ascending order, and inside bytes
 */
struct recv_buffer {
    struct recv_buffer *next; /* in the pool */
    uint32_t start;
    uint32_t range_count;
    struct {
        uint32_t from; /* sequence numbers */
        uint32_t to;   /* one behind the last */
    } range[TCP_RANGE_MAX];
    uint8_t bytes[TCP_RECV_MAX];
};

struct recv_pool {
    struct recv_buffer *first;
    struct recv_buffer *buffers;
    uint32_t count;
    uint32_t touched_count; /* those from here on have never been used */
    uint32_t free_count;
};

bool recv_pool_take(struct recv_pool *pool, uint32_t count, struct arena *arena);

/* Bytes that the connection takes from rcv_nxt on. */
uint32_t recv_window(const struct tcp_conn *conn);

/* Take payload that lies in the window; rcv_nxt moves over everything that is then in order.
 *
 * seq      of bytes[0], rcv_nxt <= seq
 * Lends    bytes, when they are in order and no buffer is in use, until recv_settle()
 * Returns  false when there was no place for them (counted)
 */
bool recv_put(struct tcp_conn *conn, uint32_t seq, const uint8_t *bytes, uint32_t len);

/* The unconsumed bytes. */
struct span recv_bytes(const struct tcp_conn *conn);

/* Consume len of them. */
void recv_consume(struct tcp_conn *conn, uint32_t len);

/* The lent segment goes back: keep what was not consumed, or take rcv_nxt back to it if no buffer is free
 * (counted). */
void recv_settle(void);

/* Whether the bytes up to rcv_nxt are certain to stay: a FIN behind them may be processed. */
bool recv_is_kept(const struct tcp_conn *conn);

/* The peer's FIN has been processed: what was received behind it, against all rules, is forgotten. */
void recv_finish(struct tcp_conn *conn);

/* Forget everything received and give the buffer back. */
void recv_drop(struct tcp_conn *conn);

void recv_check(const struct tcp_conn *conn);

#endif
