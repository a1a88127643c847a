/* kvfs_write_place_test.c - the perfect hash. */
#include "kvfs_write_parts.h"

#include "kvfs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A run of numbers that look random; the same each time. */
static uint64_t next_hash(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15;

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    return z ^ z >> 27;
}

static void place_and_check(uint32_t count, uint32_t bucket_count, uint64_t start)
{
    uint64_t *hashes = calloc(count + 1u, sizeof(*hashes));
    uint32_t *seeds = calloc(bucket_count, sizeof(*seeds)), *slots = calloc(count + 1u, sizeof(*slots));
    uint8_t *taken = calloc(count + 1u, 1);

    for (uint32_t i = 0; i < count; i++)
        hashes[i] = next_hash(&start);
    assert_true(kvfs_write_place(hashes, count, bucket_count, seeds, slots));
    for (uint32_t i = 0; i < count; i++) {
        uint32_t seed = seeds[kvfs_bucket(hashes[i], bucket_count)];

        assert_true(slots[i] < count);
        assert_int_equal(taken[slots[i]]++, 0);
        assert_int_equal(kvfs_slot(hashes[i], seed, count), slots[i]);
    }
    free(hashes);
    free(seeds);
    free(slots);
    free(taken);
}

static void small_sets_get_slots_of_their_own(void **state)
{
    (void)state;
    for (uint32_t count = 0; count < 300; count++)
        place_and_check(count, count / 3 + 1, count);
}

static void large_sets_get_slots_of_their_own(void **state)
{
    (void)state;
    place_and_check(20000, 20000 / 3 + 1, 1);
    place_and_check(300000, 300000 / 3 + 1, 2);
}

static void equal_hashes_are_refused(void **state)
{
    uint64_t hashes[4] = {5, 9, 7, 9};
    uint32_t seeds[2], slots[4];

    (void)state;
    assert_false(kvfs_write_place(hashes, 4, 2, seeds, slots));
    assert_true(kvfs_write_place(hashes, 3, 2, seeds, slots));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_sets_get_slots_of_their_own),
        cmocka_unit_test(large_sets_get_slots_of_their_own),
        cmocka_unit_test(equal_hashes_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
