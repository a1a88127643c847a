/* timescale_test.c - ticks and nanoseconds. */
#include "x86/timescale.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const uint64_t frequencies_hz[] = {1,          1000,       1193182,    3579545,
                                          62500000,   999999999,  1000000000, 1000000001,
                                          2000000000, 2596000000, 5000000000, 16000000000};

static void a_second_of_ticks_is_a_second(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof frequencies_hz / sizeof frequencies_hz[0]; i++) {
        uint64_t ns = timescale_ns(timescale_from_hz(frequencies_hz[i]), frequencies_hz[i]);
        assert_in_range(ns, 999999990, 1000000010);
    }
}

static void a_century_neither_overflows_nor_drifts(void **state)
{
    (void)state;
    uint64_t hz = 3000000000, century_s = 3155760000;
    uint64_t ns = timescale_ns(timescale_from_hz(hz), hz * (century_s / 8));
    uint64_t expected_s = century_s / 8;

    assert_in_range(ns / 1000000000, expected_s - 1, expected_s + 1);
}

static void it_never_goes_back(void **state)
{
    (void)state;
    struct timescale scale = timescale_from_hz(2596000000);
    uint64_t last_ns = 0;

    for (uint64_t ticks = 1ull << 40; ticks < (1ull << 40) + 10000; ticks++) {
        uint64_t ns = timescale_ns(scale, ticks);
        assert_true(ns >= last_ns);
        last_ns = ns;
    }
}

static void a_shift_beyond_reason_is_defined(void **state)
{
    (void)state;
    for (int shift = -128; shift <= 127; shift++)
        timescale_ns((struct timescale){UINT32_MAX, (int8_t)shift}, UINT64_MAX);
    assert_int_equal(timescale_ns((struct timescale){UINT32_MAX, 127}, 1), 0);
    assert_int_equal(timescale_ns((struct timescale){UINT32_MAX, -128}, UINT64_MAX), 0);
}

static void a_frequency_is_a_ratio(void **state)
{
    (void)state;
    assert_int_equal(timescale_hz(2596000, 1000000, 1000000000), 2596000000);
    assert_int_equal(timescale_hz(13000000, 17898, 3579545), 2599960051);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_second_of_ticks_is_a_second),
        cmocka_unit_test(a_century_neither_overflows_nor_drifts),
        cmocka_unit_test(it_never_goes_back),
        cmocka_unit_test(a_shift_beyond_reason_is_defined),
        cmocka_unit_test(a_frequency_is_a_ratio),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
