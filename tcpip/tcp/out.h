/* out.h - everything that a connection sends.
 *
 * Layer    tcp/; below: ip/ipv4.h, and netif.h for one question: is there room in the ring?
 * Source   RFC 9293 3.8.6 (windows), RFC 5681, RFC 6298 5
 */
#ifndef TCP_OUT_H
#define TCP_OUT_H

#include "tcp/conn.h"
#include "tcp/segment.h"

/* Send what the windows allow: payload, FIN, or the ACK that is owed.
 *
 * Returns   false when it stopped because the transmit ring is full: call again
 */
bool out_flush(struct tcp_conn *conn);

/* Send an ACK at once, with what it says of the window. */
void out_ack(struct tcp_conn *conn);

/* The same in answer to a suspicious segment: once in TCP_CHALLENGE_MS for each connection (RFC 5961 7). A
 * limit that is shared by all connections would tell a stranger what happens on them. */
void out_challenge_ack(struct tcp_conn *conn);

void out_syn_ack(struct tcp_conn *conn);

/* Send the segment at snd_una again, one MSS at most (fast retransmit). */
void out_resend(struct tcp_conn *conn);

/* Send a byte into a closed window, or what fits one that is too small to bother, so that the peer says when
 * it opens; and set the timer for the next time. Requires a queue that is not empty. */
void out_probe(struct tcp_conn *conn);

/* RST: the connection ends here. */
void out_reset(struct tcp_conn *conn);

#endif
