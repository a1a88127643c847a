/* gist_test.c - of sitegen/plugins/gist.c: code at gist.github.com. */
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

static void a_gist_is_a_script_and_a_link(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(&c, "_config.yml", "plugins: [jekyll-gist]\n", "a.html", "---\n---\n{% gist u/12ab %}",
                   NULL);
    assert_string_equal(
        site_case_page(&c, "/a.html"),
        "<noscript><a href=\"https://gist.github.com/u/12ab\">gist.github.com/u/12ab</a></noscript><script "
        "src=\"https://gist.github.com/u/12ab.js\"> </script>");
    site_case_free(&c);
}

static void a_file_and_a_variable_are_taken(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(&c, "_config.yml", "plugins: [jekyll-gist]\ngist: {noscript: false}\n", "a.html",
                   "---\nid: 77\n---\n{% gist page.id f.rb %}", NULL);
    assert_string_equal(site_case_page(&c, "/a.html"),
                        "<script src=\"https://gist.github.com/77.js?file=f.rb\"> </script>");
    site_case_free(&c);
}

static void a_gist_without_a_name_is_an_error(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(&c, "_config.yml", "plugins: [jekyll-gist]\n", "a.html", "---\n---\nx {% gist %}", NULL);
    assert_string_equal(site_case_page(&c, "/a.html"), "(failed)");
    assert_has(site_case_messages(&c), "a.html:3:3: error: expected the name of a gist");
    site_case_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_gist_is_a_script_and_a_link),
        cmocka_unit_test(a_file_and_a_variable_are_taken),
        cmocka_unit_test(a_gist_without_a_name_is_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
