/* arena_test.c - pools out of one region. */
#include "arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static uint8_t region[4096] __attribute__((aligned(64)));

static void dirty_memory_is_cleared_as_it_is_taken_and_no_more(void **state)
{
    (void)state;
    struct arena arena = {.next = region, .end = region + sizeof region, .dirty = true};
    static const uint8_t zeros[1000];

    memset(region, 0xee, sizeof region);
    uint8_t *taken = arena_take(&arena, 10, 100, 64);
    assert_ptr_equal(taken, region);
    assert_memory_equal(taken, zeros, sizeof zeros);
    assert_int_equal(region[1000], 0xee);
}

static void clean_memory_is_not_touched(void **state)
{
    (void)state;
    struct arena arena = {.next = region, .end = region + sizeof region};

    memset(region, 0xee, sizeof region);
    uint8_t *taken = arena_take(&arena, 1, 100, 1);
    assert_int_equal(taken[50], 0xee);
}

static void what_does_not_fit_leaves_the_arena_as_it_is(void **state)
{
    (void)state;
    struct arena arena = {.next = region + 1, .end = region + sizeof region, .dirty = true};

    memset(region, 0xee, sizeof region);
    assert_null(arena_take(&arena, 1, sizeof region, 1));
    assert_null(arena_take(&arena, 1, sizeof region - 60, 64));
    assert_null(arena_take(&arena, SIZE_MAX / 2, 4, 1));
    assert_ptr_equal(arena.next, region + 1);
    assert_int_equal(region[1], 0xee);
}

static void all_of_it_can_be_taken(void **state)
{
    (void)state;
    struct arena arena = {.next = region, .end = region + sizeof region};

    assert_non_null(arena_take(&arena, sizeof region / 8, 8, 8));
    assert_int_equal(arena_left(&arena), 0);
    assert_null(arena_take(&arena, 1, 1, 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dirty_memory_is_cleared_as_it_is_taken_and_no_more),
        cmocka_unit_test(clean_memory_is_not_touched),
        cmocka_unit_test(what_does_not_fit_leaves_the_arena_as_it_is),
        cmocka_unit_test(all_of_it_can_be_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
