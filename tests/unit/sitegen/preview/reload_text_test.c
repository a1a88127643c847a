/* reload_text_test.c - of sitegen/preview/reload_text.c */
#include "preview/reload_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#define TAG "<script async src=\"http://127.0.0.1:8081/reload.js\"></script>\n"

static void expect(const char *html, const char *expected)
{
    struct text out = {0};

    reload_text_insert(&out, str_of(html), 8081);
    assert_string_equal(out.bytes, expected);
    text_free(&out);
}

static void the_script_stands_before_the_last_end_of_the_body(void **state)
{
    (void)state;
    expect("<body>a</body></html>", "<body>a" TAG "</body></html>");
    expect("<body><pre></body></pre></body>", "<body><pre></body></pre>" TAG "</body>");
    expect("<body>a</BODY ></HTML>", "<body>a" TAG "</BODY ></HTML>");
}

static void without_such_an_end_it_stands_last(void **state)
{
    (void)state;
    expect("<p>a", "<p>a" TAG);
    expect("", TAG);
    expect("</bod", "</bod" TAG);
    expect("</body", TAG "</body");
}

static void a_page_of_nothing_but_brackets_is_passed_through_once(void **state)
{
    struct text html = {0}, out = {0};

    (void)state;
    for (int i = 0; i < 200000; i++)
        text_add_c(&html, "</bod");
    reload_text_insert(&out, text_str(&html), 1);
    assert_true(out.len > html.len);
    text_free(&html);
    text_free(&out);
}

static void errors_are_one_line_of_json(void **state)
{
    struct text out = {0};

    (void)state;
    reload_text_state(&out, 1700000000123, STR("a.md:1:2: error: \"x\\y\"\n\xc3\xa9\xff\x01"));
    assert_string_equal(out.bytes, "{\"made\":1700000000123,\"errors\":\"a.md:1:2: error: "
                                   "\\u0022x\\u005cy\\u0022\\u000a\xc3\xa9\xef\xbf\xbd\\u0001\"}");
    text_free(&out);
}

static void every_prefix_of_a_character_can_be_shown(void **state)
{
    static const char text[] = "\xf0\x9f\x98\x80\xe2\x82\xac";

    (void)state;
    for (size_t len = 0; len < sizeof(text); len++) {
        struct text out = {0};
        reload_text_state(&out, 0, (struct str){text, len});
        assert_int_equal(utf8_bad(text_str(&out)), out.len);
        text_free(&out);
    }
}

static void the_page_of_errors_shows_them_as_text(void **state)
{
    struct text out = {0};

    (void)state;
    reload_text_page(&out, STR("<img src=x onerror=alert(1)> & \"more\""), 8081);
    assert_non_null(strstr(out.bytes, "&lt;img src=x onerror=alert(1)&gt; &amp; &quot;more&quot;"));
    assert_null(strstr(out.bytes, "<img"));
    assert_non_null(strstr(out.bytes, TAG "</body>"));
    text_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_script_stands_before_the_last_end_of_the_body),
        cmocka_unit_test(without_such_an_end_it_stands_last),
        cmocka_unit_test(a_page_of_nothing_but_brackets_is_passed_through_once),
        cmocka_unit_test(errors_are_one_line_of_json),
        cmocka_unit_test(every_prefix_of_a_character_can_be_shown),
        cmocka_unit_test(the_page_of_errors_shows_them_as_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
