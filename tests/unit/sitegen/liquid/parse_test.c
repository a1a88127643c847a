/* parse_test.c - of sitegen/liquid/parse*.c and lax.c: what is refused, with which words, and what is read
 * nevertheless. */
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
    refused("{{ a", "page:1:1: error: \"{{\" is not closed by \"}}\"\n");
    refused("x {% if", "page:1:3: error: \"{%\" is not closed by \"%}\"\n");
    refused("{% raw %}x", "page:1:1: error: \"raw\" is not closed by \"endraw\"\n");
    refused("{% comment %}x", "page:1:1: error: \"comment\" is not closed by \"endcomment\"\n");
}

static void unknown_tags_and_filters_are_named(void **state)
{
    (void)state;
    refused("{% frobnicate %}", "page:1:1: error: unknown tag \"frobnicate\"\n");
    refused("{% endif %}", "page:1:1: error: \"endif\" without a block that it belongs to\n");
    refused("{{ a | upcse }}", "page:1:8: error: unknown filter \"upcse\" (did you mean \"upcase\"?)\n");
    refused("{% unles %}a{% endunles %}",
            "page:1:1: error: unknown tag \"unles\" (did you mean \"unless\"?)\n");
    refused("{{ a | upcase: 1 }}", "page:1:8: error: filter \"upcase\" takes no arguments, found 1\n");
    refused("{{ a | append }}", "page:1:8: error: filter \"append\" takes 1 argument, found 0\n");
}

static const struct liquid_options strict = {.mode = LIQUID_STRICT};

static void refused_strictly(const char *template, const char *message)
{
    struct test_case test = {.options = &strict};

    assert_null(case_render(&test, template, ""));
    assert_string_equal(case_messages(&test), message);
    case_free(&test);
}

static void markup_out_of_place_is_named(void **state)
{
    (void)state;
    refused_strictly("{{ a b }}", "page:1:6: error: expected the end of the tag, found \"b\"\n");
    refused_strictly("{{ | upcase }}", "page:1:4: error: expected a value, found \"|\"\n");
    refused_strictly("{{ 'a }}", "page:1:4: error: expected a value, found \"'a\"\n");
    refused_strictly("{{ a[1 }}", "page:1:7: error: expected \"]\"\n");
    refused_strictly("{{ a. }}", "page:1:6: error: expected a name behind \".\"\n");
    refused_strictly("{% if a = 1 %}{% endif %}",
                     "page:1:9: error: expected the end of the tag, found \"=\"\n");
    refused_strictly("{% for a in b limit 2 %}{% endfor %}",
                     "page:1:21: error: expected \":\", found \"2\"\n");
    refused("{% if %}{% endif %}", "page:1:6: error: expected a condition\n");
    refused("{% for a b %}{% endfor %}", "page:1:10: error: expected \"in\"\n");
    refused("{% assign x 1 %}", "page:1:11: error: expected an assignment: assign NAME = VALUE\n");
    refused("{{ 99999999999999999999 }}", "page:1:4: error: the number is too large\n");
    refused("{% case %}{% endcase %}", "page:1:8: error: expected a value\n");
    refused("{% cycle %}", "page:1:9: error: expected a value\n");
    refused("{% raw x %}{% endraw %}", "page:1:8: error: \"raw\" takes nothing behind it\n");
    refused("{% # a\nb %}", "page:2:1: error: each line of a comment must start with \"#\"\n");
    refused("{% render a %}", "page:1:11: error: expected the name of a template in quotes\n");
}

static void jekylls_tags_are_checked(void **state)
{
    (void)state;
    refused("{% include %}", "page:1:11: error: expected the name of an include\n");
    refused("{% include a.html 5 %}",
            "page:1:19: error: expected a parameter as name=\"value\", found \"5\"\n");
    refused("{% include a.html b=\"c %}",
            "page:1:21: error: the value of parameter \"b\" must be a text in quotes or a variable\n");
    refused("{% link %}", "page:1:8: error: expected the path of a file\n");
    refused("{% post_url a %}",
            "page:1:13: error: \"a\" is not the name of a post, such as 2026-01-31-title\n");
    refused("{% highlight %}{% endhighlight %}",
            "page:1:13: error: expected a language and options: highlight LANGUAGE linenos\n");
    refused("{{ a | where_exp: 'b', 'b ==' }}", "page:1:29: error: expected a value\n");
}

/* As Jekyll does it unless its configuration says otherwise: read by the lax parser of Liquid, with a
 * warning. */
static void markup_that_liquid_reads_nevertheless_is_a_warning(void **state)
{
    static const struct {
        const char *template;
        const char *printed;
        const char *messages;
    } cases[] = {
        {"{{ a b }}", "A", "page:1:6: warning: expected the end of the tag, found \"b\"\n"},
        {"{{ a | append: 'b' c }}", "Ab", "page:1:20: warning: expected the end of the tag, found \"c\"\n"},
        {"{{ a | append: 'b' | }}", "Ab", "page:1:21: warning: expected the name of a filter\n"},
        {"{{ a || upcase }}", "A", "page:1:7: warning: expected the name of a filter, found \"|\"\n"},
        {"{% if a && none %}yes{% endif %}", "yes",
         "page:1:9: warning: expected the end of the tag, found \"&\"\n"},
        {"{% if (a == 'A') %}1{% else %}2{% endif %}", "1",
         "page:1:10: warning: expected \"..\", found \"==\"\n"},
        {"{% for i in l | reversed %}{{ i }}{% endfor %}", "12",
         "page:1:15: warning: expected the end of the tag, found \"|\"\n"},
        {"{% assign x = 1 + 2 %}{{ x }}", "1",
         "page:1:17: warning: expected the end of the tag, found \"+\"\n"},
        {"{% assign $x = 1 %}{{ $x }}", "1",
         "page:1:11: warning: only \"x\" is the variable's name\npage:1:23: warning: expected a value, found "
         "\"$\"\n"},
        {"{% case a %}{% when 'A' b %}x{% endcase %}", "x",
         "page:1:25: warning: what stands from here on in \"when\" is ignored\n"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct test_case test = {0};
        const char *printed = case_render(&test, cases[i].template, "a: A\nl: [1, 2]");
        if (printed == NULL)
            fail_msg("%s: %s", cases[i].template, case_messages(&test));
        assert_string_equal(printed, cases[i].printed);
        assert_string_equal(case_messages(&test), cases[i].messages);
        case_free(&test);
    }
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
    test.options = &strict;
    assert_null(case_render(&test, text.bytes, ""));
    assert_non_null(strstr(case_messages(&test), "expected fewer brackets"));
    test.options = NULL;
    assert_string_equal(case_render(&test, text.bytes, ""), "");
    text_free(&text);
    case_free(&test);
}

/* Each of these once took quadratic time, here or in a parser like it. */
static void markup_of_100000_parts_ends_soon(void **state)
{
    static const char *const parts[][3] = {
        {"", "{{", ""},
        {"", "{% ", ""},
        {"{% raw %}", "{% ", "%}"},
        {"{% comment %}", "{% ", "%}"},
        {"{{ ", "'\"", " }}"},
        {"{{ a", "| | ", " }}"},
        {"{% if a", " && and a", " %}{% endif %}"},
        {"{% for a in b | ", "x: ' ", " %}{% endfor %}"},
        {"{% include ", "{{", " %}"},
        {"{% include a b=\"", "\\\"", " %}"},
        {"{% assign ", "= ", " %}"},
        {"{% ", "liquid ", "%}"},
        {"{{ '", "<script", "' | strip_html }}"},
        {"{{ \"", "'<", "\" | smartify }}"},
        {"{{ '", "/..", "' | relative_url }}"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        struct test_case test = {0};
        struct text text = {0};
        text_add_c(&text, parts[i][0]);
        for (int j = 0; j < 100000; j++)
            text_add_c(&text, parts[i][1]);
        text_add_c(&text, parts[i][2]);
        const char *printed = case_render(&test, text.bytes, "b: [1]");
        assert_true(printed != NULL || test.diag.error_count > 0);
        text_free(&text);
        case_free(&test);
    }
}

static void every_prefix_is_rendered_or_refused(void **state)
{
    const char *whole =
        "a{{ b.c[d] | append: 'x', k: 1 }}{% if a == (1..2) and b %}{% elsif c %}{% else %}{% endif %}"
        "{% for i in l limit: 2 reversed %}{% else %}{% endfor %}{% case x %}{% when 1, 2 %}{% endcase %}"
        "{% raw %}{% endraw %}{% capture v %}{% endcapture %}{%- cycle 'a': 1, 2 -%}{% tablerow t in l cols: "
        "2 %}"
        "{% endtablerow %}{% include a.html b='c' d=e %}{% link a/b.md %}{% post_url a/2026-01-31-b %}{% "
        "liquid\n"
        "echo a | where_exp: 'x', 'x.y == 1'\ncomment\nendcomment\n%}{% highlight c linenos x=\"1 2\" %}"
        "{% endhighlight %}{{ l | group_by_exp: \"x\", \"x | plus: 1\" | map: 'name' }}{% # c %}";
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

/* The rest is looked through once, not once more for each of them. */
static void what_stands_behind_an_open_raw_is_raw(void **state)
{
    static const char *const names[] = {"raw", "doc"};

    (void)state;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        static const struct liquid_options plain = {.language = LIQUID_PLAIN};
        struct test_case test = {.options = &plain};
        const char *template =
            pool_printf(&test.pool, "a {%% %s %%}{%% %s %%}{%% unknown %%}", names[i], names[i]);
        assert_null(case_render(&test, template, ""));
        assert_int_equal(test.diag.error_count, 1);
        case_free(&test);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_that_are_not_closed_are_named_where_they_start),
        cmocka_unit_test(unknown_tags_and_filters_are_named),
        cmocka_unit_test(markup_out_of_place_is_named),
        cmocka_unit_test(jekylls_tags_are_checked),
        cmocka_unit_test(markup_that_liquid_reads_nevertheless_is_a_warning),
        cmocka_unit_test(all_errors_are_collected),
        cmocka_unit_test(nesting_is_bounded),
        cmocka_unit_test(markup_of_100000_parts_ends_soon),
        cmocka_unit_test(what_stands_behind_an_open_raw_is_raw),
        cmocka_unit_test(every_prefix_is_rendered_or_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
