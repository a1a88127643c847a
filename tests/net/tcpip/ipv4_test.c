/* ipv4_test.c - which frames and packets are ours, and what becomes of the others. */
#include "tcpip/script.h"

#include "bytes.h"
#include "ip/counters.h"
#include "tcpip/fake_engine.h"
#include "wire/fields.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const uint8_t segment[24] = {0x30, 0x39, 0, 80, 1, 2, 3, 4, 5, 6, 7, 8};

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

static struct packet good(void)
{
    return ipv4_packet(PEER, PEER_IP, OUR_IP, IPV4_PROTOCOL_TCP, segment, sizeof segment);
}

/* Set a 16-bit field of the IPv4 header. */
static struct packet with_u16(struct packet packet, size_t field, uint16_t value)
{
    be16_put(packet.bytes + ETH_HEADER + field, value);
    return with_checksum(packet);
}

static struct packet from_address(uint32_t src)
{
    return ipv4_packet(PEER, src, OUR_IP, IPV4_PROTOCOL_TCP, segment, sizeof segment);
}

static void a_segment_for_us_reaches_tcp(void **state)
{
    (void)state;
    inject(good());
    assert_int_equal(fake_engine.input_count, 1);
    assert_int_equal(fake_engine.input.src, PEER_IP);
    assert_int_equal(fake_engine.input.dst, OUR_IP);
    assert_int_equal(fake_engine.input.len, sizeof segment);
    assert_false(fake_engine.input.csum_ok);
    assert_false(fake_engine.input.broadcast);
    assert_memory_equal(fake_engine.input_bytes, segment, sizeof segment);
    assert_int_equal(fake_engine.rx_done_count, 1);
}

static void what_the_device_has_verified_is_said(void **state)
{
    static const uint32_t flags[] = {NETIF_RX_CSUM_OK, NETIF_RX_CSUM_PARTIAL};

    (void)state;
    for (unsigned i = 0; i < 2; i++) {
        struct packet packet = good();
        packet.flags = flags[i];
        inject(packet);
        assert_true(fake_engine.input.csum_ok);
    }
    assert_int_equal(fake_engine.input_count, 2);
}

static void a_device_does_not_vouch_for_the_ip_header(void **state)
{
    struct packet packet = good();

    (void)state;
    packet.flags = NETIF_RX_CSUM_OK;
    packet.bytes[ETH_HEADER + IPV4_TTL]++;
    inject(packet);
    assert_int_equal(fake_engine.input_count, 0);
    assert_int_equal(ip_counters.ipv4_bad_checksum, 1);
}

static void the_padding_of_a_short_frame_is_cut_off(void **state)
{
    struct packet packet = good();

    (void)state;
    packet.len = 60;
    inject(packet);
    assert_int_equal(fake_engine.input.len, sizeof segment);
}

static void options_are_skipped_and_counted(void **state)
{
    uint8_t with_options[8 + sizeof segment] = {7, 7, 4, 0, 0, 0, 0, 0}; /* record route */
    struct packet packet;

    (void)state;
    memcpy(with_options + 8, segment, sizeof segment);
    packet = ipv4_packet(PEER, PEER_IP, OUR_IP, IPV4_PROTOCOL_TCP, with_options, sizeof with_options);
    packet.bytes[ETH_HEADER] = 0x47;
    inject(with_checksum(packet));
    assert_int_equal(fake_engine.input_count, 1);
    assert_memory_equal(fake_engine.input_bytes, segment, sizeof segment);
    assert_int_equal(ip_counters.ipv4_options, 1);
}

static void fragments_are_dropped_and_counted(void **state)
{
    (void)state;
    inject(with_u16(good(), IPV4_FRAGMENT, 0x2000)); /* the first */
    inject(with_u16(good(), IPV4_FRAGMENT, 0x2010)); /* one in the middle */
    inject(with_u16(good(), IPV4_FRAGMENT, 0x0010)); /* the last */
    assert_int_equal(ip_counters.ipv4_fragments, 3);
    assert_int_equal(fake_engine.input_count, 0);
    inject(with_u16(good(), IPV4_FRAGMENT, 0x4000)); /* "don't fragment" is none */
    assert_int_equal(fake_engine.input_count, 1);
    expect_nothing();
}

static void lengths_that_do_not_agree_are_dropped(void **state)
{
    static const uint16_t lengths[] = {0, 19, 45, 1500, 65535};
    struct packet packet = good();

    (void)state;
    for (unsigned i = 0; i < 5; i++)
        inject(with_u16(good(), IPV4_TOTAL_LEN, lengths[i]));
    packet.bytes[ETH_HEADER] = 0x44; /* a header of 16 bytes */
    inject(packet);
    packet.bytes[ETH_HEADER] = 0x4F; /* of 60, in a packet of 44 */
    inject(packet);
    packet.bytes[ETH_HEADER] = 0x65; /* version 6 */
    inject(with_checksum(packet));
    assert_int_equal(ip_counters.ipv4_bad_header, 8);
    assert_int_equal(fake_engine.input_count, 0);
}

static void no_prefix_of_a_packet_reaches_tcp(void **state)
{
    struct packet packet = good();

    (void)state;
    for (packet.len = NETIF_FRAME_MIN; packet.len < ETH_HEADER + IPV4_HEADER + sizeof segment; packet.len++)
        inject(packet);
    assert_int_equal(fake_engine.input_count, 0);
    assert_int_equal(ip_counters.ipv4_bad_header, IPV4_HEADER + sizeof segment);
}

static void packets_from_impossible_sources_are_dropped(void **state)
{
    static const uint32_t bad[] = {
        0, IP(127, 0, 0, 1), IP(224, 0, 0, 1), BROADCAST_IP, IP(192, 0, 2, 255), OUR_IP};

    (void)state;
    for (unsigned i = 0; i < 6; i++)
        inject(from_address(bad[i]));
    assert_int_equal(ip_counters.ipv4_bad_source, 6);
    assert_int_equal(fake_engine.input_count, 0);
}

static void frames_and_packets_for_others_are_ignored(void **state)
{
    struct packet group = good();

    (void)state;
    inject(to_mac(good(), OTHER));
    group.bytes[0] = 1; /* an Ethernet group */
    inject(group);
    assert_int_equal(ip_counters.eth_not_ours, 2);
    inject(ipv4_packet(PEER, PEER_IP, IP(192, 0, 2, 11), IPV4_PROTOCOL_TCP, segment, sizeof segment));
    inject(ipv4_packet(PEER, PEER_IP, IP(224, 0, 0, 1), IPV4_PROTOCOL_TCP, segment, sizeof segment));
    inject(to_mac(ipv4_packet(PEER, PEER_IP, IP(192, 0, 2, 11), 17, segment, sizeof segment), ALL));
    assert_int_equal(ip_counters.ipv4_not_ours, 3);
    expect_nothing();
    assert_int_equal(fake_engine.input_count, 0);
}

static void a_frame_from_a_group_is_dropped(void **state)
{
    struct packet packet = good();

    (void)state;
    packet.bytes[ETH_SRC] |= 1;
    inject(packet);
    assert_int_equal(ip_counters.eth_bad, 1);
    assert_int_equal(fake_engine.input_count, 0);
}

static void other_ethernet_types_are_counted(void **state)
{
    struct packet packet = good();

    (void)state;
    be16_put(packet.bytes + ETH_TYPE, 0x86DD);
    inject(packet);
    assert_int_equal(ip_counters.eth_type_unknown, 1);
}

static void a_segment_to_all_never_reaches_tcp(void **state)
{
    (void)state;
    inject(to_mac(good(), ALL));
    inject(to_mac(ipv4_packet(PEER, PEER_IP, IP(192, 0, 2, 255), IPV4_PROTOCOL_TCP, segment, sizeof segment),
                  ALL));
    assert_int_equal(ip_counters.ipv4_broadcast, 2);
    assert_int_equal(fake_engine.input_count, 0);
    expect_nothing();
}

static void a_datagram_with_a_wrong_checksum_or_length_is_dropped(void **state)
{
    struct packet packet = udp_datagram(PEER, PEER_IP, OUR_IP, 1, 2, "x", 1);

    (void)state;
    packet.bytes[42] ^= 1;
    inject(packet);
    packet.bytes[42] ^= 1;
    be16_put(packet.bytes + 38, 10); /* longer than the packet */
    inject(packet);
    be16_put(packet.bytes + 38, 7); /* shorter than its header */
    inject(packet);
    inject(ipv4_packet(PEER, PEER_IP, OUR_IP, 17, segment, 7));
    assert_int_equal(ip_counters.udp_bad, 4);
    expect_nothing();
}

/* ---------------------------------------------------------------- output */

static uint8_t head_buf[NETIF_HEAD_MAX];
static const uint8_t body[4000] = "the site's own bytes";

static struct ipv4_tx segment_to(uint32_t dst, const struct span *spans, unsigned span_count)
{
    memset(head_buf, 0, sizeof head_buf);
    return (struct ipv4_tx){.dst = dst, .protocol = IPV4_PROTOCOL_TCP, .head = head_buf + IPV4_HEADROOM,
                            .head_len = 21, .spans = spans, .span_count = span_count, .csum_offset = 16,
                            .has_csum = true};
}

static void spans_are_sent_from_where_they_lie(void **state)
{
    struct span spans[2] = {{body, 333}, {body + 1000, 1000}};
    struct ipv4_tx tx = segment_to(PEER_IP, spans, 2);
    const struct fake_sent *sent;

    (void)state;
    assert_true(ipv4_send(now_ns(), &tx));
    run_turn();
    sent = expect_ipv4(PEER, PEER_IP, IPV4_PROTOCOL_TCP);
    assert_int_equal(sent->len, 34 + 21 + 1333);
    assert_int_equal(sent->head_len, 34 + 21);
    assert_ptr_equal(sent->spans[0].bytes, body);
    assert_ptr_equal(sent->spans[1].bytes, body + 1000);
}

static void a_device_that_sums_is_left_to_it(void **state)
{
    struct span span = {body, 1001};
    struct ipv4_tx tx;
    const struct fake_sent *sent;

    (void)state;
    fake_netif.offloads = NETIF_TX_CSUM;
    script_start(OUR_IP, 24, 0);
    inject(arp_request(PEER, PEER_IP, OUR_IP));
    skip_frames();
    tx = segment_to(PEER_IP, &span, 1);
    assert_true(ipv4_send(now_ns(), &tx));
    run_turn();
    sent = expect_ipv4(PEER, PEER_IP, IPV4_PROTOCOL_TCP);
    assert_int_equal(sent->csum_start, 34);
    assert_int_equal(sent->csum_offset, 16);
}

static void a_large_packet_goes_out_whole_where_the_device_cuts(void **state)
{
    struct span span = {body, 4000};
    struct ipv4_tx tx = segment_to(PEER_IP, &span, 1);

    (void)state;
    assert_int_equal(ipv4_gso_max(), 0);
    assert_false(ipv4_send(now_ns(), &tx)); /* here it does not */
    assert_int_equal(ip_counters.ipv4_too_long, 1);
    fake_netif.offloads = NETIF_TX_CSUM | NETIF_TX_TSO4;
    fake_netif.tso_max = 5000;
    script_start(OUR_IP, 24, 0);
    inject(arp_request(PEER, PEER_IP, OUR_IP));
    skip_frames();
    assert_int_equal(ipv4_gso_max(), 4986);
    tx = segment_to(PEER_IP, &span, 1);
    tx.gso_size = 1460;
    assert_true(ipv4_send(now_ns(), &tx));
    run_turn();
    assert_int_equal(expect_ipv4(PEER, PEER_IP, IPV4_PROTOCOL_TCP)->gso_size, 1460);
}

static void what_cannot_be_sent_is_counted(void **state)
{
    struct ipv4_tx tx = segment_to(IP(192, 0, 2, 255), NULL, 0);

    (void)state;
    assert_false(ipv4_send(now_ns(), &tx));
    assert_int_equal(ip_counters.ipv4_no_route, 1);
    tx.dst = PEER_IP;
    fake_netif_set_room(0);
    assert_false(ipv4_send(now_ns(), &tx));
    assert_int_equal(ip_counters.tx_full, 1);
    fake_netif_set_room(1);
    assert_true(ipv4_send(now_ns(), &tx));
    script_start(0, 0, 0);
    assert_false(ipv4_send(now_ns(), &tx));
    assert_int_equal(ip_counters.ipv4_no_address, 1);
}

static void a_gateway_outside_the_subnet_is_asked_for_and_used(void **state)
{
    struct ipv4_tx tx = segment_to(FAR_IP, NULL, 0);

    (void)state;
    script_start(OUR_IP, 32, IP(10, 0, 0, 1));
    expect_arp_probe(OUR_IP);
    expect_arp_announcement(OUR_IP);
    expect_arp_request(ALL, IP(10, 0, 0, 1));
    inject(arp_reply(GATEWAY, IP(10, 0, 0, 1)));
    assert_true(ipv4_send(now_ns(), &tx));
    run_turn();
    expect_ipv4(GATEWAY, FAR_IP, IPV4_PROTOCOL_TCP);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_segment_for_us_reaches_tcp, setup),
        cmocka_unit_test_setup(what_the_device_has_verified_is_said, setup),
        cmocka_unit_test_setup(a_device_does_not_vouch_for_the_ip_header, setup),
        cmocka_unit_test_setup(the_padding_of_a_short_frame_is_cut_off, setup),
        cmocka_unit_test_setup(options_are_skipped_and_counted, setup),
        cmocka_unit_test_setup(fragments_are_dropped_and_counted, setup),
        cmocka_unit_test_setup(lengths_that_do_not_agree_are_dropped, setup),
        cmocka_unit_test_setup(no_prefix_of_a_packet_reaches_tcp, setup),
        cmocka_unit_test_setup(packets_from_impossible_sources_are_dropped, setup),
        cmocka_unit_test_setup(frames_and_packets_for_others_are_ignored, setup),
        cmocka_unit_test_setup(a_frame_from_a_group_is_dropped, setup),
        cmocka_unit_test_setup(other_ethernet_types_are_counted, setup),
        cmocka_unit_test_setup(a_segment_to_all_never_reaches_tcp, setup),
        cmocka_unit_test_setup(a_datagram_with_a_wrong_checksum_or_length_is_dropped, setup),
        cmocka_unit_test_setup(spans_are_sent_from_where_they_lie, setup),
        cmocka_unit_test_setup(a_device_that_sums_is_left_to_it, setup),
        cmocka_unit_test_setup(a_large_packet_goes_out_whole_where_the_device_cuts, setup),
        cmocka_unit_test_setup(what_cannot_be_sent_is_counted, setup),
        cmocka_unit_test_setup(a_gateway_outside_the_subnet_is_asked_for_and_used, setup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
