/* fields_test.c - field lines one by one. */
#include "parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct span span_of(const char *text)
{
    return (struct span){(const uint8_t *)text, strlen(text)};
}

static int take(struct http_parsed *parsed, const char *name, const char *value)
{
    return http_field(parsed, span_of(name), span_of(value));
}

static void names_are_known_in_any_case(void **state)
{
    struct http_parsed parsed = {.host_count = 0};

    (void)state;
    assert_int_equal(take(&parsed, "HOST", "a"), 0);
    assert_int_equal(take(&parsed, "hOsT", "b"), 0);
    assert_int_equal(parsed.host_count, 2);
    assert_int_equal(take(&parsed, "CONNECTION", "CLOSE"), 0);
    assert_true(parsed.connection_close);
    assert_int_equal(take(&parsed, "IF-MATCH", "*"), 0);
    assert_int_equal(parsed.if_match.count, 1);
    assert_int_equal(take(&parsed, "If-Unmodified-Since", "x"), 0);
    assert_int_equal(parsed.if_unmodified_since.len, 1);
}

static void other_fields_change_nothing(void **state)
{
    static const char *const names[] = {"Hosu",
                                        "Expect",
                                        "X",
                                        "Connectiom",
                                        "If-Range",
                                        "If-None-Matcg",
                                        "Content-Lengti",
                                        "Range",
                                        "Accept-Encodinf",
                                        "Te",
                                        "Transfer-Encodinf",
                                        "If-Modified-Sincd",
                                        "If-Unmodified-Sincd",
                                        "Upgrade"};
    struct http_parsed parsed, before;

    (void)state;
    memset(&parsed, 0, sizeof(parsed));
    before = parsed;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        assert_int_equal(take(&parsed, names[i], "100-continue"), 0);
    assert_memory_equal(&parsed, &before, sizeof(parsed));
}

static void lists_skip_blanks_and_empty_elements(void **state)
{
    struct span rest = span_of(" ,, a ,\tb c\t,d, "), element;
    const char *const expected[] = {"a", "b c", "d"};

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        assert_true(http_list_next(&rest, &element));
        assert_int_equal(element.len, strlen(expected[i]));
        assert_memory_equal(element.bytes, expected[i], element.len);
    }
    assert_false(http_list_next(&rest, &element));
    rest = span_of("");
    assert_false(http_list_next(&rest, &element));
}

static void a_list_may_come_in_as_many_lines_as_the_limit(void **state)
{
    struct http_parsed parsed = {.host_count = 0};

    (void)state;
    for (uint32_t i = 0; i < HTTP_LIST_LINES; i++) {
        assert_int_equal(take(&parsed, "If-None-Match", "\"a\""), 0);
        assert_int_equal(take(&parsed, "If-Match", "\"a\""), 0);
    }
    assert_int_equal(take(&parsed, "If-None-Match", "\"a\""), -431);
    assert_int_equal(take(&parsed, "If-Match", "\"a\""), -431);
}

static void the_count_of_transfer_encoding_lines_does_not_wrap(void **state)
{
    struct http_parsed parsed = {.host_count = 0};

    (void)state;
    for (int i = 0; i < 257; i++)
        assert_int_equal(take(&parsed, "Transfer-Encoding", "chunked"), 0);
    assert_int_equal(parsed.transfer_lines, UINT8_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_known_in_any_case),
        cmocka_unit_test(other_fields_change_nothing),
        cmocka_unit_test(lists_skip_blanks_and_empty_elements),
        cmocka_unit_test(a_list_may_come_in_as_many_lines_as_the_limit),
        cmocka_unit_test(the_count_of_transfer_encoding_lines_does_not_wrap),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
