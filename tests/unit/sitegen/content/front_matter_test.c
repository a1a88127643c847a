/* front_matter_test.c - of sitegen/content/front_matter.c */
#include "content/front_matter.h"
#include "sitegen/case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static bool read(struct test_case *test, struct str source, struct front_matter *front)
{
    return front_matter_read(&test->pool, &test->diag, "p.md", source, front);
}

static void keys_and_body_are_parted(void **state)
{
    struct test_case test = {0};
    struct front_matter front;
    struct str source = STR("---\ntitle: Hello\n---\nText\n---\n");

    (void)state;
    assert_true(read(&test, source, &front));
    assert_true(front.present);
    assert_true(str_is(value_get(front.values, "title").string, "Hello"));
    assert_true(str_is(str_from(source, front.body), "Text\n---\n"));
    case_free(&test);
}

static void line_ends_of_windows_and_byte_order_marks_are_taken(void **state)
{
    struct test_case test = {0};
    struct front_matter front;
    struct str source = STR("\xef\xbb\xbf---\r\ntitle: Hello\r\n---  \r\nText");

    (void)state;
    assert_true(read(&test, source, &front));
    assert_true(str_is(value_get(front.values, "title").string, "Hello"));
    assert_true(str_is(str_from(source, front.body), "Text"));
    case_free(&test);
}

static void a_text_without_front_matter_is_all_body(void **state)
{
    static const char *const texts[] = {"", "Text", "----\nx\n----\n", " ---\n", "--- title\n---\n"};
    struct test_case test = {0};
    struct front_matter front;

    (void)state;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        assert_true(read(&test, str_of(texts[i]), &front));
        assert_false(front.present);
        assert_int_equal(front.body, 0);
        assert_int_equal(front.values.kind, VALUE_HASH);
    }
    case_free(&test);
}

static void empty_front_matter_is_front_matter(void **state)
{
    struct test_case test = {0};
    struct front_matter front;

    (void)state;
    assert_true(read(&test, STR("---\n---\n"), &front));
    assert_true(front.present);
    assert_int_equal(front.values.hash->count, 0);
    case_free(&test);
}

static void front_matter_that_is_not_closed_is_an_error(void **state)
{
    struct test_case test = {0};
    struct front_matter front;

    (void)state;
    assert_false(read(&test, STR("---\ntitle: x\n"), &front));
    assert_string_equal(case_messages(&test),
                        "p.md:1:1: error: the front matter is not closed by a line of \"---\"\n");
    case_free(&test);
}

static void front_matter_that_is_a_list_is_an_error(void **state)
{
    struct test_case test = {0};
    struct front_matter front;

    (void)state;
    assert_false(read(&test, STR("---\n- a\n---\n"), &front));
    assert_int_equal(test.diag.error_count, 1);
    case_free(&test);
}

static void bytes_that_are_not_utf8_are_named(void **state)
{
    struct test_case test = {0};

    (void)state;
    assert_false(front_matter_check_utf8(&test.diag, "p.md", STR("---\ntitle: caf\xe9\n---\n")));
    assert_string_equal(case_messages(&test), "p.md:2:11: error: not UTF-8: byte 0xe9\n");
    case_free(&test);
}

static void every_prefix_is_read_or_refused(void **state)
{
    struct str whole = STR("---\ntitle: Hello\ntags: [a, b]\n---\nText\n");

    (void)state;
    for (size_t len = 0; len <= whole.len; len++) {
        struct test_case test = {0};
        struct front_matter front;
        bool ok = read(&test, str_head(whole, len), &front);
        assert_true(ok || test.diag.error_count > 0);
        assert_true(front.body <= len);
        case_free(&test);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_and_body_are_parted),
        cmocka_unit_test(line_ends_of_windows_and_byte_order_marks_are_taken),
        cmocka_unit_test(a_text_without_front_matter_is_all_body),
        cmocka_unit_test(empty_front_matter_is_front_matter),
        cmocka_unit_test(front_matter_that_is_not_closed_is_an_error),
        cmocka_unit_test(front_matter_that_is_a_list_is_an_error),
        cmocka_unit_test(bytes_that_are_not_utf8_are_named),
        cmocka_unit_test(every_prefix_is_read_or_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
