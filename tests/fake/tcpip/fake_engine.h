/* fake_engine.h - a TCP that does nothing but remember, for tests of what lies below it.
 *
 * Layer   tests; provides tcp/engine.h. It holds definitions: include it in exactly one file of a test
 *         program. They win over those of the archive.
 */
#ifndef FAKE_ENGINE_H
#define FAKE_ENGINE_H

#include "assert.h"
#include "tcp/engine.h"

#include <string.h>

#define FAKE_ENGINE_EVENTS 256u

/* What the engine was told, and what it shall say; zeroed by engine_init(). */
struct fake_engine {
    unsigned input_count;
    struct ipv4_rx input;    /* the last segment */
    uint8_t input_bytes[64]; /* the start of its bytes */
    unsigned rx_done_count;
    unsigned icmp_error_count;
    uint32_t icmp_dst;
    uint8_t icmp_quoted[8];
    uint16_t icmp_mtu;
    unsigned address_changed_count;
    unsigned mtu_fell_count;
    unsigned timers_count;
    unsigned flush_count;
    bool is_lent;            /* between engine_input() and engine_rx_done() */
    unsigned events_per_input;
    unsigned events_waiting;
    uint64_t deadline_ns;
    bool refuse_init;
};
static struct fake_engine fake_engine;

bool engine_init(uint32_t conn_max, uint32_t recv_buffer_max, const uint8_t secret[16], struct arena *arena,
                 uint64_t now_ns)
{
    bool refuse = fake_engine.refuse_init;

    (void)conn_max, (void)recv_buffer_max, (void)secret, (void)arena, (void)now_ns;
    fake_engine = (struct fake_engine){.deadline_ns = UINT64_MAX};
    return !refuse;
}

size_t engine_memory_need(uint32_t conn_max, uint32_t recv_buffer_max)
{
    return (size_t)conn_max * 2 + recv_buffer_max;
}

void engine_input(uint64_t now_ns, const struct ipv4_rx *rx)
{
    (void)now_ns;
    ASSERT(!fake_engine.is_lent);
    fake_engine.input_count++;
    fake_engine.input = *rx;
    memset(fake_engine.input_bytes, 0, sizeof fake_engine.input_bytes);
    memcpy(fake_engine.input_bytes, rx->bytes, rx->len < 64 ? rx->len : 64);
    fake_engine.is_lent = true;
    fake_engine.events_waiting += fake_engine.events_per_input;
}

void engine_rx_done(uint64_t now_ns)
{
    uint8_t sum = 0;

    (void)now_ns;
    /* Read all of what was lent: the address sanitizer complains if the frame has been released. */
    for (size_t i = 0; fake_engine.is_lent && i < fake_engine.input.len; i++)
        sum = (uint8_t)(sum + fake_engine.input.bytes[i]);
    fake_engine.input_bytes[63] = sum;
    fake_engine.rx_done_count +=
        fake_engine.is_lent; /* it follows every frame, also those that TCP never saw */
    fake_engine.is_lent = false;
}

void engine_icmp_error(uint64_t now_ns, uint32_t dst, const uint8_t quoted[8], uint16_t mtu)
{
    (void)now_ns;
    fake_engine.icmp_error_count++;
    fake_engine.icmp_dst = dst;
    memcpy(fake_engine.icmp_quoted, quoted, 8);
    fake_engine.icmp_mtu = mtu;
}

void engine_address_changed(uint64_t now_ns)
{
    (void)now_ns;
    fake_engine.address_changed_count++;
}

void engine_mtu_fell(void)
{
    fake_engine.mtu_fell_count++;
}

bool engine_event(struct tcp_event *event)
{
    if (fake_engine.events_waiting == 0)
        return false;
    fake_engine.events_waiting--;
    *event = (struct tcp_event){.kind = TCP_RECEIVED, .conn = fake_engine.input_count};
    return true;
}

void engine_timers(uint64_t now_ns)
{
    (void)now_ns;
    fake_engine.timers_count++;
}

uint64_t engine_deadline_ns(void)
{
    return fake_engine.deadline_ns;
}

void engine_flush(uint64_t now_ns)
{
    (void)now_ns;
    fake_engine.flush_count++;
}

bool engine_listen(uint16_t port)
{
    return port != 0;
}

void engine_stop_listening(void)
{
}

uint32_t engine_conn_max(void)
{
    return 16;
}

struct span engine_recv(uint32_t conn)
{
    (void)conn;
    return (struct span){.bytes = fake_engine.input.bytes,
                         .len = fake_engine.is_lent ? fake_engine.input.len : 0};
}

void engine_consume(uint32_t conn, size_t len)
{
    (void)conn, (void)len;
}

bool engine_can_send(uint32_t conn)
{
    (void)conn;
    return false;
}

void engine_send(uint32_t conn, const void *head, size_t head_len, const struct span *spans,
                 size_t span_count)
{
    (void)conn, (void)head, (void)head_len, (void)spans, (void)span_count;
}

uint64_t engine_unsent(uint32_t conn)
{
    (void)conn;
    return 0;
}

void engine_set_timeout(uint32_t conn, uint64_t deadline_ns)
{
    (void)conn, (void)deadline_ns;
}

void engine_set_idle(uint32_t conn, bool idle)
{
    (void)conn, (void)idle;
}

void engine_close(uint32_t conn)
{
    (void)conn;
}

void engine_abort(uint32_t conn)
{
    (void)conn;
}

const struct tcp_stats *engine_stats(void)
{
    static const struct tcp_stats stats;

    return &stats;
}

#endif
