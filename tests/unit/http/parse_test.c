/* parse_test.c - request line and header section: what is refused, with which status, and how early. */
#include "parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* From a buffer that ends where the text ends. */
static int parse_bytes(const char *text, size_t len, struct http_parsed *parsed)
{
    uint8_t *bytes = malloc(len + 1);
    int found;

    assert_non_null(bytes);
    memcpy(bytes, text, len);
    found = http_parse((struct span){bytes, len}, parsed);
    free(bytes);
    return found;
}

static int parse(const char *text)
{
    struct http_parsed parsed;

    return parse_bytes(text, strlen(text), &parsed);
}

static const char *const valid[] = {
    "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
    "HEAD / HTTP/1.0\r\n\r\n",
    "\r\n\r\nGET /x?y HTTP/1.1\r\nHost: a\r\n\r\n",
    "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
    "GET http://a/b HTTP/1.9\r\nHost: a:80\r\nAccept:\r\nX-Y: \t a \xff\tb \t\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101\r\n"
    "Accept-Encoding: gzip;q=0.5, *\r\nIf-None-Match: W/\"a\", \"b\"\r\nConnection: keep-alive\r\n"
    "Content-Length: 0\r\nIf-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\n",
};

static void every_prefix_of_a_valid_request_is_partial(void **state)
{
    struct http_parsed parsed;

    (void)state;
    for (size_t i = 0; i < sizeof(valid) / sizeof(valid[0]); i++) {
        for (size_t len = 0; len < strlen(valid[i]); len++)
            assert_int_equal(parse_bytes(valid[i], len, &parsed), 0);
        assert_int_equal(parse(valid[i]), strlen(valid[i]));
    }
}

static void what_follows_a_request_is_left_alone(void **state)
{
    (void)state;
    assert_int_equal(parse("GET / HTTP/1.1\r\n\r\n\x16\x03\x01"), 18);
    assert_int_equal(parse("GET / HTTP/1.1\r\n\r\nGET"), 18);
}

static void malformed_requests_are_refused_with_their_status(void **state)
{
    static const struct {
        const char *text;
        int status;
    } rows[] = {
        {" GET / HTTP/1.1\r\n", 400},
        {"GET  / HTTP/1.1\r\n", 400},
        {"GET /  HTTP/1.1\r\n", 400},
        {"GET /a b HTTP/1.1\r\n", 400},
        {"GET\t/ HTTP/1.1\r\n", 400},
        {"GET /#a HTTP/1.1\r\n", 400},
        {"GET /\x7f HTTP/1.1\r\n", 400},
        {"GET /\x01 HTTP/1.1\r\n", 400},
        {"G@T / HTTP/1.1\r\n", 400},
        {"GET /\r\n", 400},
        {"GET / HTTP/1.1 \r\n", 400},
        {"GET / http/1.1\r\n", 400},
        {"GET / HTTP/1,1\r\n", 400},
        {"GET / HTTP/1.10\r\n", 400},
        {"GET / HTTP/11.1\r\n", 400},
        {"GET / HTTP/1.x\r\n", 400},
        {"GET / HTTP/1.1\n", 400},
        {"GET / HTTP/1.1\r\r", 400},
        {"\n", 400},
        {"\rG", 400},
        {"\x16\x03\x01", 400},
        {"GET / HTTP/0.9\r\n", 505},
        {"GET / HTTP/2.0\r\n", 505},
        {"PRI * HTTP/2.0\r\n", 505},
        {"GET / HTTP/1.1\r\n Host: a\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: a\r\n b\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: a\r\n\tb\r\n", 400},
        {"GET / HTTP/1.1\r\nHost : a\r\n", 400},
        {"GET / HTTP/1.1\r\nHost\r\n", 400},
        {"GET / HTTP/1.1\r\n: a\r\n", 400},
        {"GET / HTTP/1.1\r\nHo@st: a\r\n", 400},
        {"GET / HTTP/1.1\r\nH\xc3\xb6st: a\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: a\n", 400},
        {"GET / HTTP/1.1\r\nHost: a\rb\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: a\x01\r\n", 400},
        {"GET / HTTP/1.1\r\nX: 0123456789abcdef0123456789\x1f"
         "abcdef\r\n",
         400},
        {"GET / HTTP/1.1\r\nX: 0123456789abcdef\x7f\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: a\r\n\n", 400},
        {"GET / HTTP/1.1\r\nHost: a\r\n\rx", 400},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (parse(rows[i].text) != -rows[i].status)
            print_error("row %zu: %s", i, rows[i].text);
        assert_int_equal(parse(rows[i].text), -rows[i].status);
    }
}

static void a_nul_byte_is_refused_everywhere(void **state)
{
    struct http_parsed parsed;
    size_t len = strlen(valid[4]);

    (void)state;
    for (size_t i = 0; i < len; i++) {
        char text[256];

        memcpy(text, valid[4], len);
        text[i] = '\0';
        assert_int_equal(parse_bytes(text, len, &parsed), -400);
    }
}

static void every_control_byte_is_refused_at_every_place_of_a_value(void **state)
{
    char text[] = "GET / HTTP/1.1\r\nX: 0123456789abcdefghijkl\r\n\r\n";
    struct http_parsed parsed;

    (void)state;
    for (size_t i = 19; i < 41; i++) {
        char kept = text[i];

        for (int c = 1; c < 256; c++) {
            bool refused = (c < 0x20 && c != '\t') || c == 0x7f;

            text[i] = (char)c;
            assert_int_equal(parse_bytes(text, sizeof(text) - 1, &parsed),
                             refused ? -400 : (int)sizeof(text) - 1);
        }
        text[i] = kept;
    }
}

static void methods_are_told_apart(void **state)
{
    static const struct {
        const char *text;
        enum http_method method;
    } rows[] = {
        {"GET", HTTP_GET},
        {"HEAD", HTTP_HEAD},
        {"POST", HTTP_METHOD_KNOWN},
        {"PUT", HTTP_METHOD_KNOWN},
        {"DELETE", HTTP_METHOD_KNOWN},
        {"OPTIONS", HTTP_METHOD_KNOWN},
        {"TRACE", HTTP_METHOD_KNOWN},
        {"PATCH", HTTP_METHOD_KNOWN},
        {"CONNECT", HTTP_METHOD_KNOWN},
        {"get", HTTP_METHOD_UNKNOWN},
        {"GETS", HTTP_METHOD_UNKNOWN},
        {"BREW", HTTP_METHOD_UNKNOWN},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct http_parsed parsed;
        char text[64];

        strcpy(text, rows[i].text);
        strcat(text, " / HTTP/1.1\r\n\r\n");
        assert_true(parse_bytes(text, strlen(text), &parsed) > 0);
        assert_int_equal(parsed.method, rows[i].method);
    }
}

/* start, then filler to make len bytes in all, then end. */
static char *stuffed(const char *start, char filler, size_t filler_count, const char *end)
{
    size_t start_len = strlen(start);
    char *text = malloc(start_len + filler_count + strlen(end) + 1);

    assert_non_null(text);
    memcpy(text, start, start_len);
    memset(text + start_len, filler, filler_count);
    strcpy(text + start_len + filler_count, end);
    return text;
}

static int parse_stuffed(const char *start, char filler, size_t filler_count, const char *end)
{
    char *text = stuffed(start, filler, filler_count, end);
    int found = parse(text);

    free(text);
    return found;
}

static void a_target_may_be_as_long_as_the_limit_and_no_longer(void **state)
{
    const char *end = " HTTP/1.1\r\n\r\n";

    (void)state;
    assert_true(parse_stuffed("GET /", 'x', HTTP_TARGET_MAX - 1, end) > 0);
    assert_int_equal(parse_stuffed("GET /", 'x', HTTP_TARGET_MAX, end), -414);
    assert_int_equal(parse_stuffed("GET /", 'x', HTTP_TARGET_MAX, ""), -414);
    assert_int_equal(parse_stuffed("GET /", 'x', HTTP_TARGET_MAX - 1, ""), 0);
}

static void a_method_longer_than_the_limit_is_not_implemented(void **state)
{
    (void)state;
    assert_true(parse_stuffed("", 'X', HTTP_METHOD_MAX, " / HTTP/1.1\r\n\r\n") > 0);
    assert_int_equal(parse_stuffed("", 'X', HTTP_METHOD_MAX + 1, ""), -501);
}

static void a_request_may_be_as_long_as_the_limit_and_no_longer(void **state)
{
    const char *start = "GET / HTTP/1.1\r\nX: ";
    size_t room = HTTP_REQUEST_MAX - strlen(start) - 4;

    (void)state;
    assert_int_equal(parse_stuffed(start, 'x', room, "\r\n\r\n"), HTTP_REQUEST_MAX);
    assert_int_equal(parse_stuffed(start, 'x', room + 1, "\r\n\r\n"), -431);
    assert_int_equal(parse_stuffed(start, 'x', room + 3, ""), 0);
    assert_int_equal(parse_stuffed(start, 'x', room + 4, ""), -431);
    assert_int_equal(parse_stuffed(start, 'x', room + 5000, "\r\n\r\n"), -431);
}

static void empty_lines_alone_come_to_an_end(void **state)
{
    char text[HTTP_REQUEST_MAX];
    struct http_parsed parsed;

    (void)state;
    for (size_t i = 0; i < sizeof(text); i++)
        text[i] = i % 2 == 0 ? '\r' : '\n';
    assert_int_equal(parse_bytes(text, sizeof(text) - 1, &parsed), 0);
    assert_int_equal(parse_bytes(text, sizeof(text), &parsed), -414);
}

static void there_may_be_as_many_fields_as_the_limit_and_no_more(void **state)
{
    char text[HTTP_REQUEST_MAX] = "GET / HTTP/1.1\r\n";

    (void)state;
    for (unsigned i = 0; i < HTTP_FIELD_MAX; i++)
        strcat(text, "A: b\r\n");
    strcat(text, "\r\n");
    assert_int_equal(parse(text), strlen(text));
    strcpy(text + strlen(text) - 2, "A: b\r\n\r\n");
    assert_int_equal(parse(text), -431);
}

static void blanks_around_a_value_are_not_part_of_it(void **state)
{
    const char *text = "GET / HTTP/1.1\r\nHost: \t example.org \t \r\n\r\n";
    struct http_parsed parsed;

    (void)state;
    assert_true(http_parse((struct span){(const uint8_t *)text, strlen(text)}, &parsed) > 0);
    assert_int_equal(parsed.host.len, 11);
    assert_memory_equal(parsed.host.bytes, "example.org", 11);
    assert_int_equal(parsed.minor, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_prefix_of_a_valid_request_is_partial),
        cmocka_unit_test(what_follows_a_request_is_left_alone),
        cmocka_unit_test(malformed_requests_are_refused_with_their_status),
        cmocka_unit_test(a_nul_byte_is_refused_everywhere),
        cmocka_unit_test(every_control_byte_is_refused_at_every_place_of_a_value),
        cmocka_unit_test(methods_are_told_apart),
        cmocka_unit_test(a_target_may_be_as_long_as_the_limit_and_no_longer),
        cmocka_unit_test(a_method_longer_than_the_limit_is_not_implemented),
        cmocka_unit_test(a_request_may_be_as_long_as_the_limit_and_no_longer),
        cmocka_unit_test(empty_lines_alone_come_to_an_end),
        cmocka_unit_test(there_may_be_as_many_fields_as_the_limit_and_no_more),
        cmocka_unit_test(blanks_around_a_value_are_not_part_of_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
