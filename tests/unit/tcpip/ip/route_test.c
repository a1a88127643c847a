/* route_test.c - which neighbour a packet goes to, and which sources cannot be. */
#include "ip/route.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define IP(a, b, c, d) ((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | (uint32_t)(d))
#define US IP(192, 0, 2, 10)
#define GW IP(192, 0, 2, 1)

static void the_subnet_is_direct_and_the_rest_goes_to_the_gateway(void **state)
{
    (void)state;
    route_set(US, 24, GW);
    assert_int_equal(route_next_hop(IP(192, 0, 2, 77)), IP(192, 0, 2, 77));
    assert_int_equal(route_next_hop(IP(192, 0, 3, 77)), GW);
    assert_int_equal(route_next_hop(IP(8, 8, 8, 8)), GW);
}

static void without_a_gateway_there_is_no_way_out_of_the_subnet(void **state)
{
    (void)state;
    route_set(US, 24, 0);
    assert_int_equal(route_next_hop(IP(192, 0, 2, 77)), IP(192, 0, 2, 77));
    assert_int_equal(route_next_hop(IP(192, 0, 3, 77)), 0);
}

static void a_gateway_outside_the_subnet_is_on_link(void **state)
{
    (void)state;
    route_set(US, 32, IP(10, 0, 0, 1));
    assert_true(route_is_on_link(IP(10, 0, 0, 1)));
    assert_int_equal(route_next_hop(IP(10, 0, 0, 1)), IP(10, 0, 0, 1));
    assert_int_equal(route_next_hop(IP(192, 0, 2, 11)), IP(10, 0, 0, 1));
}

static void both_addresses_of_a_31_are_hosts(void **state)
{
    (void)state;
    route_set(US, 31, 0);
    assert_int_equal(route_next_hop(US + 1), US + 1);
    assert_int_equal(route_next_hop(US + 2), 0);
    assert_false(route_is_broadcast(US + 1));
    assert_true(route_source_is_sane(US + 1));
}

static void a_prefix_of_0_is_all_direct(void **state)
{
    (void)state;
    route_set(US, 0, 0);
    assert_int_equal(route_next_hop(IP(8, 8, 8, 8)), IP(8, 8, 8, 8));
    assert_false(route_is_broadcast(IP(255, 255, 255, 254)));
    assert_true(route_is_broadcast(UINT32_MAX));
}

static void nothing_is_sent_to_broadcast_ourselves_or_nobody(void **state)
{
    (void)state;
    route_set(US, 24, GW);
    assert_int_equal(route_next_hop(IP(192, 0, 2, 255)), 0);
    assert_int_equal(route_next_hop(UINT32_MAX), 0);
    assert_int_equal(route_next_hop(US), 0);
    assert_int_equal(route_next_hop(0), 0);
}

static void without_an_address_there_is_no_way_at_all(void **state)
{
    (void)state;
    route_set(0, 24, GW);
    assert_int_equal(route_next_hop(IP(192, 0, 2, 77)), 0);
    assert_false(route_is_on_link(GW));
    assert_int_equal(route_gateway(), 0);
}

static void impossible_sources_are_refused(void **state)
{
    static const uint32_t bad[] = {0, IP(0, 1, 2, 3), IP(127, 0, 0, 1), IP(224, 0, 0, 1), IP(239, 1, 1, 1),
                                   IP(240, 0, 0, 1), UINT32_MAX, IP(192, 0, 2, 255), IP(192, 0, 2, 0), US};

    (void)state;
    route_set(US, 24, GW);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(route_source_is_sane(bad[i]));
    assert_true(route_source_is_sane(GW));
    assert_true(route_source_is_sane(IP(192, 0, 3, 255))); /* another network's may well be a host */
    assert_true(route_source_is_sane(IP(1, 1, 1, 1)));
}

static void addresses_become_text(void **state)
{
    char text[ROUTE_TEXT_MAX];

    (void)state;
    assert_string_equal(route_text(text, US), "192.0.2.10");
    assert_string_equal(route_text(text, UINT32_MAX), "255.255.255.255");
    assert_string_equal(route_text(text, 0), "0.0.0.0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_subnet_is_direct_and_the_rest_goes_to_the_gateway),
        cmocka_unit_test(without_a_gateway_there_is_no_way_out_of_the_subnet),
        cmocka_unit_test(a_gateway_outside_the_subnet_is_on_link),
        cmocka_unit_test(both_addresses_of_a_31_are_hosts),
        cmocka_unit_test(a_prefix_of_0_is_all_direct),
        cmocka_unit_test(nothing_is_sent_to_broadcast_ourselves_or_nobody),
        cmocka_unit_test(without_an_address_there_is_no_way_at_all),
        cmocka_unit_test(impossible_sources_are_refused),
        cmocka_unit_test(addresses_become_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
