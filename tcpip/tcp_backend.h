/* tcp_backend.h - what a TCP provides; tcp.h says what each function promises.
 *
 * Layer   included by providers, by tcp_switch.c and by boot/detect.c only
 */
#ifndef TCPIP_TCP_BACKEND_H
#define TCPIP_TCP_BACKEND_H

#include "tcp.h"

struct tcp_backend {
    const char *name; /* "own", "sockets" */
    bool (*listen)(uint16_t port);
    void (*stop_listening)(void);
    uint32_t (*conn_max)(void);
    bool (*next)(uint64_t now_ns, struct tcp_event *event);
    struct span (*recv)(uint32_t conn);
    void (*consume)(uint32_t conn, size_t len);
    bool (*can_send)(uint32_t conn);
    void (*send)(uint32_t conn, const void *head, size_t head_len, const struct span *spans,
                 size_t span_count);
    uint64_t (*unsent)(uint32_t conn);
    void (*set_timeout)(uint32_t conn, uint64_t deadline_ns);
    void (*set_idle)(uint32_t conn, bool idle);
    void (*close)(uint32_t conn);
    void (*abort)(uint32_t conn);
    void (*flush)(uint64_t now_ns);
    uint64_t (*deadline_ns)(void);
    bool (*address)(char *text, size_t cap);
    const struct tcp_stats *(*stats)(void);
};

/* Called once, by boot/detect.c. The table is static and stays. */
void tcp_use(const struct tcp_backend *backend);

#endif
