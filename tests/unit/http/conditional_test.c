/* conditional_test.c - preconditions, and who gets gzip. */
#include "conditional.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define MODIFIED_S 784111777u /* Sun, 06 Nov 1994 08:49:37 GMT */
#define NOW_S      1700000000u

#define BEFORE "Sun, 06 Nov 1994 08:49:36 GMT"
#define SAME   "Sun, 06 Nov 1994 08:49:37 GMT"
#define AFTER  "Sunday, 06-Nov-94 08:49:38 GMT"

static void parse(const char *fields, struct http_parsed *parsed)
{
    static char text[2048];

    snprintf(text, sizeof(text), "GET / HTTP/1.1\r\n%s\r\n", fields);
    assert_true(http_parse((struct span){(const uint8_t *)text, strlen(text)}, parsed) > 0);
}

static int status_of(const char *fields, const char *etag)
{
    struct http_parsed parsed;

    parse(fields, &parsed);
    return http_conditional(&parsed, (struct span){(const uint8_t *)etag, strlen(etag)}, MODIFIED_S, NOW_S);
}

static void preconditions_are_evaluated_in_their_order(void **state)
{
    static const struct {
        const char *fields;
        int status;
    } rows[] = {
        {"", 200},
        {"If-None-Match: \"x\"\r\n", 304},
        {"If-None-Match: W/\"x\"\r\n", 304},
        {"If-None-Match: *\r\n", 304},
        {"If-None-Match: \"y\", \"x\"\r\n", 304},
        {"If-None-Match: \"y\",W/\"x\"\r\n", 304},
        {"If-None-Match: ,, \"a,b\" ,\t\"x\" ,\r\n", 304},
        {"If-None-Match: \"y\"\r\nIf-None-Match: \"x\"\r\n", 304},
        {"If-None-Match: \"\"\r\n", 200},
        {"If-None-Match: \"y\"\r\n", 200},
        {"If-None-Match: \"xx\"\r\n", 200},
        {"If-None-Match: \"X\"\r\n", 200},
        {"If-None-Match: x\r\n", 200},
        {"If-None-Match: \"x\r\n", 200},
        {"If-None-Match: w/\"x\"\r\n", 200},
        {"If-None-Match: W/x\r\n", 200},
        {"If-None-Match: W/\r\n", 200},
        {"If-None-Match: \"y\" x \"x\"\r\n", 200},
        {"If-None-Match: **\r\n", 200},
        {"If-None-Match:\r\n", 200},
        {"If-Modified-Since: " BEFORE "\r\n", 200},
        {"If-Modified-Since: " SAME "\r\n", 304},
        {"If-Modified-Since: " AFTER "\r\n", 304},
        {"If-Modified-Since: Sun Nov  6 08:49:37 1994\r\n", 304},
        {"If-Modified-Since: Sun, 06 Nov 1894 08:49:37 GMT\r\n", 200},
        {"If-Modified-Since: yesterday\r\n", 200},
        {"If-Modified-Since: 0\r\n", 200},
        {"If-Modified-Since:\r\n", 200},
        {"If-Modified-Since: " SAME "\r\nIf-Modified-Since: " SAME "\r\n", 200},
        {"If-None-Match: \"y\"\r\nIf-Modified-Since: " SAME "\r\n", 200},
        {"If-Modified-Since: " BEFORE "\r\nIf-None-Match: \"x\"\r\n", 304},
        {"If-Match: \"x\"\r\n", 200},
        {"If-Match: *\r\n", 200},
        {"If-Match: \"y\", \"x\"\r\n", 200},
        {"If-Match: W/\"x\"\r\n", 412},
        {"If-Match: \"y\"\r\n", 412},
        {"If-Match: \"y\"\r\nIf-None-Match: \"x\"\r\n", 412},
        {"If-Match: \"x\"\r\nIf-None-Match: \"x\"\r\n", 304},
        {"If-Unmodified-Since: " BEFORE "\r\n", 412},
        {"If-Unmodified-Since: " SAME "\r\n", 200},
        {"If-Unmodified-Since: " AFTER "\r\n", 200},
        {"If-Unmodified-Since: Sun, 06 Nov 1894 08:49:37 GMT\r\n", 412},
        {"If-Unmodified-Since: never\r\n", 200},
        {"If-Unmodified-Since: " BEFORE "\r\nIf-Match: \"x\"\r\n", 200},
        {"If-Unmodified-Since: " SAME "\r\nIf-None-Match: \"x\"\r\n", 304},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (status_of(rows[i].fields, "\"x\"") != rows[i].status)
            print_error("row %zu: %s", i, rows[i].fields);
        assert_int_equal(status_of(rows[i].fields, "\"x\""), rows[i].status);
    }
}

static void without_validators_nothing_is_evaluated(void **state)
{
    (void)state;
    assert_int_equal(status_of("If-None-Match: *\r\n", ""), 200);
    assert_int_equal(status_of("If-Match: \"y\"\r\n", ""), 200);
    assert_int_equal(status_of("If-Modified-Since: " AFTER "\r\n", ""), 200);
}

static void gzip_is_chosen_by_quality(void **state)
{
    static const struct {
        const char *value;
        bool gzip;
    } rows[] = {
        {"gzip", true},
        {"x-gzip", true},
        {"GZip", true},
        {"gzip, deflate, br, zstd", true},
        {"deflate, gzip", true},
        {"deflate,,gzip ,", true},
        {"*", true},
        {"gzip;q=1", true},
        {"gzip;q=1.000", true},
        {"gzip;q=0.001", true},
        {"gzip ; q=0.5", true},
        {"gzip;\tQ=0.5", true},
        {"gzip;q=1.", true},
        {"identity;q=0", false},
        {"identity;q=0, *;q=0", false},
        {"identity;q=0.5, gzip", true},
        {"identity, gzip", true},
        {"identity, gzip;q=0.9", false},
        {"identity;q=0.5, *;q=0.6", true},
        {"*;q=0.5, gzip;q=0", false},
        {"*;q=0", false},
        {"gzip;q=0", false},
        {"gzip;q=0.", false},
        {"gzip;q=0.0", false},
        {"gzip;q=0.000", false},
        {"gzip;q=0.0001", false},
        {"gzip;q=1.001", false},
        {"gzip;q=2", false},
        {"gzip;q=-1", false},
        {"gzip;q=", false},
        {"gzip;q", false},
        {"gzip;", false},
        {"gzip;x=1", false},
        {"gzip;q=1x", false},
        {"gzip;q=0.x", false},
        {"gzi", false},
        {"gzipp", false},
        {"br", false},
        {"", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct http_parsed parsed;
        char fields[128];

        snprintf(fields, sizeof(fields), "Accept-Encoding: %s\r\n", rows[i].value);
        parse(fields, &parsed);
        if (http_wants_gzip(&parsed.accept) != rows[i].gzip)
            print_error("%s", fields);
        assert_int_equal(http_wants_gzip(&parsed.accept), rows[i].gzip);
    }
}

static void lines_of_accept_encoding_are_one_list(void **state)
{
    struct http_parsed parsed;

    (void)state;
    parse("Accept-Encoding: br\r\nAccept-Encoding: gzip\r\n", &parsed);
    assert_true(http_wants_gzip(&parsed.accept));
    parse("", &parsed);
    assert_false(http_wants_gzip(&parsed.accept));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(preconditions_are_evaluated_in_their_order),
        cmocka_unit_test(without_validators_nothing_is_evaluated),
        cmocka_unit_test(gzip_is_chosen_by_quality),
        cmocka_unit_test(lines_of_accept_encoding_are_one_list),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
