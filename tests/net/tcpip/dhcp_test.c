/* dhcp_test.c - getting an address: offers, refusals, conflicts, strangers. */
#include "tcpip/script_dhcp.h"

#include "ip/counters.h"
#include "ip/ip_limits.h"
#include "tcpip/fake_engine.h"
#include "wire/dhcp.h"

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

static void an_address_is_got_probed_announced_and_used(void **state)
{
    (void)state;
    script_bind();
    assert_int_equal(fake_engine.address_changed_count, 1);
    inject(arp_request(PEER, PEER_IP, OUR_IP));
    expect_arp_reply(PEER, PEER_IP);
}

static void the_messages_say_what_table_5_wants(void **state)
{
    uint32_t xid;

    (void)state;
    script_start_dhcp();
    expect_dhcp(DHCP_DISCOVER, &dhcp_last);
    xid = dhcp_last.xid;
    assert_true(dhcp_last.src == 0 && dhcp_last.dst == BROADCAST_IP && dhcp_last.client_address == 0 &&
                dhcp_last.server == 0);
    assert_string_equal(dhcp_last.hostname, "house");
    inject_dhcp(DHCP_OFFER);
    expect_dhcp(DHCP_REQUEST, &dhcp_last);
    assert_int_equal(dhcp_last.xid, xid);
    assert_true(dhcp_last.src == 0 && dhcp_last.dst == BROADCAST_IP && dhcp_last.client_address == 0);
    assert_true(dhcp_last.requested == OUR_IP && dhcp_last.server == GATEWAY_IP);
    expect_nothing();
}

static void without_an_answer_it_asks_for_ever_ever_more_slowly(void **state)
{
    uint64_t last_ns, pause_s, expected_s = 2;

    (void)state;
    script_start_dhcp();
    expect_dhcp(DHCP_DISCOVER, &dhcp_last);
    last_ns = now_ns();
    for (unsigned i = 0; i < 40; i++) {
        advance_ms((stack_tcp_backend.deadline_ns() - now_ns()) / LIMIT_MS + 1);
        expect_dhcp(DHCP_DISCOVER, &dhcp_last);
        expect_nothing();
        pause_s = (now_ns() - last_ns) / LIMIT_S;
        assert_in_range(pause_s, expected_s - 1, expected_s + 1);
        last_ns = now_ns();
        expected_s = expected_s < DHCP_BACKOFF_MAX_S ? expected_s * 2 : DHCP_BACKOFF_MAX_S;
    }
    assert_in_range(dhcp_last.secs, 1000, 3000);
}

static void a_server_that_falls_silent_is_asked_four_times_and_then_all_are(void **state)
{
    (void)state;
    script_start_dhcp();
    expect_dhcp(DHCP_DISCOVER, &dhcp_last);
    inject_dhcp(DHCP_OFFER);
    for (unsigned i = 0; i < DHCP_REQUEST_TRIES; i++) {
        expect_dhcp(DHCP_REQUEST, &dhcp_last);
        advance_ms((stack_tcp_backend.deadline_ns() - now_ns()) / LIMIT_MS + 1);
    }
    expect_dhcp(DHCP_DISCOVER, &dhcp_last);
    expect_nothing();
}

static void an_address_that_somebody_has_is_declined(void **state)
{
    struct dhcp_seen declined;

    (void)state;
    script_acknowledge();
    inject(arp_packet(2, PEER, US, OUR_IP, 0));
    run_turn();
    expect_dhcp(DHCP_DECLINE, &declined);
    assert_true(declined.requested == OUR_IP && declined.server == GATEWAY_IP &&
                declined.client_address == 0);
    assert_false(has_address());
    advance_ms(DHCP_DECLINE_NS / LIMIT_MS - 1);
    expect_nothing();
    advance_ms(1);
    expect_dhcp(DHCP_DISCOVER, &dhcp_last);
}

static void two_who_probe_for_the_same_address_both_step_back(void **state)
{
    (void)state;
    script_acknowledge();
    inject(arp_request(PEER, 0, OUR_IP));
    run_turn();
    expect_dhcp(DHCP_DECLINE, &dhcp_last);
}

static void a_refusal_starts_over_with_growing_pauses(void **state)
{
    uint64_t pause_ms, pauses_ms = 0;

    (void)state;
    script_start_dhcp();
    for (unsigned i = 0; i < 10; i++) {
        expect_dhcp(DHCP_DISCOVER, &dhcp_last);
        inject_dhcp(DHCP_OFFER);
        expect_dhcp(DHCP_REQUEST, &dhcp_last);
        inject_dhcp(DHCP_NAK);
        pause_ms = stack_tcp_backend.deadline_ns() < now_ns() ? 0
                 : (stack_tcp_backend.deadline_ns() - now_ns()) / LIMIT_MS;
        pauses_ms += pause_ms;
        advance_ms(pause_ms + 1);
    }
    assert_int_equal(ip_counters.dhcp_naks, 10);
    assert_in_range(pauses_ms, 300 * 1000, 400 * 1000);
    assert_in_range(pause_ms, 63 * 1000, 65 * 1000);
}

static void strangers_and_latecomers_change_nothing(void **state)
{
    struct dhcp_answer offer;

    (void)state;
    script_start_dhcp();
    expect_dhcp(DHCP_DISCOVER, &dhcp_last);
    offer = dhcp_usual(DHCP_OFFER);
    offer.xid++;
    inject(dhcp_packet(&offer));
    inject_dhcp(DHCP_ACK); /* nobody asked for that yet */
    inject_dhcp(DHCP_NAK);
    assert_int_equal(ip_counters.dhcp_not_ours, 3);
    expect_nothing();
    inject_dhcp(DHCP_OFFER);
    expect_dhcp(DHCP_REQUEST, &dhcp_last);
    offer = dhcp_usual(DHCP_ACK);
    offer.server = PEER_IP; /* not the one we chose */
    inject(dhcp_packet(&offer));
    offer.type = DHCP_NAK;
    inject(dhcp_packet(&offer));
    assert_int_equal(ip_counters.dhcp_not_ours, 5);
    inject_dhcp(DHCP_OFFER); /* a second one */
    assert_int_equal(ip_counters.dhcp_not_ours, 6);
    expect_nothing();
}

static void an_offer_that_one_cannot_live_on_is_passed_over(void **state)
{
    struct dhcp_answer offer;

    (void)state;
    script_start_dhcp();
    expect_dhcp(DHCP_DISCOVER, &dhcp_last);
    offer = dhcp_usual(DHCP_OFFER);
    offer.your_address = 0;
    inject(dhcp_packet(&offer));
    offer = dhcp_usual(DHCP_OFFER);
    offer.lease_s = 1;
    inject(dhcp_packet(&offer));
    assert_int_equal(ip_counters.dhcp_bad, 2);
    expect_nothing();
    inject_dhcp(DHCP_OFFER);
    expect_dhcp(DHCP_REQUEST, &dhcp_last);
}

static void an_offer_sent_to_the_offered_address_arrives(void **state)
{
    struct dhcp_answer offer;
    struct packet packet;

    (void)state;
    script_start_dhcp();
    expect_dhcp(DHCP_DISCOVER, &dhcp_last);
    offer = dhcp_usual(DHCP_OFFER);
    packet = to_mac(dhcp_packet(&offer), US);
    /* the same to our future address: its checksum 0, "none" */
    packet.bytes[30] = 192, packet.bytes[31] = 0, packet.bytes[32] = 2, packet.bytes[33] = 10;
    packet.bytes[40] = packet.bytes[41] = 0;
    inject(with_checksum(packet));
    expect_dhcp(DHCP_REQUEST, &dhcp_last);
}

static void no_prefix_of_an_offer_does_harm(void **state)
{
    struct dhcp_answer offer;
    struct packet packet;

    (void)state;
    script_start_dhcp();
    expect_dhcp(DHCP_DISCOVER, &dhcp_last);
    offer = dhcp_usual(DHCP_OFFER);
    packet = dhcp_packet(&offer);
    for (size_t len = NETIF_FRAME_MIN; len < packet.len; len++) {
        struct packet prefix = packet;
        prefix.len = len;
        inject(prefix);
        expect_nothing();
    }
}

static void before_there_is_an_address_nothing_else_is_answered(void **state)
{
    (void)state;
    script_start_dhcp();
    skip_frames();
    inject(echo_request(PEER, PEER_IP, OUR_IP, 10));
    inject(arp_request(PEER, PEER_IP, OUR_IP));
    inject(udp_datagram(PEER, PEER_IP, OUR_IP, 9, 9, "x", 1));
    inject(ipv4_packet(PEER, PEER_IP, OUR_IP, 6, "01234567890123456789", 20));
    inject(ipv4_packet(PEER, PEER_IP, OUR_IP, 99, "x", 1));
    expect_nothing();
    assert_int_equal(fake_engine.input_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(an_address_is_got_probed_announced_and_used, setup),
        cmocka_unit_test_setup(the_messages_say_what_table_5_wants, setup),
        cmocka_unit_test_setup(without_an_answer_it_asks_for_ever_ever_more_slowly, setup),
        cmocka_unit_test_setup(a_server_that_falls_silent_is_asked_four_times_and_then_all_are, setup),
        cmocka_unit_test_setup(an_address_that_somebody_has_is_declined, setup),
        cmocka_unit_test_setup(two_who_probe_for_the_same_address_both_step_back, setup),
        cmocka_unit_test_setup(a_refusal_starts_over_with_growing_pauses, setup),
        cmocka_unit_test_setup(strangers_and_latecomers_change_nothing, setup),
        cmocka_unit_test_setup(an_offer_that_one_cannot_live_on_is_passed_over, setup),
        cmocka_unit_test_setup(an_offer_sent_to_the_offered_address_arrives, setup),
        cmocka_unit_test_setup(no_prefix_of_an_offer_does_harm, setup),
        cmocka_unit_test_setup(before_there_is_an_address_nothing_else_is_answered, setup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
