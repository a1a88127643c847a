/* dhcp_lease_test.c - which leases one can live on. */
#include "ip/dhcp_lease.h"

#include "ip/ip_limits.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define ASKED (50 * LIMIT_S)

static struct dhcp_reply good(void)
{
    return (struct dhcp_reply){.type = DHCP_ACK, .your_address = 0xC000020A, .server_id = 0xC0000201,
                               .subnet_mask = 0xFFFFFF00, .router = 0xC0000201, .lease_s = 800};
}

static void a_lease_counts_from_the_question(void **state)
{
    struct dhcp_reply reply = good();
    struct dhcp_lease lease;

    (void)state;
    assert_true(dhcp_lease_read(&reply, ASKED, &lease));
    assert_int_equal(lease.address, 0xC000020A);
    assert_int_equal(lease.prefix_len, 24);
    assert_int_equal(lease.gateway, 0xC0000201);
    assert_int_equal(lease.renew_ns, ASKED + 400 * LIMIT_S);
    assert_int_equal(lease.rebind_ns, ASKED + 700 * LIMIT_S);
    assert_int_equal(lease.expire_ns, ASKED + 800 * LIMIT_S);
}

static void times_that_make_no_sense_give_way_to_the_usual_ones(void **state)
{
    static const uint32_t odd[] = {0, 1, 5, 9, 10, 11, 400, 799, 800, 801, 0x7FFFFFFF, 0xFFFFFFFF};
    const size_t count = sizeof odd / sizeof *odd;

    (void)state;
    for (size_t i = 0; i < count * count * count; i++) {
        struct dhcp_reply reply = good();
        struct dhcp_lease lease;

        reply.lease_s = odd[i % count];
        reply.renew_s = odd[i / count % count];
        reply.rebind_s = odd[i / count / count];
        if (!dhcp_lease_read(&reply, ASKED, &lease)) {
            assert_true(reply.lease_s < DHCP_LEASE_MIN_S);
            continue;
        }
        if (reply.lease_s == DHCP_LEASE_INFINITE)
            continue;
        assert_true(ASKED < lease.renew_ns && lease.renew_ns < lease.rebind_ns &&
                    lease.rebind_ns < lease.expire_ns);
    }
}

static void an_infinite_lease_never_ends(void **state)
{
    struct dhcp_reply reply = good();
    struct dhcp_lease lease;

    (void)state;
    reply.lease_s = DHCP_LEASE_INFINITE;
    assert_true(dhcp_lease_read(&reply, ASKED, &lease));
    assert_true(lease.renew_ns == UINT64_MAX && lease.expire_ns == UINT64_MAX);
}

static void addresses_that_nobody_can_have_are_refused(void **state)
{
    static const uint32_t bad[] = {0, 0x00000001, 0x7F000001, 0xE0000001, 0xFFFFFFFF, 0xC0000200, 0xC00002FF};

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct dhcp_reply reply = good();
        struct dhcp_lease lease;
        reply.your_address = bad[i];
        assert_false(dhcp_lease_read(&reply, ASKED, &lease));
    }
}

static void a_lease_without_server_or_time_is_refused(void **state)
{
    struct dhcp_reply reply = good();
    struct dhcp_lease lease;

    (void)state;
    reply.server_id = 0;
    assert_false(dhcp_lease_read(&reply, ASKED, &lease));
    reply = good();
    reply.lease_s = 0;
    assert_false(dhcp_lease_read(&reply, ASKED, &lease));
}

static void masks_are_checked_and_guessed(void **state)
{
    static const struct { uint32_t address, mask; int prefix_len; } rows[] = {
        {0xC000020A, 0xFFFFFFFF, 32}, {0xC000020A, 0xFFFFFFFE, 31}, {0xC000020A, 0x80000000, 1},
        {0xC000020A, 0xFFFF0000, 16}, {0xC000020A, 0xFF00FF00, -1}, {0xC000020A, 0x00FFFFFF, -1},
        {0xC000020A, 0x00000001, -1}, {0x0A000005, 0, 8}, {0xAC100005, 0, 16}, {0xC000020A, 0, 24},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct dhcp_reply reply = good();
        struct dhcp_lease lease;
        reply.your_address = rows[i].address;
        reply.subnet_mask = rows[i].mask;
        assert_int_equal(dhcp_lease_read(&reply, ASKED, &lease), rows[i].prefix_len >= 0);
        if (rows[i].prefix_len >= 0)
            assert_int_equal(lease.prefix_len, rows[i].prefix_len);
    }
}

static void an_impossible_router_is_none(void **state)
{
    static const uint32_t bad[] = {0, 0x7F000001, 0xE0000001, 0xFFFFFFFF, 0xC000020A};

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct dhcp_reply reply = good();
        struct dhcp_lease lease;
        reply.router = bad[i];
        assert_true(dhcp_lease_read(&reply, ASKED, &lease));
        assert_int_equal(lease.gateway, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_lease_counts_from_the_question),
        cmocka_unit_test(times_that_make_no_sense_give_way_to_the_usual_ones),
        cmocka_unit_test(an_infinite_lease_never_ends),
        cmocka_unit_test(addresses_that_nobody_can_have_are_refused),
        cmocka_unit_test(a_lease_without_server_or_time_is_refused),
        cmocka_unit_test(masks_are_checked_and_guessed),
        cmocka_unit_test(an_impossible_router_is_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
