/* render_test.c - of sitegen/liquid/render*.c, eval.c: what templates print. */
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
    check("{% if l == empty and s == empty and n == nil %}yes{% endif %}", "l: []\ns: ''", "yes");
    check("{% if n == empty or n == blank or s == blank %}Ruby knows no blank{% else %}no{% endif %}",
          "s: ''", "no");
    check("{% if l contains nil or l contains false %}yes{% else %}no{% endif %}", "l: [~, false]", "no");
    check("{% if true or false and false %}right first{% endif %}", "", "right first");
}

static void long_conditions_need_no_stack(void **state)
{
    struct pool pool = {0};
    struct text text = {0};

    (void)state;
    text_add_c(&text, "{% if a");
    for (int i = 0; i < 20000; i++)
        text_add_c(&text, " or a");
    text_add_c(&text, " or b %}yes{% endif %}");
    check(text.bytes, "b: 1", "yes");
    text_free(&text);
    pool_free(&pool);
}

static void cases_take_every_when_that_matches(void **state)
{
    (void)state;
    check("{% case x %} junk {% when 1, 2 %}a{% when 2 or 3 %}b{% else %}c{% endcase %}", "x: 2", "ab");
    check("{% case x %}{% when 1 %}a{% else %}c{% endcase %}", "x: 9", "c");
    check("{% case x %}{% when 2, 2 %}a{% else %}b{% when 2 %}c{% endcase %}", "x: 2", "aac");
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

static void loops_print_nothing_of_themselves_but_their_fields(void **state)
{
    (void)state;
    check("{% for i in l %}{% assign f = forloop %}{{ f.index }}{{ forloop.none }}{% endfor %}{{ "
          "forloop.index }}",
          "l: [a, b]", "12");
    check("{% for i in l limit: n %}{{ i }}{% endfor %}{% for i in l limit: '1' %}{{ i }}{% endfor %}",
          "l: [a, b]", "aba");
    check("{% for c in 'abc' %}{{ c }}{% endfor %}{% for c in 5 %}x{% endfor %}", "", "abc");
    check("{% tablerow i in (1..3) cols: 2 %}{{ i }}{{ tablerowloop.col }}{% endtablerow %}", "",
          "<tr class=\"row1\">\n<td class=\"col1\">11</td><td class=\"col2\">22</td></tr>\n"
          "<tr class=\"row2\"><td class=\"col1\">31</td></tr>\n");
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

static void lines_are_tags_in_a_liquid_tag(void **state)
{
    (void)state;
    check("{% liquid\n assign x = 2\n\n # a comment\n for i in (1..x)\n  echo i\n endfor\n liquid echo "
          "'in'\n%}",
          "", "12in");
    check("{% liquid\n comment\n nothing | of { this\n endcomment\n echo 'a'\n-%}  b", "", "ab");
    check("{% # one\n # two\n %}{%#three%}", "", "");
}

static void blocks_print_only_what_changed(void **state)
{
    (void)state;
    check("{% for i in l %}{% ifchanged %}{{ i }}{% endifchanged %}{% endfor %}", "l: [a, a, b, a]", "aba");
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

static void an_include_without_parameters_sees_those_around_it(void **state)
{
    struct test_case test = {0};

    (void)state;
    test.includes = value_hash(&test.pool);
    hash_set(test.includes.hash, STR("in.html"), value_str(STR("[{{ include.x }}]")));
    hash_set(test.includes.hash, STR("out.html"),
             value_str(STR("{% include in.html %}{% include in.html y=1 %}")));
    assert_string_equal(case_render(&test, "{% include out.html x='1' %}{% include {{ a }}.html x=l.size %}",
                                    "a: in\nl: [7]"),
                        "[1][][1]");
    assert_string_equal(
        case_render(&test, "{% include 'in.html' x='it\\'s' %}{% include \"in.html\" x=\"\\\"\" %}", ""),
        "[it's][\"]");
    case_free(&test);
}

static void plain_liquid_has_its_own_includes(void **state)
{
    static const struct liquid_options plain = {.language = LIQUID_PLAIN};
    struct test_case test = {.options = &plain};

    (void)state;
    test.includes = value_hash(&test.pool);
    hash_set(test.includes.hash, STR("p"),
             value_str(STR("{{ p }}{{ x }}{{ forloop.index }}{% assign y = 1 %}")));
    assert_string_equal(case_render(&test, "{% include 'p' with 5, x: 'a' %}{{ y }}", ""), "5a1");
    assert_string_equal(
        case_render(&test, "{% assign x = 1 %}{% render 'p' for l as p %}{{ y }}", "l: [a, b]"), "a1b2");
    case_free(&test);
}

static struct value find_post(void *context, struct str name, struct pool *pool)
{
    (void)context;
    (void)pool;
    return str_is(name, "2026-01-31-a") ? value_str(STR("/2026/01/31/a b.html")) : value_nil;
}

static bool color(void *context, struct str language, struct str code, struct text *out)
{
    (void)context;
    text_printf(out, "<i>%.*s</i>", STR_ARG(code));
    return str_is(language, "ruby");
}

static bool say_name(void *context, const struct liquid_call *call, struct text *out)
{
    (void)context;
    text_printf(out, "%.*s:%u:%u ", STR_ARG(call->name), call->line, call->column);
    text_add(out, value_to_str(call->eval(call, call->markup), call->pool));
    return true;
}

static bool is_gist(void *context, struct str name)
{
    (void)context;
    return str_is(name, "gist");
}

static const char *render_with(struct test_case *test, const char *source)
{
    static const struct liquid_options options = {.has_tag = is_gist};
    struct liquid_host host = {
        .post_url = find_post, .highlight = color, .tag = say_name, .baseurl = STR("/b")};
    struct text out = {0};
    const struct liquid_template *template =
        liquid_parse_with(&options, &test->pool, &test->diag, "page", str_of(source), 0);
    bool ok = template != NULL &&
              liquid_render(template, value_hash(&test->pool).hash, &host, &test->pool, &test->diag, &out);
    const char *printed = text_finish(&out, &test->pool).at;

    return ok ? printed : NULL;
}

static void tags_ask_the_host(void **state)
{
    struct test_case test = {0};

    (void)state;
    assert_string_equal(render_with(&test, "{% post_url 2026-01-31-a %}"), "/b/2026/01/31/a%20b.html");
    assert_string_equal(render_with(&test, "{% highlight ruby %}\na < b\n{% endhighlight %}"),
                        "<figure class=\"highlight\"><pre><code class=\"language-ruby\" data-lang=\"ruby\">"
                        "<i>a < b</i></code></pre></figure>");
    assert_string_equal(
        render_with(&test, "{% highlight C++ linenos %}\n<\n\n{% endhighlight %}"),
        "<figure class=\"highlight\"><pre><code class=\"language-c--\" data-lang=\"c++\">"
        "<table class=\"rouge-table\"><tbody><tr><td class=\"gutter gl\"><pre class=\"lineno\">1\n"
        "</pre></td><td class=\"code\"><pre>&lt;\n</pre></td></tr></tbody></table>"
        "</code></pre></figure>");
    assert_string_equal(render_with(&test, "\n {% gist 'x' %}"), "\n gist:2:2 x");
    assert_null(render_with(&test, "{% post_url 2026-01-31-b %}"));
    assert_string_equal(case_messages(&test), "page:1:13: error: there is no post \"2026-01-31-b\"\n");
    case_free(&test);
}

static void what_is_nested_without_end_is_refused(void **state)
{
    static const char *const templates[] = {
        "{% assign x = l %}{% for i in (1..500) %}{% assign x = x | push: x %}{% endfor %}",
        "{% assign x = 'aaaaaaaa' %}{% for i in (1..500) %}{% assign x = x | append: x %}{% endfor %}",
        "{% assign x = l %}{% for i in (1..500) %}{% assign x = x | concat: x %}{% endfor %}",
        "{% assign x = l | group_by: 'a' %}{% for i in (1..500) %}{% assign x = x | group_by: 'name' %}{% "
        "endfor %}",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(templates) / sizeof(templates[0]); i++) {
        struct test_case test = {0};
        assert_null(case_render(&test, templates[i], "l: [{a: 1}]"));
        assert_non_null(strstr(case_messages(&test), "page:1:"));
        case_free(&test);
    }
}

static void missing_variables_are_refused_where_it_is_asked_for(void **state)
{
    static const struct liquid_options options = {.strict_variables = true};
    struct test_case test = {.options = &options};

    (void)state;
    assert_string_equal(case_render(&test, "{{ a.b }}{% assign c = 1 %}{{ c }}", "a: {b: ~}"), "1");
    assert_null(case_render(&test, "{{ a.x }}", "a: {b: 1}"));
    assert_string_equal(case_messages(&test), "page:1:6: error: undefined variable \"x\" in \"a\"\n");
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
        cmocka_unit_test(long_conditions_need_no_stack),
        cmocka_unit_test(loops_print_nothing_of_themselves_but_their_fields),
        cmocka_unit_test(lines_are_tags_in_a_liquid_tag),
        cmocka_unit_test(blocks_print_only_what_changed),
        cmocka_unit_test(an_include_without_parameters_sees_those_around_it),
        cmocka_unit_test(plain_liquid_has_its_own_includes),
        cmocka_unit_test(tags_ask_the_host),
        cmocka_unit_test(what_is_nested_without_end_is_refused),
        cmocka_unit_test(missing_variables_are_refused_where_it_is_asked_for),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
