/* last_modified_at_test.c - of sitegen/plugins/last_modified_at.c: when a source was changed. */
#include "sitegen/site_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void the_files_time_is_that_of_the_bake_where_one_is_set(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(
        &c, "_config.yml", "plugins: [jekyll-last-modified-at]\n", "a.html",
        "---\n---\n{{ page.last_modified_at | date: '%F' }} {% last_modified_at %} {% last_modified_at %Y %}",
        NULL);
    assert_string_equal(site_case_page(&c, "/a.html"), "2026-01-01 01-Jan-26 2026");
    site_case_free(&c);
}

static void a_document_has_the_last_word(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(&c, "_config.yml", "plugins: [jekyll-last-modified-at]\n", "_posts/2025-01-02-p.html",
                   "---\nlast_modified_at: 2025-02-03\n---\n{{ page.last_modified_at | date: '%F' }}", NULL);
    assert_string_equal(site_case_page(&c, "/2025/01/02/p.html"), "2025-02-03");
    site_case_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_files_time_is_that_of_the_bake_where_one_is_set),
        cmocka_unit_test(a_document_has_the_last_word),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
