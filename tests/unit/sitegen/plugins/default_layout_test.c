/* default_layout_test.c - of sitegen/plugins/default_layout.c: layouts that nobody names. */
#include "sitegen/site_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void home_page_post_and_default_are_tried(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(&c, "_config.yml", "plugins: [jekyll-default-layout]\n", "_layouts/home.html", "home",
                   "_layouts/page.html", "page", "_layouts/default.html", "default", "index.md", "---\n---\n",
                   "a.md", "---\n---\n", "none.md", "---\nlayout: none\n---\nx", "h.html", "---\n---\nhtml",
                   "_posts/2025-01-02-p.md", "---\n---\n", NULL);
    assert_string_equal(site_case_page(&c, "/"), "home");
    assert_string_equal(site_case_page(&c, "/a.html"), "page");
    assert_string_equal(site_case_page(&c, "/2025/01/02/p.html"), "default");
    assert_string_equal(site_case_page(&c, "/none.html"), "<p>x</p>\n");
    assert_string_equal(site_case_page(&c, "/h.html"), "html");
    site_case_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(home_page_post_and_default_are_tried),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
