/* paginate_test.c - of sitegen/plugins/paginate.c: pages of posts. */
#include "sitegen/site_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void the_index_lists_posts_page_by_page(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(
        &c, "_config.yml", "plugins: [jekyll-paginate]\npaginate: 2\npaginate_path: /blog/p:num/\n",
        "index.html", "---\n---\nnone {{ paginator }}", "blog/index.html",
        "---\n---\n{% for p in paginator.posts %}{{ p.title }}{% endfor %} {{ paginator.page }}/"
        "{{ paginator.total_pages }} {{ paginator.total_posts }} <{{ paginator.previous_page_path }} "
        ">{{ paginator.next_page_path }}",
        "_posts/2025-01-01-a.md", "---\ntitle: A\n---\n", "_posts/2025-01-02-b.md", "---\ntitle: B\n---\n",
        "_posts/2025-01-03-c.md", "---\ntitle: C\n---\n", "_posts/2025-01-04-d.md",
        "---\ntitle: D\nhidden: true\n---\n", NULL);
    assert_string_equal(site_case_page(&c, "/blog/"), "CB 1/2 3 < >/blog/p2/");
    assert_string_equal(site_case_page(&c, "/blog/p2/"), "A 2/2 3 </blog/ >");
    assert_string_equal(site_case_page(&c, "/"), "none ");
    site_case_free(&c);
}

static void without_an_index_there_is_a_warning(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(&c, "_config.yml", "plugins: [jekyll-paginate]\npaginate: 2\n", "a.md", "---\n---\n",
                   NULL);
    assert_string_equal(
        site_case_messages(&c),
        "_config.yml:2:11: warning: there is no index.html in which the posts could be listed: there "
        "are no pages of posts\n");
    site_case_free(&c);
}

static void paginate_must_be_a_number(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(&c, "_config.yml", "plugins: [jekyll-paginate]\npaginate: ten\n", "index.html",
                   "---\n---\n", NULL);
    assert_string_equal(site_case_messages(&c),
                        "_config.yml:2:11: error: paginate must be a number from 1 on\n");
    site_case_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_index_lists_posts_page_by_page),
        cmocka_unit_test(without_an_index_there_is_a_warning),
        cmocka_unit_test(paginate_must_be_a_number),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
