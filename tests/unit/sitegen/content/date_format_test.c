/* date_format_test.c - of sitegen/content/date_format.c */
#include "content/date.h"
#include "value.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void fields_flags_and_widths_are_as_in_ruby(void **state)
{
    /* Monday, 2025-01-06 03:04:05 at +02:00 */
    static const struct {
        const char *format, *want;
    } cases[] = {{"%Y %C %y %m %d %e %j", "2025 20 25 01 06  6 006"},
                 {"%H %k %I %l %M %S %L %N %3N", "03  3 03  3 04 05 000 000000000 000"},
                 {"%-m/%-d %_m %05d %10Y %^b %^A %#p %P", "1/6  1 00006 0000002025 JAN MONDAY am am"},
                 {"%z %:z %::z", "+0200 +02:00 +02:00:00"},
                 {"%G-W%V-%u %U %W %w", "2025-W02-1 01 01 1"},
                 {"%F %T %R %D %c", "2025-01-06 03:04:05 03:04 01/06/25 Mon Jan  6 03:04:05 2025"},
                 {"%r|%v|%n%t%%", "03:04:05 AM| 6-JAN-2025|\n\t%"},
                 {"%s %h %B %a", "1736125445 Jan January Mon"},
                 {"%+ %Q %", "%+ %Q %"}};
    struct text text = {0};

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        text_clear(&text);
        date_format_in(&text, str_of(cases[i].format), 1736125445, 7200);
        assert_string_equal(text_str(&text).at, cases[i].want);
    }
    text_free(&text);
}

static void a_day_and_utc_print_as_what_they_are(void **state)
{
    struct text text = {0};

    (void)state;
    value_print(value_time_in(1736121600, VALUE_DAY), &text);
    text_add_char(&text, '|');
    value_print(value_time_in(1736121600, VALUE_UTC), &text);
    text_add_char(&text, '|');
    value_print(value_time_in(1736121600, -5400), &text);
    assert_string_equal(text.bytes, "2025-01-06|2025-01-06 00:00:00 UTC|2025-01-05 22:30:00 -0130");
    text_free(&text);
}

static void a_width_is_bounded(void **state)
{
    struct text text = {0};

    (void)state;
    date_format(&text, STR("%99999999999999d"), 0);
    assert_true(text.len < 100);
    text_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_flags_and_widths_are_as_in_ruby),
        cmocka_unit_test(a_day_and_utc_print_as_what_they_are),
        cmocka_unit_test(a_width_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
