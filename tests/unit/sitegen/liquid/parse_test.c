/* parse_test.c - of sitegen/liquid/parse.c, parse_expr.c, parse_tags.c: what is refused, and with which
 * words. */
#include "sitegen/case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void refused(const char *template, const char *message)
{
    struct test_case test = {0};

    assert_null(case_render(&test, template, ""));
    assert_string_equal(case_messages(&test), message);
    case_free(&test);
}

static void blocks_that_are_not_closed_are_named_where_they_start(void **state)
{
    (void)state;
    refused("a\n{% if x %}b", "page:2:7: error: \"if\" is not closed by \"endif\"\n");
    refused("{% for a in b %}{% if x %}{% endfor %}",
            "page:1:8: error: \"for\" is not closed by \"endfor\"\npage:1:23: error: \"if\" is not closed by "
            "\"endif\"\n"
            "page:1:27: error: \"endfor\" without a block that it belongs to\n");
    refused("{{ a", "page:1:1: error: \"{{\" is not closed\n");
    refused("x {% if", "page:1:3: error: \"{%\" is not closed\n");
    refused("{% raw %}x", "page:1:1: error: \"raw\" is not closed by \"endraw\"\n");
    refused("{% comment %}x", "page:1:1: error: \"comment\" is not closed by \"endcomment\"\n");
}

static void unknown_tags_and_filters_are_named(void **state)
{
    (void)state;
    refused("{% blink %}", "page:1:1: error: unknown tag \"blink\"\n");
    refused("{% endif %}", "page:1:1: error: \"endif\" without a block that it belongs to\n");
    refused("{{ a | upcse }}", "page:1:8: error: unknown filter \"upcse\"\n");
    refused("{{ a | append }}", "page:1:8: error: filter \"append\" takes 1 to 1 arguments, found 0\n");
}

static void markup_out_of_place_is_named(void **state)
{
    (void)state;
    refused("{{ a b }}", "page:1:6: error: expected the end of the tag, found \"b\"\n");
    refused("{{ | upcase }}", "page:1:4: error: expected a value, found \"|\"\n");
    refused("{% if %}{% endif %}", "page:1:6: error: expected a value\n");
    refused("{% for a b %}{% endfor %}", "page:1:10: error: expected \"in\"\n");
    refused("{% assign x 1 %}", "page:1:13: error: expected \"=\"\n");
    refused("{{ 'a }}", "page:1:4: error: expected a value, found \"'a\"\n");
    refused("{{ a[1 }}", "page:1:7: error: expected \"]\"\n");
    refused("{{ 99999999999999999999 }}", "page:1:4: error: the number is too large\n");
    refused("{% include a.html 5 %}", "page:1:19: error: expected the name of a parameter, found \"5\"\n");
}

static void all_errors_are_collected(void **state)
{
    struct test_case test = {0};

    (void)state;
    assert_null(case_render(&test, "{{ a | x }}\n{{ b | y }}\n{% z %}", ""));
    assert_int_equal(test.diag.error_count, 3);
    case_free(&test);
}

static void nesting_is_bounded(void **state)
{
    struct test_case test = {0};
    struct text text = {0};

    (void)state;
    for (unsigned i = 0; i < 100000; i++)
        text_add_c(&text, "{% if a %}");
    assert_null(case_render(&test, text.bytes, ""));
    assert_non_null(strstr(case_messages(&test), "nested too deeply"));
    text_clear(&text);
    text_add_c(&text, "{{ ");
    for (unsigned i = 0; i < 100000; i++)
        text_add_c(&text, "a[");
    text_add_c(&text, "}}");
    assert_null(case_render(&test, text.bytes, ""));
    text_free(&text);
    case_free(&test);
}

static void every_prefix_is_rendered_or_refused(void **state)
{
    const char *whole =
        "a{{ b.c[d] | append: 'x', k: 1 }}{% if a == (1..2) and b %}{% elsif c %}{% else %}{% endif %}"
        "{% for i in l limit: 2 reversed %}{% else %}{% endfor %}{% case x %}{% when 1, 2 %}{% endcase %}"
        "{% raw %}{% endraw %}{% capture v %}{% endcapture %}{%- cycle 'a': 1, 2 -%}";
    size_t whole_len = strlen(whole);

    (void)state;
    for (size_t len = 0; len <= whole_len; len++) {
        struct test_case test = {0};
        char *prefix = pool_copy(&test.pool, (struct str){whole, len});
        const char *printed = case_render(&test, prefix, "l: [1, 2, 3]");
        assert_true(printed != NULL || test.diag.error_count > 0);
        case_free(&test);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_that_are_not_closed_are_named_where_they_start),
        cmocka_unit_test(unknown_tags_and_filters_are_named),
        cmocka_unit_test(markup_out_of_place_is_named),
        cmocka_unit_test(all_errors_are_collected),
        cmocka_unit_test(nesting_is_bounded),
        cmocka_unit_test(every_prefix_is_rendered_or_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
