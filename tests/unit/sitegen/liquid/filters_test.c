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
         "13"},
    };

    (void)state;
    CHECK(cases, "l: [b, a, c]\ne: [~, 1]\np: [{n: y, k: 2, t: q, tags: [v, w], deep: {er: 1}}, {n: x, k: 1, "
                 "t: r}, {n: z, k: 3, t: q}]");
}

static void jekylls_filters_choose_by_property(void **state)
{
    static const struct expectation cases[] = {
        {"{{ p | where: 'a.b', 'x' | map: 'n' | join }} {{ p | where: 'ok', true | map: 'n' | join }} {{ p | "
         "where: "
         "'ok', nil | map: 'n' | join }}",
         "1 3 1 2"},
        {"{{ p | where: 'n', '1' | size }}{{ p | where: 'tags', 'v' | size }}{{ p | where: 'n', l | size }}",
         "113"},
        {"{{ p | where_exp: 'x', \"x.n > 1 and x.tags contains 'v' or x.ok\" | map: 'n' | join }}", "2 3"},
        {"{{ p | find: 'n', 2 | jsonify }} {{ p | find_exp: 'x', 'x.n == 9' | jsonify }}",
         "{\"n\":2,\"tags\":[\"v\"]} null"},
        {"{{ p | group_by_exp: 'x', 'x.n | modulo: 2' | map: 'name' | join: ',' }}", "1,0"},
        {"{{ h | where: 'n', 7 | size }}{{ h | sort | first | first }}", "1a"},
        {"{% assign e = 'x.n == 1' %}{{ p | where_exp: 'x', e | size }}", "1"},
    };

    (void)state;
    CHECK(cases,
          "l: [1]\nh: {b: {n: 7}, a: {n: 8}}\np: [{n: 1, a: {b: x}}, {n: 2, tags: [v]}, {n: 3, ok: true}]");
}

static void lists_sort_as_ruby_sorts_them(void **state)
{
    static const struct expectation cases[] = {
        {"{{ p | sort: 'n' | map: 'id' | join: '' }}{{ p | sort: 'n', 'last' | map: 'id' | join: '' }}",
         "cabdabdc"},
        {"{{ s | sort_natural | join: '' }}{{ s | sort | join: '' }}", "AabBABab"},
    };

    (void)state;
    CHECK(cases, "s: [b, A, a, B]\np: [{id: a, n: '9'}, {id: b, n: '10'}, {id: c}, {id: d, n: 10.5}]");
}

static void lists_lend_and_give(void **state)
{
    static const struct expectation cases[] = {
        {"{{ l | push: 4 | join: '' }}{{ l | unshift: 0 | join: '' }}{{ l | pop | join: '' }}{{ l | shift: 2 "
         "| join: '' "
         "}}{{ l | join: '' }}",
         "12340123123123"},
        {"{{ l | sample: 3 | sort | join: '' }}{{ none | sample }}{{ 'x' | push: 1 }}", "123x"},
        {"{{ n | join: ',' }} {{ n }} {{ n | inspect }} {{ n | array_to_sentence_string: 'or' }}",
         "1,2,3 123 [1, [2, [3]]] 1 or [2, [3]]"},
        {"{{ h }} {{ h | first }} {{ f }}", "{\"a\"=>[1, nil]} a1 1.0e-05"},
    };

    (void)state;
    CHECK(cases, "l: [1, 2, 3]\nn: [1, [2, [3]]]\nh: {a: [1, ~]}\nf: 0.00001");
}

static void addresses_are_normalized(void **state)
{
    static const struct expectation cases[] = {
        {"{{ '/a/../b/./c//d e' | relative_url }} {{ 'mailto:x' | relative_url }} {{ '' | relative_url }}",
         "/base/b/c//d%20e mailto:x /base"},
        {"{{ 'x?y;z=%7e%zz#f g' | absolute_url }} {{ '/a/index.html' | strip_index }} {{ none | absolute_url "
         "}}|",
         "https://example.org/base/x?y%3Bz=~%25zz#f%20g /a/ |"},
        {"{{ 'a[b] c%41' | uri_escape }} {{ 'a b/c' | cgi_escape }} {{ 'a+b%21' | url_decode }}",
         "a[b]%20cA a+b%2Fc a b!"},
    };

    (void)state;
    CHECK(cases, "");
}

static void texts_are_jekylls(void **state)
{
    static const struct expectation cases[] = {
        {"{{ t | xml_escape }} {{ t | smartify }}",
         "&quot;it&apos;s&quot; -- so...x \xe2\x80\x9cit\xe2\x80\x99s"
         "\xe2\x80\x9d \xe2\x80\x93 so\xe2\x80\xa6x"},
        {"{{ 'A_b C.d' | slugify: 'pretty' }} {{ 'A  b' | slugify: 'none' }} {{ '\xc3\x84 b' | slugify: "
         "'latin' }}",
         "a_b-c.d a  b a-b"},
        {"{{ '\xe4\xb8\xad\xe6\x96\x87 a b' | number_of_words }}{{ '\xe4\xb8\xad\xe6\x96\x87 a b' | "
         "number_of_words: "
         "'auto' }}{{ 'a b' | number_of_words: 'cjk' }}",
         "342"},
        {"{{ '12 x' | to_integer }}{{ true | to_integer }}{{ 2.9 | to_integer }}", "1212"},
        {"{{ 'a' | replace: 'a', '[\\0\\\\]' }}{{ '\xc3\xa9' | upcase }}{{ 'aXa' | replace_last: 'a', 'b' }}",
         "[a\\]\xc3\x89"
         "aXb"},
        {"{{ 'one two ' | truncatewords: 2 }} {{ '5' | base64_encode }} {{ 'NQ==' | base64_decode }}",
         "one two... NQ== 5"},
    };

    (void)state;
    CHECK(cases, "t: \"\\\"it's\\\" -- so...x\"");
}

static void decimals_are_exact(void **state)
{
    static const struct expectation cases[] = {
        {"{{ 0.1 | plus: 0.2 }} {{ 10.1 | modulo: 7.0 }} {{ '10.1' | minus: '2.2' }} {{ 1.15 | round: 1 }}",
         "0.3 3.1 7.9 1.2"},
        {"{{ 15 | round: -1 }} {{ '3 apples' | plus: '1_000' }} {{ 1000000000000000.0 }} {{ 1.0 | "
         "divided_by: 3 }}",
         "20 1003 1000000000000000.0 0.3333333333333333"},
        {"{{ l | sum }} {{ p | sum: 'n' }}", "6.5 3"},
    };

    (void)state;
    CHECK(cases, "l: [1, 2.5, '3']\np: [{n: 1}, {n: 2}, {m: 3}]");
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
        {"{{ l | concat: 1 }}", "page:1:8: error: filter \"concat\": its argument must be a list\n"},
        {"{{ 'x' | date_to_string }}", "page:1:10: error: filter \"date_to_string\": \"x\" is not a date\n"},
        {"{{ 1 | sort }}", "page:1:8: error: filter \"sort\": a number cannot be sorted\n"},
        {"{{ l | push: 1 | sort: 'a', 'b' }}{{ (1..2) | sort: 'a', 'b' }}",
         "page:1:18: error: filter \"sort\": nils stand \"first\" or \"last\"\n"},
        {"{{ '1' | where_exp: 'a', b }}{{ (1..2) | where_exp: 'a', 'a > \"x\"' }}",
         "page:1:61: error: a number cannot be compared with a text\n"},
        {"{{ 'x' | slice: 'y' }}",
         "page:1:10: error: filter \"slice\": argument 1 must be a whole number, and is a text\n"},
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
        cmocka_unit_test(filters_over_text),
        cmocka_unit_test(filters_over_html_and_addresses),
        cmocka_unit_test(filters_over_lists),
        cmocka_unit_test(filters_over_numbers),
        cmocka_unit_test(jekylls_filters_choose_by_property),
        cmocka_unit_test(lists_sort_as_ruby_sorts_them),
        cmocka_unit_test(lists_lend_and_give),
        cmocka_unit_test(addresses_are_normalized),
        cmocka_unit_test(texts_are_jekylls),
        cmocka_unit_test(decimals_are_exact),
        cmocka_unit_test(filters_over_dates),
        cmocka_unit_test(what_a_filter_cannot_do_is_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
