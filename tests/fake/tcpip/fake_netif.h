/* fake_netif.h - an Ethernet interface that a test holds in its hands; it stands where netif_switch.c stands.
 *
 * Layer     tests; provides netif.h
 * Memory    a fed frame is a heap block of exactly its length, freed when it is released: the address
 *           sanitizer sees a read behind its end, and a read after netif_release()
 *
 * Feed frames, run the stack, then look at what it sent:
 *
 *     fake_netif_reset();
 *     fake_netif_feed(frame, len, 0);
 *     ... stack_tcp_backend.next(now_ns, &event) ...
 *     const struct fake_sent *sent = fake_netif_sent();
 */
#ifndef FAKE_NETIF_H
#define FAKE_NETIF_H

#include "netif.h"

/* What the interface says of itself; change it at will. fake_netif_reset() makes it 02:00:00:00:00:01, mtu
 * 1500, no offloads, link up. */
extern struct netif_info fake_netif;

/* Forget all frames, fed and sent, and all settings. Frames that are still lent fail the test. */
void fake_netif_reset(void);

/* Put a copy of a frame into the receive ring. flags: NETIF_RX_*. */
void fake_netif_feed(const void *frame, size_t len, uint32_t flags);

/* The device was reset and works again, as fake_netif says. */
void fake_netif_start_over(void);

/* Frames that were received and not released yet; frames fed and not received yet. */
unsigned fake_netif_lent(void);
unsigned fake_netif_waiting(void);

/* Room in the transmit ring: netif_send() succeeds that many times, then says no. ~0u (no limit) at first;
 * each netif_flush() leaves it as it is. */
void fake_netif_set_room(unsigned frames);

/* A frame that the stack sent. */
struct fake_sent {
    uint8_t *bytes; /* head and spans in one run; the checksum completed if that was offloaded (not with
                       gso_size) */
    size_t len;
    size_t head_len;                         /* bytes that were copied */
    struct span
        spans[NETIF_SPAN_MAX]; /* as they were given: where they point tells whether a body was copied */
    uint16_t span_count;
    uint16_t csum_start, csum_offset, gso_size; /* as netif_tx */
    bool flushed;                            /* netif_flush() has been called since */
    struct fake_sent *next;
};

/* Take the oldest sent frame that was not taken yet, NULL when there is none. Valid until the next call of
 * this function or fake_netif_reset(). */
const struct fake_sent *fake_netif_sent(void);

#endif
