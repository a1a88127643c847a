/* arp_test.c - asking, answering, learning, and defending our address. */
#include "tcpip/script.h"

#include "tcpip/fake_engine.h"
#include "ip/counters.h"
#include "ip/ip_limits.h"
#include "ip/ipv4.h"
#include "wire/fields.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static int setup(void **state)
{
    (void)state;
    fake_netif_reset();
    ip_counters = (struct ip_counters){0};
    return 0;
}

/* Send a small packet as TCP would. */
static bool send_to(uint32_t dst, size_t len)
{
    uint8_t buf[NETIF_HEAD_MAX] = {0};
    struct ipv4_tx tx = {.dst = dst,
                         .protocol = IPV4_PROTOCOL_TCP,
                         .head = buf + IPV4_HEADROOM,
                         .head_len = len,
                         .csum_offset = 16,
                         .has_csum = true};
    bool sent = ipv4_send(now_ns(), &tx);

    run_turn();
    return sent;
}

static void a_static_address_is_probed_announced_and_the_gateway_asked_for(void **state)
{
    (void)state;
    script_start(OUR_IP, 24, GATEWAY_IP);
    expect_arp_probe(OUR_IP);
    expect_arp_announcement(OUR_IP);
    expect_arp_request(ALL, GATEWAY_IP);
    expect_nothing();
    inject(arp_reply(GATEWAY, GATEWAY_IP));
    advance_ms(1999);
    expect_nothing();
    advance_ms(1);
    expect_arp_announcement(OUR_IP);
    advance_ms(60000);
    expect_nothing();
}

static void a_request_for_us_is_answered_to_the_asker(void **state)
{
    (void)state;
    script_start_static();
    inject(arp_request(PEER, PEER_IP, OUR_IP));
    expect_arp_reply(PEER, PEER_IP);
    advance_ms(1000);
    expect_nothing();
}

static void a_request_for_another_is_not_answered_and_teaches_nothing(void **state)
{
    (void)state;
    script_start_static();
    inject(arp_request(PEER, PEER_IP, IP(192, 0, 2, 99)));
    expect_nothing();
    assert_int_equal(ip_counters.arp_not_ours, 1);
    send_to(PEER_IP, 40);
    expect_arp_request(ALL, PEER_IP);
}

static void who_asked_us_need_not_be_asked(void **state)
{
    (void)state;
    script_start_static();
    inject(arp_request(PEER, PEER_IP, OUR_IP));
    skip_frames();
    assert_true(send_to(PEER_IP, 40));
    expect_ipv4(PEER, PEER_IP, IPV4_PROTOCOL_TCP);
    expect_nothing();
}

static void a_probe_is_answered_and_teaches_nothing(void **state)
{
    (void)state;
    script_start_static();
    inject(arp_request(PEER, 0, OUR_IP));
    expect_arp_reply(PEER, 0);
    send_to(PEER_IP, 40);
    expect_arp_request(ALL, PEER_IP);
}

static void a_small_packet_waits_for_the_answer(void **state)
{
    (void)state;
    script_start_static();
    assert_true(send_to(PEER_IP, 40));
    expect_arp_request(ALL, PEER_IP);
    inject(arp_reply(PEER, PEER_IP));
    expect_ipv4(PEER, PEER_IP, IPV4_PROTOCOL_TCP);
    expect_nothing();
}

static void with_offload_a_waiting_packet_still_gets_its_checksum(void **state)
{
    (void)state;
    fake_netif.offloads = NETIF_TX_CSUM;
    script_start(OUR_IP, 24, 0);
    skip_frames();
    assert_true(send_to(PEER_IP, 40));
    skip_frames();
    inject(arp_reply(PEER, PEER_IP));
    assert_int_equal(expect_ipv4(PEER, PEER_IP, IPV4_PROTOCOL_TCP)->csum_start, 0);
    assert_true(send_to(PEER_IP, 40));
    assert_int_equal(expect_ipv4(PEER, PEER_IP, IPV4_PROTOCOL_TCP)->csum_start, IPV4_HEADROOM);
}

static void the_latest_packet_waits_in_place_of_the_earlier(void **state)
{
    (void)state;
    script_start_static();
    send_to(PEER_IP, 40);
    send_to(PEER_IP, 44);
    expect_arp_request(ALL, PEER_IP);
    expect_nothing();
    assert_int_equal(ip_counters.arp_held_dropped, 1);
    inject(arp_reply(PEER, PEER_IP));
    assert_int_equal(expect_ipv4(PEER, PEER_IP, IPV4_PROTOCOL_TCP)->len, IPV4_HEADROOM + 44);
    expect_nothing();
}

static void a_large_packet_does_not_wait(void **state)
{
    (void)state;
    script_start_static();
    assert_false(send_to(PEER_IP, ARP_HELD_MAX - IPV4_HEADROOM + 1));
    assert_true(send_to(PEER_IP, ARP_HELD_MAX - IPV4_HEADROOM));
    assert_int_equal(ip_counters.arp_held_dropped, 1);
}

static void questions_are_repeated_once_a_second_and_then_given_up(void **state)
{
    (void)state;
    script_start_static();
    send_to(PEER_IP, 40);
    expect_arp_request(ALL, PEER_IP);
    for (unsigned i = 1; i < ARP_TRIES; i++) {
        advance_ms(999);
        expect_nothing();
        send_to(PEER_IP, 40); /* RFC 1122 2.3.2.1: does not make us ask more often */
        expect_nothing();
        advance_ms(1);
        expect_arp_request(ALL, PEER_IP);
    }
    advance_ms(10000);
    expect_nothing();
    assert_int_equal(ip_counters.arp_unanswered, 1);
    assert_int_equal(stack_tcp_backend.deadline_ns(), UINT64_MAX);
}

static void an_old_entry_is_verified_by_unicast_and_used_meanwhile(void **state)
{
    (void)state;
    script_start_static();
    inject(arp_request(PEER, PEER_IP, OUR_IP));
    skip_frames();
    advance_ms(ARP_FRESH_NS / LIMIT_MS);
    assert_true(send_to(PEER_IP, 40));
    expect_arp_request(PEER, PEER_IP);
    expect_ipv4(PEER, PEER_IP, IPV4_PROTOCOL_TCP);
    inject(arp_reply(PEER, PEER_IP));
    advance_ms(5000);
    assert_true(send_to(PEER_IP, 40));
    expect_ipv4(PEER, PEER_IP, IPV4_PROTOCOL_TCP);
    expect_nothing();
}

static void an_entry_that_cannot_be_verified_is_asked_for_anew(void **state)
{
    (void)state;
    script_start_static();
    inject(arp_request(PEER, PEER_IP, OUR_IP));
    skip_frames();
    advance_ms(ARP_FRESH_NS / LIMIT_MS);
    send_to(PEER_IP, 40);
    advance_ms(10000);
    skip_frames();
    send_to(PEER_IP, 40);
    expect_arp_request(ALL, PEER_IP);
    expect_nothing();
}

static void an_announcement_moves_a_known_neighbour(void **state)
{
    (void)state;
    script_start_static();
    inject(arp_request(OTHER, GATEWAY_IP, GATEWAY_IP)); /* a standby router takes over */
    expect_nothing();
    assert_int_equal(ip_counters.arp_changed, 1);
    send_to(FAR_IP, 40);
    expect_ipv4(OTHER, FAR_IP, IPV4_PROTOCOL_TCP);
}

static void a_neighbour_outside_the_subnet_is_answered_but_not_learned(void **state)
{
    (void)state;
    script_start_static();
    inject(arp_request(PEER, FAR_IP, OUR_IP));
    expect_arp_reply(PEER, FAR_IP);
    send_to(FAR_IP, 40);
    expect_ipv4(GATEWAY, FAR_IP, IPV4_PROTOCOL_TCP);
}

static void malformed_packets_are_dropped_and_counted(void **state)
{
    struct packet good = arp_request(PEER, PEER_IP, OUR_IP), bad;
    static const uint8_t offsets[] = {ARP_HARDWARE,     ARP_HARDWARE + 1, ARP_PROTOCOL,  ARP_PROTOCOL + 1,
                                      ARP_HARDWARE_LEN, ARP_PROTOCOL_LEN, ARP_OPERATION, ARP_SENDER_MAC};

    (void)state;
    script_start_static();
    for (size_t i = 0; i < sizeof offsets; i++) {
        bad = good;
        bad.bytes[ETH_HEADER + offsets[i]] ^= 0x41;
        inject(bad);
        expect_nothing();
        assert_int_equal(ip_counters.arp_bad, i + 1);
    }
}

static void no_prefix_of_a_request_is_answered(void **state)
{
    struct packet packet = arp_request(PEER, PEER_IP, OUR_IP);

    (void)state;
    script_start_static();
    for (packet.len = NETIF_FRAME_MIN; packet.len < ETH_HEADER + ARP_PACKET; packet.len++) {
        inject(packet);
        expect_nothing();
    }
    inject(packet);
    expect_arp_reply(PEER, PEER_IP);
}

static void who_uses_our_address_is_told_off_once_in_ten_seconds(void **state)
{
    (void)state;
    script_start_static();
    inject(arp_reply(PEER, OUR_IP));
    expect_arp_announcement(OUR_IP);
    for (unsigned i = 0; i < 9; i++) {
        advance_ms(1000);
        inject(arp_reply(PEER, OUR_IP));
        expect_nothing();
    }
    advance_ms(1000);
    inject(arp_request(PEER, OUR_IP, GATEWAY_IP));
    expect_arp_announcement(OUR_IP);
    assert_int_equal(ip_counters.arp_conflicts, 11);
}

static void our_own_packet_brought_back_is_no_conflict(void **state)
{
    (void)state;
    script_start_static();
    inject(arp_request(US, OUR_IP, OUR_IP));
    expect_nothing();
    assert_int_equal(ip_counters.arp_conflicts, 0);
    assert_int_equal(ip_counters.arp_echoed, 1);
}

static void a_flood_of_made_up_neighbours_leaves_those_in_use(void **state)
{
    (void)state;
    script_start_static();
    inject(arp_request(PEER, PEER_IP, OUR_IP));
    send_to(PEER_IP, 40);
    for (unsigned i = 0; i < 10 * ARP_ENTRY_MAX;
         i++) /* the subnet is a /24: all its hosts, again and again */
        inject(arp_request(OTHER, IP(192, 0, 2, 20 + i % 230), OUR_IP));
    skip_frames();
    send_to(PEER_IP, 40);
    expect_ipv4(PEER, PEER_IP, IPV4_PROTOCOL_TCP);
    send_to(FAR_IP, 40);
    expect_ipv4(GATEWAY, FAR_IP, IPV4_PROTOCOL_TCP);
}

static void a_flood_of_questions_of_ours_stays_within_its_share(void **state)
{
    (void)state;
    script_start(IP(10, 0, 0, 1), 8, 0);
    skip_frames();
    for (unsigned i = 0; i < 3 * ARP_ENTRY_MAX; i++)
        send_to(IP(10, 1, i / 256, i % 256), 40);
    skip_frames();
    advance_ms(1000);
    for (unsigned i = 0; i < ARP_ASKED_MAX; i++)
        expect_frame();
    expect_nothing();
}

static void on_a_new_network_neighbours_are_asked_for_anew(void **state)
{
    (void)state;
    script_start_static();
    inject(arp_request(PEER, PEER_IP, OUR_IP));
    fake_netif_start_over();
    run_turn();
    skip_frames();
    inject(arp_reply(OTHER, GATEWAY_IP)); /* another host now */
    assert_true(send_to(FAR_IP, 40));
    expect_ipv4(OTHER, FAR_IP, IPV4_PROTOCOL_TCP);
    assert_true(send_to(PEER_IP, 40));
    expect_arp_request(ALL, PEER_IP);
    expect_nothing();
    inject(arp_reply(PEER, PEER_IP));
    expect_ipv4(PEER, PEER_IP, IPV4_PROTOCOL_TCP);
}

static void an_address_that_is_given_up_is_left_to_whoever_claims_it(void **state)
{
    (void)state;
    script_start_static();
    stack_tcp_backend.stop_listening();
    inject(arp_request(PEER, PEER_IP, OUR_IP));
    expect_arp_reply(PEER, PEER_IP); /* replies are under way, and their ACKs must find us */
    inject(arp_request(OTHER, 0, OUR_IP));
    expect_nothing(); /* a probe: the address is free */
    inject(arp_request(OTHER, OUR_IP, OUR_IP));
    inject(arp_request(PEER, PEER_IP, OUR_IP));
    advance_ms(60000);
    expect_nothing();
    assert_int_equal(ip_counters.arp_conflicts, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_static_address_is_probed_announced_and_the_gateway_asked_for, setup),
        cmocka_unit_test_setup(a_request_for_us_is_answered_to_the_asker, setup),
        cmocka_unit_test_setup(a_request_for_another_is_not_answered_and_teaches_nothing, setup),
        cmocka_unit_test_setup(who_asked_us_need_not_be_asked, setup),
        cmocka_unit_test_setup(a_probe_is_answered_and_teaches_nothing, setup),
        cmocka_unit_test_setup(an_address_that_is_given_up_is_left_to_whoever_claims_it, setup),
        cmocka_unit_test_setup(a_small_packet_waits_for_the_answer, setup),
        cmocka_unit_test_setup(with_offload_a_waiting_packet_still_gets_its_checksum, setup),
        cmocka_unit_test_setup(the_latest_packet_waits_in_place_of_the_earlier, setup),
        cmocka_unit_test_setup(a_large_packet_does_not_wait, setup),
        cmocka_unit_test_setup(questions_are_repeated_once_a_second_and_then_given_up, setup),
        cmocka_unit_test_setup(an_old_entry_is_verified_by_unicast_and_used_meanwhile, setup),
        cmocka_unit_test_setup(an_entry_that_cannot_be_verified_is_asked_for_anew, setup),
        cmocka_unit_test_setup(an_announcement_moves_a_known_neighbour, setup),
        cmocka_unit_test_setup(a_neighbour_outside_the_subnet_is_answered_but_not_learned, setup),
        cmocka_unit_test_setup(malformed_packets_are_dropped_and_counted, setup),
        cmocka_unit_test_setup(no_prefix_of_a_request_is_answered, setup),
        cmocka_unit_test_setup(who_uses_our_address_is_told_off_once_in_ten_seconds, setup),
        cmocka_unit_test_setup(our_own_packet_brought_back_is_no_conflict, setup),
        cmocka_unit_test_setup(a_flood_of_made_up_neighbours_leaves_those_in_use, setup),
        cmocka_unit_test_setup(a_flood_of_questions_of_ours_stays_within_its_share, setup),
        cmocka_unit_test_setup(on_a_new_network_neighbours_are_asked_for_anew, setup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
