/* listen.h - a SYN opens a connection, if there is room for it.
 *
 * Layer    tcp/
 * Source   RFC 9293 3.10.7.2 (LISTEN), RFC 6528 (ISN)
 * Limits   half-open connections have a share of the table (TCP_HALF_OPEN_SHARE); the oldest of them goes
 *          first. A full table gives up its longest-idle connection. So strangers who never finish a
 *          handshake cannot shut out those who do.
 */
#ifndef TCP_LISTEN_H
#define TCP_LISTEN_H

#include "tcp/segment.h"

/* Answer a SYN for our port.
 *
 * iss_after  the new connection's ISN must lie behind it (RFC 1122 4.2.2.13); NULL: no matter
 */
void listen_open(const struct tcp_segment *segment, const uint32_t *iss_after);

#endif
