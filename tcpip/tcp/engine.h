/* engine.h - our own TCP, as the stack drives it. tcp.h says what the functions shared with it promise.
 *
 * Layer     tcp/; above: stack.c; below: ip/ipv4.h
 * Source    RFC 9293, with RFC 6528 (ISN), 7323 (window scale), 6298 (RTO), 5681 (congestion), 5961 (RST, SYN
 *           and ACK checks)
 */
#ifndef TCP_ENGINE_H
#define TCP_ENGINE_H

#include "arena.h"
#include "ip/ipv4.h"
#include "tcp.h"

/* Take the pools. Returns false when the arena is too small for them. */
bool engine_init(uint32_t conn_max, uint32_t recv_buffer_max, const uint8_t secret[16], struct arena *arena,
                 uint64_t now_ns);
size_t engine_memory_need(uint32_t conn_max, uint32_t recv_buffer_max);

/* Handle one segment. rx->bytes stays lent until engine_rx_done(), which must follow before the frame is
 * released and before the next engine_input(): what the application has not consumed by then is
 * copied to a receive buffer. */
void engine_input(uint64_t now_ns, const struct ipv4_rx *rx);
void engine_rx_done(uint64_t now_ns);

/* ICMP says that dst cannot be reached or the packet was too big: quoted is the first 8 bytes of our segment
 * (ports, sequence number), which must match a connection's window. Soft errors only (RFC 5927). mtu 0: not a
 * size error. */
void engine_icmp_error(uint64_t now_ns, uint32_t dst, const uint8_t quoted[8], uint16_t mtu);

/* Our address is gone or another one (DHCP): every connection is dropped, each with TCP_CLOSED. */
void engine_address_changed(uint64_t now_ns);

/* The interface's MTU is smaller than before: no connection sends larger segments from now on. */
void engine_mtu_fell(void);

/* Take the next event that input or timers have caused. */
bool engine_event(struct tcp_event *event);

/* Run the timers that are due; engine_event() afterwards. */
void engine_timers(uint64_t now_ns);
uint64_t engine_deadline_ns(void);

bool engine_listen(uint16_t port);
void engine_stop_listening(void);
uint32_t engine_conn_max(void);
struct span engine_recv(uint32_t conn);
void engine_consume(uint32_t conn, size_t len);
bool engine_can_send(uint32_t conn);
void engine_send(uint32_t conn, const void *head, size_t head_len, const struct span *spans,
                 size_t span_count);
uint64_t engine_unsent(uint32_t conn);
void engine_set_timeout(uint32_t conn, uint64_t deadline_ns);
void engine_set_idle(uint32_t conn, bool idle);
void engine_close(uint32_t conn);
void engine_abort(uint32_t conn);

/* Send what the windows allow, on every connection that has something new to say since the last time. */
void engine_flush(uint64_t now_ns);

const struct tcp_stats *engine_stats(void);

#endif
