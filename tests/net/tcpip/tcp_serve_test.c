/* tcp_serve_test.c - a client's whole visit, frame by frame, through the real stack: Ethernet, IPv4, TCP. */
#include "tcpip/script.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

#include "bytes.h"
#include "tcp/segment.h"

#define CLIENT_PORT 40000u

static uint8_t site[4000];
static uint32_t seq, ack;

static void serve(const struct tcp_event *event)
{
    if (event->kind != TCP_RECEIVED)
        return;
    stack_tcp_backend.consume(event->conn, stack_tcp_backend.recv(event->conn).len);
    stack_tcp_backend.send(event->conn, "head", 4, (struct span[]){{site, sizeof site}}, 1);
    stack_tcp_backend.close(event->conn);
}

static struct packet segment(uint8_t flags, const char *text)
{
    struct tcp_segment header = {
        .tuple = {PEER_IP, OUR_IP, CLIENT_PORT, 80}, .seq = seq, .ack = ack, .window = 65535, .flags = flags};
    uint8_t bytes[200];
    size_t len = 20 + strlen(text);

    segment_write_header(bytes, &header, 0);
    memcpy(bytes + 20, text, strlen(text));
    /* The pseudo-header: both addresses, protocol, length. */
    be16_put(bytes + 16, script_sum((PEER_IP >> 16) + (PEER_IP & 0xFFFF) + (OUR_IP >> 16) +
                                        (OUR_IP & 0xFFFF) + 6 + (uint32_t)len,
                                    bytes, len));
    return ipv4_packet(PEER, PEER_IP, OUR_IP, 6, bytes, len);
}

static const struct fake_sent *expect_segment(uint8_t flags, uint32_t len)
{
    const struct fake_sent *sent = expect_ipv4(PEER, PEER_IP, 6);
    const uint8_t *header = sent->bytes + 34;

    assert_int_equal(be16_get(header), 80);
    assert_int_equal(be16_get(header + 2), CLIENT_PORT);
    assert_int_equal(header[13], flags);
    assert_int_equal(sent->len - 34 - (size_t)(header[12] >> 4) * 4, len);
    return sent;
}

static int setup(void **state)
{
    (void)state;
    fake_netif_reset();
    script_start_static();
    script_on_event = serve;
    assert_true(stack_tcp_backend.listen(80));
    inject(arp_request(PEER, PEER_IP, OUR_IP));
    skip_frames();
    seq = 7000;
    ack = 0;
    return 0;
}

static void handshake(void)
{
    inject(segment(TCP_SYN, ""));
    ack = be32_get(expect_segment(TCP_SYN | TCP_ACK, 0)->bytes + 38) + 1;
    seq++;
    inject(segment(TCP_ACK, ""));
    expect_nothing();
}

static void a_request_is_answered_and_the_connection_closed_in_order(void **state)
{
    const struct fake_sent *sent;

    (void)state;
    handshake();
    inject(segment(TCP_ACK | TCP_PSH, "GET /"));
    seq += 5;
    sent = expect_segment(TCP_ACK, 536);
    assert_ptr_equal(sent->spans[0].bytes, site); /* the body is not copied */
    for (unsigned i = 0; i < 6; i++)
        expect_segment(TCP_ACK, 536);
    expect_segment(TCP_ACK | TCP_PSH | TCP_FIN, 4004 - 7 * 536);
    ack += 4005;
    inject(segment(TCP_ACK | TCP_FIN, ""));
    expect_segment(TCP_ACK, 0);
    assert_int_equal(stack_tcp_backend.stats()->conn_count, 0);
    assert_int_equal(stack_tcp_backend.stats()->closed, 1);
}

static void a_segment_with_a_broken_checksum_is_dropped_and_counted(void **state)
{
    struct packet packet;

    (void)state;
    handshake();
    packet = segment(TCP_ACK | TCP_PSH, "GET /");
    packet.bytes[packet.len - 1] ^= 1;
    inject(packet);
    expect_nothing();
    assert_int_equal(stack_tcp_backend.stats()->segments_bad, 1);
    inject(segment(TCP_ACK | TCP_PSH, "GET /"));
    expect_segment(TCP_ACK, 536);
    skip_frames();
}

static void a_lost_reply_is_sent_again_in_its_time(void **state)
{
    (void)state;
    handshake();
    inject(segment(TCP_ACK | TCP_PSH, "GET /"));
    skip_frames();
    advance_ms(200);
    expect_nothing();
    advance_ms(2000);
    expect_segment(TCP_ACK, 536);
    skip_frames();
    assert_true(stack_tcp_backend.stats()->retransmits > 0);
}

static void a_closed_port_answers_with_a_reset(void **state)
{
    struct packet packet = segment(TCP_SYN, "");

    (void)state;
    be16_put(packet.bytes + 34 + 2, 81);
    be16_put(packet.bytes + 34 + 16, (uint16_t)(be16_get(packet.bytes + 34 + 16) - 1)); /* and its checksum */
    inject(packet);
    assert_int_equal(expect_ipv4(PEER, PEER_IP, 6)->bytes[34 + 13], TCP_RST | TCP_ACK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_request_is_answered_and_the_connection_closed_in_order, setup),
        cmocka_unit_test_setup(a_segment_with_a_broken_checksum_is_dropped_and_counted, setup),
        cmocka_unit_test_setup(a_lost_reply_is_sent_again_in_its_time, setup),
        cmocka_unit_test_setup(a_closed_port_answers_with_a_reset, setup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
