/* titles_from_headings_test.c - of sitegen/plugins/titles_from_headings.c: headings that are titles. */
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

static void the_first_heading_is_the_title(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(
        &c, "_config.yml", "plugins: [jekyll-titles-from-headings]\n", "_layouts/l.html",
        "{{ page.title }}|{{ content }}", "a.md", "---\nlayout: l\n---\n\n# The *first*[^1]\n\nx\n\n[^1]: n",
        "b.md", "---\nlayout: l\n---\nUnderlined\n----------\n\nx", "c.md",
        "---\nlayout: l\n---\ntext\n\n# Not first", "d.md", "---\nlayout: l\ntitle: Own\n---\n# Other", NULL);
    assert_has(site_case_page(&c, "/a.html"), "The first|");
    assert_has(site_case_page(&c, "/b.html"), "Underlined|");
    assert_has(site_case_page(&c, "/c.html"), "|<p>text");
    assert_has(site_case_page(&c, "/d.html"), "Own|");
    site_case_free(&c);
}

static void it_can_be_taken_out_of_the_text(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(&c, "_config.yml",
                   "plugins: [jekyll-titles-from-headings]\ntitles_from_headings: {strip_title: true, "
                   "collections: true}\n",
                   "_layouts/l.html", "{{ page.title }}|{{ content }}", "a.md",
                   "---\nlayout: l\n---\n# T\n\nx", "_posts/2025-01-02-p.md",
                   "---\nlayout: l\ntitle: Own\n---\n# T\n\nx", "c.md",
                   "---\nlayout: l\nstrip_title: false\n---\n# T\n\nx", NULL);
    assert_string_equal(site_case_page(&c, "/a.html"), "T|<p>x</p>\n");
    assert_string_equal(site_case_page(&c, "/2025/01/02/p.html"), "T|<p>x</p>\n");
    assert_has(site_case_page(&c, "/c.html"), "<h1");
    site_case_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_heading_is_the_title),
        cmocka_unit_test(it_can_be_taken_out_of_the_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
