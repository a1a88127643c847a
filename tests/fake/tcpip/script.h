/* script.h - send and expect: a test of the stack that reads like a script, in simulated time.
 *
 *     script_start_static();
 *     inject(arp_request(PEER, IP(192, 0, 2, 7), OUR_IP));
 *     expect_arp_reply(PEER, IP(192, 0, 2, 7));
 *     advance_ms(1000);
 *     expect_nothing();
 *
 * Layer     tests; over fake_netif.h and stack.h. Works with the real TCP and with fake_engine.h.
 * Failure   an expectation that is not met fails the cmocka test, and names what was sent instead
 * Frames    packets are values: build one, change it, inject it. Expectations take sent frames in their
 *           order.
 */
#ifndef SCRIPT_H
#define SCRIPT_H

#include "fake_netif.h"
#include "ip/ipv4.h"
#include "stack.h"

#define IP(a, b, c, d) ((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | (uint32_t)(d))

/* The network of every script: we are fake_netif.mac, 02:00:00:00:00:01. Hosts are named by the last byte of
 * their MAC. */
#define OUR_IP     IP(192, 0, 2, 10)
#define GATEWAY_IP IP(192, 0, 2, 1)
#define PEER_IP    IP(192, 0, 2, 7)
#define FAR_IP     IP(198, 51, 100, 5)
#define BROADCAST_IP IP(255, 255, 255, 255)
#define US      1
#define GATEWAY 2
#define PEER    7
#define OTHER   9
#define ALL     255 /* the broadcast MAC */

/* ---------------------------------------------------------------- time and turns */

/* Start the stack on OUR_IP/24 with GATEWAY_IP; what it says at first is taken and not looked at. */
void script_start_static(void);
/* The same with any address, and what it says at first still to be expected. */
void script_start(uint32_t address, uint8_t prefix_len, uint32_t gateway);
/* Start with DHCP, host name "house". */
void script_start_dhcp(void);

uint64_t now_ns(void);
void advance_ms(uint64_t ms); /* in steps from deadline to deadline, with a turn at each */
void run_turn(void);          /* one turn: tcp_next() until it has no more, and tcp_flush() */
unsigned script_events(void); /* events seen since the last call */

/* Called for each event, for tests with the real TCP; NULL at first. */
extern void (*script_on_event)(const struct tcp_event *event);

/* ---------------------------------------------------------------- packets */

struct packet {
    uint8_t bytes[1600]; /* from the Ethernet header on */
    size_t len;
    uint32_t flags;      /* NETIF_RX_* */
};

struct packet arp_packet(uint16_t operation, uint8_t from, uint8_t to, uint32_t sender, uint32_t target);
struct packet arp_request(uint8_t from, uint32_t sender, uint32_t target); /* broadcast */
struct packet arp_reply(uint8_t from, uint32_t sender);                    /* to us and our OUR_IP */

/* An IPv4 packet from a host's MAC to ours, header checksum filled in. */
struct packet ipv4_packet(uint8_t from, uint32_t src, uint32_t dst, uint8_t protocol, const void *payload,
                          size_t len);
struct packet udp_datagram(uint8_t from, uint32_t src, uint32_t dst, uint16_t src_port, uint16_t dst_port,
                           const void *payload, size_t len);
struct packet icmp_message(uint8_t from, uint32_t src, uint32_t dst, uint8_t type, uint8_t code,
                           uint32_t rest, const void *payload, size_t len);
/* An echo request with len bytes of payload: 0, 1, 2 ... */
struct packet echo_request(uint8_t from, uint32_t src, uint32_t dst, size_t len);

/* Set the Ethernet destination; recompute the IPv4 header's checksum after a change. */
struct packet to_mac(struct packet packet, uint8_t to);
struct packet with_checksum(struct packet packet);

/* A DHCP server's message. What is 0 is left out. */
struct dhcp_answer {
    uint8_t type;
    uint32_t xid;
    uint32_t your_address;
    uint32_t server;
    uint32_t mask;
    uint32_t router;
    uint32_t lease_s, renew_s, rebind_s;
};
struct packet dhcp_packet(const struct dhcp_answer *answer);

void mac_of(uint8_t host, uint8_t mac[6]);
uint16_t script_sum(uint32_t sum, const uint8_t *bytes,
                    size_t len); /* an Internet checksum of the tests' own */

/* ---------------------------------------------------------------- send and expect */

/* Let the stack receive a packet, and run a turn. */
void inject(struct packet packet);

void expect_nothing(void);
const struct fake_sent *expect_frame(void); /* any frame; lent until the next expectation */
void skip_frames(void);                     /* take everything that was sent */

void expect_arp_request(uint8_t to, uint32_t target); /* to: ALL, or the host that is verified */
void expect_arp_probe(uint32_t address);
void expect_arp_announcement(uint32_t address);
void expect_arp_reply(uint8_t to, uint32_t target);   /* that we have OUR_IP */

/* An IPv4 packet of this protocol to a host's MAC, with good checksums. Returns the frame; the transport
 * header is at bytes + 34. */
const struct fake_sent *expect_ipv4(uint8_t to, uint32_t dst, uint8_t protocol);
void expect_echo_reply(uint8_t to, uint32_t dst, size_t len);
void expect_unreachable(uint8_t to, uint32_t dst, uint8_t code);

/* A DHCP message of this type; what it says is in *seen. */
struct dhcp_seen {
    uint32_t xid, src, dst, client_address, requested, server;
    uint16_t secs;
    char hostname[64];
};
void expect_dhcp(uint8_t type, struct dhcp_seen *seen);

#endif
