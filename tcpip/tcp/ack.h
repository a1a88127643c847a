/* ack.h - what an acknowledgement does.
 *
 * Layer    tcp/
 * Source   RFC 9293 3.10.7.4, fifth check; RFC 5961 5; RFC 5681 2 (duplicates)
 */
#ifndef TCP_ACK_H
#define TCP_ACK_H

#include "tcp/conn.h"
#include "tcp/segment.h"

/* Process the ACK field and the window of an acceptable segment with ACK set.
 *
 * Returns   false when the segment is not to be looked at further; the connection may be gone then
 */
bool ack_input(struct tcp_conn *conn, const struct tcp_segment *segment);

#endif
