/* http_date_test.c - dates against libc's calendar, and what is no date. */
#include "http_date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#define NOW_S 1700000000u /* November 2023 */

static bool parse(const char *text, int64_t *time_s)
{
    size_t len = strlen(text);
    char *bytes = malloc(len + 1);
    bool parsed;

    assert_non_null(bytes);
    memcpy(bytes + 1, text, len);
    parsed = http_date_parse((struct span){(const uint8_t *)bytes + 1, len}, NOW_S, time_s);
    free(bytes);
    return parsed;
}

static void the_three_forms_say_the_same(void **state)
{
    static const char *const forms[] = {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
                                        "Sun Nov  6 08:49:37 1994"};

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        int64_t time_s = 0;

        assert_true(parse(forms[i], &time_s));
        assert_int_equal(time_s, 784111777);
    }
}

static void no_prefix_of_a_date_is_a_date(void **state)
{
    static const char *const forms[] = {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
                                        "Sun Nov 16 08:49:37 1994"};
    int64_t time_s = 7;
    char text[40];

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        for (size_t len = 0; len < strlen(forms[i]); len++) {
            memcpy(text, forms[i], len);
            text[len] = '\0';
            assert_false(parse(text, &time_s));
        }
    }
    assert_int_equal(time_s, 7);
}

static void what_is_no_date_is_refused(void **state)
{
    static const char *const rows[] = {
        "",
        "Sun",
        "sun, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06 nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 UTC",
        "Sun, 06 Nov 1994 08:49:37 GMT ",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 94 08:49:37 GMT",
        "Sun, 00 Nov 1994 08:49:37 GMT",
        "Sun, 31 Nov 1994 08:49:37 GMT",
        "Sun, 29 Feb 1900 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:49:37 GMT",
        "Sun, 06 Nov 1994 08:60:37 GMT",
        "Sun, 06 Nov 1994 08:49:61 GMT",
        "Sun, 06 Nov 1994 -8:49:37 GMT",
        "Son, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06-Nov-94 08:49:37 GMT",
        "Sunday, 06-Nov-1994 08:49:37 GMT",
        "Sun Nov 06 08:49:37 1994 GMT",
        "Sun Nov  0 08:49:37 1994",
        "Sun Nov 6  08:49:37 1994",
        "784111777",
    };
    int64_t time_s;

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (parse(rows[i], &time_s))
            print_error("%s\n", rows[i]);
        assert_false(parse(rows[i], &time_s));
    }
}

static void edges_of_the_calendar_are_read(void **state)
{
    static const struct {
        const char *text;
        int64_t time_s;
    } rows[] = {
        {"Thu, 01 Jan 1970 00:00:00 GMT", 0},
        {"Wed, 31 Dec 1969 23:59:59 GMT", -1},
        {"Tue, 29 Feb 2000 00:00:00 GMT", 951782400},
        {"Sat, 31 Dec 2016 23:59:60 GMT", 1483228800},
        {"Sat, 01 Jan 0000 00:00:00 GMT", -62167219200},
        {"Fri, 31 Dec 9999 23:59:59 GMT", 253402300799},
        {"Wednesday, 01-Jan-70 00:00:00 GMT", 3155760000}, /* 2070 is not 50 years ahead of 2023 */
        {"Wednesday, 01-Jan-74 00:00:00 GMT", 126230400},  /* 2074 is */
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        int64_t time_s = 7;

        assert_true(parse(rows[i].text, &time_s));
        assert_int_equal(time_s, rows[i].time_s);
    }
}

static void dates_are_written_as_libc_writes_them_and_read_back(void **state)
{
    (void)state;
    for (int64_t time_s = 0; time_s <= 253402300799; time_s += 86400 * 11 + 12345) {
        time_t libc_time_s = (time_t)time_s;
        char expected[40], text[HTTP_DATE_LEN];
        int64_t read_s;

        strftime(expected, sizeof(expected), "%a, %d %b %Y %H:%M:%S GMT", gmtime(&libc_time_s));
        http_date_format(text, (uint64_t)time_s);
        assert_memory_equal(text, expected, HTTP_DATE_LEN);
        assert_true(http_date_parse((struct span){(const uint8_t *)text, HTTP_DATE_LEN}, NOW_S, &read_s));
        assert_int_equal(read_s, time_s);
    }
}

static void every_day_of_some_years_is_written(void **state)
{
    (void)state;
    for (int64_t time_s = 0; time_s < 86400LL * 366 * 140; time_s += 86400) {
        time_t libc_time_s = (time_t)time_s;
        char expected[40], text[HTTP_DATE_LEN];

        strftime(expected, sizeof(expected), "%a, %d %b %Y %H:%M:%S GMT", gmtime(&libc_time_s));
        http_date_format(text, (uint64_t)time_s);
        assert_memory_equal(text, expected, HTTP_DATE_LEN);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_three_forms_say_the_same),
        cmocka_unit_test(no_prefix_of_a_date_is_a_date),
        cmocka_unit_test(what_is_no_date_is_refused),
        cmocka_unit_test(edges_of_the_calendar_are_read),
        cmocka_unit_test(dates_are_written_as_libc_writes_them_and_read_back),
        cmocka_unit_test(every_day_of_some_years_is_written),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
