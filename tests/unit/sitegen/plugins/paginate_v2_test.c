/* paginate_v2_test.c - of sitegen/plugins/paginate_v2.c: lists in pages. */
#include "sitegen/site_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#define PAGE                                                                                                 \
    "{% for p in paginator.posts %}{{ p.title }}{% endfor %} {{ paginator.page }}/{{ paginator.total_pages " \
    "}} "                                                                                                    \
    "{{ page.title }} {{ paginator.next_page_path }}{% for t in paginator.page_trail %}[{{ t.num }} {{ "     \
    "t.path }}]"                                                                                             \
    "{% endfor %}"

static void pages_list_what_they_ask_for(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(
        &c, "_config.yml",
        "plugins: [jekyll-paginate-v2]\npagination: {enabled: true, per_page: 1, sort_reverse: true}\n",
        "index.html", "---\ntitle: Home\npagination: {enabled: true, trail: {before: 1}}\n---\n" PAGE,
        "x/index.html",
        "---\ntitle: X\npagination: {enabled: true, tag: x, sort_field: title, sort_reverse: "
        "false}\n---\n" PAGE,
        "_posts/2025-01-01-a.md", "---\ntitle: A\ntags: [x]\n---\n", "_posts/2025-01-02-b.md",
        "---\ntitle: B\n---\n", "_posts/2025-01-03-c.md", "---\ntitle: C\ntags: [X, y]\n---\n", NULL);
    assert_string_equal(site_case_page(&c, "/"), "C 1/3 Home /page2/[1 /index.html][2 /page2/index.html]");
    assert_string_equal(site_case_page(&c, "/page2/"),
                        "B 2/3 Home - page 2 /page3/[1 /index.html][2 /page2/index.html]");
    assert_string_equal(site_case_page(&c, "/x/"), "A 1/2 X /x/page2/");
    assert_string_equal(site_case_page(&c, "/x/page2/"), "C 2/2 X - page 2 ");
    site_case_free(&c);
}

static void a_page_without_any_title_has_none(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(&c, "_config.yml",
                   "plugins: [jekyll-paginate-v2]\npagination: {enabled: true, per_page: 1}\n", "list.md",
                   "---\npermalink: /list\npagination: {enabled: true}\n---\n"
                   "*{{ page.title | default: 'none' }}*",
                   "_posts/2025-01-01-a.md", "---\n---\n", "_posts/2025-01-02-b.md", "---\n---\n", NULL);
    assert_string_equal(site_case_page(&c, "/list/"), "*none*");
    assert_string_equal(site_case_page(&c, "/list/page2/"), "* - page 2*");
    site_case_free(&c);
}

static void autopages_list_what_bears_a_tag(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(&c, "_config.yml",
                   "plugins: [jekyll-paginate-v2]\npagination: {enabled: true, per_page: 1}\n"
                   "autopages: {enabled: true, categories: {enabled: false}, collections: {enabled: false},\n"
                   "  tags: {layouts: [tag.html], title: 'On :tag', permalink: '/on/:tag'}}\n",
                   "_layouts/tag.html", "---\n---\n" PAGE "{{ page.autopages.display_name }}",
                   "_posts/2025-01-01-a.md", "---\ntitle: A\ntags: [Ox, y]\n---\n", "_posts/2025-01-02-b.md",
                   "---\ntitle: B\ntags: [ox]\n---\n", NULL);
    assert_string_equal(site_case_page(&c, "/on/y/"), "A 1/1 On y y");
    assert_string_equal(site_case_page(&c, "/on/ox/"), "A 1/2 On ox /on/ox/page2/Ox");
    assert_string_equal(site_case_page(&c, "/on/ox/page2/"), "B 2/2 On ox - page 2 Ox");
    site_case_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_list_what_they_ask_for),
        cmocka_unit_test(a_page_without_any_title_has_none),
        cmocka_unit_test(autopages_list_what_bears_a_tag),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
