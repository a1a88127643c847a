/* queue.h - what a connection has still to say: copied heads and spans of the site, in the order of the wire.
 *
 * Layer    tcp/; pure
 * Memory   a head is copied into a ring in the queue; a span stays where it is. Nothing is given back before
 *          it is acknowledged, so a retransmission reads it again.
 */
#ifndef TCP_QUEUE_H
#define TCP_QUEUE_H

#include "netif.h"
#include "span.h"
#include "tcp/tcp_limits.h"

#include <stdbool.h>

/* Invariants, asserted by queue_check():
 *   entry[first ... first + count - 1] (mod TCP_QUEUE_ENTRIES) are the runs of bytes, none of them empty;
 *   len is their sum
 *   an entry without bytes stands for its len bytes of head; the first such begins at heads[head_first], each
 *   later one where the one before it ends; head_len is their sum
 */
struct send_queue {
    uint64_t len;
    struct span entry[TCP_QUEUE_ENTRIES];
    uint8_t first;
    uint8_t count;
    uint16_t head_first;
    uint16_t head_len;
    uint8_t heads[TCP_QUEUE_HEAD];
};

/* Whether a head of TCP_HEAD_MAX bytes and TCP_SEND_SPANS spans fit. */
bool queue_has_room(const struct send_queue *queue);

/* Append. Empty ones are left out. Requires room for them. */
void queue_add_head(struct send_queue *queue, const uint8_t *head, size_t head_len);
void queue_add_span(struct send_queue *queue, struct span span);

/* Let go of the oldest len bytes; len <= queue->len. */
void queue_release(struct send_queue *queue, uint32_t len);

/* Payload for a segment: some bytes to copy, then spans. */
struct queue_piece {
    uint8_t *copy; /* the caller's; copy_max bytes */
    size_t copy_max;
    size_t copy_len;
    struct span spans[NETIF_SPAN_MAX];
    unsigned span_count;
};

/* Gather up to len bytes from offset on; offset <= queue->len. piece->copy and ->copy_max are given, the rest
 * is set.
 *
 * Heads are copied and so are spans that are small. A head behind a large span ends the segment, for a
 * frame's copied bytes stand before its spans. Returns  the bytes gathered; more than 0 if there are any at
 * offset
 */
uint32_t queue_gather(const struct send_queue *queue, uint32_t offset, uint32_t len,
                      struct queue_piece *piece);

void queue_check(const struct send_queue *queue);

#endif
