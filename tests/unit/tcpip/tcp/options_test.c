/* options_test.c - see options.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "tcp/options.h"

/* As Linux sends them: MSS, SACK permitted, timestamps, NOP, window scale. */
static const uint8_t usual[20] = {2, 4, 0x05, 0xB4, 4, 2, 8, 10, 1, 2, 3, 4, 0, 0, 0, 0, 1, 3, 3, 7};

static void mss_and_window_scale_are_read_and_others_skipped(void **state)
{
    struct tcp_options options;

    (void)state;
    assert_true(options_parse(usual, sizeof usual, &options));
    assert_int_equal(options.mss, 1460);
    assert_true(options.has_wscale);
    assert_int_equal(options.wscale, 7);
}

static void no_options_are_no_error(void **state)
{
    struct tcp_options options;

    (void)state;
    assert_true(options_parse(usual, 0, &options));
    assert_true(options.mss == 0 && !options.has_wscale);
}

static void every_prefix_is_read_within_its_bounds(void **state)
{
    (void)state;
    for (size_t len = 0; len <= sizeof usual; len++) {
        uint8_t *exact = malloc(len + 1);
        struct tcp_options options;
        bool whole = len == 0 || len == 4 || len == 6 || len == 16 || len == 17 || len == 20;

        exact = realloc(exact, len ? len : 1);
        memcpy(exact, usual, len);
        assert_true(options_parse(exact, len, &options) == whole);
        assert_int_equal(options.mss, len >= 4 ? 1460 : 0);
        free(exact);
    }
}

static void impossible_lengths_end_the_parse(void **state)
{
    static const uint8_t bad[][4] = {
        {2, 0, 5, 180}, {2, 1, 5, 180}, {2, 5, 5, 180}, {254, 255, 0, 0}, {1, 1, 1, 2}};
    struct tcp_options options;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(options_parse(bad[i], 4, &options));
}

static void options_of_the_wrong_length_are_skipped(void **state)
{
    static const uint8_t odd[] = {2, 3, 9, 3, 4, 9, 9, 0};
    struct tcp_options options;

    (void)state;
    assert_true(options_parse(odd, sizeof odd, &options));
    assert_true(options.mss == 0 && !options.has_wscale);
}

static void nothing_is_read_behind_the_end_option(void **state)
{
    static const uint8_t ended[] = {0, 2, 0, 0};
    struct tcp_options options;

    (void)state;
    assert_true(options_parse(ended, sizeof ended, &options));
}

static void a_shift_above_14_is_taken_as_14(void **state)
{
    static const uint8_t large[] = {3, 3, 15, 0};
    struct tcp_options options;

    (void)state;
    assert_true(options_parse(large, sizeof large, &options));
    assert_int_equal(options.wscale, 14);
}

static void what_is_written_can_be_read(void **state)
{
    uint8_t bytes[TCP_OPTIONS_SENT_MAX];
    struct tcp_options options;

    (void)state;
    assert_int_equal(options_write(bytes, 1460, false), 4);
    assert_true(options_parse(bytes, 4, &options) && options.mss == 1460 && !options.has_wscale);
    assert_int_equal(options_write(bytes, 1220, true), 8);
    assert_true(options_parse(bytes, 8, &options) && options.mss == 1220 && options.has_wscale &&
                options.wscale == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mss_and_window_scale_are_read_and_others_skipped),
        cmocka_unit_test(no_options_are_no_error),
        cmocka_unit_test(every_prefix_is_read_within_its_bounds),
        cmocka_unit_test(impossible_lengths_end_the_parse),
        cmocka_unit_test(options_of_the_wrong_length_are_skipped),
        cmocka_unit_test(nothing_is_read_behind_the_end_option),
        cmocka_unit_test(a_shift_above_14_is_taken_as_14),
        cmocka_unit_test(what_is_written_can_be_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
