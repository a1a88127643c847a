/* optional_front_matter_test.c - of sitegen/plugins/optional_front_matter.c: Markdown without front matter.
 */
#include "sitegen/site_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void markdown_becomes_a_page_and_is_still_served(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(&c, "_config.yml", "plugins: [jekyll-optional-front-matter]\n", "a.md", "*x*", "README.md",
                   "r", "b.txt", "t", NULL);
    assert_string_equal(site_case_page(&c, "/a.html"), "<p><em>x</em></p>\n");
    assert_null(site_case_find(&c, "/README.html"));
    assert_null(site_case_find(&c, "/b.txt"));
    site_case_free(&c);
}

static void originals_can_be_removed_and_the_whole_be_turned_off(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(&c, "_config.yml",
                   "plugins: [jekyll-optional-front-matter]\noptional_front_matter: {enabled: false}\n",
                   "a.md", "x", NULL);
    assert_null(site_case_find(&c, "/a.html"));
    site_case_free(&c);
}

static void what_include_names_is_a_page(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(&c, "_config.yml", "plugins: [jekyll-optional-front-matter]\ninclude: [CONTRIBUTING.md]\n",
                   "CONTRIBUTING.md", "x", "LICENSE.md", "x", NULL);
    assert_string_equal(site_case_page(&c, "/CONTRIBUTING.html"), "<p>x</p>\n");
    assert_null(site_case_find(&c, "/LICENSE.html"));
    site_case_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(markdown_becomes_a_page_and_is_still_served),
        cmocka_unit_test(originals_can_be_removed_and_the_whole_be_turned_off),
        cmocka_unit_test(what_include_names_is_a_page),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
