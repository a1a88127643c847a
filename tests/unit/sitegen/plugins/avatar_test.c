/* avatar_test.c - of sitegen/plugins/avatar.c: pictures of accounts. */
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

static void an_avatar_has_four_sizes(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(&c, "_config.yml", "plugins: [jekyll-avatar]\n", "a.html", "---\n---\n{% avatar hubot %}",
                   NULL);
    assert_has(site_case_page(&c, "/a.html"),
               "<img class=\"avatar avatar-small\" alt=\"hubot\" width=\"40\" height=\"40\" "
               "data-proofer-ignore=\"true\" src=\"https://avatars3.githubusercontent.com/hubot?v=3&s=40\"");
    assert_has(site_case_page(&c, "/a.html"), "hubot?v=3&s=160 4x\" />");
    site_case_free(&c);
}

static void size_laziness_and_variables_are_taken(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(&c, "_config.yml", "plugins: [jekyll-avatar]\n", "a.html",
                   "---\nu: mona\n---\n{% avatar user=page.u size=80 lazy=true %}{% avatar @{{ page.u }} %}",
                   NULL);
    assert_has(site_case_page(&c, "/a.html"), "<img class=\"avatar\" alt=\"mona\" width=\"80\"");
    assert_has(site_case_page(&c, "/a.html"), "src=\"\" data-src=\"https://avatars");
    assert_has(site_case_page(&c, "/a.html"), "alt=\"mona\" width=\"40\"");
    site_case_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_avatar_has_four_sizes),
        cmocka_unit_test(size_laziness_and_variables_are_taken),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
