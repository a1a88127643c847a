/* github_metadata_test.c - of sitegen/plugins/github_metadata.c: site.github. */
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

static void addresses_follow_from_the_name(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(&c, "_config.yml", "repository: o/n\nplugins: [jekyll-github-metadata]\n", "a.html",
                   "---\n---\n{{ site.title }} {{ site.github.owner_name }} {{ site.github.repository_url }} "
                   "{{ site.github.url }} {{ site.github.is_project_page }} {{ site.github.releases }}|{% "
                   "github_edit_link 'E' %}",
                   NULL);
    assert_string_equal(site_case_page(&c, "/a.html"),
                        "n o https://github.com/o/n https://o.github.io/n true |<a "
                        "href=\"https://github.com/o/n/edit/gh-pages/a.html\">E</a>");
    site_case_free(&c);
}

static void the_origin_of_a_clone_names_it(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(
        &c, "_config.yml", "plugins: [jekyll-github-metadata]\n", ".git/config",
        "[core]\n[remote \"origin\"]\n\turl = git@github.com:Ann/ann.github.io.git\n", "a.html",
        "---\n---\n{{ site.github.repository_nwo }} {{ site.github.is_user_page }} {{ site.title }}", NULL);
    assert_string_equal(site_case_page(&c, "/a.html"), "Ann/ann.github.io true Ann");
    site_case_free(&c);
}

static void the_configuration_counts_more(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(
        &c, "_config.yml",
        "repository: o/n\ntitle: T\ngithub: {url: u, x: y}\nplugins: [jekyll-github-metadata]\n", "a.html",
        "---\n---\n{{ site.title }}{{ site.github.url }}{{ site.github.x }}{{ site.github.repository_name }}",
        NULL);
    assert_string_equal(site_case_page(&c, "/a.html"), "Tuyn");
    site_case_free(&c);
}

static void without_a_name_there_is_little(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(
        &c, "_config.yml", "plugins: [jekyll-github-metadata]\n", "a.html",
        "---\n---\n{{ site.github.repository_url }}{{ site.github.hostname }}{% github_edit_link %}", NULL);
    assert_string_equal(site_case_page(&c, "/a.html"), "github.com");
    assert_has(site_case_messages(&c), "the repository is not known");
    site_case_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_follow_from_the_name),
        cmocka_unit_test(the_origin_of_a_clone_names_it),
        cmocka_unit_test(the_configuration_counts_more),
        cmocka_unit_test(without_a_name_there_is_little),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
