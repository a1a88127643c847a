/* neighbour_test.c - the neighbour cache, full and overfull. */
#include "ip/neighbour.h"

#include "ip/counters.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define NOW (100 * LIMIT_S)
#define HOST(i) (0x0A000001u + (uint32_t)(i))

static int setup(void **state)
{
    (void)state;
    neighbour_reset();
    ip_counters = (struct ip_counters){0};
    return 0;
}

static void fill(enum neighbour_state kind, unsigned count, uint64_t used_ns)
{
    for (unsigned i = 0; i < count; i++) {
        struct neighbour *entry = neighbour_add(NOW + i, HOST(i), kind, 0);
        assert_non_null(entry);
        entry->used_ns = used_ns ? used_ns + i : 0;
    }
}

static void what_was_added_is_found(void **state)
{
    (void)state;
    fill(NEIGHBOUR_VALID, ARP_ENTRY_MAX, NOW);
    for (unsigned i = 0; i < ARP_ENTRY_MAX; i++) {
        assert_non_null(neighbour_find(HOST(i)));
        assert_int_equal(neighbour_find(HOST(i))->address, HOST(i));
    }
    assert_null(neighbour_find(HOST(ARP_ENTRY_MAX)));
}

static void what_was_removed_is_not_found_and_the_others_are(void **state)
{
    (void)state;
    fill(NEIGHBOUR_VALID, ARP_ENTRY_MAX, NOW);
    for (unsigned i = 0; i < ARP_ENTRY_MAX; i += 3)
        neighbour_remove(neighbour_find(HOST(i)));
    for (unsigned i = 0; i < ARP_ENTRY_MAX; i++)
        assert_int_equal(neighbour_find(HOST(i)) != NULL, i % 3 != 0);
}

static void a_full_table_in_use_takes_nobody_and_counts(void **state)
{
    (void)state;
    fill(NEIGHBOUR_VALID, ARP_ENTRY_MAX, NOW);
    assert_null(neighbour_add(NOW + LIMIT_S, HOST(9999), NEIGHBOUR_VALID, 0));
    assert_null(neighbour_add(NOW + LIMIT_S, HOST(9999), NEIGHBOUR_ASKED, 0));
    assert_int_equal(ip_counters.arp_full, 2);
    assert_non_null(neighbour_find(HOST(0)));
}

static void who_was_never_used_makes_room_first(void **state)
{
    (void)state;
    fill(NEIGHBOUR_VALID, ARP_ENTRY_MAX, NOW);
    neighbour_find(HOST(17))->used_ns = 0;
    assert_non_null(neighbour_add(NOW + LIMIT_S, HOST(9999), NEIGHBOUR_VALID, 0));
    assert_null(neighbour_find(HOST(17)));
    assert_non_null(neighbour_find(HOST(9999)));
}

static void who_was_used_longest_ago_makes_room(void **state)
{
    (void)state;
    fill(NEIGHBOUR_VALID, ARP_ENTRY_MAX, NOW);
    assert_non_null(neighbour_add(NOW + ARP_IN_USE_NS + LIMIT_S, HOST(9999), NEIGHBOUR_VALID, 0));
    assert_null(neighbour_find(HOST(0)));
    assert_non_null(neighbour_find(HOST(1)));
}

static void the_kept_address_stays(void **state)
{
    (void)state;
    fill(NEIGHBOUR_VALID, ARP_ENTRY_MAX, 0);
    for (unsigned i = 0; i < 2 * ARP_ENTRY_MAX; i++)
        neighbour_add(NOW + LIMIT_S + i, HOST(1000 + i), NEIGHBOUR_VALID, HOST(0));
    assert_non_null(neighbour_find(HOST(0)));
    assert_null(neighbour_find(HOST(1)));
}

static void questions_never_take_more_than_their_share(void **state)
{
    (void)state;
    fill(NEIGHBOUR_VALID, ARP_ENTRY_MAX / 2, 0);
    for (unsigned i = 0; i < 10 * ARP_ENTRY_MAX; i++)
        assert_non_null(neighbour_add(NOW + LIMIT_S + i, HOST(1000 + i), NEIGHBOUR_ASKED, 0));
    for (unsigned i = 0; i < ARP_ENTRY_MAX / 2; i++)
        assert_non_null(neighbour_find(HOST(i)));
    /* the newest questions are there, the oldest made room */
    assert_non_null(neighbour_find(HOST(1000 + 10 * ARP_ENTRY_MAX - ARP_ASKED_MAX)));
    assert_null(neighbour_find(HOST(1000 + 10 * ARP_ENTRY_MAX - ARP_ASKED_MAX - 1)));
}

static void the_first_due_is_the_earliest_question(void **state)
{
    (void)state;
    assert_null(neighbour_first_due());
    for (unsigned i = 0; i < 5; i++)
        neighbour_add(NOW, HOST(i), NEIGHBOUR_ASKED, 0)->retry_ns = NOW + (i + 3) % 5;
    assert_int_equal(neighbour_first_due()->address, HOST(2));
    neighbour_set_state(neighbour_find(HOST(2)), NEIGHBOUR_VALID);
    assert_int_equal(neighbour_first_due()->address, HOST(3));
}

static void a_removed_entry_counts_the_packet_that_it_held(void **state)
{
    struct neighbour *entry;

    (void)state;
    entry = neighbour_add(NOW, HOST(1), NEIGHBOUR_ASKED, 0);
    entry->held_len = 60;
    neighbour_remove(entry);
    assert_int_equal(ip_counters.arp_held_dropped, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(what_was_added_is_found, setup),
        cmocka_unit_test_setup(what_was_removed_is_not_found_and_the_others_are, setup),
        cmocka_unit_test_setup(a_full_table_in_use_takes_nobody_and_counts, setup),
        cmocka_unit_test_setup(who_was_never_used_makes_room_first, setup),
        cmocka_unit_test_setup(who_was_used_longest_ago_makes_room, setup),
        cmocka_unit_test_setup(the_kept_address_stays, setup),
        cmocka_unit_test_setup(questions_never_take_more_than_their_share, setup),
        cmocka_unit_test_setup(the_first_due_is_the_earliest_question, setup),
        cmocka_unit_test_setup(a_removed_entry_counts_the_packet_that_it_held, setup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
