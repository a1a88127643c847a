/* render_test.c - of sitegen/liquid/render.c, render_for.c, eval.c: what templates print. */
#include "sitegen/case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void check(const char *template, const char *data, const char *wanted)
{
    struct test_case test = {0};
    const char *printed = case_render(&test, template, data);

    if (printed == NULL)
        fail_msg("%s", case_messages(&test));
    assert_string_equal(printed, wanted);
    case_free(&test);
}

static void outputs_print_values(void **state)
{
    (void)state;
    check("{{ a }} {{a.b}} {{ a['b'] }} {{ l[1] }}{{ l[-1] }} {{ none.at.all }}|", "a: {b: 1}\nl: [x, y]",
          "{\"b\"=>1} 1 1 yy |");
    check("{{ l.size }}{{ l.first }}{{ l.last }}{{ s.size }}{{ m.size }}",
          "l: [x, y]\ns: caf\xc3\xa9\nm: {a: 1}", "2xy41");
    check("{{ 'it' }}{{ \"is\" }}{{ 1 }}{{ 2.5 }}{{ true }}{{ nil }}", "", "itis12.5true");
    check("{{ m[k] }}{{ ['k'] }}", "m: {x: 5}\nk: x", "5x");
}

static void conditions_choose(void **state)
{
    (void)state;
    check("{% if a %}1{% elsif b %}2{% else %}3{% endif %}", "a: false\nb: 0", "2");
    check("{% unless a == 1 %}1{% else %}2{% endunless %}", "a: 1", "2");
    check("{% if l contains 'x' and s contains 'el' %}yes{% endif %}", "l: [x]\ns: hello", "yes");
    check("{% if a > 1 or a < 1 %}no{% endif %}{% if none > 1 %}no{% endif %}", "a: 1", "");
    check("{% if l == empty and s == blank and n == nil %}yes{% endif %}", "l: []\ns: '  '", "yes");
    check("{% if true or false and false %}right first{% endif %}", "", "right first");
}

static void cases_take_every_when_that_matches(void **state)
{
    (void)state;
    check("{% case x %} junk {% when 1, 2 %}a{% when 2 or 3 %}b{% else %}c{% endcase %}", "x: 2", "ab");
    check("{% case x %}{% when 1 %}a{% else %}c{% endcase %}", "x: 9", "c");
}

static void loops_know_where_they_are(void **state)
{
    (void)state;
    check("{% for i in l %}{{ forloop.index }}/{{ forloop.length }}{{ i }}{% unless forloop.last %},{% "
          "endunless %}{% endfor %}",
          "l: [a, b, c]", "1/3a,2/3b,3/3c");
    check(
        "{% for i in l reversed %}{{ i }}{% endfor %}{% for i in l limit: 1 offset: 1 %}{{ i }}{% endfor %}",
        "l: [a, b, c]", "cbab");
    check("{% for i in (2..4) %}{{ i }}{% endfor %}{% for i in (4..2) %}x{% else %}none{% endfor %}", "",
          "234none");
    check("{% for p in m %}{{ p[0] }}={{ p[1] }};{% endfor %}", "m: {a: 1, b: 2}", "a=1;b=2;");
    check("{% for i in l %}{% if i == 'b' %}{% continue %}{% endif %}{% if i == 'd' %}{% break %}{% endif "
          "%}{{ i }}{% endfor %}",
          "l: [a, b, c, d, e]", "ac");
    check("{% for i in l %}{% for j in l %}{{ forloop.parentloop.index }}{{ forloop.index }} {% endfor %}{% "
          "endfor %}",
          "l: [a, b]", "11 12 21 22 ");
    check("{% for i in l limit: 2 %}{{ i }}{% endfor %}-{% for i in l offset: continue %}{{ i }}{% endfor %}",
          "l: [a, b, c]", "ab-c");
}

static void assignments_are_seen_from_there_on(void **state)
{
    (void)state;
    check("{{ a }}{% assign a = 'x' | upcase %}{{ a }}{% capture b %}<{{ a }}>{% endcapture %}{{ b }}",
          "a: 1", "1X<X>");
    check("{% for i in (1..2) %}{% assign last = i %}{% endfor %}{{ last }}", "", "2");
    check("{% increment n %}{% increment n %}{% decrement n %}", "", "011");
    check("{% for i in (1..3) %}{% cycle 'a', 'b' %}{% endfor %}", "", "aba");
}

static void raw_and_comments_are_not_templates(void **state)
{
    (void)state;
    check("{% raw %}{{ a }}{% if %}{% endraw %}", "a: 1", "{{ a }}{% if %}");
    check("a{% comment %}{{ x | nothing }}{% comment %}{% endcomment %}{% endcomment %}b{% # hello %}", "",
          "ab");
}

static void white_space_is_controlled(void **state)
{
    (void)state;
    check("a \n {%- if true -%} \n b \n {%- endif -%} \n c", "", "abc");
    check("{% if true %}\n  {% assign x = 1 %}\n{% endif %}|", "", "|");
    check("{% for i in (1..3) %}\n {% endfor %}|", "", "|");
}

static void includes_get_parameters(void **state)
{
    struct test_case test = {0};

    (void)state;
    test.includes = value_hash(&test.pool);
    hash_set(test.includes.hash, STR("a.html"), value_str(STR("[{{ include.x }}{{ y }}]")));
    hash_set(test.includes.hash, STR("b.html"),
             value_str(STR("{% include a.html x=include.z %}{{ include.z }}")));
    assert_string_equal(
        case_render(&test, "{% include a.html x=1 %}{% include b.html z='q' %}{{ include.x }}", "y: 7"),
        "[17][q7]q");
    case_free(&test);
}

static void a_template_renders_again_the_same(void **state)
{
    struct test_case test = {0};
    struct liquid_host host = {0};
    struct hash *globals = value_hash(&test.pool).hash;
    const char *source = "{% assign a = a | plus: 1 %}{{ a }}{% increment n %}";
    const struct liquid_template *template = liquid_parse(&test.pool, &test.diag, "t", str_of(source), 0);

    (void)state;
    for (int i = 0; i < 3; i++) {
        struct text out = {0};
        assert_true(liquid_render(template, globals, &host, &test.pool, &test.diag, &out));
        assert_string_equal(out.bytes, "10");
        text_free(&out);
    }
    case_free(&test);
}

static void a_range_without_end_is_refused(void **state)
{
    struct test_case test = {0};

    (void)state;
    assert_null(
        case_render(&test, "{% for i in (-9000000000000000000..9000000000000000000) %}{% endfor %}", ""));
    assert_non_null(strstr(case_messages(&test), "loops more than"));
    case_free(&test);
}

static void an_include_of_itself_is_refused(void **state)
{
    struct test_case test = {0};

    (void)state;
    test.includes = value_hash(&test.pool);
    hash_set(test.includes.hash, STR("a"), value_str(STR("{% include a %}")));
    assert_null(case_render(&test, "{% include a %}", ""));
    assert_string_equal(case_messages(&test),
                        "include:1:12: error: includes are nested too deeply: does \"a\" include itself?\n");
    case_free(&test);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(outputs_print_values),
        cmocka_unit_test(conditions_choose),
        cmocka_unit_test(cases_take_every_when_that_matches),
        cmocka_unit_test(loops_know_where_they_are),
        cmocka_unit_test(assignments_are_seen_from_there_on),
        cmocka_unit_test(raw_and_comments_are_not_templates),
        cmocka_unit_test(white_space_is_controlled),
        cmocka_unit_test(includes_get_parameters),
        cmocka_unit_test(a_template_renders_again_the_same),
        cmocka_unit_test(a_range_without_end_is_refused),
        cmocka_unit_test(an_include_of_itself_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
