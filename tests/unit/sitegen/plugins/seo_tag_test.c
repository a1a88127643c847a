/* seo_tag_test.c - of sitegen/plugins/seo_tag.c: what {% seo %} prints. */
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

static void a_page_with_everything_says_it(void **state)
{
    struct site_case c;
    const char *html;

    (void)state;
    site_case_open(&c, "_config.yml",
                   "title: Site\nurl: https://e.org\nplugins: [jekyll-seo-tag]\ntwitter: {username: '@s'}\n"
                   "author: bob\nlang: en-GB\n",
                   "_data/authors.yml", "ann: {name: Ann B, twitter: ab, url: 'https://ann.e'}\n", "a.html",
                   "---\ntitle: A *b* <i>c</i> & d\nauthor: ann\ndescription: Words\n"
                   "image: {path: /x y.png, alt: Alt, width: 5}\n---\n{% seo %}",
                   NULL);
    html = site_case_page(&c, "/a.html");
    assert_has(html, "<title>A b c &amp; d | Site</title>");
    assert_has(html, "<meta property=\"og:title\" content=\"A b c &amp; d\" />");
    assert_has(html, "<meta name=\"author\" content=\"Ann B\" />");
    assert_has(html, "<meta property=\"og:locale\" content=\"en_GB\" />");
    assert_has(html, "<meta name=\"description\" content=\"Words\" />");
    assert_has(html, "<link rel=\"canonical\" href=\"https://e.org/a.html\" />");
    assert_has(html, "<meta property=\"og:image\" content=\"https://e.org/x%20y.png\" />");
    assert_has(html, "<meta name=\"twitter:card\" content=\"summary_large_image\" />");
    assert_has(html, "<meta name=\"twitter:site\" content=\"@s\" />");
    assert_has(html, "<meta name=\"twitter:creator\" content=\"@ab\" />");
    assert_has(html, "\"author\":{\"@type\":\"Person\",\"name\":\"Ann B\",\"url\":\"https://ann.e\"}");
    assert_has(html, "\"@type\":\"WebPage\"");
    site_case_free(&c);
}

static void title_false_leaves_the_title_to_the_layout(void **state)
{
    struct site_case c;
    const char *html;

    (void)state;
    site_case_open(&c, "_config.yml", "title: Site\nplugins: [jekyll-seo-tag]\n", "a.html",
                   "---\ntitle: A\n---\n{% seo title=false %}", NULL);
    html = site_case_page(&c, "/a.html");
    assert_lacks(html, "<title>");
    assert_lacks(html, "canonical");
    assert_has(html, "og:title");
    site_case_free(&c);
}

static void the_front_page_is_the_site_and_a_post_an_article(void **state)
{
    struct site_case c;
    const char *html;

    (void)state;
    site_case_open(&c, "_config.yml", "title: Site\ndescription: About it\nplugins: [jekyll-seo-tag]\n",
                   "index.html", "---\n---\n{% seo %}", "_posts/2025-01-02-p.html",
                   "---\ntitle: P\n---\n{% seo %}", NULL);
    html = site_case_page(&c, "/");
    assert_has(html, "<title>Site | About it</title>");
    assert_has(html, "\"@type\":\"WebSite\"");
    assert_has(html, "og:type\" content=\"website\"");
    html = site_case_page(&c, "/2025/01/02/p.html");
    assert_has(html, "\"@type\":\"BlogPosting\"");
    assert_has(html, "article:published_time\" content=\"2025-01-02T00:00:00+00:00\"");
    assert_has(html, "\"mainEntityOfPage\":{\"@type\":\"WebPage\"");
    site_case_free(&c);
}

static void nothing_known_is_nothing_said(void **state)
{
    struct site_case c;
    const char *html;

    (void)state;
    site_case_open(&c, "_config.yml", "plugins: [jekyll-seo-tag]\n", "a.html", "---\n---\n{% seo %}", NULL);
    html = site_case_page(&c, "/a.html");
    assert_lacks(html, "<title>");
    assert_lacks(html, "description");
    assert_lacks(html, "twitter:site");
    site_case_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_with_everything_says_it),
        cmocka_unit_test(title_false_leaves_the_title_to_the_layout),
        cmocka_unit_test(the_front_page_is_the_site_and_a_post_an_article),
        cmocka_unit_test(nothing_known_is_nothing_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
