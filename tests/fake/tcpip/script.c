/* script.c - see script.h: time, turns and expectations. script_packet.c builds the packets. */
#include "script.h"

#include "bytes.h"
#include "wire/fields.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define SCRIPT_MEMORY (4u << 20)

static uint64_t script_now_ns;
static unsigned event_count;
void (*script_on_event)(const struct tcp_event *event);

/* ---------------------------------------------------------------- time and turns */

static void start(const struct stack_config *config)
{
    static _Alignas(64) uint8_t memory[SCRIPT_MEMORY];
    struct arena arena = {.next = memory, .end = memory + sizeof memory};

    memset(memory, 0, sizeof memory);
    script_now_ns = 5000000000u;
    event_count = 0;
    assert_true(stack_init(config, &arena, script_now_ns));
    run_turn();
}

void script_start(uint32_t address, uint8_t prefix_len, uint32_t gateway)
{
    struct stack_config config = {.address = address, .prefix_len = prefix_len, .gateway = gateway,
                                  .conn_max = 64, .recv_buffer_max = 16, .random_seed = 1};

    start(&config);
}

void script_start_static(void)
{
    fake_netif_reset();
    script_start(OUR_IP, 24, GATEWAY_IP);
    inject(arp_reply(GATEWAY, GATEWAY_IP));
    advance_ms(2500);
    skip_frames();
}

void script_start_dhcp(void)
{
    struct stack_config config = {
        .hostname = "house", .conn_max = 64, .recv_buffer_max = 16, .random_seed = 1};

    start(&config);
}

uint64_t now_ns(void)
{
    return script_now_ns;
}

void run_turn(void)
{
    struct tcp_event event;

    while (stack_tcp_backend.next(script_now_ns, &event)) {
        event_count++;
        if (script_on_event)
            script_on_event(&event);
    }
    stack_tcp_backend.flush(script_now_ns);
    assert_int_equal(fake_netif_lent(), 0);
}

void advance_ms(uint64_t ms)
{
    uint64_t end_ns = script_now_ns + ms * 1000000u;
    uint64_t deadline_ns;

    while ((deadline_ns = stack_tcp_backend.deadline_ns()) <= end_ns) {
        if (deadline_ns > script_now_ns)
            script_now_ns = deadline_ns;
        run_turn();
    }
    script_now_ns = end_ns;
    run_turn();
}

unsigned script_events(void)
{
    unsigned count = event_count;

    event_count = 0;
    return count;
}

void inject(struct packet packet)
{
    fake_netif_feed(packet.bytes, packet.len, packet.flags);
    do {
        run_turn();
    } while (fake_netif_waiting());
}

/* ---------------------------------------------------------------- expectations */

static void describe(const struct fake_sent *sent, char *text, size_t cap)
{
    size_t at = (size_t)snprintf(text, cap, "%zu bytes:", sent->len);

    for (size_t i = 0; i < sent->len && i < 64 && at < cap - 4; i++)
        at += (size_t)snprintf(text + at, cap - at, "%s%02x", i % 2 ? "" : " ", sent->bytes[i]);
}

static void expect_that(bool holds, const struct fake_sent *sent, const char *what)
{
    char text[300];

    if (holds)
        return;
    describe(sent, text, sizeof text);
    fail_msg("sent, but not %s: %s", what, text);
}

void expect_nothing(void)
{
    const struct fake_sent *sent = fake_netif_sent();

    if (sent)
        expect_that(false, sent, "expected");
}

const struct fake_sent *expect_frame(void)
{
    const struct fake_sent *sent = fake_netif_sent();

    if (!sent)
        fail_msg("nothing was sent");
    expect_that(sent->flushed, sent, "flushed");
    return sent;
}

void skip_frames(void)
{
    while (fake_netif_sent())
        ;
}

static bool is_to(const struct fake_sent *sent, uint8_t host, uint16_t type)
{
    uint8_t mac[6];

    mac_of(host, mac);
    return memcmp(sent->bytes + ETH_DST, mac, 6) == 0 &&
           memcmp(sent->bytes + ETH_SRC, fake_netif.mac, 6) == 0 && be16_get(sent->bytes + ETH_TYPE) == type;
}

static void expect_arp(uint8_t to, uint16_t operation, uint32_t sender, uint32_t target, const char *what)
{
    static const uint8_t fixed[6] = {0, 1, 8, 0, 6, 4};
    const struct fake_sent *sent = expect_frame();
    const uint8_t *packet = sent->bytes + ETH_HEADER;

    expect_that(is_to(sent, to, ETH_TYPE_ARP) && sent->len == ETH_HEADER + ARP_PACKET &&
                    memcmp(packet, fixed, sizeof fixed) == 0 &&
                    be16_get(packet + ARP_OPERATION) == operation &&
                    memcmp(packet + ARP_SENDER_MAC, fake_netif.mac, 6) == 0 &&
                    be32_get(packet + ARP_SENDER_IP) == sender && be32_get(packet + ARP_TARGET_IP) == target,
                sent, what);
}

void expect_arp_request(uint8_t to, uint32_t target)
{
    uint32_t us = 0;
    char text[16];
    unsigned a, b, c, d;

    if (stack_tcp_backend.address(text, sizeof text) && sscanf(text, "%u.%u.%u.%u", &a, &b, &c, &d) == 4)
        us = IP(a, b, c, d);
    expect_arp(to, ARP_OP_REQUEST, us, target, "an ARP request");
}

void expect_arp_probe(uint32_t address)
{
    expect_arp(ALL, ARP_OP_REQUEST, 0, address, "an ARP probe");
}

void expect_arp_announcement(uint32_t address)
{
    expect_arp(ALL, ARP_OP_REQUEST, address, address, "an ARP announcement");
}

void expect_arp_reply(uint8_t to, uint32_t target)
{
    expect_arp(to, ARP_OP_REPLY, OUR_IP, target, "an ARP reply");
}

const struct fake_sent *expect_ipv4(uint8_t to, uint32_t dst, uint8_t protocol)
{
    const struct fake_sent *sent = expect_frame();
    const uint8_t *packet = sent->bytes + ETH_HEADER;
    uint32_t pseudo;

    expect_that(is_to(sent, to, ETH_TYPE_IPV4) && sent->len >= IPV4_HEADROOM, sent,
                "an IPv4 packet to that host");
    expect_that(packet[0] == 0x45 && script_sum(0, packet, IPV4_HEADER) == 0, sent, "a good IPv4 header");
    expect_that(sent->gso_size || be16_get(packet + IPV4_TOTAL_LEN) == sent->len - ETH_HEADER, sent,
                "of good length");
    expect_that(be32_get(packet + IPV4_DST) == dst && packet[IPV4_PROTOCOL] == protocol, sent,
                "of that destination and protocol");
    if (protocol == IPV4_PROTOCOL_ICMP || sent->gso_size)
        return sent;
    pseudo = be16_get(packet + IPV4_SRC) + be16_get(packet + IPV4_SRC + 2) + be16_get(packet + IPV4_DST) +
             be16_get(packet + IPV4_DST + 2) + protocol + (uint32_t)(sent->len - IPV4_HEADROOM);
    expect_that(script_sum(pseudo, sent->bytes + IPV4_HEADROOM, sent->len - IPV4_HEADROOM) == 0, sent,
                "with a good checksum");
    return sent;
}

void expect_echo_reply(uint8_t to, uint32_t dst, size_t len)
{
    const struct fake_sent *sent = expect_ipv4(to, dst, IPV4_PROTOCOL_ICMP);
    const uint8_t *icmp = sent->bytes + IPV4_HEADROOM;

    expect_that(sent->len == IPV4_HEADROOM + ICMP_HEADER + len && icmp[ICMP_TYPE] == ICMP_ECHO_REPLY &&
                    icmp[ICMP_CODE] == 0 && script_sum(0, icmp, ICMP_HEADER + len) == 0,
                sent, "an echo reply");
    for (size_t i = 0; i < len; i++)
        expect_that(icmp[ICMP_HEADER + i] == (uint8_t)i, sent, "an echo of the same bytes");
}

void expect_unreachable(uint8_t to, uint32_t dst, uint8_t code)
{
    const struct fake_sent *sent = expect_ipv4(to, dst, IPV4_PROTOCOL_ICMP);
    const uint8_t *icmp = sent->bytes + IPV4_HEADROOM;

    expect_that(icmp[ICMP_TYPE] == ICMP_UNREACHABLE && icmp[ICMP_CODE] == code &&
                    script_sum(0, icmp, sent->len - IPV4_HEADROOM) == 0,
                sent, "that ICMP error");
}

/* ---------------------------------------------------------------- DHCP */

static uint32_t option_u32(const uint8_t *options, size_t len, uint8_t code)
{
    for (size_t at = 0; at + 2 <= len && options[at] != 255; at += 2u + options[at + 1]) {
        if (options[at] == code && options[at + 1] == 4)
            return be32_get(options + at + 2);
    }
    return 0;
}

static void copy_hostname(const uint8_t *options, size_t len, char hostname[64])
{
    hostname[0] = 0;
    for (size_t at = 0; at + 2 <= len && options[at] != 255; at += 2u + options[at + 1]) {
        if (options[at] == 12) {
            memcpy(hostname, options + at + 2, options[at + 1]);
            hostname[options[at + 1]] = 0;
        }
    }
}

void expect_dhcp(uint8_t type, struct dhcp_seen *seen)
{
    const struct fake_sent *sent = expect_frame();
    const uint8_t *ip = sent->bytes + ETH_HEADER, *udp = ip + IPV4_HEADER, *dhcp = udp + UDP_HEADER;
    const uint8_t *options = dhcp + 240;
    size_t options_len = sent->len - (size_t)(options - sent->bytes);

    expect_that(sent->len >= 342 && ip[IPV4_PROTOCOL] == IPV4_PROTOCOL_UDP &&
                    be16_get(udp + UDP_SRC_PORT) == 68 && be16_get(udp + UDP_DST_PORT) == 67 &&
                    dhcp[0] == 1 && be32_get(dhcp + 236) == 0x63825363,
                sent, "a DHCP message");
    expect_that(options[0] == 53 && options[1] == 1 && options[2] == type, sent,
                "a DHCP message of that type");
    expect_that(memcmp(dhcp + 28, fake_netif.mac, 6) == 0, sent, "from our hardware address");
    *seen = (struct dhcp_seen){
        .xid = be32_get(dhcp + 4),
        .src = be32_get(ip + IPV4_SRC),
        .dst = be32_get(ip + IPV4_DST),
        .client_address = be32_get(dhcp + 12),
        .requested = option_u32(options, options_len, 50),
        .server = option_u32(options, options_len, 54),
        .secs = be16_get(dhcp + 8),
    };
    copy_hostname(options, options_len, seen->hostname);
}
