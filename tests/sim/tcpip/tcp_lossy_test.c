/* tcp_lossy_test.c - the engine across a network that loses, reorders and duplicates, from a seeded
 * generator.
 *
 * The peer is a client of its own, written from the RFC and not from the engine: it sends a request, keeps
 * what arrives in a bitmap, acknowledges what is in order, and closes. Every step is one simulated event and
 * their number is bounded.
 */
#include "tcpip/tcp_wire.h"

#define BODY_LEN    (1u << 20)
#define REQUEST_LEN 3000u
#define FLYING_MAX  4096u
#define STEPS_MAX   2000000u

static uint64_t random_state;

static uint32_t random_below(uint32_t limit)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (uint32_t)((random_state >> 20) % limit);
}

struct flying {
    uint64_t arrival_ns;
    bool to_engine;
    uint8_t flags;
    uint32_t seq, ack, len;
    uint8_t *bytes;
};

struct network {
    struct flying flying[FLYING_MAX];
    unsigned count;
    unsigned loss, duplication, reordering; /* of 1000 */
};

struct client {
    struct wire_peer wire;
    uint32_t iss, irs;      /* irs: sequence number of the first byte of the body */
    uint32_t request_acked; /* bytes */
    bool established, fin_seen, fin_sent, fin_acked;
    uint64_t resend_ns;
    uint8_t *body, *have;
    uint32_t in_order; /* bytes of the body */
    uint32_t fin_at;
};

static struct network network;
static struct client client;
static uint8_t body[BODY_LEN], request[REQUEST_LEN];

static void fly(struct flying segment)
{
    struct flying *at = &network.flying[network.count];

    if (random_below(1000) < network.loss || network.count == FLYING_MAX)
        return;
    *at = segment;
    at->arrival_ns =
        wire_now_ns + 5 * MS + (random_below(1000) < network.reordering ? random_below(20) * MS : 0);
    at->bytes = malloc(segment.len + 1);
    if (segment.len)
        memcpy(at->bytes, segment.bytes, segment.len);
    network.count++;
}

static void fly_maybe_twice(struct flying segment)
{
    fly(segment);
    if (random_below(1000) < network.duplication)
        fly(segment);
}

static uint32_t client_rcv_nxt(void)
{
    return client.irs + client.in_order + (client.fin_seen && client.in_order == client.fin_at);
}

/* What the client has to say, from the oldest byte that is not acknowledged on. */
static void client_send(void)
{
    uint32_t offset = client.request_acked;
    struct flying segment = {
        .to_engine = true, .ack = client_rcv_nxt(), .flags = TCP_ACK, .seq = client.iss + 1 + offset};

    if (!client.established) {
        fly_maybe_twice((struct flying){.to_engine = true, .flags = TCP_SYN, .seq = client.iss});
        return;
    }
    while (offset < REQUEST_LEN) {
        segment.seq = client.iss + 1 + offset;
        segment.bytes = request + offset;
        segment.len = REQUEST_LEN - offset < 700 ? REQUEST_LEN - offset : 700;
        offset += segment.len;
        fly_maybe_twice(segment);
    }
    if (client.fin_sent && !client.fin_acked) {
        segment = (struct flying){.to_engine = true,
                                  .flags = TCP_ACK | TCP_FIN,
                                  .seq = client.iss + 1 + REQUEST_LEN,
                                  .ack = client_rcv_nxt()};
        fly_maybe_twice(segment);
    }
}

static void client_ack(void)
{
    uint32_t said = client.request_acked + (client.fin_acked ? 1 : 0);

    /* A client acknowledges at the number that it sends next: everything that it ever sent. */
    said = client.fin_sent ? REQUEST_LEN + 1 : said < REQUEST_LEN ? REQUEST_LEN : said;
    fly_maybe_twice((struct flying){
        .to_engine = true, .flags = TCP_ACK, .seq = client.iss + 1 + said, .ack = client_rcv_nxt()});
}

static void client_take_ack(uint32_t ack)
{
    uint32_t acked = ack - (client.iss + 1);

    assert_true(acked <= REQUEST_LEN + 1);
    if (acked > REQUEST_LEN) {
        assert_true(client.fin_sent);
        client.fin_acked = true;
        acked = REQUEST_LEN;
    }
    if (acked > client.request_acked)
        client.request_acked = acked;
}

static void client_take_payload(const struct flying *segment)
{
    uint32_t offset = segment->seq - client.irs;

    assert_true(offset + segment->len <= BODY_LEN);
    memcpy(client.body + offset, segment->bytes, segment->len);
    memset(client.have + offset, 1, segment->len);
    while (client.in_order < BODY_LEN && client.have[client.in_order])
        client.in_order++;
    if (segment->flags & TCP_FIN) {
        client.fin_seen = true;
        client.fin_at = offset + segment->len;
    }
}

static void client_input(const struct flying *segment)
{
    assert_false(segment->flags & TCP_RST);
    if (segment->flags & TCP_SYN) {
        if (!client.established)
            client.resend_ns = wire_now_ns;
        client.established = true;
        client.irs = segment->seq + 1;
        client_ack();
        return;
    }
    if (!client.established)
        return; /* what overtakes the SYN-ACK is lost on us */
    client_take_ack(segment->ack);
    if (segment->len > 0 || segment->flags & TCP_FIN) {
        client_take_payload(segment);
        client_ack();
    }
    if (client.fin_seen && client.in_order == client.fin_at && !client.fin_sent) {
        client.fin_sent = true;
        client.resend_ns = wire_now_ns;
    }
}

static void collect_sent(void)
{
    struct wire_sent *sent;

    while ((sent = wire_take()) != NULL) {
        uint32_t mss = sent->gso_size ? sent->gso_size : sent->len, at = 0;

        /* What a device does with gso_size. */
        do {
            uint32_t len = sent->len - at < mss ? sent->len - at : mss;
            uint8_t flags = at + len < sent->len ? sent->flags & (uint8_t)~(TCP_FIN | TCP_PSH) : sent->flags;

            fly_maybe_twice((struct flying){.flags = flags,
                                            .seq = sent->seq + at,
                                            .ack = sent->ack,
                                            .len = len,
                                            .bytes = sent->bytes + at});
            at += len;
        } while (at < sent->len);
    }
}

/* The application: reads a whole request, sends the body in two pieces with a head, closes. */
static uint32_t app_received;
static bool app_closed, app_leaves;

static void app_events(void)
{
    struct tcp_event event;

    while (engine_event(&event)) {
        struct span bytes;
        static const uint8_t *half = body + 100 + BODY_LEN / 2;

        if (event.kind == TCP_ACCEPTED && app_leaves)
            engine_stop_listening();
        if (event.kind != TCP_RECEIVED)
            continue;
        bytes = engine_recv(event.conn);
        assert_memory_equal(bytes.bytes, request + app_received, bytes.len);
        /* Leave some of it now and then: the rest must come again. */
        if (app_received + bytes.len < REQUEST_LEN && random_below(2))
            bytes.len /= 2;
        engine_consume(event.conn, bytes.len);
        app_received += (uint32_t)bytes.len;
        if (app_received < REQUEST_LEN)
            continue;
        engine_send(event.conn, body, 100,
                    (struct span[]){{body + 100, BODY_LEN / 2}, {half, BODY_LEN / 2 - 100}}, 2);
        engine_close(event.conn);
        app_closed = true;
    }
}

static void deliver(unsigned index)
{
    struct flying segment = network.flying[index];

    network.flying[index] = network.flying[--network.count];
    if (segment.to_engine) {
        client.wire.window = 65535;
        wire_feed(&client.wire, segment.flags, segment.seq, segment.ack, NULL, 0, segment.bytes, segment.len);
        app_events();
        wire_done();
        engine_flush(wire_now_ns);
    } else {
        client_input(&segment);
    }
    free(segment.bytes);
}

/* Do the next thing that happens. */
static void step(void)
{
    uint64_t next_ns = engine_deadline_ns();
    unsigned first = UINT32_MAX;

    if (client.resend_ns < next_ns)
        next_ns = client.resend_ns;
    for (unsigned i = 0; i < network.count; i++)
        if (network.flying[i].arrival_ns <= next_ns) {
            next_ns = network.flying[i].arrival_ns;
            first = i;
        }
    wire_now_ns = next_ns > wire_now_ns ? next_ns : wire_now_ns;
    if (first != UINT32_MAX) {
        deliver(first);
    } else if (client.resend_ns <= wire_now_ns) {
        client.resend_ns = wire_now_ns + 300 * MS;
        client_send();
    } else {
        engine_timers(wire_now_ns);
        app_events();
        engine_flush(wire_now_ns);
    }
    collect_sent();
}

static void run(uint64_t seed)
{
    unsigned steps = 0;

    random_state = seed * 0x9E3779B97F4A7C15ull + 1;
    wire_start(16, 4);
    network = (struct network){
        .loss = random_below(80), .duplication = random_below(50), .reordering = random_below(200)};
    if (seed % 2)
        wire_gso_max = 65535;
    memset(client.have, 0, BODY_LEN);
    client = (struct client){.wire = wire_peer((uint16_t)(1024 + seed)),
                             .iss = random_below(UINT32_MAX),
                             .body = client.body,
                             .have = client.have,
                             .resend_ns = wire_now_ns};
    app_received = 0;
    app_closed = false;
    app_leaves = seed % 3 == 0; /* then the client's FIN may come when nobody is there to acknowledge it */
    while (!((client.fin_acked || app_leaves) && client.in_order == BODY_LEN && tcp.stats.conn_count == 0)) {
        step();
        assert_true(++steps < STEPS_MAX);
        if (client.fin_acked && client.in_order == BODY_LEN)
            client.resend_ns = UINT64_MAX;
    }
    assert_memory_equal(client.body, body, BODY_LEN);
    assert_true(app_closed && tcp.stats.closed == 1);
    assert_true(tcp.stats.resets_sent == 0);
    while (network.count)
        free(network.flying[--network.count].bytes);
    engine_timers(wire_now_ns + 200000 * MS);
    wire_now_ns += 200000 * MS;
    engine_flush(wire_now_ns);
    wire_expect_empty();
}

static void run_many(uint64_t from, uint64_t count)
{
    uint64_t worst_ms = 0, sum_ms = 0;

    client.body = malloc(BODY_LEN);
    client.have = malloc(BODY_LEN);
    for (uint32_t i = 0; i < BODY_LEN; i++)
        body[i] = (uint8_t)(i * 2654435761u >> 13);
    for (uint32_t i = 0; i < REQUEST_LEN; i++)
        request[i] = (uint8_t)(i * 40503u >> 5);
    for (uint64_t seed = from; seed < from + count; seed++) {
        uint64_t took_ms;

        run(seed);
        took_ms = (wire_now_ns - 201000 * MS) / MS;
        worst_ms = took_ms > worst_ms ? took_ms : worst_ms;
        sum_ms += took_ms;
    }
    print_message("simulated: mean %llu ms, worst %llu ms\n", (unsigned long long)(sum_ms / count),
                  (unsigned long long)worst_ms);
    free(client.body);
    free(client.have);
    wire_drop_all();
    wire_take();
    free(wire_memory);
    wire_memory = NULL;
}

static void a_megabyte_arrives_bit_exact_for_many_seeds(void **state)
{
    (void)state;
    run_many(1, 300);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_megabyte_arrives_bit_exact_for_many_seeds)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
