/* tcpip_frame_fuzz.c - any sequence of frames into the whole stack, in simulated time.
 *
 * Input   a byte of mode (static address or DHCP, checksum offload, checksums verified by the device), then
 *         records: an operation, a length in two bytes (little endian, cut to what is left and to a frame),
 *         and that many bytes. Operations: 0-5 a frame as it is; 6-11 a frame whose headers are first made
 *         ours (destination, checksums, DHCP transaction), so that the deeper branches are reached; 12 time
 *         passes; 13 the link; 14 room to send; 15 the application sends.
 */
#include "bytes.h"
#include "stack.h"
#include "tcpip/fake_netif.h"
#include "wire/fields.h"

#include <string.h>

#define MEMORY_LEN (1u << 20)
#define CONN_MAX   16u

static uint8_t site[4096];
static uint64_t now_ns;
static bool owned[CONN_MAX];
static uint32_t last_xid;       /* of our last DHCP message, so that answers can match */
static uint8_t last_tcp[20];    /* the header of our last segment: acknowledgements can match */
static uint32_t last_end;       /* the sequence number behind it */

static void remember_segment(const uint8_t *tcp, size_t len)
{
    memcpy(last_tcp, tcp, sizeof last_tcp);
    last_end = be32_get(tcp + 4) + (uint32_t)(len - (tcp[12] >> 4) * 4u) + (tcp[13] & 1) + (tcp[13] >> 1 & 1);
}

static void remember_sent(void)
{
    const struct fake_sent *sent;

    while ((sent = fake_netif_sent())) {
        if (sent->len >= 284 && be16_get(sent->bytes + 36) == 67)
            last_xid = be32_get(sent->bytes + 46);
        else if (sent->len >= 54 && sent->bytes[23] == 6)
            remember_segment(sent->bytes + 34, sent->len - 34);
    }
}

static void send_something(uint32_t conn)
{
    const struct span spans[2] = {{site, sizeof site}, {site + 100, 77}};

    if (owned[conn] && stack_tcp_backend.can_send(conn))
        stack_tcp_backend.send(conn, "head", 4, spans, 2);
}

static void handle(const struct tcp_event *event)
{
    uint32_t conn = event->conn;

    if (conn >= CONN_MAX)
        __builtin_trap();
    switch (event->kind) {
    case TCP_ACCEPTED:
        owned[conn] = true;
        stack_tcp_backend.set_timeout(conn, now_ns + 30000000000u);
        break;
    case TCP_RECEIVED: {
        struct span span = stack_tcp_backend.recv(conn);
        uint8_t sum = 0;
        for (size_t i = 0; i < span.len; i++)
            sum = (uint8_t)(sum + span.bytes[i]);
        stack_tcp_backend.consume(conn, span.len - (sum & 1 ? span.len / 2 : 0));
        send_something(conn);
        break;
    }
    case TCP_PEER_CLOSED:
        owned[conn] = false;
        stack_tcp_backend.close(conn);
        break;
    case TCP_SENT:
        /* Done with it, or keep it alive: both, by turns. */
        if (conn % 2 && stack_tcp_backend.unsent(conn) == 0) {
            owned[conn] = false;
            stack_tcp_backend.close(conn);
        } else {
            stack_tcp_backend.set_idle(conn, true);
        }
        break;
    case TCP_TIMEOUT:
        owned[conn] = false;
        stack_tcp_backend.abort(conn);
        break;
    case TCP_CLOSED: owned[conn] = false; break;
    }
}

/* Turns until the stack has nothing to do at this time; it must come to rest. */
static void run(void)
{
    struct tcp_event event;
    unsigned turns = 0;

    do {
        unsigned events = 0;
        while (stack_tcp_backend.next(now_ns, &event)) {
            handle(&event);
            if (++events > 100000)
                __builtin_trap();
        }
        stack_tcp_backend.flush(now_ns);
        remember_sent();
        if (fake_netif_lent() || ++turns > 1000)
            __builtin_trap();
    } while (fake_netif_waiting() || stack_tcp_backend.deadline_ns() <= now_ns);
}

static uint16_t sum_of(uint32_t sum, const uint8_t *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++)
        sum += i % 2 ? bytes[i] : (uint32_t)bytes[i] << 8;
    while (sum >> 16)
        sum = (sum & 0xFFFF) + (sum >> 16);
    return (uint16_t)~sum;
}

/* Help a TCP segment to a connection: our port, and numbers that match what we sent last. */
static void befriend_tcp(uint8_t *tcp, size_t len)
{
    if (len < 20)
        return;
    be16_put(tcp + 2, 80);
    tcp[0] = 0x40, tcp[1] &= 3; /* few peers, so that segments meet */
    if (tcp[13] & 0x10) {
        be32_put(tcp + 4, be32_get(last_tcp + 8) + (tcp[4] & 3));
        be32_put(tcp + 8, tcp[8] & 8 ? be32_get(last_tcp + 4) + (tcp[8] & 7) : last_end);
    }
}

/* Help an ICMP error to quote a segment that we have sent. */
static void befriend_icmp(uint8_t *icmp, size_t len)
{
    uint8_t *quote = icmp + 8;

    if (len < 36 || (icmp[0] != 3 && icmp[0] != 11 && icmp[0] != 12))
        return;
    quote[0] = 0x45;
    quote[9] = 6;
    be32_put(quote + 12, 0xC000020A);
    be32_put(quote + 16, 0xC0000207);
    memcpy(quote + 20, last_tcp, 8);
}

static void befriend_transport(uint8_t *ip, size_t header_len, size_t total_len)
{
    uint8_t *transport = ip + header_len;
    size_t len = total_len - header_len;
    uint32_t pseudo = be16_get(ip + 12) + be16_get(ip + 14) + be16_get(ip + 16) + be16_get(ip + 18) + ip[9] +
                      (uint32_t)len;

    if (ip[9] == 6 && len >= 20) {
        befriend_tcp(transport, len);
        be16_put(transport + 16, 0);
        be16_put(transport + 16, sum_of(pseudo, transport, len));
    } else if (ip[9] == 17 && len >= 8) {
        be16_put(transport + 4, (uint16_t)len);
        be16_put(transport + 6, 0);
        if (len >= 8 + 240 && be16_get(transport + 2) == 68) {
            be16_put(transport, 67);
            be32_put(transport + 8 + 4, last_xid);
            memcpy(transport + 8 + 28, fake_netif.mac, 6);
        }
    } else if (ip[9] == 1 && len >= 8) {
        befriend_icmp(transport, len);
        be16_put(transport + 2, 0);
        be16_put(transport + 2, sum_of(0, transport, len));
    }
}

/* Make the headers ours where they are nearly: a fuzzer does not guess checksums. */
static void befriend(uint8_t *frame, size_t len)
{
    uint8_t *ip = frame + 14;
    size_t header_len;

    if (len < 14)
        return;
    memcpy(frame, fake_netif.mac, 6);
    frame[6] &= 0xFE;
    if (len < 34 || be16_get(frame + 12) != 0x0800)
        return;
    header_len = (size_t)(ip[0] & 15) * 4;
    if (header_len < 20 || header_len > len - 14)
        return;
    ip[0] = (uint8_t)(0x40 | (ip[0] & 15));
    be16_put(ip + 2, (uint16_t)(len - 14));
    be16_put(ip + 6, 0);
    be32_put(ip + 12, 0xC0000207);
    be32_put(ip + 16, 0xC000020A);
    befriend_transport(ip, header_len, len - 14);
    be16_put(ip + 10, 0);
    be16_put(ip + 10, sum_of(0, ip, header_len));
}

static void start(uint8_t mode)
{
    static _Alignas(64) uint8_t memory[MEMORY_LEN];
    struct arena arena = {.next = memory, .end = memory + sizeof memory};
    struct stack_config config = {.address = mode & 1 ? 0 : 0xC000020A,
                                  .prefix_len = 24,
                                  .gateway = 0xC0000201,
                                  .hostname = "fuzz",
                                  .conn_max = CONN_MAX,
                                  .recv_buffer_max = 4};

    memset(memory, 0, sizeof memory);
    memset(owned, 0, sizeof owned);
    fake_netif_reset();
    if (mode & 2)
        fake_netif.offloads = NETIF_TX_CSUM | NETIF_TX_TSO4, fake_netif.tso_max = 65535 + 14;
    now_ns = 1000000000u;
    if (!stack_init(&config, &arena, now_ns))
        __builtin_trap();
    stack_tcp_backend.listen(80);
    run();
}

static void step(uint8_t operation, const uint8_t *bytes, size_t len, uint8_t mode)
{
    uint8_t frame[NETIF_FRAME_MAX];

    switch (operation % 16) {
    case 12: now_ns += len ? (uint64_t)bytes[0] << (bytes[0] % 24 + 16) : 1000000; break;
    case 13: fake_netif.link_up = !fake_netif.link_up; break;
    case 14: fake_netif_set_room(len ? bytes[0] % 8 : ~0u); break;
    case 15: send_something(len ? bytes[0] % CONN_MAX : 0); break;
    default:
        if (len < NETIF_FRAME_MIN)
            return;
        memcpy(frame, bytes, len);
        if (operation % 16 >= 6)
            befriend(frame, len);
        fake_netif_feed(frame, len, mode & 4 ? NETIF_RX_CSUM_OK : 0);
    }
    run();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t mode = size ? data[0] : 0;
    size_t at = 1;

    start(mode);
    while (at + 3 <= size) {
        uint8_t operation = data[at];
        size_t len = (size_t)(data[at + 1] | data[at + 2] << 8) % (NETIF_FRAME_MAX + 1);

        at += 3;
        if (len > size - at)
            len = size - at;
        step(operation, data + at, len, mode);
        at += len;
    }
    return 0;
}
