/* pvclock_test.c - the hypervisor's clock page, honest and otherwise. */
#include "x86/pvclock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* 2 GHz: half a nanosecond a tick. */
static struct pvclock clock_page(void)
{
    return (struct pvclock){
        .version = 2, .tsc_at = 1000, .system_ns = 5000, .multiplier = 0x80000000u, .shift = 0};
}

static void time_goes_on_with_the_counter(void **state)
{
    (void)state;
    struct pvclock page = clock_page();
    assert_int_equal(pvclock_ns(&page, 1000), 5000);
    assert_int_equal(pvclock_ns(&page, 1002), 5001);
    assert_int_equal(pvclock_ns(&page, 2001000), 1005000);
}

static void a_page_newer_than_the_counter_is_no_leap(void **state)
{
    (void)state;
    struct pvclock page = clock_page();
    assert_int_equal(pvclock_ns(&page, 999), 5000);
    assert_int_equal(pvclock_ns(&page, 0), 5000);
}

/* Xen offsets the counter of a new domain, and may have stamped the page before the counter's zero. */
static void a_page_older_than_the_counters_zero_is_followed(void **state)
{
    (void)state;
    struct pvclock page = clock_page();
    page.tsc_at = (uint64_t)-1000;
    assert_int_equal(pvclock_ns(&page, 0), 5500);
    assert_int_equal(pvclock_ns(&page, 1000), 6000);
}

static void a_shift_to_either_side_is_followed(void **state)
{
    (void)state;
    struct pvclock page = clock_page();
    page.shift = 2;
    assert_int_equal(pvclock_ticks_ns(&page, 100), 200);
    page.shift = -2;
    assert_int_equal(pvclock_ticks_ns(&page, 100), 12);
}

static void a_page_that_is_never_done_does_not_hang(void **state)
{
    (void)state;
    struct pvclock page = clock_page();
    page.version = 3;
    assert_int_equal(pvclock_ns(&page, 1002), 5001);
}

static void a_shift_that_cannot_be_is_survived(void **state)
{
    (void)state;
    struct pvclock page = clock_page();
    for (int shift = -128; shift <= 127; shift++) {
        page.shift = (int8_t)shift;
        (void)pvclock_ns(&page, UINT64_MAX);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(time_goes_on_with_the_counter),
        cmocka_unit_test(a_page_newer_than_the_counter_is_no_leap),
        cmocka_unit_test(a_page_older_than_the_counters_zero_is_followed),
        cmocka_unit_test(a_shift_to_either_side_is_followed),
        cmocka_unit_test(a_page_that_is_never_done_does_not_hang),
        cmocka_unit_test(a_shift_that_cannot_be_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
