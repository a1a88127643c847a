/* include_cache_test.c - of sitegen/plugins/include_cache.c: includes that are rendered once. */
#include "sitegen/site_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void assert_has(const char *text, const char *part)
{
    if (strstr(text, part) == NULL)
        fail_msg("\"%s\" is not in:\n%s", part, text);
}

static void the_same_parameters_print_the_same(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(&c, "_config.yml", "plugins: [jekyll-include-cache]\n", "_includes/i.html",
                   "[{{ include.a }}{{ site.title }}]", "a.html",
                   "---\nv: 2\n---\n{% include_cached i.html a=1 %}{% include_cached i.html a=page.v %}{% "
                   "include_cached i.html a=1 %}",
                   "b.html", "---\nv: 3\n---\n{% include_cached i.html a=page.v %}", NULL);
    assert_string_equal(site_case_page(&c, "/a.html"), "[1][2][1]");
    assert_string_equal(site_case_page(&c, "/b.html"), "[3]");
    site_case_free(&c);
}

static void what_shows_the_page_is_not_kept(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(
        &c, "_config.yml", "plugins: [jekyll-include-cache]\n", "_includes/i.html", "{{ page.url }}",
        "_includes/o.html", "{% include_cached i.html x=1 %}", "_includes/v.html", "{{ v }}", "a.html",
        "---\n---\n{% include_cached i.html x=1 %}{% include_cached o.html %}{% assign v = 1 %}{% "
        "include_cached v.html %}",
        "b.html",
        "---\n---\n{% include_cached i.html x=1 %}{% include_cached o.html %}{% include_cached v.html %}",
        NULL);
    assert_string_equal(site_case_page(&c, "/a.html"), "/a.html/a.html1");
    assert_string_equal(site_case_page(&c, "/b.html"), "/b.html/b.html");
    site_case_free(&c);
}

static void what_it_assigns_is_its_own(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(&c, "_config.yml", "plugins: [jekyll-include-cache]\n", "_includes/i.html",
                   "{% assign v = include.a %}{{ v }}", "a.html",
                   "---\n---\n{% include_cached i.html a=1 %}|{{ v }}", NULL);
    assert_string_equal(site_case_page(&c, "/a.html"), "1|");
    site_case_free(&c);
}

static void a_missing_include_is_an_error(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(&c, "_config.yml", "plugins: [jekyll-include-cache]\n", "a.html",
                   "---\n---\n{% include_cached no.html %}{% include_cached %}", NULL);
    assert_string_equal(site_case_page(&c, "/a.html"), "(failed)");
    assert_has(site_case_messages(&c), "expected the name of an include");
    site_case_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_parameters_print_the_same),
        cmocka_unit_test(what_shows_the_page_is_not_kept),
        cmocka_unit_test(what_it_assigns_is_its_own),
        cmocka_unit_test(a_missing_include_is_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
