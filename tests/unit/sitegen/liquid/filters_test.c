/* filters_test.c - of sitegen/liquid/filters*.c */
#include "sitegen/case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

struct expectation {
    const char *template;
    const char *wanted;
};

static void check_all(const struct expectation *cases, size_t count, const char *data)
{
    for (size_t i = 0; i < count; i++) {
        struct test_case test = {0};
        const char *printed = case_render(&test, cases[i].template, data);
        if (printed == NULL)
            fail_msg("%s: %s", cases[i].template, case_messages(&test));
        assert_string_equal(printed, cases[i].wanted);
        case_free(&test);
    }
}

#define CHECK(cases, data) check_all(cases, sizeof(cases) / sizeof(cases[0]), data)

static void filters_over_text(void **state)
{
    static const struct expectation cases[] = {
        {"{{ 'aB' | upcase }}{{ 'aB' | downcase }}{{ 'aB' | capitalize }}", "ABabAb"},
        {"{{ 'a' | append: 'b' | prepend: 'c' }}", "cab"},
        {"{{ ' a ' | strip }}|{{ ' a ' | lstrip }}|{{ ' a ' | rstrip }}", "a|a | a"},
        {"{{ 'aXbX' | replace: 'X', 'y' }}{{ 'aXbX' | replace_first: 'X', 'y' }}{{ 'aXbX' | remove: 'X' }}",
         "aybyaybXab"},
        {"{{ 'Ground control' | truncate: 9 }}|{{ 'short' | truncate: 9 }}|{{ 'caf\xc3\xa9s' | truncate: 4, "
         "'' }}",
         "Ground...|short|caf\xc3\xa9"},
        {"{{ 'one two three' | truncatewords: 2 }}|{{ 'one two' | truncatewords: 2 }}", "one two...|one two"},
        {"{{ 'a,b,,' | split: ',' | join: '+' }}|{{ 'abc' | split: '' | join: '-' }}", "a+b|a-b-c"},
        {"{{ 'hello' | slice: 1, 3 }}{{ 'hello' | slice: -2, 2 }}{{ 'hello' | slice: 9 }}", "elllo"},
        {"{{ none | default: 'd' }}{{ '' | default: 'e' }}{{ 0 | default: 'f' }}{{ false | default: 1, "
         "allow_false: true }}",
         "de0false"},
        {"{{ ' a \n b ' | normalize_whitespace }}{{ 'a b c' | number_of_words }}", "a b3"},
    };

    (void)state;
    CHECK(cases, "");
}

static void filters_over_html_and_addresses(void **state)
{
    static const struct expectation cases[] = {
        {"{{ '<a href=\"x\">&' | escape }}", "&lt;a href=&quot;x&quot;&gt;&amp;"},
        {"{{ '1 < 2 &amp; &#39; & x' | escape_once }}", "1 &lt; 2 &amp; &#39; &amp; x"},
        {"{{ 'a<b>c</b><script>x < y</script><!-- no -->d' | strip_html }}", "acd"},
        {"{{ 'x' | markdownify }}", "<p>x</p>"},
        {"{{ 'Hello, World!' | slugify }}", "hello-world"},
        {"{{ '/a b' | relative_url }} {{ 'a' | absolute_url }} {{ 'https://x/' | relative_url }}",
         "/base/a%20b https://example.org/base/a https://x/"},
        {"{{ 'a b&c' | url_encode }} {{ m | jsonify }}", "a+b%26c {\"a\":[1,\"x\\\"\",null]}"},
    };

    (void)state;
    CHECK(cases, "m: {a: [1, 'x\"', ~]}");
}

static void filters_over_lists(void **state)
{
    static const struct expectation cases[] = {
        {"{{ l | first }}{{ l | last }}{{ l | size }}{{ l | reverse | join: '' }}{{ l | sort | join: '' }}",
         "bc3cababc"},
        {"{{ p | map: 'n' | join: ',' }} {{ p | where: 'k', 2 | map: 'n' | first }} {{ p | sort: 'n' | map: "
         "'k' | join: '' }}",
         "y,x,z y 123"},
        {"{% assign g = p | group_by: 't' %}{% for x in g %}{{ x.name }}{{ x.size }}{% endfor %}", "q2r1"},
        {"{{ l | concat: l | uniq | join: '' }}{{ l | push: 'd' | size }}{{ e | compact | size }}", "bac41"},
        {"{{ l | array_to_sentence_string }} {{ none | size }}{{ none | join: ',' }}", "b, a, and c 0"},
        {"{{ p | where: 'tags', 'w' | size }}{{ p | where: 't' | size }}{{ p | map: 'deep.er' | first }}",
         "131"},
    };

    (void)state;
    CHECK(cases, "l: [b, a, c]\ne: [~, 1]\np: [{n: y, k: 2, t: q, tags: [v, w], deep: {er: 1}}, {n: x, k: 1, "
                 "t: r}, {n: z, k: 3, t: q}]");
}

static void filters_over_numbers(void **state)
{
    static const struct expectation cases[] = {
        {"{{ 1 | plus: 2 }}{{ 5 | minus: 7 }}{{ 2 | times: 2.5 }} {{ '3' | plus: '4' }}", "3-25.0 7"},
        {"{{ 7 | divided_by: 2 }} {{ -7 | divided_by: 2 }} {{ 7 | divided_by: 2.0 }} {{ -7 | modulo: 3 }}",
         "3 -4 3.5 2"},
        {"{{ 1.2 | ceil }}{{ -1.2 | floor }}{{ 1.5 | round }}{{ -1.5 | round }} {{ 3.14159 | round: 2 }}",
         "2-22-2 3.14"},
        {"{{ -3 | abs }}{{ 1 | at_least: 5 }}{{ 9 | at_most: 5 }}", "355"},
    };

    (void)state;
    CHECK(cases, "");
}

static void filters_over_dates(void **state)
{
    static const struct expectation cases[] = {
        {"{{ d | date: '%-d %B %Y' }}", "31 January 2026"},
        {"{{ d | date_to_xmlschema }}", "2026-01-31T10:00:00+00:00"},
        {"{{ d | date_to_rfc822 }}", "Sat, 31 Jan 2026 10:00:00 +0000"},
        {"{{ d | date_to_string }}, {{ d | date_to_long_string }}", "31 Jan 2026, 31 January 2026"},
        {"{{ 'now' | date: '%F' }} {{ '2026-02-03' | date: '%j' }} {{ 'soon' | date: '%F' }}",
         "1970-01-02 034 soon"},
    };

    (void)state;
    CHECK(cases, "d: 2026-01-31 12:00:00 +0200");
}

static void what_a_filter_cannot_do_is_an_error(void **state)
{
    static const struct expectation cases[] = {
        {"{{ 1 | divided_by: 0 }}", "page:1:8: error: filter \"divided_by\": divided by 0\n"},
        {"{{ 9223372036854775807 | plus: 1 }}",
         "page:1:26: error: filter \"plus\": the number is too large\n"},
        {"{{ l | concat: 1 }}", "page:1:8: error: filter \"concat\": its argument must be an array\n"},
        {"{{ (1..9000000000) | size }}", "page:1:22: error: filter \"size\": the range is too long\n"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct test_case test = {0};
        assert_null(case_render(&test, cases[i].template, ""));
        assert_string_equal(case_messages(&test), cases[i].wanted);
        case_free(&test);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(filters_over_text),  cmocka_unit_test(filters_over_html_and_addresses),
        cmocka_unit_test(filters_over_lists), cmocka_unit_test(filters_over_numbers),
        cmocka_unit_test(filters_over_dates), cmocka_unit_test(what_a_filter_cannot_do_is_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
