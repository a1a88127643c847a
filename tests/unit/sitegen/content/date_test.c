/* date_test.c - of sitegen/content/date.c */
#include "content/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static const char *formatted(struct pool *pool, const char *format, int64_t time_s)
{
    struct text text = {0};

    date_format(&text, str_of(format), time_s);
    return text_finish(&text, pool).at;
}

static void days_go_there_and_back(void **state)
{
    (void)state;
    /* Odd steps, so that all months, weekdays and leap years from 1600 to 2400 come by. */
    for (int64_t time_s = -11676096000; time_s < 13569465600; time_s += 86400 * 13 + 3607) {
        struct date date = date_of(time_s);
        int64_t day_s;
        assert_true(date_from_day(date.year, date.month, date.day, &day_s));
        assert_true(day_s + date.hour * 3600 + date.minute * 60 + date.second == time_s);
    }
}

static void known_moments_are_right(void **state)
{
    struct pool pool = {0};

    (void)state;
    assert_string_equal(formatted(&pool, "%F %T %A %j", 0), "1970-01-01 00:00:00 Thursday 001");
    assert_string_equal(formatted(&pool, "%F %a %j", 951782400), "2000-02-29 Tue 060");
    assert_string_equal(formatted(&pool, "%Y-%m-%d %H:%M:%S", -1), "1969-12-31 23:59:59");
    assert_string_equal(formatted(&pool, "%-d %B %Y, %-I %p, %e|%^b|%y", 1767571200),
                        "5 January 2026, 12 AM,  5|JAN|26");
    assert_string_equal(formatted(&pool, "100%% %q %", 0), "100% %q %");
    pool_free(&pool);
}

static void dates_are_read_with_clock_and_zone(void **state)
{
    static const struct {
        const char *text;
        int64_t time_s;
    } cases[] = {{"1970-01-02", 86400},
                 {"1970-01-02 01:00", 90000},
                 {"1970-01-02T01:00:01Z", 90001},
                 {"1970-01-02 01:00:00.5 +0100", 86400},
                 {"1970-01-02 01:00:00 -01:30", 95400},
                 {" 1970-1-2 ", 86400}};
    int64_t time_s;

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_true(date_parse(str_of(cases[i].text), &time_s));
        assert_true(time_s == cases[i].time_s);
    }
}

static void what_is_no_date_is_refused(void **state)
{
    static const char *const bad[] = {"",
                                      "2026",
                                      "2026-13-01",
                                      "2026-02-29",
                                      "2026-00-10",
                                      "2026-01-32",
                                      "2026-01-01x",
                                      "2026-01-01 25:00",
                                      "26-01-01",
                                      "2026-01-01 10",
                                      "tomorrow",
                                      "2026-01-01 10:60",
                                      "2026-01-01 10:00 +25",
                                      "2026/01/01"};
    int64_t time_s = 7;

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_false(date_parse(str_of(bad[i]), &time_s));
    assert_true(time_s == 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_go_there_and_back),
        cmocka_unit_test(known_moments_are_right),
        cmocka_unit_test(dates_are_read_with_clock_and_zone),
        cmocka_unit_test(what_is_no_date_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
