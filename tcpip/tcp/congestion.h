/* congestion.h - how much a connection may have in flight, and how long it waits for an answer.
 *
 * Layer    tcp/; changes only the fields of struct tcp_conn that concern it; sends nothing, sets no timer
 * Source   RFC 5681 (slow start, congestion avoidance, fast recovery), RFC 6582 (NewReno), RFC 6928 (initial
 *          window), RFC 3042 (limited transmit), RFC 3465 (counting bytes), RFC 6298 (timeout)
 */
#ifndef TCP_CONGESTION_H
#define TCP_CONGESTION_H

#include "tcp/conn.h"

/* The handshake is over. was_lost: our SYN-ACK had to be sent again. */
void congestion_open(struct tcp_conn *conn, bool was_lost);

/* Bytes that may be in flight now. */
uint32_t congestion_window(const struct tcp_conn *conn);

/* The peer has acknowledged acked_len new bytes, of flight_len that were in flight.
 *
 * Returns   whether the segment at snd_una, as it stands after the acknowledgement, is to be sent again
 */
bool congestion_acked(struct tcp_conn *conn, uint32_t acked_len, uint32_t flight_len);

/* The peer has sent a duplicate acknowledgement. Returns whether the segment at snd_una is to be sent again.
 */
bool congestion_dup_ack(struct tcp_conn *conn);

/* The retransmission timer has expired. */
void congestion_timeout(struct tcp_conn *conn);

/* Payload is about to be sent, with nothing in flight. */
void congestion_restart(struct tcp_conn *conn, uint64_t now_ns);

/* A segment that ends at seq_end is being sent for the first time; time it if none is being timed. */
void rtt_start(struct tcp_conn *conn, uint32_t seq_end, uint64_t now_ns);

/* The peer has acknowledged everything up to ack: take the sample, if it is one. */
void rtt_acked(struct tcp_conn *conn, uint32_t ack, uint64_t now_ns);

/* Something was sent again: what is acknowledged next may be either copy (Karn's algorithm). */
void rtt_forget(struct tcp_conn *conn);

/* The timeout with its doublings, nanoseconds. */
uint64_t rto_ns(const struct tcp_conn *conn);

#endif
