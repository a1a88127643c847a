/* tcp_wire.h - the engine's world in a test's hands: IPv4 below it, a peer across from it, the clock.
 *
 * Layer    tests of tcpip/tcp; include it in one file of a test program: it defines ipv4.h's functions and
 *          netif_send_room()
 * Memory   a received segment is a heap block of exactly its length, freed after
 *          engine_rx_done(): the address sanitizer sees a read behind its end, or after its return
 */
#ifndef TCP_WIRE_H
#define TCP_WIRE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "arena.h"
#include "bytes.h"
#include "netif.h"
#include "tcp/conn.h"
#include "tcp/engine.h"
#include "tcp/options.h"
#include "tcp/segment.h"
#include "wire/checksum.h"

#define WIRE_US   0xC0000201u /* 192.0.2.1 */
#define WIRE_PEER 0xC0000202u
#define WIRE_PORT 80u
#define MS        1000000ull

/* A segment that the engine sent. */
struct wire_sent {
    uint32_t seq, ack, len, dst;
    uint16_t remote_port, window, gso_size;
    uint8_t flags;
    unsigned span_count;
    const uint8_t *span_bytes; /* of the first span */
    struct tcp_options options;
    uint8_t *bytes; /* payload */
    struct wire_sent *next;
};

static uint64_t wire_now_ns = 1000 * MS;
static uint32_t wire_address = WIRE_US, wire_gso_max;
static uint16_t wire_mtu = 1500;
static unsigned wire_room = UINT32_MAX;
static bool wire_unreachable;
static struct wire_sent *wire_first, *wire_last, *wire_taken;
static void *wire_memory;

uint32_t ipv4_address(void)
{
    return wire_address;
}

uint16_t ipv4_mtu(void)
{
    return wire_mtu;
}

uint32_t ipv4_gso_max(void)
{
    return wire_gso_max;
}

unsigned netif_send_room(void)
{
    return wire_room;
}

bool ipv4_send(uint64_t now_ns, const struct ipv4_tx *tx)
{
    struct wire_sent *sent;
    size_t header_len = (size_t)(tx->head[12] >> 4) * 4, copied = tx->head_len - header_len;

    assert_int_equal(now_ns, wire_now_ns);
    assert_int_equal(tx->protocol, IPV4_PROTOCOL_TCP);
    assert_true(tx->has_csum && tx->csum_offset == TCP_CSUM_OFFSET && be32_get(tx->head + 16) == 0);
    assert_true(tx->head_len + IPV4_HEADROOM <= NETIF_HEAD_MAX && tx->span_count <= NETIF_SPAN_MAX);
    memset(tx->head - IPV4_HEADROOM, 0xEE, IPV4_HEADROOM);
    if (wire_room == 0 || wire_unreachable)
        return false;
    wire_room -= wire_room != UINT32_MAX;
    sent = calloc(1, sizeof *sent);
    *sent = (struct wire_sent){.seq = be32_get(tx->head + 4),
                               .ack = be32_get(tx->head + 8),
                               .dst = tx->dst,
                               .remote_port = be16_get(tx->head + 2),
                               .window = be16_get(tx->head + 14),
                               .gso_size = tx->gso_size,
                               .flags = tx->head[13],
                               .span_count = tx->span_count,
                               .len = (uint32_t)copied};
    assert_true(options_parse(tx->head + 20, header_len - 20, &sent->options));
    for (unsigned i = 0; i < tx->span_count; i++)
        sent->len += (uint32_t)tx->spans[i].len;
    assert_true(header_len + sent->len + 20 <= (tx->gso_size ? wire_gso_max : wire_mtu));
    sent->bytes = malloc(sent->len + 1);
    memcpy(sent->bytes, tx->head + header_len, copied);
    for (unsigned i = 0; i < tx->span_count; i++) {
        memcpy(sent->bytes + copied, tx->spans[i].bytes, tx->spans[i].len);
        copied += tx->spans[i].len;
    }
    sent->span_bytes = tx->span_count ? tx->spans[0].bytes : NULL;
    if (wire_last)
        wire_last->next = sent;
    else
        wire_first = sent;
    wire_last = sent;
    return true;
}

/* The oldest sent segment that was not taken yet, NULL: none. Valid until the next call. */
static struct wire_sent *wire_take(void)
{
    if (wire_taken) {
        free(wire_taken->bytes);
        free(wire_taken);
    }
    wire_taken = wire_first;
    if (wire_taken) {
        wire_first = wire_taken->next;
        if (!wire_first)
            wire_last = NULL;
    }
    return wire_taken;
}

static inline unsigned wire_drop_all(void)
{
    unsigned count = 0;

    while (wire_take())
        count++;
    return count;
}

static inline void wire_check(void)
{
    for (uint32_t i = 0; i < tcp.conn_max; i++)
        conn_check(&tcp.conns[i]);
}

/* A fresh engine that listens. */
static inline void wire_start(uint32_t conn_max, uint32_t buffers)
{
    static const uint8_t secret[16] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    size_t len = engine_memory_need(conn_max, buffers);
    struct arena arena;

    wire_drop_all();
    free(wire_memory);
    wire_memory = calloc(1, len);
    arena = (struct arena){.next = wire_memory, .end = (uint8_t *)wire_memory + len};
    wire_now_ns = 1000 * MS;
    wire_address = WIRE_US;
    wire_gso_max = 0;
    wire_mtu = 1500;
    wire_room = UINT32_MAX;
    wire_unreachable = false;
    assert_true(engine_init(conn_max, buffers, secret, &arena, wire_now_ns));
    assert_true(engine_listen(WIRE_PORT));
}

/* The peer's side of a connection. */
struct wire_peer {
    uint32_t address;
    uint16_t port;
    uint16_t window;
    uint32_t seq; /* next to send */
    uint32_t ack; /* next expected */
};

static uint8_t *wire_lent;

/* Deliver a segment with these options; wire_done() takes it back. */
static inline void wire_feed(const struct wire_peer *peer, uint8_t flags, uint32_t seq, uint32_t ack,
                             const void *options, size_t options_len, const void *bytes, size_t len)
{
    size_t total = 20 + options_len + len;
    struct ipv4_rx rx = {.src = peer->address, .dst = WIRE_US, .protocol = IPV4_PROTOCOL_TCP, .len = total};

    wire_lent = calloc(1, total);
    be16_put(wire_lent, peer->port);
    be16_put(wire_lent + 2, WIRE_PORT);
    be32_put(wire_lent + 4, seq);
    be32_put(wire_lent + 8, ack);
    wire_lent[12] = (uint8_t)((20 + options_len) / 4 << 4);
    wire_lent[13] = flags;
    be16_put(wire_lent + 14, peer->window);
    if (options_len)
        memcpy(wire_lent + 20, options, options_len);
    if (len)
        memcpy(wire_lent + 20 + options_len, bytes, len);
    be16_put(wire_lent + 16,
             csum_finish(csum_add(csum_pseudo_header(rx.src, rx.dst, 6, total), wire_lent, total)));
    rx.bytes = wire_lent;
    engine_input(wire_now_ns, &rx);
}

static inline void wire_done(void)
{
    engine_rx_done(wire_now_ns);
    free(wire_lent);
    wire_lent = NULL;
    wire_check();
}

/* Deliver a segment, with events still to be taken, and take it back. */
static inline void wire_put(const struct wire_peer *peer, uint8_t flags, uint32_t seq, uint32_t ack,
                            const void *bytes, size_t len)
{
    wire_feed(peer, flags, seq, ack, NULL, 0, bytes, len);
    wire_done();
}

static inline void wire_flush(void)
{
    engine_flush(wire_now_ns);
    wire_check();
}

/* Let time pass in steps of the wheel; timers run, and what they cause is sent. */
static inline void wire_wait(uint64_t ms)
{
    for (uint64_t end_ns = wire_now_ns + ms * MS; wire_now_ns < end_ns;) {
        wire_now_ns = end_ns - wire_now_ns > WHEEL_TICK_NS ? wire_now_ns + WHEEL_TICK_NS : end_ns;
        engine_timers(wire_now_ns);
        engine_flush(wire_now_ns);
    }
    wire_check();
}

static inline void wire_expect_event(enum tcp_event_kind kind, uint32_t conn)
{
    struct tcp_event event;

    assert_true(engine_event(&event));
    assert_int_equal(event.kind, kind);
    assert_int_equal(event.conn, conn);
}

static inline void wire_expect_no_event(void)
{
    struct tcp_event event;

    assert_false(engine_event(&event));
}

/* The next sent segment must have exactly these flags, numbers and length. */
static inline struct wire_sent *wire_expect(uint8_t flags, uint32_t seq, uint32_t ack, uint32_t len)
{
    struct wire_sent *sent = wire_take();

    assert_non_null(sent);
    assert_int_equal(sent->flags, flags);
    assert_int_equal(sent->seq, seq);
    assert_int_equal(sent->ack, ack);
    assert_int_equal(sent->len, len);
    return sent;
}

static inline void wire_expect_nothing(void)
{
    assert_null(wire_take());
}

static inline struct wire_peer wire_peer(uint16_t port)
{
    return (struct wire_peer){.address = WIRE_PEER, .port = port, .window = 65535, .seq = 5000};
}

/* A peer's SYN with MSS 1460; returns after our SYN-ACK. */
static inline void wire_syn(struct wire_peer *peer)
{
    static const uint8_t options[4] = {2, 4, 1460 >> 8, 1460 & 255};
    struct wire_sent *sent;

    wire_feed(peer, TCP_SYN, peer->seq, 0, options, 4, NULL, 0);
    wire_done();
    sent = wire_take();
    assert_non_null(sent);
    assert_int_equal(sent->flags, TCP_SYN | TCP_ACK);
    peer->seq++;
    assert_int_equal(sent->ack, peer->seq);
    peer->ack = sent->seq + 1;
}

/* Open a connection; returns its number. */
static inline uint32_t wire_open(struct wire_peer *peer)
{
    struct tcp_event event;

    wire_syn(peer);
    wire_put(peer, TCP_ACK, peer->seq, peer->ack, NULL, 0);
    assert_true(engine_event(&event));
    assert_int_equal(event.kind, TCP_ACCEPTED);
    wire_expect_nothing();
    return event.conn;
}

/* Nothing may be left over: connections, buffers, timers. */
static inline void wire_expect_empty(void)
{
    wire_check();
    assert_int_equal(tcp.stats.conn_count, 0);
    assert_int_equal(tcp.free_count, tcp.conn_max);
    assert_int_equal(tcp.recv_pool.free_count, tcp.recv_pool.count);
    assert_int_equal(tcp.wheel.timer_count, 0);
    assert_int_equal(tcp.half_open_count, 0);
    assert_true(list_is_empty(&tcp.dirty) && list_is_empty(&tcp.idle) && list_is_empty(&tcp.half_open));
}

#endif
