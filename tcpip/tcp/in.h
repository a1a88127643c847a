/* in.h - a segment has arrived.
 *
 * Layer    tcp/
 * Source   RFC 9293 3.10.7, in its order; RFC 5961 for RST and SYN
 */
#ifndef TCP_IN_H
#define TCP_IN_H

#include "tcp/conn.h"
#include "tcp/segment.h"

/* Deal with a segment that segment_parse() has passed. */
void in_segment(const struct tcp_segment *segment);

#endif
