/* stack_test.c - the turn: timers, frames one by one, what is lent and when it is given back. */
#include "tcpip/script.h"

#include "ip/counters.h"
#include "ip/ip_limits.h"
#include "log.h"
#include "tcpip/fake_engine.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static char logged[LOG_LINE_MAX + 2];

static void log_to_test(const char *line, size_t len)
{
    memcpy(logged, line, len < sizeof logged - 1 ? len : sizeof logged - 1);
    logged[len < sizeof logged - 1 ? len : sizeof logged - 1] = 0;
}

static int setup(void **state)
{
    (void)state;
    fake_engine.refuse_init = false;
    script_on_event = NULL;
    script_start_static();
    ip_counters = (struct ip_counters){0};
    return 0;
}

static void feed_segments(unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        struct packet packet = ipv4_packet(PEER, PEER_IP, OUR_IP, 6, "0123456789012345678901234567", 28);
        fake_netif_feed(packet.bytes, packet.len, 0);
    }
}

static void a_frame_stays_lent_until_its_events_are_taken(void **state)
{
    struct tcp_event event;

    (void)state;
    fake_engine.events_per_input = 2;
    feed_segments(2);
    for (unsigned i = 1; i <= 2; i++) {
        for (unsigned j = 0; j < 2; j++) {
            assert_true(stack_tcp_backend.next(now_ns(), &event));
            assert_int_equal(event.conn, i);
            assert_true(fake_engine.is_lent);
            assert_int_equal(fake_netif_lent(), 1);
        }
    }
    assert_false(stack_tcp_backend.next(now_ns(), &event));
    assert_false(fake_engine.is_lent);
    assert_int_equal(fake_netif_lent(), 0);
    assert_int_equal(fake_engine.rx_done_count, 2);
}

static void a_turn_ends_after_its_share_of_frames_and_the_next_begins_at_once(void **state)
{
    (void)state;
    feed_segments(STACK_FRAMES_PER_TURN + 10);
    run_turn();
    assert_int_equal(fake_engine.input_count, STACK_FRAMES_PER_TURN);
    assert_int_equal(fake_netif_waiting(), 10);
    assert_true(stack_tcp_backend.deadline_ns() <= now_ns());
    run_turn();
    assert_int_equal(fake_netif_waiting(), 0);
    assert_true(stack_tcp_backend.deadline_ns() > now_ns());
}

static void useless_frames_count_as_well(void **state)
{
    struct packet packet = to_mac(arp_request(PEER, PEER_IP, OUR_IP), OTHER);

    (void)state;
    for (unsigned i = 0; i < STACK_FRAMES_PER_TURN + 10; i++)
        fake_netif_feed(packet.bytes, packet.len, 0);
    run_turn();
    assert_int_equal(fake_netif_waiting(), 10);
    run_turn();
    assert_int_equal(ip_counters.eth_not_ours, STACK_FRAMES_PER_TURN + 10);
}

static void timers_run_once_a_turn(void **state)
{
    unsigned before = fake_engine.timers_count, flushes = fake_engine.flush_count;

    (void)state;
    fake_engine.events_per_input = 1;
    feed_segments(5);
    run_turn();
    assert_int_equal(fake_engine.timers_count, before + 1);
    assert_int_equal(fake_engine.flush_count, flushes + 1);
    assert_int_equal(script_events(), 5);
}

static void the_nearest_deadline_is_told(void **state)
{
    (void)state;
    assert_true(stack_tcp_backend.deadline_ns() == UINT64_MAX);
    fake_engine.deadline_ns = now_ns() + 123;
    assert_true(stack_tcp_backend.deadline_ns() == now_ns() + 123);
}

static void the_address_is_told_as_text(void **state)
{
    char text[16];

    (void)state;
    assert_true(stack_tcp_backend.address(text, sizeof text));
    assert_string_equal(text, "192.0.2.10");
    script_start_dhcp();
    assert_false(stack_tcp_backend.address(text, sizeof text));
    assert_string_equal(text, "0.0.0.0");
}

/* What a network hears of us when we come to it. */
static void expect_joining(void)
{
    expect_arp_probe(OUR_IP);
    expect_arp_announcement(OUR_IP);
    expect_arp_request(ALL, GATEWAY_IP);
    expect_nothing();
}

static void a_link_that_is_down_is_looked_at_every_second(void **state)
{
    (void)state;
    fake_netif.link_up = false;
    advance_ms(200);
    assert_int_equal(ip_counters.link_changes, 1);
    assert_true(stack_tcp_backend.deadline_ns() <= now_ns() + STACK_LINK_POLL_NS);
    fake_netif.link_up = true;
    advance_ms(1000);
    assert_int_equal(ip_counters.link_changes, 2);
    expect_joining();
}

static void a_link_that_is_down_is_looked_at_whenever_something_happens(void **state)
{
    (void)state;
    fake_netif.link_up = false;
    advance_ms(200);
    fake_netif.link_up = true;
    run_turn();
    expect_joining();
}

static void a_device_that_was_started_over_is_announced_at_once(void **state)
{
    (void)state;
    run_turn();
    fake_netif_start_over();
    assert_true(stack_tcp_backend.deadline_ns() <= now_ns());
    run_turn();
    expect_joining();
    assert_int_equal(ip_counters.link_changes, 0);
    assert_true(stack_tcp_backend.deadline_ns() > now_ns());
    run_turn();
    expect_nothing();
}

static void a_device_that_is_started_over_within_a_turn_is_announced_with_it(void **state)
{
    struct tcp_event event;

    (void)state;
    assert_false(stack_tcp_backend.next(now_ns(), &event));
    fake_netif_start_over();
    stack_tcp_backend.flush(now_ns());
    expect_joining();
}

static void resets_before_the_start_are_history(void **state)
{
    (void)state;
    fake_netif_start_over();
    script_start(OUR_IP, 24, 0);
    expect_arp_probe(OUR_IP);
    expect_arp_announcement(OUR_IP);
    expect_nothing();
}

static void a_device_that_comes_back_without_link_is_announced_with_the_link(void **state)
{
    (void)state;
    fake_netif.link_up = false;
    fake_netif_start_over();
    run_turn();
    assert_int_equal(ip_counters.link_changes, 1);
    expect_nothing();
    fake_netif.link_up = true;
    run_turn();
    expect_joining();
    assert_int_equal(ip_counters.link_changes, 2);
}

static void a_new_hardware_address_is_taken_over(void **state)
{
    struct packet packet = arp_request(PEER, PEER_IP, OUR_IP);

    (void)state;
    mac_of(OTHER, fake_netif.mac);
    fake_netif_start_over();
    run_turn();
    expect_joining(); /* from the new one: script.c compares it with fake_netif.mac */
    fake_netif_feed(packet.bytes, packet.len, 0);
    packet = to_mac(arp_request(PEER, PEER_IP, OUR_IP), US);
    fake_netif_feed(packet.bytes, packet.len, 0);
    run_turn();
    expect_arp_reply(PEER, PEER_IP);
    expect_nothing();
    assert_int_equal(ip_counters.eth_not_ours, 1);
}

static void connections_hear_of_a_smaller_mtu(void **state)
{
    (void)state;
    fake_netif.mtu = 1400;
    fake_netif_start_over();
    run_turn();
    assert_int_equal(fake_engine.mtu_fell_count, 1);
    fake_netif_start_over();
    run_turn();
    fake_netif.mtu = 1500;
    fake_netif_start_over();
    run_turn();
    assert_int_equal(fake_engine.mtu_fell_count, 1);
}

static void too_little_memory_is_said_with_both_sizes(void **state)
{
    struct stack_config config = {
        .address = OUR_IP, .prefix_len = 24, .conn_max = 100, .recv_buffer_max = 50};
    uint8_t memory[64];
    struct arena arena = {.next = memory, .end = memory + sizeof memory};

    (void)state;
    assert_int_equal(stack_memory_need(100, 50), 250);
    fake_engine.refuse_init = true;
    log_set_sink(log_to_test);
    assert_false(stack_init(&config, &arena, 0));
    log_set_sink(NULL);
    assert_non_null(strstr(logged, "need=250 have=64"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_frame_stays_lent_until_its_events_are_taken, setup),
        cmocka_unit_test_setup(a_turn_ends_after_its_share_of_frames_and_the_next_begins_at_once, setup),
        cmocka_unit_test_setup(useless_frames_count_as_well, setup),
        cmocka_unit_test_setup(timers_run_once_a_turn, setup),
        cmocka_unit_test_setup(the_nearest_deadline_is_told, setup),
        cmocka_unit_test_setup(the_address_is_told_as_text, setup),
        cmocka_unit_test_setup(a_link_that_is_down_is_looked_at_every_second, setup),
        cmocka_unit_test_setup(a_link_that_is_down_is_looked_at_whenever_something_happens, setup),
        cmocka_unit_test_setup(a_device_that_was_started_over_is_announced_at_once, setup),
        cmocka_unit_test_setup(a_device_that_is_started_over_within_a_turn_is_announced_with_it, setup),
        cmocka_unit_test_setup(resets_before_the_start_are_history, setup),
        cmocka_unit_test_setup(a_device_that_comes_back_without_link_is_announced_with_the_link, setup),
        cmocka_unit_test_setup(a_new_hardware_address_is_taken_over, setup),
        cmocka_unit_test_setup(connections_hear_of_a_smaller_mtu, setup),
        cmocka_unit_test_setup(too_little_memory_is_said_with_both_sizes, setup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
