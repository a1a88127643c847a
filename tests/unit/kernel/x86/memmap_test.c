/* memmap_test.c - which memory is free. */
#include "x86/memmap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void the_largest_piece_of_ram_is_found(void **state)
{
    (void)state;
    struct memmap map = {0};
    struct memmap_range free;

    memmap_add(&map, 0, 0x9fc00, MEMMAP_RAM);
    memmap_add(&map, 0x100000, 0x700000, MEMMAP_RAM);
    assert_true(memmap_largest_free(&map, NULL, 0, UINT64_MAX, &free));
    assert_int_equal(free.start, 0x100000);
    assert_int_equal(free.end, 0x800000);
}

static void holes_and_reserved_ranges_are_cut_out(void **state)
{
    (void)state;
    struct memmap map = {0};
    struct memmap_range free, hole = {0x100000, 0x180000, 0};

    memmap_add(&map, 0x100000, 0x700000, MEMMAP_RAM);
    memmap_add(&map, 0x200000, 0x1000, 2);
    memmap_add(&map, 0x7ff000, 0x2000, 3);
    assert_true(memmap_largest_free(&map, &hole, 1, UINT64_MAX, &free));
    assert_int_equal(free.start, 0x201000);
    assert_int_equal(free.end, 0x7ff000);
}

static void pieces_are_cut_to_whole_pages(void **state)
{
    (void)state;
    struct memmap map = {0};
    struct memmap_range free;

    memmap_add(&map, 0x100001, 0x3fff, MEMMAP_RAM);
    assert_true(memmap_largest_free(&map, NULL, 0, UINT64_MAX, &free));
    assert_int_equal(free.start, 0x101000);
    assert_int_equal(free.end, 0x104000);
}

static void nothing_above_the_limit_is_given(void **state)
{
    (void)state;
    struct memmap map = {0};
    struct memmap_range free;

    memmap_add(&map, 0xc0000000, 0x80000000, MEMMAP_RAM);
    assert_true(memmap_largest_free(&map, NULL, 0, 0x100000000, &free));
    assert_int_equal(free.end, 0x100000000);
    assert_false(memmap_largest_free(&map, NULL, 0, 0x80000000, &free));
}

static void less_than_a_page_is_nothing(void **state)
{
    (void)state;
    struct memmap map = {0};
    struct memmap_range free = {1, 2, 3};

    memmap_add(&map, 0x1000, 0xfff, MEMMAP_RAM);
    assert_false(memmap_largest_free(&map, NULL, 0, UINT64_MAX, &free));
    assert_int_equal(free.start, 1);
}

static void a_hole_over_everything_leaves_nothing(void **state)
{
    (void)state;
    struct memmap map = {0};
    struct memmap_range free, hole = {0, UINT64_MAX, 0};

    memmap_add(&map, 0x1000, 0x100000, MEMMAP_RAM);
    assert_false(memmap_largest_free(&map, &hole, 1, UINT64_MAX, &free));
}

static void a_range_that_wraps_is_dropped_and_counted(void **state)
{
    (void)state;
    struct memmap map = {0};

    assert_false(memmap_add(&map, UINT64_MAX - 10, 100, MEMMAP_RAM));
    assert_true(memmap_add(&map, 5, 0, MEMMAP_RAM));
    assert_int_equal(map.count, 0);
    assert_int_equal(map.drop_count, 1);
}

static void a_full_table_drops_and_counts(void **state)
{
    (void)state;
    struct memmap map = {0};
    struct memmap_range free;

    for (unsigned i = 0; i < MEMMAP_MAX; i++)
        assert_true(memmap_add(&map, i * 0x2000, 0x1000, MEMMAP_RAM));
    assert_false(memmap_add(&map, 0x100000000, 0x1000, MEMMAP_RAM));
    assert_int_equal(map.drop_count, 1);
    assert_true(memmap_largest_free(&map, NULL, 0, UINT64_MAX, &free));
    assert_int_equal(free.end - free.start, 0x1000);
}

static void only_ram_is_ram(void **state)
{
    (void)state;
    struct memmap map = {0};

    memmap_add(&map, 0x1000, 0x1000, MEMMAP_RAM);
    memmap_add(&map, 0x3000, 0x1000, 2);
    assert_true(memmap_touches_ram(&map, 0x1fff, 0x3000));
    assert_false(memmap_touches_ram(&map, 0x2000, 0x5000));
    assert_false(memmap_touches_ram(&map, 0, 0x1000));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_largest_piece_of_ram_is_found),
        cmocka_unit_test(holes_and_reserved_ranges_are_cut_out),
        cmocka_unit_test(pieces_are_cut_to_whole_pages),
        cmocka_unit_test(nothing_above_the_limit_is_given),
        cmocka_unit_test(less_than_a_page_is_nothing),
        cmocka_unit_test(a_hole_over_everything_leaves_nothing),
        cmocka_unit_test(a_range_that_wraps_is_dropped_and_counted),
        cmocka_unit_test(a_full_table_drops_and_counts),
        cmocka_unit_test(only_ram_is_ram),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
