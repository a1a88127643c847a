/* rtc_time_test.c - the RTC's registers as a time. */
#include "x86/rtc.h"

#include <time.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define HOURS_24 0x02
#define BINARY   0x04

static void bcd_in_24_hours_is_read(void **state)
{
    (void)state;
    struct rtc_registers r = {0x59, 0x34, 0x23, 0x29, 0x02, 0x24, 0x20, HOURS_24};
    uint64_t unix_s;

    assert_true(rtc_decode(&r, &unix_s));
    assert_int_equal(unix_s, 1709249699); /* date -ud '2024-02-29 23:34:59' +%s */
}

static void binary_in_12_hours_is_read(void **state)
{
    (void)state;
    struct rtc_registers r = {59, 34, 0x80 | 11, 29, 2, 24, 20, BINARY};
    uint64_t unix_s;

    assert_true(rtc_decode(&r, &unix_s));
    assert_int_equal(unix_s, 1709249699);
}

static void midnight_and_noon_are_twelve(void **state)
{
    (void)state;
    struct rtc_registers r = {0, 0, 0x12, 0x01, 0x01, 0x25, 0x20, 0};
    uint64_t midnight_s, noon_s;

    assert_true(rtc_decode(&r, &midnight_s));
    assert_int_equal(midnight_s, 1735689600); /* 2025-01-01 00:00 */
    r.hour = 0x80 | 0x12;
    assert_true(rtc_decode(&r, &noon_s));
    assert_int_equal(noon_s - midnight_s, 12 * 3600);
}

static void every_day_of_two_centuries_is_the_calendars(void **state)
{
    (void)state;
    for (time_t day = 946684800; day < 7258118400; day += 86400) { /* 2000-01-01 to 2200-01-01 */
        struct tm tm;
        uint64_t unix_s;
        gmtime_r(&day, &tm);
        struct rtc_registers r = {0,
                                  0,
                                  0,
                                  (uint8_t)tm.tm_mday,
                                  (uint8_t)(tm.tm_mon + 1),
                                  (uint8_t)(tm.tm_year % 100),
                                  (uint8_t)(19 + tm.tm_year / 100),
                                  HOURS_24 | BINARY};
        assert_true(rtc_decode(&r, &unix_s));
        assert_int_equal(unix_s, day);
    }
}

static void a_century_that_makes_no_sense_is_this_one(void **state)
{
    (void)state;
    struct rtc_registers r = {0, 0, 0, 1, 1, 0x25, 0xff, HOURS_24};
    uint64_t unix_s;

    assert_true(rtc_decode(&r, &unix_s));
    assert_int_equal(unix_s, 1735689600);
}

static void what_is_no_time_is_refused(void **state)
{
    (void)state;
    const struct rtc_registers good = {0, 0, 0, 1, 1, 0x25, 0x20, HOURS_24};
    uint64_t unix_s = 7;
    struct rtc_registers bad[10];

    for (size_t i = 0; i < 10; i++)
        bad[i] = good;
    memset(&bad[0], 0xff, sizeof bad[0]); /* nobody answers */
    memset(&bad[1], 0, sizeof bad[1]);
    bad[2].second = 0x60;
    bad[3].minute = 0x0a;
    bad[4].hour = 0x24;
    bad[5].day = 0x32;
    bad[6].month = 0x13;
    bad[7].month = 2;
    bad[7].day = 0x29;
    bad[8].year = 0xa0;
    bad[9].status_b = 0; /* 12 hours, and hour 0 */
    for (size_t i = 0; i < 10; i++)
        assert_false(rtc_decode(&bad[i], &unix_s));
    assert_int_equal(unix_s, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bcd_in_24_hours_is_read),
        cmocka_unit_test(binary_in_12_hours_is_read),
        cmocka_unit_test(midnight_and_noon_are_twelve),
        cmocka_unit_test(every_day_of_two_centuries_is_the_calendars),
        cmocka_unit_test(a_century_that_makes_no_sense_is_this_one),
        cmocka_unit_test(what_is_no_time_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
