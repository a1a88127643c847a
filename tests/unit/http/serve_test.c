/* serve_test.c - whole requests against a small site: every status, and what each reply holds. */
#include "http/site.h"

#include "kvfs.h"
#include "parse.h"
#include "reply.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct http_reply reply;

/* Ask; check result and status. */
static void expect(const char *request, int status, bool close)
{
    int result = fake_ask(request, &reply);

    if (reply.status != status)
        print_error("%s", request);
    assert_int_equal(reply.status, status);
    assert_int_equal(reply.close, close);
    assert_true(result == (int)strlen(request) || (result == HTTP_BAD && close));
    assert_int_equal(strstr(fake_wire(&reply), "Connection: close\r\n") != NULL, close);
}

static void get(const char *target, const char *fields, int status)
{
    char request[HTTP_REQUEST_MAX];

    snprintf(request, sizeof(request), "GET %s HTTP/1.1\r\nHost: a\r\n%s\r\n", target, fields);
    expect(request, status, false);
}

static void refused(const char *request, int status)
{
    expect(request, status, true);
    assert_int_equal(fake_ask(request, &reply), HTTP_BAD);
}

static void a_page_is_served_with_date_and_baked_head(void **state)
{
    (void)state;
    get("/", "", 200);
    assert_string_equal(fake_wire(&reply), "HTTP/1.1 200 OK\r\nDate: Tue, 14 Nov 2023 22:13:20 GMT\r\n"
                                           "Content-Length: 14\r\nETag: \"identity\"\r\n"
                                           "Vary: Accept-Encoding\r\n\r\nthe front page");
    assert_int_equal(reply.span_count, 1);
}

static void the_date_follows_the_clock(void **state)
{
    static const uint8_t request[] = "GET / HTTP/1.0\r\n\r\n";
    struct span in = {request, sizeof(request) - 1};

    (void)state;
    assert_true(http_request(in, 0, false, &reply) > 0);
    assert_non_null(strstr(fake_wire(&reply), "Date: Thu, 01 Jan 1970 00:00:00 GMT\r\n"));
    assert_true(http_request(in, 1, false, &reply) > 0);
    assert_non_null(strstr(fake_wire(&reply), "Date: Thu, 01 Jan 1970 00:00:01 GMT\r\n"));
    assert_true(http_request(in, UINT64_MAX, false, &reply) > 0);
    assert_non_null(strstr(fake_wire(&reply), "Date: Fri, 31 Dec 9999 23:59:59 GMT\r\n"));
}

static void bodies_are_lent_from_the_payload_and_not_copied(void **state)
{
    (void)state;
    get("/plain.txt", "", 200);
    assert_true(reply.spans[0].bytes >= fake_payload);
    assert_true(reply.spans[0].bytes + reply.spans[0].len <= fake_payload + fake_payload_len);
}

static void a_head_request_gets_the_head_of_a_get(void **state)
{
    static const char *const targets[] = {"/", "/a", "/a/", "/plain.txt", "/none"};

    (void)state;
    for (size_t i = 0; i < sizeof(targets) / sizeof(targets[0]); i++) {
        char request[128], head[1024];

        snprintf(request, sizeof(request), "HEAD %s HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n",
                 targets[i]);
        assert_int_equal(fake_ask(request, &reply), strlen(request));
        snprintf(head, sizeof(head), "%s", fake_wire(&reply));
        assert_string_equal(fake_body(&reply), "");
        memcpy(request, "GET ", 4);
        memmove(request + 4, request + 5, strlen(request + 5) + 1);
        assert_int_equal(fake_ask(request, &reply), strlen(request));
        assert_int_equal(strncmp(fake_wire(&reply), head, strlen(head)), 0);
    }
}

static void gzip_goes_to_those_who_want_it(void **state)
{
    uint64_t gzip_before = http_stats()->replies_gzip;

    (void)state;
    get("/", "Accept-Encoding: br, gzip\r\n", 200);
    assert_string_equal(fake_body(&reply), "(front)");
    get("/", "Accept-Encoding: gzip;q=0\r\n", 200);
    assert_string_equal(fake_body(&reply), "the front page");
    get("/plain.txt", "Accept-Encoding: gzip\r\n", 200);
    assert_string_equal(fake_body(&reply), "plain");
    get("/", "Accept-Encoding: identity;q=0\r\n", 200);
    assert_string_equal(fake_body(&reply), "the front page");
    assert_int_equal(http_stats()->replies_gzip, gzip_before + 1);
}

static void what_is_not_there_gets_the_sites_own_404_page(void **state)
{
    (void)state;
    get("/none", "", 404);
    assert_string_equal(fake_body(&reply), "not here");
    get("/none", "Accept-Encoding: gzip\r\n", 404);
    assert_string_equal(fake_body(&reply), "(no)");
    get("/none", "If-None-Match: *\r\n", 404);
    get("/none", "If-Match: *\r\n", 404);
    get("//", "", 404);
    get("/A/", "", 404);
}

static void a_folder_without_its_slash_is_moved(void **state)
{
    (void)state;
    get("/a?q", "If-None-Match: *\r\nAccept-Encoding: gzip\r\n", 301);
    assert_non_null(strstr(fake_wire(&reply), "\r\nLocation: /a/\r\n"));
    assert_string_equal(fake_body(&reply), "");
}

static void targets_are_decoded_before_they_are_looked_up(void **state)
{
    (void)state;
    get("/%c3%BC%201%25.txt?x=%00", "", 200);
    assert_string_equal(fake_body(&reply), "odd name");
    get("/\xc3\xbc%201%25.txt", "", 200);
    get("/x/../%2e%2E/a/./", "", 200);
    assert_string_equal(fake_body(&reply), "page a");
    get("http://other.example:8080/a/", "", 200);
    get("https://other.example", "", 200);
    get("/?", "", 200);
}

static void targets_that_cannot_be_are_refused(void **state)
{
    (void)state;
    refused("GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    refused("GET /%4 HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    refused("GET * HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    refused("GET a:80 HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    refused("GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    refused("GET http://u@a/ HTTP/1.1\r\nHost: a\r\n\r\n", 400);
}

static void a_client_that_has_it_gets_no_body(void **state)
{
    (void)state;
    get("/", "If-None-Match: \"identity\"\r\n", 304);
    assert_string_equal(fake_wire(&reply),
                        "HTTP/1.1 304 Not Modified\r\nDate: Tue, 14 Nov 2023 22:13:20 GMT\r\n"
                        "ETag: \"identity\"\r\nVary: Accept-Encoding\r\n\r\n");
    get("/", "If-None-Match: W/\"gzip\"\r\nAccept-Encoding: gzip\r\n", 304);
    get("/", "If-None-Match: \"gzip\"\r\n", 200);
    get("/", "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n", 304);
    get("/", "If-Modified-Since: Sun, 06 Nov 1994 08:49:36 GMT\r\n", 200);
    expect("HEAD / HTTP/1.1\r\nHost: a\r\nIf-None-Match: *\r\n\r\n", 304, false);
}

static void a_failed_precondition_is_412_and_the_connection_stays(void **state)
{
    (void)state;
    get("/", "If-Match: \"other\"\r\n", 412);
    assert_string_equal(fake_body(&reply), "412 Precondition Failed\n");
    expect("HEAD / HTTP/1.1\r\nHost: a\r\nIf-Match: \"other\"\r\n\r\n", 412, false);
    assert_string_equal(fake_body(&reply), "");
}

static void exactly_one_wellformed_host_is_required(void **state)
{
    (void)state;
    refused("GET / HTTP/1.1\r\n\r\n", 400);
    refused("GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n", 400);
    refused("GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", 400);
    refused("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400);
    refused("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400);
    refused("GET http://a/ HTTP/1.1\r\n\r\n", 400);
    expect("GET / HTTP/1.1\r\nHost:\r\n\r\n", 200, false);
    expect("GET / HTTP/1.1\r\nHOST: [::1]:8080\r\n\r\n", 200, false);
    expect("GET / HTTP/1.0\r\n\r\n", 200, true);
}

static void framing_that_others_may_see_otherwise_is_refused(void **state)
{
    static const struct {
        const char *fields;
        int status;
    } rows[] = {
        {"Content-Length: 0\r\nTransfer-Encoding: chunked\r\n", 400},
        {"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", 400},
        {"Content-Length: 0\r\nContent-Length: 0\r\n", 400},
        {"Content-Length: 0\r\nContent-Length: 5\r\n", 400},
        {"Content-Length: 0, 0\r\n", 400},
        {"Content-Length: +0\r\n", 400},
        {"Content-Length: -1\r\n", 400},
        {"Content-Length: 0x0\r\n", 400},
        {"Content-Length:\r\n", 400},
        {"Content-Length : 0\r\n", 400},
        {"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", 400},
        {"Transfer-Encoding: identity\r\n", 400},
        {"Transfer-Encoding: chunked, gzip\r\n", 400},
        {"Transfer-Encoding:\r\n", 400},
        {"Transfer-Encoding: xchunked\r\n", 400},
        {"Transfer-Encoding: gzip, chunked\r\n", 501},
        {"Transfer-Encoding: ChunkeD\r\n", 413},
        {"Content-Length: 1\r\n", 413},
        {"Content-Length: 99999999999999999999999999\r\n", 413},
    };
    char request[256];

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        snprintf(request, sizeof(request), "GET / HTTP/1.1\r\nHost: a\r\n%s\r\n", rows[i].fields);
        refused(request, rows[i].status);
    }
    refused("GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400);
    get("/", "Content-Length: 0\r\n", 200);
    get("/", "Content-Length: 000\r\n", 200);
}

static void methods_that_change_things_are_refused(void **state)
{
    (void)state;
    expect("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 405, false);
    assert_non_null(strstr(fake_wire(&reply), "\r\nAllow: GET, HEAD\r\n"));
    assert_string_equal(fake_body(&reply), "405 Method Not Allowed\n");
    expect("DELETE / HTTP/1.1\r\nHost: a\r\n\r\n", 405, false);
    expect("CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n", 405, false);
    expect("BREW /pot HTTP/1.1\r\nHost: a\r\n\r\n", 501, false);
    refused("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\na=b", 405);
    refused("PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", 405);
    refused("BREW / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\na=b", 501);
    refused("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", 400);
}

static void error_replies_have_their_reason_and_length(void **state)
{
    (void)state;
    refused("GET / HTTP/3.0\r\n\r\n", 505);
    assert_string_equal(fake_wire(&reply), "HTTP/1.1 505 HTTP Version Not Supported\r\n"
                                           "Date: Tue, 14 Nov 2023 22:13:20 GMT\r\nConnection: close\r\n"
                                           "Content-Type: text/plain\r\nContent-Length: 31\r\n\r\n"
                                           "505 HTTP Version Not Supported\n");
    refused("HEAD / HTTP/1.1\r\n\r\n", 400);
    assert_string_equal(fake_body(&reply), "");
    assert_int_equal(reply.span_count, 0);
}

static void connections_persist_as_their_version_says(void **state)
{
    (void)state;
    expect("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 200, true);
    expect("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, Close\r\n\r\n", 200, true);
    expect("GET / HTTP/1.1\r\nHost: a\r\nConnection: closed\r\n\r\n", 200, false);
    expect("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", 200, false);
    assert_non_null(strstr(fake_wire(&reply), "\r\nConnection: keep-alive\r\n"));
    expect("GET / HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n", 200, true);
    expect("GET / HTTP/1.0\r\nConnection: x\r\n\r\n", 200, true);
}

static void a_connection_that_had_its_share_is_told(void **state)
{
    const char *request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    (void)state;
    assert_int_equal(fake_ask_bytes(request, strlen(request), true, &reply), strlen(request));
    assert_true(reply.close);
    assert_non_null(strstr(fake_wire(&reply), "Connection: close\r\n"));
}

static void pipelined_requests_are_answered_one_by_one(void **state)
{
    const char *two = "GET /a/ HTTP/1.1\r\nHost: a\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n";
    int first = fake_ask(two, &reply);

    (void)state;
    assert_int_equal(first, 29);
    assert_string_equal(fake_body(&reply), "page a");
    assert_int_equal(fake_ask(two + first, &reply), strlen(two) - 29);
    assert_string_equal(fake_body(&reply), "the front page");
}

static void the_longest_path_is_decoded(void **state)
{
    static char request[HTTP_REQUEST_MAX];
    size_t len = (size_t)sprintf(request, "GET /");

    (void)state;
    while (len < 4 + HTTP_TARGET_MAX - 3)
        len += (size_t)sprintf(request + len, "%%41");
    sprintf(request + len, " HTTP/1.1\r\nHost: a\r\n\r\n");
    expect(request, 404, false);
}

static void a_late_request_gets_408(void **state)
{
    uint64_t before = http_stats()->replies_408;

    (void)state;
    http_timeout_reply(FAKE_NOW_S, &reply);
    assert_int_equal(reply.status, 408);
    assert_true(reply.close);
    assert_string_equal(fake_body(&reply), "408 Request Timeout\n");
    assert_int_equal(http_stats()->replies_408, before + 1);
}

static void every_reply_is_counted_once(void **state)
{
    const struct http_stats *now = http_stats();
    struct http_stats before = *now;
    uint64_t sum = 0;

    (void)state;
    get("/", "", 200);
    get("/a", "", 301);
    get("/none", "", 404);
    get("/", "If-None-Match: *\r\n", 304);
    get("/", "If-Match: \"x\"\r\n", 412);
    refused("x\n", 400);
    expect("PUT / HTTP/1.1\r\nHost: a\r\n\r\n", 405, false);
    assert_int_equal(fake_ask("GET / HT", &reply), HTTP_PARTIAL);
    assert_int_equal(now->requests - before.requests, 8); /* refused() asks twice */
    assert_int_equal(now->replies_200 - before.replies_200, 1);
    assert_int_equal(now->replies_301 - before.replies_301, 1);
    assert_int_equal(now->replies_304 - before.replies_304, 1);
    assert_int_equal(now->replies_404 - before.replies_404, 1);
    assert_int_equal(now->replies_400 - before.replies_400, 2);
    assert_int_equal(now->replies_405 - before.replies_405, 1);
    assert_int_equal(now->replies_other - before.replies_other, 1);
    sum = now->replies_200 + now->replies_301 + now->replies_304 + now->replies_404 + now->replies_400 +
          now->replies_405 + now->replies_413 + now->replies_414 + now->replies_431 + now->replies_501 +
          now->replies_505 + now->replies_other;
    assert_int_equal(sum, now->requests);
}

static void too_many_lines_of_one_list_are_431(void **state)
{
    const char *four = "If-None-Match: \"a\"\r\nIf-None-Match: \"b\"\r\nIf-None-Match: \"c\"\r\n";
    char fields[256];

    (void)state;
    assert_int_equal(HTTP_LIST_LINES, 4);
    snprintf(fields, sizeof(fields), "%sIf-None-Match: \"identity\"\r\n", four);
    get("/", fields, 304);
    snprintf(fields, sizeof(fields), "GET / HTTP/1.1\r\nHost: a\r\n%s%s\r\n", four, four);
    refused(fields, 431);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_is_served_with_date_and_baked_head),
        cmocka_unit_test(the_date_follows_the_clock),
        cmocka_unit_test(bodies_are_lent_from_the_payload_and_not_copied),
        cmocka_unit_test(a_head_request_gets_the_head_of_a_get),
        cmocka_unit_test(gzip_goes_to_those_who_want_it),
        cmocka_unit_test(what_is_not_there_gets_the_sites_own_404_page),
        cmocka_unit_test(a_folder_without_its_slash_is_moved),
        cmocka_unit_test(targets_are_decoded_before_they_are_looked_up),
        cmocka_unit_test(targets_that_cannot_be_are_refused),
        cmocka_unit_test(a_client_that_has_it_gets_no_body),
        cmocka_unit_test(a_failed_precondition_is_412_and_the_connection_stays),
        cmocka_unit_test(exactly_one_wellformed_host_is_required),
        cmocka_unit_test(framing_that_others_may_see_otherwise_is_refused),
        cmocka_unit_test(methods_that_change_things_are_refused),
        cmocka_unit_test(error_replies_have_their_reason_and_length),
        cmocka_unit_test(connections_persist_as_their_version_says),
        cmocka_unit_test(a_connection_that_had_its_share_is_told),
        cmocka_unit_test(pipelined_requests_are_answered_one_by_one),
        cmocka_unit_test(the_longest_path_is_decoded),
        cmocka_unit_test(a_late_request_gets_408),
        cmocka_unit_test(every_reply_is_counted_once),
        cmocka_unit_test(too_many_lines_of_one_list_are_431),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
