/* redirect_from_test.c - of sitegen/plugins/redirect_from.c: old addresses. */
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

static const char *location(struct site_case *c, const char *path)
{
    const struct page *page = site_case_find(c, path);

    return page == NULL ? "(none)" : page->location == NULL ? "(page)" : page->location;
}

static void old_addresses_lead_to_the_page(void **state)
{
    struct site_case c;
    const char *html;

    (void)state;
    site_case_open(&c, "_config.yml", "url: https://e.org\nbaseurl: /b\nplugins: [jekyll-redirect-from]\n",
                   "new.md", "---\nredirect_from: [old, /older/, /oldest.html]\n---\nx", NULL);
    assert_string_equal(location(&c, "/old"), "/b/new.html");
    assert_string_equal(location(&c, "/older/"), "/b/new.html");
    assert_string_equal(location(&c, "/oldest.html"), "/b/new.html");
    assert_string_equal(location(&c, "/new.html"), "(page)");
    html = site_case_page(&c, "/old");
    assert_has(html, "content=\"0; url=https://e.org/b/new.html\"");
    assert_string_equal(site_case_page(&c, "/redirects.json"),
                        "{\"/old\":\"https://e.org/b/new.html\",\"/older/\":\"https://e.org/b/new.html\","
                        "\"/oldest.html\":\"https://e.org/b/new.html\"}");
    site_case_free(&c);
}

static void a_page_leads_elsewhere(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(&c, "_config.yml", "plugins: [jekyll-redirect-from]\n", "a.md",
                   "---\nredirect_to: [~, 'https://x.org/\xc3\xa4?a=1#b']\n---\n{{ 'own' }} *text*", "b.md",
                   "---\nredirect_to: /a.html\n---\n", NULL);
    assert_string_equal(location(&c, "/a.html"), "https://x.org/%C3%A4?a=1#b");
    assert_string_equal(location(&c, "/b.html"), "/a.html");
    assert_has(site_case_page(&c, "/b.html"), "url=/a.html");
    assert_lacks(site_case_page(&c, "/a.html"), "text");
    site_case_free(&c);
}

static void the_sites_own_layout_is_used_and_the_list_can_be_turned_off(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(&c, "_config.yml", "plugins: [jekyll-redirect-from]\nredirect_from: {json: false}\n",
                   "_layouts/redirect.html", "from {{ page.redirect.from }} to {{ page.redirect.to }}",
                   "a.md", "---\nredirect_from: /x\n---\n", NULL);
    assert_string_equal(site_case_page(&c, "/x"), "from /x to /a.html");
    assert_null(site_case_find(&c, "/redirects.json"));
    site_case_free(&c);
}

static void what_is_served_already_stays(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(&c, "_config.yml", "plugins: [jekyll-redirect-from]\n", "a.md",
                   "---\nredirect_from: /b.html\n---\n", "b.html", "file", NULL);
    assert_has(site_case_messages(&c), "/b.html");
    site_case_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(old_addresses_lead_to_the_page),
        cmocka_unit_test(a_page_leads_elsewhere),
        cmocka_unit_test(the_sites_own_layout_is_used_and_the_list_can_be_turned_off),
        cmocka_unit_test(what_is_served_already_stays),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
