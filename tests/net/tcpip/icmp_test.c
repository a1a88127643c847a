/* icmp_test.c - pings, and the errors of IP in both directions. */
#include "tcpip/script.h"

#include "bytes.h"
#include "ip/counters.h"
#include "ip/ip_limits.h"
#include "tcpip/fake_engine.h"
#include "wire/fields.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static int setup(void **state)
{
    (void)state;
    fake_netif_reset();
    script_start_static();
    inject(arp_request(PEER, PEER_IP, OUR_IP));
    skip_frames();
    ip_counters = (struct ip_counters){0};
    return 0;
}

static void an_echo_of_every_size_comes_back(void **state)
{
    (void)state;
    for (size_t len = 0; len <= 1472; len += len < 480 && len > 430 ? 1 : 13) {
        inject(echo_request(PEER, PEER_IP, OUR_IP, len));
        expect_echo_reply(PEER, PEER_IP, len);
        advance_ms(2);
    }
    inject(echo_request(PEER, PEER_IP, OUR_IP, 1472));
    expect_echo_reply(PEER, PEER_IP, 1472);
    expect_nothing();
}

static void an_echo_from_afar_goes_back_through_the_gateway(void **state)
{
    (void)state;
    inject(echo_request(GATEWAY, FAR_IP, OUR_IP, 56));
    expect_echo_reply(GATEWAY, FAR_IP, 56);
}

static void an_echo_larger_than_the_mtu_is_not_answered(void **state)
{
    (void)state;
    fake_netif.mtu = 600;
    script_start(OUR_IP, 24, 0);
    inject(arp_request(PEER, PEER_IP, OUR_IP));
    skip_frames();
    inject(echo_request(PEER, PEER_IP, OUR_IP, 572));
    expect_echo_reply(PEER, PEER_IP, 572);
    inject(echo_request(PEER, PEER_IP, OUR_IP, 573));
    expect_nothing();
    assert_int_equal(ip_counters.ipv4_too_long, 1);
}

static void long_echoes_beyond_the_buffers_are_dropped_and_counted(void **state)
{
    (void)state;
    for (unsigned i = 0; i < ICMP_ECHO_BUFFERS + 3; i++)
        inject(echo_request(PEER, PEER_IP, OUR_IP, 1000));
    for (unsigned i = 0; i < ICMP_ECHO_BUFFERS; i++)
        expect_echo_reply(PEER, PEER_IP, 1000);
    expect_nothing();
    assert_int_equal(ip_counters.icmp_echo_busy, 3);
    inject(echo_request(PEER, PEER_IP, OUR_IP, 400)); /* short ones need none */
    expect_echo_reply(PEER, PEER_IP, 400);
    advance_ms(ICMP_ECHO_REUSE_NS / LIMIT_MS);
    inject(echo_request(PEER, PEER_IP, OUR_IP, 1000));
    expect_echo_reply(PEER, PEER_IP, 1000);
}

static void an_echo_to_all_is_not_answered(void **state)
{
    (void)state;
    inject(to_mac(echo_request(PEER, PEER_IP, IP(192, 0, 2, 255), 10), ALL));
    inject(to_mac(echo_request(PEER, PEER_IP, BROADCAST_IP, 10), ALL));
    inject(to_mac(echo_request(PEER, PEER_IP, OUR_IP, 10), ALL));
    expect_nothing();
    assert_int_equal(ip_counters.ipv4_broadcast, 3);
}

static void broken_messages_are_dropped(void **state)
{
    struct packet packet = echo_request(PEER, PEER_IP, OUR_IP, 10);

    (void)state;
    packet.bytes[45] ^= 1;
    inject(packet);
    inject(ipv4_packet(PEER, PEER_IP, OUR_IP, 1, "\x08\x00\xF7\xFF\x00\x00\x00", 7));
    expect_nothing();
    assert_int_equal(ip_counters.icmp_bad, 2);
}

static void other_types_are_ignored(void **state)
{
    static const uint8_t types[] = {0, 4, 5, 9, 10, 13, 15, 17, 42, 255};

    (void)state;
    for (size_t i = 0; i < sizeof types; i++)
        inject(icmp_message(PEER, PEER_IP, OUR_IP, types[i], 0, 0, "0123456789012345678901234567", 28));
    expect_nothing();
    assert_int_equal(ip_counters.icmp_ignored, sizeof types);
    assert_int_equal(fake_engine.icmp_error_count, 0);
}

static void a_datagram_to_no_port_is_told_so(void **state)
{
    const struct fake_sent *sent;
    struct packet packet = udp_datagram(PEER, PEER_IP, OUR_IP, 1000, 53, "question", 8);

    (void)state;
    inject(packet);
    sent = expect_ipv4(PEER, PEER_IP, 1);
    assert_int_equal(sent->bytes[34], 3);
    assert_int_equal(sent->bytes[35], 3);
    assert_int_equal(sent->len, 14 + 20 + 8 + 36);
    assert_memory_equal(sent->bytes + 42, packet.bytes + 14, 36); /* the whole packet is quoted */
    expect_nothing();
}

static void a_long_datagram_is_quoted_in_part(void **state)
{
    static const uint8_t zeroes[1000];

    (void)state;
    inject(udp_datagram(PEER, PEER_IP, OUR_IP, 1000, 53, zeroes, sizeof zeroes));
    assert_int_equal(expect_ipv4(PEER, PEER_IP, 1)->len, 14 + 20 + 8 + ICMP_QUOTED_MAX);
}

static void an_unknown_protocol_is_told_so(void **state)
{
    (void)state;
    inject(ipv4_packet(PEER, PEER_IP, OUR_IP, 132, "sctp", 4));
    expect_unreachable(PEER, PEER_IP, 2);
    assert_int_equal(ip_counters.ipv4_protocol_unknown, 1);
}

static void nobody_is_told_about_a_broadcast(void **state)
{
    (void)state;
    inject(to_mac(udp_datagram(PEER, PEER_IP, BROADCAST_IP, 137, 137, "names", 5), ALL));
    inject(to_mac(udp_datagram(PEER, PEER_IP, OUR_IP, 137, 137, "names", 5), ALL));
    inject(to_mac(ipv4_packet(PEER, PEER_IP, IP(192, 0, 2, 255), 132, "sctp", 4), ALL));
    expect_nothing();
    assert_int_equal(ip_counters.udp_no_port, 2);
}

static void errors_come_in_a_burst_and_then_at_a_rate(void **state)
{
    (void)state;
    for (unsigned i = 0; i < ICMP_ERROR_BURST + 5; i++)
        inject(udp_datagram(PEER, PEER_IP, OUR_IP, 1000, 53, "x", 1));
    for (unsigned i = 0; i < ICMP_ERROR_BURST; i++)
        expect_unreachable(PEER, PEER_IP, 3);
    expect_nothing();
    assert_int_equal(ip_counters.icmp_limited, 5);
    advance_ms(ICMP_ERROR_NS / LIMIT_MS);
    inject(udp_datagram(PEER, PEER_IP, OUR_IP, 1000, 53, "x", 1));
    inject(udp_datagram(PEER, PEER_IP, OUR_IP, 1000, 53, "x", 1));
    expect_unreachable(PEER, PEER_IP, 3);
    expect_nothing();
}

/* An ICMP error that quotes a segment from us to FAR_IP. */
static struct packet error_about(uint32_t src, uint8_t protocol, uint8_t type, uint8_t code, uint32_t rest,
                                 size_t len)
{
    struct packet quoted = ipv4_packet(US, src, FAR_IP, protocol, "\x00\x50\x30\x39\x11\x22\x33\x44", 8);

    be16_put(quoted.bytes + 16, 1500);
    return icmp_message(GATEWAY, GATEWAY_IP, OUR_IP, type, code, rest, quoted.bytes + 14, len);
}

static void an_error_about_our_segment_reaches_tcp(void **state)
{
    static const uint8_t types[] = {3, 11, 12};

    (void)state;
    for (unsigned i = 0; i < 3; i++) {
        inject(error_about(OUR_IP, 6, types[i], 1, 0, 28));
        assert_int_equal(fake_engine.icmp_error_count, i + 1);
        assert_int_equal(fake_engine.icmp_dst, FAR_IP);
        assert_int_equal(fake_engine.icmp_mtu, 0);
        assert_memory_equal(fake_engine.icmp_quoted, "\x00\x50\x30\x39\x11\x22\x33\x44", 8);
    }
    expect_nothing();
}

static void too_big_says_how_big(void **state)
{
    (void)state;
    inject(error_about(OUR_IP, 6, 3, 4, 1400, 28));
    assert_int_equal(fake_engine.icmp_mtu, 1400);
    inject(error_about(OUR_IP, 6, 3, 4, 0,
                       28)); /* an old router does not say: the quoted packet had 1500 bytes */
    assert_int_equal(fake_engine.icmp_mtu, 1492);
    inject(error_about(OUR_IP, 6, 3, 4, 67, 28)); /* no network is so small */
    assert_int_equal(fake_engine.icmp_error_count, 2);
    assert_int_equal(ip_counters.icmp_bad_quote, 1);
}

static void an_error_about_what_we_cannot_have_sent_is_dropped(void **state)
{
    struct packet fragment;
    uint8_t quote[28];

    (void)state;
    inject(error_about(IP(192, 0, 2, 11), 6, 3, 1, 0, 28)); /* another host's */
    assert_int_equal(ip_counters.icmp_bad_quote, 1);
    inject(error_about(OUR_IP, 17, 3, 3, 0, 28)); /* UDP: nobody waits for it */
    assert_int_equal(ip_counters.icmp_ignored, 1);
    fragment = error_about(OUR_IP, 6, 3, 1, 0, 28);
    memcpy(quote, fragment.bytes + 42, 28);
    be16_put(quote + 6, 100); /* not a first fragment: these are no ports */
    inject(icmp_message(GATEWAY, GATEWAY_IP, OUR_IP, 3, 1, 0, quote, 28));
    be16_put(quote + 6, 0);
    quote[0] = 0x4F; /* options that are not there */
    inject(icmp_message(GATEWAY, GATEWAY_IP, OUR_IP, 3, 1, 0, quote, 28));
    quote[0] = 0x44;
    inject(icmp_message(GATEWAY, GATEWAY_IP, OUR_IP, 3, 1, 0, quote, 28));
    quote[0] = 0x65;
    inject(icmp_message(GATEWAY, GATEWAY_IP, OUR_IP, 3, 1, 0, quote, 28));
    assert_int_equal(ip_counters.icmp_bad_quote, 5);
    assert_int_equal(fake_engine.icmp_error_count, 0);
}

static void no_prefix_of_an_error_reaches_tcp(void **state)
{
    (void)state;
    for (size_t len = 0; len < 28; len++)
        inject(error_about(OUR_IP, 6, 3, 4, 1400, len));
    assert_int_equal(fake_engine.icmp_error_count, 0);
    assert_int_equal(ip_counters.icmp_bad_quote, 28);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(an_echo_of_every_size_comes_back, setup),
        cmocka_unit_test_setup(an_echo_from_afar_goes_back_through_the_gateway, setup),
        cmocka_unit_test_setup(an_echo_larger_than_the_mtu_is_not_answered, setup),
        cmocka_unit_test_setup(long_echoes_beyond_the_buffers_are_dropped_and_counted, setup),
        cmocka_unit_test_setup(an_echo_to_all_is_not_answered, setup),
        cmocka_unit_test_setup(broken_messages_are_dropped, setup),
        cmocka_unit_test_setup(other_types_are_ignored, setup),
        cmocka_unit_test_setup(a_datagram_to_no_port_is_told_so, setup),
        cmocka_unit_test_setup(a_long_datagram_is_quoted_in_part, setup),
        cmocka_unit_test_setup(an_unknown_protocol_is_told_so, setup),
        cmocka_unit_test_setup(nobody_is_told_about_a_broadcast, setup),
        cmocka_unit_test_setup(errors_come_in_a_burst_and_then_at_a_rate, setup),
        cmocka_unit_test_setup(an_error_about_our_segment_reaches_tcp, setup),
        cmocka_unit_test_setup(too_big_says_how_big, setup),
        cmocka_unit_test_setup(an_error_about_what_we_cannot_have_sent_is_dropped, setup),
        cmocka_unit_test_setup(no_prefix_of_an_error_reaches_tcp, setup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
