/* sitemap_test.c - of sitegen/plugins/sitemap.c: sitemap.xml and robots.txt. */
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

static void assert_lacks(const char *text, const char *part)
{
    if (strstr(text, part) != NULL)
        fail_msg("\"%s\" is in:\n%s", part, text);
}

static void pages_documents_and_files_are_listed(void **state)
{
    struct site_case c;
    const char *map;

    (void)state;
    site_case_open(&c, "_config.yml", "url: https://e.org\nbaseurl: /b\nplugins: [jekyll-sitemap]\n", "a.md",
                   "---\n---\nx", "sub/index.html", "---\nlast_modified_at: 2025-05-06\n---\nx", "404.html",
                   "---\n---\nx", "no.md", "---\nsitemap: false\n---\nx", "data.json", "---\n---\n{}",
                   "f.pdf", "x", "f.txt", "x", "_posts/2025-01-02-p.md", "---\n---\nx", NULL);
    map = site_case_page(&c, "/sitemap.xml");
    assert_has(map, "<loc>https://e.org/b/a.html</loc>\n</url>");
    assert_has(map, "<loc>https://e.org/b/sub/</loc>\n<lastmod>2025-05-06T00:00:00+00:00</lastmod>");
    assert_has(map,
               "<loc>https://e.org/b/2025/01/02/p.html</loc>\n<lastmod>2025-01-02T00:00:00+00:00</lastmod>");
    assert_has(map, "<loc>https://e.org/b/f.pdf</loc>\n<lastmod>");
    assert_lacks(map, "404");
    assert_lacks(map, "no.html");
    assert_lacks(map, "json");
    assert_lacks(map, "f.txt");
    assert_string_equal(site_case_page(&c, "/robots.txt"), "Sitemap: https://e.org/b/sitemap.xml\n");
    site_case_free(&c);
}

static void the_sites_own_files_stand(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(&c, "_config.yml", "plugins: [jekyll-sitemap]\n", "sitemap.xml", "---\n---\nown",
                   "robots.txt", "own", NULL);
    assert_string_equal(site_case_page(&c, "/sitemap.xml"), "own");
    assert_null(site_case_find(&c, "/robots.txt"));
    site_case_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_documents_and_files_are_listed),
        cmocka_unit_test(the_sites_own_files_stand),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
