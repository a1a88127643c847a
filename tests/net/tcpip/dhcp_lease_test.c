/* dhcp_lease_test.c - keeping an address: renewal, expiry, and a link that goes and comes back. */
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

static void a_lease_is_renewed_at_t1_by_unicast(void **state)
{
    (void)state;
    script_bind();
    advance_to_s(399);
    expect_nothing();
    advance_to_s(400);
    expect_arp_request(GATEWAY,
                       GATEWAY_IP); /* the entry has grown old: verified by unicast, used meanwhile */
    expect_dhcp(DHCP_REQUEST, &dhcp_last);
    assert_true(dhcp_last.src == OUR_IP && dhcp_last.dst == GATEWAY_IP && dhcp_last.client_address == OUR_IP);
    assert_true(dhcp_last.requested == 0 && dhcp_last.server == 0);
    inject(arp_reply(GATEWAY, GATEWAY_IP));
    inject_dhcp(DHCP_ACK);
    expect_nothing();
    advance_to_s(799);
    expect_nothing();
    assert_true(has_address());
    advance_to_s(800);
    expect_arp_request(GATEWAY, GATEWAY_IP);
    expect_dhcp(DHCP_REQUEST, &dhcp_last);
    assert_int_equal(fake_engine.address_changed_count, 1);
}

static void unanswered_it_asks_all_at_t2_and_drops_the_address_at_the_end(void **state)
{
    unsigned renewals = 0;

    (void)state;
    script_bind();
    while (stack_tcp_backend.deadline_ns() < 5 * LIMIT_S + 700 * LIMIT_S) {
        advance_ms((stack_tcp_backend.deadline_ns() - now_ns()) / LIMIT_MS + 1);
        inject(arp_reply(GATEWAY, GATEWAY_IP));
    }
    for (const struct fake_sent *sent; (sent = fake_netif_sent());)
        renewals += sent->len > 300;
    assert_in_range(renewals, 3, 5); /* after 150, 75, 60 s: never more than once a minute */
    advance_to_s(700);
    expect_dhcp(DHCP_REQUEST, &dhcp_last);
    assert_true(dhcp_last.src == OUR_IP && dhcp_last.dst == BROADCAST_IP &&
                dhcp_last.client_address == OUR_IP);
    advance_to_s(799);
    assert_true(has_address());
    skip_frames();
    advance_to_s(800);
    assert_false(has_address());
    assert_int_equal(fake_engine.address_changed_count, 2);
    expect_dhcp(DHCP_DISCOVER, &dhcp_last);
    inject(arp_request(PEER, PEER_IP, OUR_IP));
    expect_nothing();
}

static void any_server_may_renew_at_t2(void **state)
{
    struct dhcp_answer ack;

    (void)state;
    script_bind();
    advance_to_s(700);
    skip_frames();
    advance_to_s(761);
    expect_dhcp(DHCP_REQUEST, &dhcp_last);
    ack = dhcp_usual(DHCP_ACK);
    ack.server = PEER_IP;
    inject(dhcp_packet(&ack));
    advance_to_s(1100);
    assert_true(has_address());
    assert_int_equal(fake_engine.address_changed_count, 1);
}

static void a_refused_renewal_drops_the_address_at_once(void **state)
{
    (void)state;
    script_bind();
    advance_to_s(400);
    expect_arp_request(GATEWAY, GATEWAY_IP);
    expect_dhcp(DHCP_REQUEST, &dhcp_last);
    inject_dhcp(DHCP_NAK);
    assert_false(has_address());
    assert_int_equal(fake_engine.address_changed_count, 2);
    run_turn();
    expect_dhcp(DHCP_DISCOVER, &dhcp_last);
}

static void an_infinite_lease_is_never_renewed(void **state)
{
    struct dhcp_answer ack;

    (void)state;
    script_start_dhcp();
    expect_dhcp(DHCP_DISCOVER, &dhcp_last);
    inject_dhcp(DHCP_OFFER);
    expect_dhcp(DHCP_REQUEST, &dhcp_last);
    ack = dhcp_usual(DHCP_ACK);
    ack.lease_s = DHCP_LEASE_INFINITE;
    inject(dhcp_packet(&ack));
    advance_ms(60000);
    skip_frames();
    assert_true(has_address());
    assert_int_equal(stack_tcp_backend.deadline_ns(), UINT64_MAX);
}

static void it_waits_for_the_link(void **state)
{
    (void)state;
    fake_netif.link_up = false;
    script_start_dhcp();
    advance_ms(100000);
    expect_nothing();
    fake_netif.link_up = true;
    advance_ms(1000);
    expect_dhcp(DHCP_DISCOVER, &dhcp_last);
}

static void expect_a_new_network(void)
{
    expect_arp_announcement(OUR_IP);
    expect_arp_request(ALL, GATEWAY_IP);
    expect_dhcp(DHCP_REQUEST, &dhcp_last);
    assert_true(dhcp_last.requested == OUR_IP && dhcp_last.client_address == 0 && dhcp_last.server == 0);
    assert_true(dhcp_last.src == 0 && dhcp_last.dst == BROADCAST_IP);
    inject(arp_reply(GATEWAY, GATEWAY_IP));
}

static void link_goes_down_and_up(void)
{
    fake_netif.link_up = false;
    advance_ms(200);
    fake_netif.link_up = true;
    advance_ms(1000);
    expect_a_new_network();
}

static void a_link_that_comes_back_confirms_the_address(void **state)
{
    (void)state;
    script_bind();
    link_goes_down_and_up();
    assert_true(has_address());
    inject_dhcp(DHCP_ACK);
    assert_true(has_address());
    assert_int_equal(fake_engine.address_changed_count, 1);
    advance_ms(3000);
    expect_arp_announcement(OUR_IP);
    expect_nothing();
}

static void a_link_to_another_network_drops_the_address(void **state)
{
    (void)state;
    script_bind();
    link_goes_down_and_up();
    inject_dhcp(DHCP_NAK);
    assert_false(has_address());
    run_turn();
    expect_dhcp(DHCP_DISCOVER, &dhcp_last);
}

static void a_silent_network_after_link_up_leaves_the_lease(void **state)
{
    (void)state;
    script_bind();
    link_goes_down_and_up();
    advance_ms(100000);
    assert_true(has_address());
    skip_frames();
    advance_to_s(401);
    assert_true(has_address());
    expect_arp_request(GATEWAY, GATEWAY_IP);
    expect_dhcp(DHCP_REQUEST, &dhcp_last);
    assert_int_equal(dhcp_last.dst, GATEWAY_IP);
}

static void a_device_that_was_started_over_confirms_the_address(void **state)
{
    (void)state;
    script_bind();
    fake_netif_start_over();
    run_turn();
    expect_a_new_network();
    assert_true(has_address());
    inject_dhcp(DHCP_ACK);
    assert_int_equal(fake_engine.address_changed_count, 1);
    advance_ms(3000);
    expect_arp_announcement(OUR_IP);
    expect_nothing();
}

static void a_device_with_another_hardware_address_asks_with_it(void **state)
{
    (void)state;
    script_bind();
    mac_of(OTHER, fake_netif.mac);
    fake_netif_start_over();
    run_turn();
    expect_arp_announcement(OUR_IP);
    expect_arp_request(ALL, GATEWAY_IP);
    expect_dhcp(DHCP_REQUEST, &dhcp_last); /* script.c compares its chaddr with fake_netif.mac */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_lease_is_renewed_at_t1_by_unicast, setup),
        cmocka_unit_test_setup(unanswered_it_asks_all_at_t2_and_drops_the_address_at_the_end, setup),
        cmocka_unit_test_setup(any_server_may_renew_at_t2, setup),
        cmocka_unit_test_setup(a_refused_renewal_drops_the_address_at_once, setup),
        cmocka_unit_test_setup(an_infinite_lease_is_never_renewed, setup),
        cmocka_unit_test_setup(it_waits_for_the_link, setup),
        cmocka_unit_test_setup(a_link_that_comes_back_confirms_the_address, setup),
        cmocka_unit_test_setup(a_link_to_another_network_drops_the_address, setup),
        cmocka_unit_test_setup(a_silent_network_after_link_up_leaves_the_lease, setup),
        cmocka_unit_test_setup(a_device_that_was_started_over_confirms_the_address, setup),
        cmocka_unit_test_setup(a_device_with_another_hardware_address_asks_with_it, setup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
