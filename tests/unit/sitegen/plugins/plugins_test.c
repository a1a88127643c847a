/* plugins_test.c - of sitegen/plugins/plugins.c and plugins_named.c: which plug-ins a site has. */
#include "sitegen/site_case.h"
#include "plugins/plugin.h"

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

static void a_plug_in_that_is_not_named_is_not_there(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(&c, "_config.yml", "title: T\n", "a.html", "---\n---\n{% seo %}", NULL);
    assert_false(plugins_has(&c.site, "jekyll-seo-tag"));
    assert_string_equal(site_case_page(&c, "/a.html"), "(failed)");
    assert_has(site_case_messages(&c), "a.html:3:1: error: unknown tag \"seo\"");
    site_case_free(&c);
}

static void unknown_ones_are_named_where_they_stand(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(
        &c, "_config.yml",
        "title: jekyll-odd\nplugins:\n  - jekyll-feed\n  - jekyll-odd\ngems: [jekyll-watch, other]\n", NULL);
    assert_string_equal(
        site_case_messages(&c),
        "_config.yml:4:5: warning: the plug-in \"jekyll-odd\" is not built in: what it does is left out\n"
        "_config.yml:5:22: warning: the plug-in \"other\" is not built in: what it does is left out\n");
    assert_true(plugins_has(&c.site, "jekyll-feed"));
    site_case_free(&c);
}

static void ruby_is_a_warning_that_says_what_it_means(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(&c, "_config.yml", "title: T\n", "_plugins/a.rb", "x", "_plugins/b/c.rb", "x", NULL);
    assert_has(site_case_messages(&c), "_plugins/a.rb: warning: Ruby plug-ins are not run (2 in ");
    site_case_free(&c);
}

static void a_theme_brings_its_plug_ins(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(&c, "_config.yml", "theme: minima\n", NULL);
    assert_true(plugins_has(&c.site, "jekyll-feed"));
    assert_true(plugins_has(&c.site, "jekyll-seo-tag"));
    assert_false(plugins_has(&c.site, "jekyll-sitemap"));
    site_case_free(&c);
}

static void the_gemfile_of_github_pages_brings_theirs(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(&c, "_config.yml", "title: T\n", "Gemfile",
                   "gem \"github-pages\", group: :jekyll_plugins\n", "a.md", "# A page\n\n[b](b.md)", "b.md",
                   "b", NULL);
    assert_has(site_case_page(&c, "/a.html"), "<a href=\"/b.html\">b</a>");
    assert_true(str_is(site_case_find(&c, "/a.html")->title, "A page"));
    assert_string_equal(site_case_messages(&c), "");
    site_case_free(&c);
}

static void a_theme_of_githubs_without_a_gemfile_means_github_pages(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(&c, "_config.yml", "theme: jekyll-theme-cayman\n", "README.md", "# Home", NULL);
    assert_has(site_case_page(&c, "/"), "Home");
    site_case_free(&c);
    site_case_open(&c, "_config.yml", "remote_theme: some/where\n", NULL);
    assert_true(plugins_has(&c.site, "jekyll-readme-index"));
    site_case_free(&c);
    site_case_open(&c, "_config.yml", "theme: jekyll-theme-cayman\n", "Gemfile",
                   "gem \"jekyll-theme-cayman\"\n", NULL);
    assert_false(plugins_has(&c.site, "jekyll-readme-index"));
    site_case_free(&c);
    site_case_open(&c, "_config.yml", "theme: minima\n", NULL);
    assert_false(plugins_has(&c.site, "jekyll-readme-index"));
    site_case_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plug_in_that_is_not_named_is_not_there),
        cmocka_unit_test(unknown_ones_are_named_where_they_stand),
        cmocka_unit_test(ruby_is_a_warning_that_says_what_it_means),
        cmocka_unit_test(a_theme_brings_its_plug_ins),
        cmocka_unit_test(the_gemfile_of_github_pages_brings_theirs),
        cmocka_unit_test(a_theme_of_githubs_without_a_gemfile_means_github_pages),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
