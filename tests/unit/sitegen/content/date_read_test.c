/* date_read_test.c - of sitegen/content/date_read.c and zone.c */
#include "content/date.h"
#include "content/zone.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#define NOW_S 1767225600 /* 2026-01-01 00:00 UTC */

static void people_write_dates_in_many_ways(void **state)
{
    static const char *const same[] = {
        "2026-01-31 20:30",       "2026-01-31T20:30:00Z",     "2026/01/31 8:30 pm",
        "31 Jan 2026 20:30",      "January 31, 2026 8:30 PM", "Sat, 31 Jan 2026 20:30:00 GMT",
        "31.01.2026 20:30",       "20260131203000",           "31st January 2026 at 8:30pm",
        "2026-01-31 21:30 +0100", "2026-01-31 15:30:00 EST",  "2026-01-31 20:30:00.123 +00:00"};
    int64_t time_s;

    (void)state;
    zone_use(NULL);
    for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
        assert_true(date_read(str_of(same[i]), NOW_S, &time_s));
        assert_true(time_s == 1769891400);
    }
}

static void what_is_missing_is_the_start_or_today(void **state)
{
    int64_t time_s;

    (void)state;
    assert_true(date_read(STR("2026-03"), NOW_S, &time_s) && time_s == 1772323200);
    assert_true(date_read(STR("12-1-5"), NOW_S, &time_s) && time_s == 1325721600);
    assert_true(date_read(STR("10:00"), NOW_S, &time_s) && time_s == NOW_S + 36000);
}

static void what_is_no_date_is_refused(void **state)
{
    static const char *const bad[] = {"",
                                      "soon",
                                      "2026-02-30",
                                      "2026-13-01",
                                      "10:61",
                                      "Jan 32 2026",
                                      "x 2026-01-01",
                                      "2026-01-01 25:00",
                                      "20026-01-01",
                                      "2026-4294967297-01",
                                      "2026-01-01 12:00 +92:30",
                                      "2026-01-01 12:00 +0260",
                                      "1 2 3 4 5 6 7"};
    int64_t time_s = 7;

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_false(date_read(str_of(bad[i]), NOW_S, &time_s));
    assert_true(time_s == 7);
}

static void every_prefix_is_read_or_refused(void **state)
{
    static const char text[] = "Sat, 31st Jan 2026 at 8:30:59.5 pm +01:00";
    int64_t time_s;

    (void)state;
    for (size_t len = 0; len < sizeof(text); len++)
        date_read((struct str){text, len}, NOW_S, &time_s);
}

static void a_zone_has_summer_and_winter(void **state)
{
    struct text text = {0};
    int64_t time_s;

    (void)state;
    if (!zone_use("Europe/Berlin")) {
        zone_use(NULL);
        skip();
    }
    assert_int_equal(zone_offset_s(NOW_S), 3600);
    assert_int_equal(zone_offset_s(NOW_S + 180 * 86400), 7200);
    assert_true(date_read(STR("2026-07-01"), NOW_S, &time_s));
    assert_true(time_s == zone_to_utc(1782864000) && time_s == 1782856800);
    assert_true(zone_moment(value_time_in(1782864000, VALUE_DAY)) == 1782856800);
    date_format_in(&text, STR("%F %T %z %Z"), time_s, zone_offset_s(time_s));
    assert_string_equal(text.bytes, "2026-07-01 00:00:00 +0200 CEST");
    text_free(&text);
    zone_use(NULL);
    assert_int_equal(zone_offset_s(NOW_S), 0);
}

static void a_zone_that_is_not_known_is_utc(void **state)
{
    (void)state;
    assert_false(zone_use("Europe/Nowhere"));
    assert_false(zone_use("../../etc/passwd"));
    assert_int_equal(zone_offset_s(NOW_S), 0);
    zone_use(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(people_write_dates_in_many_ways),
        cmocka_unit_test(what_is_missing_is_the_start_or_today),
        cmocka_unit_test(what_is_no_date_is_refused),
        cmocka_unit_test(every_prefix_is_read_or_refused),
        cmocka_unit_test(a_zone_has_summer_and_winter),
        cmocka_unit_test(a_zone_that_is_not_known_is_utc),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
