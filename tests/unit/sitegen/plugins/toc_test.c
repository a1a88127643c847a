/* toc_test.c - of sitegen/plugins/toc.c: tables of contents. */
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

static void headings_nest_in_lists(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(&c, "_config.yml", "plugins: [jekyll-toc]\n", "a.html",
                   "---\ntoc: true\n---\n{% capture h %}<h1>A &amp; b</h1><h3 id=\"i\">C</h3><h2 "
                   "class=\"no_toc\">no</h2><h1>A &amp; b</h1><div "
                   "class=\"no_toc_section\"><h2>x</h2></div>{% endcapture %}{{ h | toc_only }}",
                   NULL);
    assert_string_equal(
        site_case_page(&c, "/a.html"),
        "<ul id=\"toc\" class=\"section-nav\">\n<li class=\"toc-entry toc-h1\"><a href=\"#a--b\">A &amp; "
        "b</a>\n<ul>\n<li class=\"toc-entry toc-h3\"><a href=\"#i\">C</a></li>\n</ul>\n</li>\n<li "
        "class=\"toc-entry toc-h1\"><a href=\"#a--b-1\">A &amp; b</a></li>\n</ul>");
    site_case_free(&c);
}

static void anchors_are_put_in_front(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(&c, "_config.yml", "plugins: [jekyll-toc]\ntoc: {min_level: 2}\n", "a.html",
                   "---\ntoc: true\n---\n{{ '<h1>T</h1><h2>\xc3\x84 b</h2>' | inject_anchors }}", NULL);
    assert_string_equal(site_case_page(&c, "/a.html"),
                        "<h1>T</h1><h2><a class=\"anchor\" href=\"#%C3%A4-b\" aria-hidden=\"true\"><span "
                        "class=\"octicon octicon-link\"></span></a>\xc3\x84 b</h2>");
    site_case_free(&c);
}

static void only_pages_that_ask_have_one(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(&c, "_config.yml", "plugins: [jekyll-toc]\n", "a.html",
                   "---\n---\n{{ '<h1>T</h1>' | toc }}{{ '<h1>T</h1>' | toc_only }}{% toc %}", NULL);
    assert_string_equal(site_case_page(&c, "/a.html"), "<h1>T</h1>");
    site_case_free(&c);
}

static void headings_that_never_end_are_no_trouble(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(&c, "_config.yml", "plugins: [jekyll-toc]\n", "a.html",
                   "---\ntoc: true\n---\n{{ '<h1>a<h2>b<h1' | toc_only }}", NULL);
    assert_has(site_case_page(&c, "/a.html"), "#a\">a</a>");
    site_case_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headings_nest_in_lists),
        cmocka_unit_test(anchors_are_put_in_front),
        cmocka_unit_test(only_pages_that_ask_have_one),
        cmocka_unit_test(headings_that_never_end_are_no_trouble),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
