/* reference_test.c - what Liquid 5 itself prints where one would not have guessed it, and what it refuses.
 * Most cases are twins of each other: a right and a wrong type, arguments that are and that are not taken.
 */
#include "sitegen/case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static const struct liquid_options plain = {.language = LIQUID_PLAIN, .mode = LIQUID_LAX};
static const struct liquid_options strict = {.language = LIQUID_PLAIN, .mode = LIQUID_STRICT};
static const char data[] = "s: Hello World\nn: 5\nf: 1.5\nl: [1, 2, 3, 4]\nls: [x, zz, c]\n"
                           "nl: [[1, 2], [3, [4]]]\n"
                           "h: {t: x, n: 2}\nlh: [{t: x, n: 2, ok: false}, {t: y, n: 1}, {t: ~, ok: true}]\n"
                           "nlh: [[{t: x}], [{t: y}]]\nmix: [1, '2', ~, a, 2.5]\nel: []\n";

struct expectation {
    const char *template;
    const char *wanted; /* NULL: it is refused */
};

static void check_all(const struct liquid_options *options, const struct expectation *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct test_case test = {.options = options};
        test.includes = case_yaml(&test, "p: '{{ p }}{{ x }}'");
        const char *printed = case_render(&test, cases[i].template, data);
        if (printed == NULL && cases[i].wanted != NULL)
            fail_msg("%s: %s", cases[i].template, case_messages(&test));
        if (printed != NULL && cases[i].wanted == NULL)
            fail_msg("%s: is taken, and printed %s", cases[i].template, printed);
        if (printed != NULL)
            assert_string_equal(printed, cases[i].wanted);
        case_free(&test);
    }
}

#define CHECK(options, cases) check_all(options, cases, sizeof(cases) / sizeof(cases[0]))

static void loops_are_the_references(void **state)
{
    static const struct expectation cases[] = {
        {"{% for i in l reversed limit: 2 %}{{ i }}{% endfor %}", "21"},
        {"{% for i in l limit: 2 reversed %}{{ i }}{% endfor %}", "12"},
        {"{% for i in s limit: 1 offset: 3 %}{{ i }}{% endfor %}", "Hello World"},
        {"{% for i in l %}{{ forloop.name }}{% break %}{% endfor %}", "i-l"},
        {"{% for i in (1..2) %}{{ forloop.name }} {% endfor %}", "i-(1..2) i-(1..2) "},
        {"{% for i in (1.9..3.9) %}{{ i }}{% endfor %}", "123"},
        {"{% for i in (f..3) %}{{ i }}{% endfor %}", NULL},
        {"{{ (1...3) }}", "1..3"},
        {"{% for i in %}{{ i }}{% endfor %}", NULL},
        {"{% for i in l offset: 'x' %}{% endfor %}", NULL},
        {"{% for i in l limit: -1 %}{{ i }}{% else %}e{% endfor %}", "e"},
        {"{% cycle s, n %}{% cycle s, n %}", "Hello WorldHello World"},
        {"{% cycle 'a', 'b' %}{% cycle 'a', 'b' %}", "ab"},
        {"{% for i in l %}{% cycle s, n %}{% endfor %}", "Hello World5Hello World5"},
        {"{% render 'p' %}{% render 'p', x: s %}", "Hello World"},
        {"{% assign x = 1 %}{% render 'p' %}{% include 'p' %}", "1"},
    };

    (void)state;
    CHECK(&plain, cases);
}

static void comparisons_are_the_references(void **state)
{
    static const struct expectation cases[] = {
        {"{% if s contains empty %}T{% endif %}{% if l contains empty %}F{% endif %}", "T"},
        {"{% if s contains blank and s contains '' %}T{% endif %}{% if s contains nil %}F{% endif %}", "T"},
        {"{% if true or false and false %}T{% endif %}", "T"},
        {"{% if 1 == 1.0 %}T{% endif %}{% if '1' == 1 %}F{% endif %}", "T"},
        {"{% if nil < 1 or 1 < nil or nil <= nil %}F{% endif %}", ""},
        {"{% if 'a' < 1 %}{% endif %}", NULL},
        {"{% if (1..3) contains 2 %}T{% endif %}{% if n contains 5 %}F{% endif %}", "T"},
    };

    (void)state;
    CHECK(&plain, cases);
}

static void filters_count_what_they_are_given(void **state)
{
    static const struct expectation cases[] = {
        {"{{ none | default: 'a', 'b' }}{{ false | default: 'a', allow_false: true }}", "afalse"},
        {"{{ none | default: 'a', 'b', 'c' }}", NULL},
        {"{{ s | append: x: 1 }}", "Hello World{\"x\"=>1}"},
        {"{{ s | append: 'a', x: 1 }}", NULL},
        {"{{ s | upcase: x: 1 }}", NULL},
        {"{{ lh | has }}", NULL},
        {"{{ lh | find }}", NULL},
        {"{{ lh | has: 't', 'x', 'y' }}", NULL},
        {"{{ f | divided_by: 0 }} {{ 1 | divided_by: 2.0 }}", "Infinity 0.5"},
        {"{{ n | divided_by: 0 }}", NULL},
        {"{{ n | modulo: 0 }}", NULL},
        {"{{ n | uniq: 'a' | join }}{{ n | sort: 'a' | join }}", "55"},
        {"{{ l | uniq: 'a' }}", NULL},
        {"{{ l | sort: 'a' }}", NULL},
    };

    (void)state;
    CHECK(&plain, cases);
}

static void lists_are_asked_by_property(void **state)
{
    static const struct expectation cases[] = {
        {"{{ ls | has: 'z' }} {{ ls | has: 'q' }} {{ lh | has: 'ok', false }} {{ none | has: 'a' }}",
         "true false true false"},
        {"{{ ls | find: 'z' }} {{ lh | find: 'q' }} {{ h | find_index: 't' }} {{ lh | find_index: 'ok' }}",
         "zz  0 2"},
        {"{{ n | has: 'a' }}", NULL},
        {"{{ n | find: 'a' }}", NULL},
        {"{{ lh | reject: 'ok' | map: 't' | join: ',' }} {{ lh | where: 'ok', false | map: 't' | join }}",
         "x,y x"},
        {"{{ nlh | find_index: 't', 'y' }} {{ nlh | map: 't' | join }} {{ s | where: 'q' }}", "1 x y "},
        {"{{ mix | sum }} {{ nl | sum }} {{ lh | sum: 'n' }} {{ el | sum }} {{ none | sum }}",
         "5.5 10 3 0 0"},
        {"{{ nl | concat: nl | size }} {{ 'a' | concat: nl | join: '-' }} {{ nl | uniq | join }}",
         "6 a-1-2-3-4 1 2 3 4"},
        {"{{ 'x' | prepend: nl }}{{ n | size }}{{ f | size }}", "[[1, 2], [3, [4]]]x80"},
        {"{{ mix | sort }}", NULL},
    };

    (void)state;
    CHECK(&plain, cases);
}

/* Some tags have no strict way to be read. */
static void strict_mode_refuses_what_the_reference_refuses(void **state)
{
    static const struct expectation cases[] = {
        {"{% for i in l limit: 2 reversed %}{% endfor %}", NULL},
        {"{% for i in l foo: 1 %}{% endfor %}", NULL},
        {"{% if n == 5 5 %}{% endif %}", NULL},
        {"{{ s | append 'a' }}", NULL},
        {"{% tablerow i in (1..2) reversed foo: 1 %}{{ i }}{% endtablerow %}",
         "<tr class=\"row1\">\n<td class=\"col1\">1</td><td class=\"col2\">2</td></tr>\n"},
    };

    (void)state;
    CHECK(&strict, cases);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(loops_are_the_references),
        cmocka_unit_test(comparisons_are_the_references),
        cmocka_unit_test(filters_count_what_they_are_given),
        cmocka_unit_test(lists_are_asked_by_property),
        cmocka_unit_test(strict_mode_refuses_what_the_reference_refuses),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
