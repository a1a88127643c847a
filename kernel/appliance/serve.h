/* serve.h - joins tcp events to the HTTP engine, one connection's state beside the other's.
 *
 * Layer   kernel/appliance; above: main.c; below: tcp.h, http.h
 */
#ifndef APPLIANCE_SERVE_H
#define APPLIANCE_SERVE_H

#include "arena.h"
#include "tcp.h"

/* Take the state of conn_max connections from the arena. Returns false when it does not fit. */
bool serve_init(uint32_t conn_max, struct arena *arena);

/* Handle one event of tcp_next(). wall_s: seconds since 1970. */
void serve_event(const struct tcp_event *event, uint64_t now_ns, uint64_t wall_s);

/* From now on each reply is its connection's last, and a connection without a request is closed: one that has
 * never had any when it is HTTP_DRAIN_FIRST_NS old, any other HTTP_DRAIN_NEXT_NS behind its last reply. Their
 * next request may be under way. */
void serve_drain(void);

/* Reset the connections that are left. Returns their number. */
uint32_t serve_abort_all(void);

#endif
