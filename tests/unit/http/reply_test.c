/* reply_test.c - heads of replies. */
#include "reply.h"

#include "http/site.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const int statuses[] = {200, 301, 304, 400, 404, 405, 408, 412, 413, 414, 431, 501, 505};
static struct http_reply reply;

static void every_status_fits_with_its_longest_head(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
        http_reply_plain(&reply, statuses[i], FAKE_NOW_S, HTTP_KEEP_SAY, false);
        assert_true(reply.head_len < HTTP_HEAD_MAX);
        assert_int_equal(reply.status, statuses[i]);
        assert_int_equal(reply.span_count, 0);
        assert_false(reply.close);
    }
}

static void the_stated_length_is_that_of_the_body(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
        char expected[64];

        http_reply_plain(&reply, statuses[i], FAKE_NOW_S, HTTP_CLOSE, false);
        snprintf(expected, sizeof(expected), "\r\nContent-Length: %zu\r\n\r\n", strlen(fake_body(&reply)));
        assert_non_null(strstr(fake_wire(&reply), expected));
    }
}

static void only_405_says_what_is_allowed(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
        http_reply_plain(&reply, statuses[i], FAKE_NOW_S, HTTP_KEEP, true);
        assert_int_equal(strstr(fake_wire(&reply), "\r\nAllow: GET, HEAD\r\n") != NULL, statuses[i] == 405);
        assert_string_equal(fake_body(&reply), "");
    }
}

static void the_connection_line_is_there_when_something_is_to_be_said(void **state)
{
    (void)state;
    http_reply_start(&reply, 200, FAKE_NOW_S, HTTP_KEEP);
    assert_null(strstr(fake_wire(&reply), "Connection"));
    http_reply_start(&reply, 200, FAKE_NOW_S, HTTP_KEEP_SAY);
    assert_non_null(strstr(fake_wire(&reply), "\r\nConnection: keep-alive\r\n"));
    assert_false(reply.close);
    http_reply_start(&reply, 200, FAKE_NOW_S, HTTP_CLOSE);
    assert_non_null(strstr(fake_wire(&reply), "\r\nConnection: close\r\n"));
    assert_true(reply.close);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_status_fits_with_its_longest_head),
        cmocka_unit_test(the_stated_length_is_that_of_the_body),
        cmocka_unit_test(only_405_says_what_is_allowed),
        cmocka_unit_test(the_connection_line_is_there_when_something_is_to_be_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
