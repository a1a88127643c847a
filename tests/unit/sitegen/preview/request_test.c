/* request_test.c - of sitegen/preview/request.c */
#include "preview/request.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static const char whole[] = "GET /events?x=1 HTTP/1.1\r\nHOST: 127.0.0.1:8081\r\nAccept: */*\r\n"
                            "Origin:  http://localhost:8080 \r\n\r\n";

static void a_request_is_read_into_its_parts(void **state)
{
    struct request request;

    (void)state;
    assert_int_equal(request_read(str_of(whole), &request), REQUEST_WHOLE);
    assert_true(str_is(request.method, "GET"));
    assert_true(str_is(request.path, "/events"));
    assert_true(str_is(request.host, "127.0.0.1:8081"));
    assert_true(str_is(request.origin, "http://localhost:8080"));
}

static void every_prefix_of_a_request_is_a_part_of_one(void **state)
{
    struct request request;

    (void)state;
    for (size_t len = 0; len < sizeof(whole) - 1; len++)
        assert_int_equal(request_read((struct str){whole, len}, &request), REQUEST_PARTIAL);
}

static void what_is_no_request_is_refused(void **state)
{
    static const char *const bad[] = {
        "\r\n\r\n",
        "GET\r\n\r\n",
        "GET /\r\n\r\n",
        "GET  / HTTP/1.1\r\n\r\n",
        " / HTTP/1.1\r\n\r\n",
        "GET http://a/ HTTP/1.1\r\n\r\n",
        "GET / SPDY/3\r\n\r\n",
        "GET / HTTP/1.1\r\nno colon\r\n\r\n",
        "GET / HTTP/1.1\r\n: x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost : x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\n folded: y\r\n\r\n",
    };
    struct request request;

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_int_equal(request_read(str_of(bad[i]), &request), REQUEST_BAD);
}

static void a_head_without_end_is_refused_when_it_is_too_long(void **state)
{
    static char head[REQUEST_MAX];
    struct request request;

    (void)state;
    memset(head, 'a', sizeof(head));
    assert_int_equal(request_read((struct str){head, sizeof(head) - 1}, &request), REQUEST_PARTIAL);
    assert_int_equal(request_read((struct str){head, sizeof(head)}, &request), REQUEST_BAD);
}

static void only_names_of_this_machine_are_local(void **state)
{
    static const char *const bad[] = {"", "evil.example", "127.0.0.1.evil.example",
                                      "localhost.evil.example:80", "x127.0.0.1"};

    (void)state;
    assert_true(request_host_is_local(STR("127.0.0.1")));
    assert_true(request_host_is_local(STR("127.0.0.1:8081")));
    assert_true(request_host_is_local(STR("LocalHost:8081")));
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_false(request_host_is_local(str_of(bad[i])));
}

static void the_site_is_told_from_other_origins(void **state)
{
    static const char *const bad[] = {"",
                                      "null",
                                      "http://",
                                      "http://127.0.0.1",
                                      "http://127.0.0.1:80801",
                                      "http://127.0.0.1:18080",
                                      "https://127.0.0.1:8080",
                                      "http://evil.example:8080",
                                      "http://127.0.0.1:1:8080",
                                      ":8080"};

    (void)state;
    assert_true(request_origin_is(STR("http://127.0.0.1:8080"), 8080));
    assert_true(request_origin_is(STR("http://localhost:8080"), 8080));
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_false(request_origin_is(str_of(bad[i]), 8080));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_request_is_read_into_its_parts),
        cmocka_unit_test(every_prefix_of_a_request_is_a_part_of_one),
        cmocka_unit_test(what_is_no_request_is_refused),
        cmocka_unit_test(a_head_without_end_is_refused_when_it_is_too_long),
        cmocka_unit_test(only_names_of_this_machine_are_local),
        cmocka_unit_test(the_site_is_told_from_other_origins),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
