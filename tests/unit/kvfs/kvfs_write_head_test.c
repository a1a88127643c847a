/* kvfs_write_head_test.c - header blocks as text. */
#include "kvfs_write_parts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static char head[WRITE_HEAD_MAX + 1];
static uint32_t tail_len;

static size_t write_head(enum write_kind kind, int64_t last_modified_s, struct write_content content,
                         struct write_head_args args)
{
    struct write_entry entry = {.kind = kind, .last_modified_s = last_modified_s};
    size_t len = kvfs_write_head(head, &entry, &content, &args, &tail_len);

    assert_null(memchr(head, '\0', len));
    head[len] = '\0';
    return len;
}

static void a_page_has_its_validators_last(void **state)
{
    struct write_digest digest = {0x0123456789abcdef, 0xfedcba9876543210};
    struct write_content page = {.content_type = "text/html"};
    struct write_head_args args = {.body_len = 12345, .is_gzip = true, .vary = true};
    size_t len = write_head(WRITE_FILE, 784111777, page, args);
    struct write_rep rep = {.head_len = (uint32_t)len, .tail_len = tail_len};
    const char *tail = "ETag: \"0123456789abcdeffedcba9876543210\"\r\n"
                       "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
                       "Cache-Control: no-cache\r\nVary: Accept-Encoding\r\n\r\n";

    (void)state;
    kvfs_write_head_digest(head, &rep, &digest);
    assert_int_equal(tail_len, strlen(tail));
    assert_string_equal(head + len - tail_len, tail);
    head[len - tail_len] = '\0';
    assert_string_equal(head, "Content-Type: text/html\r\nContent-Length: 12345\r\nContent-Encoding: gzip\r\n"
                              "X-Content-Type-Options: nosniff\r\n");
}

static void what_is_not_html_may_be_an_hour_old(void **state)
{
    struct write_content image = {.content_type = "image/png"};

    (void)state;
    write_head(WRITE_FILE, 253402300799, image, (struct write_head_args){.body_len = 1});
    assert_non_null(strstr(head, "ETag: \"00000000000000000000000000000000\"\r\n"));
    assert_non_null(strstr(head, "Last-Modified: Fri, 31 Dec 9999 23:59:59 GMT\r\n"));
    assert_non_null(strstr(head, "Cache-Control: max-age=3600\r\n"));
    assert_null(strstr(head, "Vary"));
}

static void a_block_without_validators_has_no_digits(void **state)
{
    struct write_content redirect = {.location = "/a"};
    struct write_digest digest = {1, 2};
    char before[WRITE_HEAD_MAX];
    size_t len = write_head(WRITE_REDIRECT, 0, redirect, (struct write_head_args){.body_len = 0});
    struct write_rep rep = {.head_len = (uint32_t)len, .tail_len = tail_len};

    (void)state;
    memcpy(before, head, len + 1);
    kvfs_write_head_digest(head, &rep, &digest);
    assert_string_equal(head, before);
}

static void a_redirect_says_where_to_in_percent_encoding(void **state)
{
    char location[] = "/\xc3\xbc 1%/a?b#c\"<>\\^`{|}\x7f~!$&'()*+,;=:@-._/";
    struct write_content redirect = {.location = location};

    (void)state;
    write_head(WRITE_REDIRECT, 0, redirect, (struct write_head_args){.body_len = 0});
    assert_string_equal(
        head, "Location: /%C3%BC%201%25/a%3Fb%23c%22%3C%3E%5C%5E%60%7B%7C%7D%7F~!$&'()*+,;=:@-._/\r\n"
              "Content-Length: 0\r\nCache-Control: max-age=3600\r\n\r\n");
    assert_int_equal(tail_len, 0);
}

static void a_404_page_has_no_validators(void **state)
{
    struct write_content page = {.content_type = "text/html"};

    (void)state;
    write_head(WRITE_NOT_FOUND, 0, page, (struct write_head_args){.body_len = 4});
    assert_string_equal(head,
                        "Content-Type: text/html\r\nContent-Length: 4\r\nX-Content-Type-Options: nosniff\r\n"
                        "Cache-Control: no-cache\r\n\r\n");
    assert_int_equal(tail_len, 0);
}

static void the_longest_head_fits(void **state)
{
    static char location[KVFS_WRITE_PATH_MAX + 1], type[1025];
    struct write_content redirect = {.location = location}, page = {.content_type = type};

    (void)state;
    memset(location, 'x', KVFS_WRITE_PATH_MAX);
    memset(type, 'x', 1024);
    write_head(WRITE_REDIRECT, 0, redirect, (struct write_head_args){.body_len = 0});
    write_head(WRITE_FILE, 0, page, (struct write_head_args){.body_len = UINT64_MAX, .is_gzip = true, .vary = true});
    assert_string_equal(head + strlen(head) - 4, "\r\n\r\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_has_its_validators_last),
        cmocka_unit_test(what_is_not_html_may_be_an_hour_old),
        cmocka_unit_test(a_block_without_validators_has_no_digits),
        cmocka_unit_test(a_redirect_says_where_to_in_percent_encoding),
        cmocka_unit_test(a_404_page_has_no_validators),
        cmocka_unit_test(the_longest_head_fits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
