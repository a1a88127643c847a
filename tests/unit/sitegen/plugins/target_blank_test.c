/* target_blank_test.c - of sitegen/plugins/target_blank.c: links that leave. */
#include "sitegen/site_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void only_links_that_leave_are_changed(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(&c, "_config.yml", "url: https://e.org\nplugins: [jekyll-target-blank]\n", "a.html",
                   "---\n---\n<a href=\"https://x.org\">x</a><a href=\"/b\">b</a><a "
                   "href=\"https://e.org/c\">c</a><a href=\"//y\" rel=\"me\">y</a>",
                   NULL);
    assert_string_equal(
        site_case_page(&c, "/a.html"),
        "<a href=\"https://x.org\" target=\"_blank\" rel=\"noopener noreferrer\">x</a><a href=\"/b\">b</a><a "
        "href=\"https://e.org/c\">c</a><a href=\"//y\" rel=\"me\" target=\"_blank\">y</a>");
    site_case_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_links_that_leave_are_changed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
