/* archives_test.c - of sitegen/plugins/archives.c: pages of tags, categories and times. */
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

static void every_tag_category_and_time_has_its_page(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(
        &c, "_config.yml",
        "plugins: [jekyll-archives]\njekyll-archives: {enabled: all, permalinks: {tag: '/t/:name.html'}}\n",
        "_layouts/archive.html",
        "{{ page.type }} {{ page.title }}{{ page.date | date: '%F' }}:{% for p in page.posts %} {{ p.title }}"
        "{% endfor %}",
        "_posts/2025-01-31-a.md", "---\ntitle: A\ntags: [Two Words]\n---\n", "_posts/2025-02-01-b.md",
        "---\ntitle: B\ntags: [two words]\ncategory: C++\n---\n", NULL);
    assert_string_equal(site_case_page(&c, "/2025/"), "year 2025-01-01: B A");
    assert_string_equal(site_case_page(&c, "/2025/02/"), "month 2025-02-01: B");
    assert_string_equal(site_case_page(&c, "/2025/01/31/"), "day 2025-01-31: A");
    assert_string_equal(site_case_page(&c, "/category/c/"), "category C++: B");
    assert_has(site_case_page(&c, "/t/two-words.html"), "tag");
    site_case_free(&c);
}

static void only_what_is_enabled_is_made(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(&c, "_config.yml", "plugins: [jekyll-archives]\njekyll-archives: {enabled: [tags]}\n",
                   "_layouts/archive.html", "x", "_posts/2025-01-31-a.md",
                   "---\ntags: [t]\ncategory: c\n---\n", NULL);
    assert_non_null(site_case_find(&c, "/tag/t/"));
    assert_null(site_case_find(&c, "/category/c/"));
    assert_null(site_case_find(&c, "/2025/"));
    site_case_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_tag_category_and_time_has_its_page),
        cmocka_unit_test(only_what_is_enabled_is_made),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
