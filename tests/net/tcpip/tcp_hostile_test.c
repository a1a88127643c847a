/* tcp_hostile_test.c - strangers who know the ports and nearly the numbers, against an application that does
 * whatever it may.
 *
 * After every step the invariants of every connection are checked (wire_done()); at the end all must be free
 * again.
 */
#include "tcpip/tcp_wire.h"

#define CONNS 16u
#define PEERS 24u

static struct wire_peer peers[PEERS];
static bool owned[CONNS];
static uint8_t site[300000];
static uint64_t random_state;

static uint32_t random_below(uint32_t limit)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((random_state >> 33) % limit);
}

static void note_event(const struct tcp_event *event)
{
    assert_true(event->conn < CONNS);
    assert_true(owned[event->conn] == (event->kind != TCP_ACCEPTED));
    owned[event->conn] = event->kind != TCP_CLOSED;
}

/* One thing that an application may do. */
static void act(uint32_t conn)
{
    if (!owned[conn])
        return;
    switch (random_below(12)) {
    case 0:
        engine_close(conn), owned[conn] = false;
        break;
    case 1:
        engine_abort(conn), owned[conn] = false;
        break;
    case 2:
        engine_set_idle(conn, random_below(2));
        break;
    case 3:
        engine_set_timeout(conn, wire_now_ns + random_below(1000) * MS);
        break;
    case 4:
    case 5:
        engine_consume(conn, random_below((uint32_t)engine_recv(conn).len + 1));
        break;
    default:
        if (engine_can_send(conn))
            engine_send(conn, site, random_below(TCP_HEAD_MAX + 1),
                        (struct span[]){{site, random_below(300)}, {site + 1, random_below(299999)}},
                        random_below(3));
    }
}

static void act_on_events(void)
{
    struct tcp_event event;

    while (engine_event(&event)) {
        note_event(&event);
        if (random_below(2))
            act(event.conn);
    }
}

/* A number near one that matters. */
static uint32_t near(uint32_t number)
{
    static const uint32_t distance[] = {
        0, 0, 0, 0, 1, 2, 100, 1459, 1460, TCP_RECV_MAX - 1, TCP_RECV_MAX, 65535, 1u << 30, 1u << 31};
    uint32_t by = distance[random_below(sizeof distance / sizeof *distance)];

    return random_below(2) ? number + by : number - by;
}

static void forge(struct wire_peer *peer)
{
    static const uint8_t usual[] = {TCP_ACK,           TCP_ACK,          TCP_ACK,           TCP_ACK | TCP_PSH,
                                    TCP_SYN,           TCP_SYN,          TCP_ACK | TCP_FIN, TCP_RST,
                                    TCP_SYN | TCP_ACK, TCP_RST | TCP_ACK};
    const struct tcp_tuple tuple = {WIRE_US, peer->address, WIRE_PORT, peer->port};
    const struct tcp_conn *conn = conn_find(&tuple);
    uint8_t flags = random_below(50) ? usual[random_below(sizeof usual)] : (uint8_t)random_below(256);
    uint32_t len = random_below(3) ? 0 : random_below(1461);
    uint8_t options[40];
    size_t options_len = random_below(4) ? 0 : random_below(11) * 4;
    uint32_t seq = conn ? near(conn->rcv_nxt) : random_below(UINT32_MAX);
    uint32_t ack = conn ? near(random_below(2) ? conn->snd_max : conn->snd_una) : random_below(UINT32_MAX);

    for (size_t i = 0; i < options_len; i++)
        options[i] = (uint8_t)random_below(random_below(2) ? 9 : 256);
    peer->window = (uint16_t)(random_below(3) ? 65535 : random_below(3000));
    if (!random_below(8))
        peer->window = 0;
    if (flags & TCP_RST && random_below(8))
        seq += 1; /* or nothing would live for long */
    wire_feed(peer, flags, seq, ack, options, options_len, site, len);
    act_on_events();
    wire_done();
}

static void step(void)
{
    forge(&peers[random_below(PEERS)]);
    act_on_events();
    act(random_below(CONNS));
    if (!random_below(4)) {
        wire_room = random_below(3) ? UINT32_MAX : random_below(4);
        wire_unreachable = !random_below(10);
        wire_flush();
    }
    if (!random_below(20))
        wire_wait(random_below(20) ? random_below(60) : random_below(5000));
    if (!random_below(300)) {
        uint8_t quoted[8] = {0, WIRE_PORT};

        be16_put(quoted + 2, peers[random_below(PEERS)].port);
        engine_icmp_error(wire_now_ns, WIRE_PEER, quoted, (uint16_t)random_below(1600));
    }
    wire_drop_all();
}

/* Everybody is silent now: whatever is open must end. */
static void end_all(void)
{
    wire_room = UINT32_MAX;
    wire_unreachable = false;
    act_on_events();
    for (uint32_t conn = 0; conn < CONNS; conn++)
        if (owned[conn]) {
            engine_close(conn);
            owned[conn] = false;
        }
    wire_wait(400000);
    wire_drop_all();
    wire_expect_no_event();
    wire_expect_empty();
}

static void forged_segments_break_nothing_and_leave_nothing(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        random_state = seed;
        wire_start(CONNS, 4);
        memset(owned, 0, sizeof owned);
        wire_gso_max = seed % 2 ? 65535 : 0;
        for (unsigned i = 0; i < PEERS; i++)
            peers[i] = wire_peer((uint16_t)(1024 + i));
        for (unsigned i = 0; i < 5000; i++)
            step();
        end_all();
        assert_true(tcp.stats.accepted > 0);
    }
}

static void a_million_connections_have_room(void **state)
{
    static const uint8_t secret[16] = {1};
    size_t need = engine_memory_need(1000000, 2048);
    void *memory = calloc(1, need);
    struct arena arena = {.next = memory, .end = (uint8_t *)memory + need};

    (void)state;
    assert_true(engine_init(1000000, 2048, secret, &arena, 0));
    print_message("sizeof(struct tcp_conn) = %zu; a million connections: %zu MiB\n", sizeof(struct tcp_conn),
                  need >> 20);
    assert_true(sizeof(struct tcp_conn) <= 1024);
    free(memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forged_segments_break_nothing_and_leave_nothing),
        cmocka_unit_test(a_million_connections_have_room),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
