/* mentions_test.c - of sitegen/plugins/mentions.c: names in texts. */
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

static void names_become_links(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(&c, "_config.yml", "plugins: [jekyll-mentions]\n", "a.html",
                   "---\n---\nHi @ann, a@b.c @x/y @bob... (@c-d) @mention <code>@no</code> <a>@no</a>", NULL);
    assert_string_equal(site_case_page(&c, "/a.html"),
                        "Hi <a href=\"https://github.com/ann\" class=\"user-mention\">@ann</a>, a@b.c @x/y "
                        "<a href=\"https://github.com/bob\" class=\"user-mention\">@bob</a>... (<a "
                        "href=\"https://github.com/c-d\" class=\"user-mention\">@c-d</a>) @mention "
                        "<code>@no</code> <a>@no</a>");
    site_case_free(&c);
}

static void the_address_is_the_pages_or_the_sites(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(&c, "_config.yml",
                   "plugins: [jekyll-mentions]\njekyll-mentions: {base_url: 'https://s.org'}\n", "a.html",
                   "---\n---\n@a", "b.html", "---\njekyll-mentions: https://p.org/~\n---\n@b", "c.html",
                   "---\njekyll-mentions: false\n---\n@c", NULL);
    assert_has(site_case_page(&c, "/a.html"), "href=\"https://s.org/a\"");
    assert_has(site_case_page(&c, "/b.html"), "href=\"https://p.org/~b\"");
    assert_string_equal(site_case_page(&c, "/c.html"), "@c");
    site_case_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_become_links),
        cmocka_unit_test(the_address_is_the_pages_or_the_sites),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
