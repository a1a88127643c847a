/* tcp_switch.c - joins tcp.h to the provider that boot/detect.c has chosen. */
#include "tcp_backend.h"

static const struct tcp_backend *provider;

void tcp_use(const struct tcp_backend *backend)
{
    provider = backend;
}

bool tcp_listen(uint16_t port)
{
    return provider->listen(port);
}

void tcp_stop_listening(void)
{
    provider->stop_listening();
}

uint32_t tcp_conn_max(void)
{
    return provider->conn_max();
}

bool tcp_next(uint64_t now_ns, struct tcp_event *event)
{
    return provider->next(now_ns, event);
}

struct span tcp_recv(uint32_t conn)
{
    return provider->recv(conn);
}

void tcp_consume(uint32_t conn, size_t len)
{
    provider->consume(conn, len);
}

bool tcp_can_send(uint32_t conn)
{
    return provider->can_send(conn);
}

void tcp_send(uint32_t conn, const void *head, size_t head_len, const struct span *spans, size_t span_count)
{
    provider->send(conn, head, head_len, spans, span_count);
}

uint64_t tcp_unsent(uint32_t conn)
{
    return provider->unsent(conn);
}

void tcp_set_timeout(uint32_t conn, uint64_t deadline_ns)
{
    provider->set_timeout(conn, deadline_ns);
}

void tcp_set_idle(uint32_t conn, bool idle)
{
    provider->set_idle(conn, idle);
}

void tcp_close(uint32_t conn)
{
    provider->close(conn);
}

void tcp_abort(uint32_t conn)
{
    provider->abort(conn);
}

void tcp_flush(uint64_t now_ns)
{
    provider->flush(now_ns);
}

uint64_t tcp_deadline_ns(void)
{
    return provider->deadline_ns();
}

bool tcp_address(char *text, size_t cap)
{
    return provider->address(text, cap);
}

const struct tcp_stats *tcp_stats(void)
{
    return provider->stats();
}
