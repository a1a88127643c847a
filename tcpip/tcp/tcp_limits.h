/* tcp_limits.h - every limit and every constant of time of the TCP engine.
 *
 * Layer   tcp/. The limits that callers must know (TCP_RECV_MAX, TCP_HEAD_MAX, TCP_SEND_SPANS) stand in
 *         tcp.h.
 */
#ifndef TCP_LIMITS_H
#define TCP_LIMITS_H

#define TCP_MS_NS 1000000ull /* nanoseconds in a millisecond */

/* Queue of one connection. Two short heads and their spans may wait while a third reply is queued. */
#define TCP_QUEUE_ENTRIES 9u
#define TCP_QUEUE_HEAD    448u /* bytes of copied heads; TCP_HEAD_MAX must fit */

/* Segments. */
#define TCP_MSS_DEFAULT 536u /* RFC 9293 3.7.1: what a peer takes that announces nothing */
#define TCP_MSS_MIN     256u /* smaller announcements only serve to make us send more headers than bytes */
#define TCP_WSCALE_MAX  14u  /* RFC 7323 2.3 */
#define TCP_RANGE_MAX   8u   /* runs of bytes received out of order, for each receive buffer */

/* Table. */
#define TCP_HALF_OPEN_SHARE 4u /* at most one connection in so many may be half-open */
#define TCP_TIME_WAIT_MAX   65536u

/* Retransmission. */
#define TCP_RTO_FIRST_MS 1000u /* RFC 6298 2.1 */
#define TCP_RTO_MIN_MS                                                                                       \
    250u /* RFC 6298 2.4 says 1 s; deployed stacks use less, and we wait 40 ms with an ACK */
#define TCP_RTO_MAX_MS      60000u /* RFC 6298 2.5 */
#define TCP_RTO_CLOCK_US    8000u  /* the wheel's tick, G of RFC 6298 */
#define TCP_RETRIES_MAX     9u /* RFC 9293 3.8.3: R2 of at least 100 s; with the above it is at least 123 s */
#define TCP_SYN_RETRIES_MAX 4u /* a SYN-ACK: 31 s in all */
#define TCP_CWND_MAX        (16u << 20)
#define TCP_DUP_ACKS        3u /* RFC 5681 3.2 */

/* Other times. */
#define TCP_ACK_DELAY_MS 40u /* RFC 9293 3.8.6.3 allows 500 */
#define TCP_CHALLENGE_MS                                                                                     \
    500u /* one answer to a suspicious segment in so long, for each connection (RFC 5961 7) */
#define TCP_LINGER_MS     60000u /* after our close: how often progress is looked for */
#define TCP_LINGER_BYTES  4096u  /* what counts as progress */
#define TCP_FIN_WAIT_2_MS 20000u /* how long a peer may leave its own half open */
#define TCP_TIME_WAIT_MS                                                                                     \
    60000u /* 2 MSL with an MSL of 30 s (RFC 9293 3.4.2 suggests 2 min, and calls it engineering) */
#define TCP_STALLED_BACKOFF 3u /* timeouts or probes in a row after which a connection may make room */
#define TCP_ROOM_RETRY_MS   1u /* a full transmit ring is looked at again */

#endif
