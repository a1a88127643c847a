/* timer.h - a connection's time has come.
 *
 * Layer    tcp/
 * Source   RFC 6298 5.4-5.7 (retransmission), RFC 9293 3.8.6.1 (probes), 3.8.6.3 (delayed ACK), 3.8.3 (giving
 *          up)
 */
#ifndef TCP_TIMER_H
#define TCP_TIMER_H

#include "tcp/conn.h"

/* Deal with a timer that wheel_expire() has taken out of tcp.wheel. */
void timer_expired(struct wheel_timer *timer);

#endif
