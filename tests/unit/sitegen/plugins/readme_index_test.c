/* readme_index_test.c - of sitegen/plugins/readme_index.c: READMEs. */
#include "sitegen/site_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void a_readme_is_the_index_where_there_is_none(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(&c, "_config.yml", "plugins: [jekyll-readme-index]\n", "README.md", "top",
                   "a/readme.markdown", "a", "b/README.md", "b", "b/index.html", "own", NULL);
    assert_string_equal(site_case_page(&c, "/"), "<p>top</p>\n");
    assert_string_equal(site_case_page(&c, "/a/"), "<p>a</p>\n");
    assert_null(site_case_find(&c, "/b/"));
    site_case_free(&c);
}

static void one_with_front_matter_only_where_it_is_asked_for(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(&c, "_config.yml",
                   "plugins: [jekyll-readme-index]\nreadme_index: {with_frontmatter: true}\n", "README.md",
                   "---\n---\ntop", NULL);
    assert_string_equal(site_case_page(&c, "/"), "<p>top</p>\n");
    assert_null(site_case_find(&c, "/README.html"));
    site_case_free(&c);
}

static void it_can_be_turned_off(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(&c, "_config.yml", "plugins: [jekyll-readme-index]\nreadme_index: {enabled: false}\n",
                   "README.md", "top", NULL);
    assert_null(site_case_find(&c, "/"));
    site_case_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_readme_is_the_index_where_there_is_none),
        cmocka_unit_test(one_with_front_matter_only_where_it_is_asked_for),
        cmocka_unit_test(it_can_be_turned_off),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
