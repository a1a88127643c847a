/* grant_test.c - the grant table: entries as grant_table.h has them, and what the other domain holds on to. */
#include "kernel/xen_fake.h"
#include "xen/grant.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <xen/errno.h>

#define REMOTE 7u

static uint8_t page[2 * XEN_PAGE] __attribute__((aligned(XEN_PAGE)));
static uint32_t ref; /* one for all tests: a reservation is for good */

static int setup(void **state)
{
    (void)state;
    fake_xen_reset();
    assert_true(grant_init());
    if (ref == 0)
        ref = grant_reserve(1);
    memset(&grant_stats, 0, sizeof grant_stats);
    return 0;
}

static void the_toolstacks_references_are_left_alone(void **state)
{
    (void)state;
    assert_int_equal(ref, GNTTAB_NR_RESERVED_ENTRIES);
}

static void a_grant_names_domain_page_and_rights(void **state)
{
    struct grant_entry_v1 *entry = fake_xen_grant(ref);

    (void)state;
    grant_allow(ref, REMOTE, page + XEN_PAGE + 5, false);
    assert_int_equal(entry->flags, GTF_permit_access | GTF_readonly);
    assert_int_equal(entry->domid, REMOTE);
    assert_int_equal(entry->frame, xen_frame(page) + 1);
    assert_null(fake_xen_granted(ref, REMOTE, true));
    assert_ptr_equal(fake_xen_granted(ref, REMOTE, false), page + XEN_PAGE);
    assert_true(grant_end(ref));
    assert_int_equal(entry->flags, GTF_invalid);
    grant_allow(ref, REMOTE, page, true);
    assert_int_equal(entry->flags, GTF_permit_access);
    assert_ptr_equal(fake_xen_granted(ref, REMOTE, true), page);
    assert_int_equal(grant_stats.made, 2);
}

static void a_grant_in_use_stays(void **state)
{
    static const uint16_t in_use[] = {GTF_reading, GTF_writing, GTF_reading | GTF_writing};
    struct grant_entry_v1 *entry = fake_xen_grant(ref);

    (void)state;
    for (unsigned i = 0; i < 3; i++) {
        grant_allow(ref, REMOTE, page, true);
        entry->flags |= in_use[i];
        assert_false(grant_end(ref));
        assert_int_equal(entry->flags, GTF_permit_access | in_use[i]);
        assert_int_equal(entry->domid, REMOTE);
        entry->flags &= (uint16_t)~in_use[i];
        assert_true(grant_end(ref));
    }
    assert_int_equal(grant_stats.still_in_use, 3);
}

static void a_table_that_xen_refuses_is_reported(void **state)
{
    (void)state;
    for (unsigned i = 0; i < GRANT_FRAMES; i++) {
        fake_xen_reset();
        fake_xen.call[FAKE_MAP_GRANTS].skip = i;
        fake_xen.call[FAKE_MAP_GRANTS].error = XEN_EINVAL;
        assert_false(grant_init());
    }
}

static void after_a_restore_references_stay_and_grants_are_gone(void **state)
{
    (void)state;
    grant_allow(ref, REMOTE, page, true);
    fake_xen_lose_channels();
    assert_true(grant_init());
    assert_int_equal(fake_xen_grant(ref)->flags, GTF_invalid);
    grant_allow(ref, REMOTE, page, false);
    assert_true(grant_end(ref));
}

static void the_table_is_put_in_place_frame_by_frame(void **state)
{
    (void)state;
    assert_int_equal(fake_xen.call[FAKE_MAP_GRANTS].count, GRANT_FRAMES);
    for (unsigned i = 0; i < GRANT_FRAMES; i++)
        assert_ptr_equal((uint8_t *)fake_xen.grants[i], (uint8_t *)fake_xen.grants[0] + i * XEN_PAGE);
    assert_null(fake_xen_grant(GRANT_MAX));
}

static void flags_that_nobody_set_end_with_the_grant(void **state)
{
    struct grant_entry_v1 *entry = fake_xen_grant(ref);

    (void)state;
    for (uint32_t flags = 0; flags <= UINT16_MAX; flags++) {
        bool held = (flags & (GTF_reading | GTF_writing)) != 0;

        entry->flags = (uint16_t)flags;
        assert_int_equal(grant_end(ref), !held);
        assert_int_equal(entry->flags, held ? flags : 0);
    }
    entry->flags = 0;
}

static void all_other_entries_are_left_alone(void **state)
{
    static struct grant_entry_v1 before[GRANT_MAX];

    (void)state;
    memset(fake_xen_grant(0), 0x5a, sizeof before);
    fake_xen_grant(ref)->flags = 0;
    memcpy(before, fake_xen_grant(0), sizeof before);
    grant_allow(ref, REMOTE, page, true);
    assert_true(grant_end(ref));
    for (uint32_t i = 0; i < GRANT_MAX; i++)
        if (i != ref)
            assert_memory_equal(fake_xen_grant(i), &before[i], sizeof before[i]);
}

/* The last of all: it takes everything. */
static void full_table_refuses_and_counts(void **state)
{
    const uint32_t left = GRANT_MAX - GNTTAB_NR_RESERVED_ENTRIES - 1;

    (void)state;
    assert_int_equal(grant_reserve(left + 1), GRANT_INVALID);
    assert_int_equal(grant_reserve(UINT32_MAX), GRANT_INVALID);
    assert_int_equal(grant_reserve(left - 1), ref + 1);
    assert_int_equal(grant_reserve(1), GRANT_MAX - 1);
    assert_int_equal(grant_reserve(1), GRANT_INVALID);
    assert_int_equal(grant_stats.refused_full, 3);
    grant_allow(GRANT_MAX - 1, REMOTE, page, false);
    assert_ptr_equal(fake_xen_granted(GRANT_MAX - 1, REMOTE, false), page);
    assert_true(grant_end(GRANT_MAX - 1));
}

#define TEST(name) cmocka_unit_test_setup(name, setup)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_toolstacks_references_are_left_alone),
        TEST(a_grant_names_domain_page_and_rights),
        TEST(a_grant_in_use_stays),
        TEST(a_table_that_xen_refuses_is_reported),
        TEST(after_a_restore_references_stay_and_grants_are_gone),
        TEST(the_table_is_put_in_place_frame_by_frame),
        TEST(flags_that_nobody_set_end_with_the_grant),
        TEST(all_other_entries_are_left_alone),
        TEST(full_table_refuses_and_counts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
