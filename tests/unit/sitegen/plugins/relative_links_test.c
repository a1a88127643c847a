/* relative_links_test.c - of sitegen/plugins/relative_links.c: links to sources. */
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

static void links_to_sources_lead_to_pages(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(
        &c, "_config.yml", "baseurl: /b\nplugins: [jekyll-relative-links]\n", "a/x.md",
        "---\n---\n[u](../i.md#p) [s](y.md \"T\") [n](no.md) [e](https://x.org/y.md) [r]\n\n[r]: y.md",
        "a/y.md", "---\n---\n", "i.md", "---\n---\n", NULL);
    assert_has(site_case_page(&c, "/a/x.html"), "<a href=\"/b/i.html#p\">u</a>");
    assert_has(site_case_page(&c, "/a/x.html"), "<a href=\"/b/a/y.html\" title=\"T\">s</a>");
    assert_has(site_case_page(&c, "/a/x.html"), "<a href=\"no.md\">n</a>");
    assert_has(site_case_page(&c, "/a/x.html"), "<a href=\"https://x.org/y.md\">e</a>");
    assert_has(site_case_page(&c, "/a/x.html"), "<a href=\"/b/a/y.html\">r</a>");
    site_case_free(&c);
}

static void posts_only_where_collections_are_asked_for(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(&c, "_config.yml", "plugins: [jekyll-relative-links]\n", "i.md", "---\n---\n",
                   "_posts/2025-01-02-p.md", "---\n---\n[i](../i.md)", NULL);
    assert_has(site_case_page(&c, "/2025/01/02/p.html"), "../i.md");
    site_case_free(&c);
}

static void pages_can_be_left_out(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(&c, "_config.yml", "plugins: [jekyll-relative-links]\nrelative_links: {exclude: [a.md]}\n",
                   "a.md", "---\n---\n[b](b.md)", "b.md", "---\n---\n[a](a.md)", NULL);
    assert_has(site_case_page(&c, "/a.html"), "b.md");
    assert_has(site_case_page(&c, "/b.html"), "/a.html");
    site_case_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(links_to_sources_lead_to_pages),
        cmocka_unit_test(posts_only_where_collections_are_asked_for),
        cmocka_unit_test(pages_can_be_left_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
