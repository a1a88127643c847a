/* window.h - what the windows allow: how much we may send now, and how much the peer is told that it may.
 *
 * Layer    tcp/; sends nothing. Below: ip/ipv4.h for the sizes of a packet
 * Source   RFC 9293 3.8.6 (windows, silly window syndrome), RFC 5681 (the congestion window counts as well)
 */
#ifndef TCP_WINDOW_H
#define TCP_WINDOW_H

#include "tcp/conn.h"

/* The payload of a segment that fits our interface, bytes: what we announce, and never exceed. */
uint16_t window_own_mss(void);

/* Payload that may be sent at snd_nxt in one piece, bytes; 0: none, for now. */
uint32_t window_sendable(const struct tcp_conn *conn);

/* Whether the caller has consumed so much that the peer should hear of it. */
bool window_update_due(const struct tcp_conn *conn);

/* The window to announce; it is announced with this call. */
uint16_t window_announce(struct tcp_conn *conn);

#endif
