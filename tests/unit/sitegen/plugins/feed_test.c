/* feed_test.c - of sitegen/plugins/feed.c: Atom feeds. */
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

static void posts_are_entries_newest_first(void **state)
{
    struct site_case c;
    const char *feed;

    (void)state;
    site_case_open(&c, "_config.yml",
                   "title: T & U\nurl: https://e.org\nbaseurl: /b\nplugins: [jekyll-feed]\n",
                   "_posts/2025-01-02-a.md", "---\ntitle: A <i>x</i>\n---\nFirst *x*.\n\nMore.",
                   "_posts/2025-02-03-b.md", "---\ntitle: B\nauthor: Ann\ntags: [t]\n---\nb", NULL);
    feed = site_case_page(&c, "/feed.xml");
    assert_has(feed, "<title type=\"html\">T &amp;amp; U</title>");
    assert_has(feed, "<link href=\"https://e.org/b/feed.xml\" rel=\"self\"");
    assert_has(feed, "<title type=\"html\">A x</title>");
    assert_has(feed, "<id>https://e.org/b/2025/01/02/a</id>");
    assert_has(feed, "<![CDATA[<p>First <em>x</em>.</p>\n\n<p>More.</p>]]></content>");
    assert_has(feed, "<summary type=\"html\"><![CDATA[First x.]]></summary>");
    assert_has(feed, "<author><name>Ann</name></author><category term=\"t\" />");
    assert_true(strstr(feed, "/a.html") > strstr(feed, "/b.html"));
    site_case_free(&c);
}

static void paths_categories_tags_and_collections_have_feeds_of_their_own(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(&c, "_config.yml",
                   "plugins: [jekyll-feed]\ncollections: {news: {output: true}}\n"
                   "feed: {path: /x/atom.xml, categories: [c], tags: {except: [no]}, collections: [news]}\n",
                   "_posts/2025-01-02-a.md", "---\ntags: [t, no, 'two words']\ncategories: [c]\n---\nx",
                   NULL);
    assert_has(site_case_page(&c, "/x/atom.xml"), "/c/2025/01/02/a");
    assert_has(site_case_page(&c, "/feed/c.xml"), "/c/2025/01/02/a");
    assert_has(site_case_page(&c, "/feed/by_tag/t.xml"), "/c/2025/01/02/a");
    assert_lacks(site_case_page(&c, "/feed/news.xml"), "<entry");
    assert_null(site_case_find(&c, "/feed/by_tag/no.xml"));
    assert_null(site_case_find(&c, "/feed.xml"));
    site_case_free(&c);
}

static void a_limit_and_excerpts_hold(void **state)
{
    struct site_case c;
    const char *feed;

    (void)state;
    site_case_open(&c, "_config.yml", "plugins: [jekyll-feed]\nfeed: {posts_limit: 1, excerpt_only: true}\n",
                   "_posts/2025-01-02-a.md", "---\n---\na", "_posts/2025-01-03-b.md", "---\n---\nb", NULL);
    feed = site_case_page(&c, "/feed.xml");
    assert_lacks(feed, "2025/01/02/a");
    assert_lacks(feed, "<content");
    site_case_free(&c);
}

static void the_sites_own_file_stands(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(&c, "_config.yml", "plugins: [jekyll-feed]\n", "feed.xml", "---\n---\nown", NULL);
    assert_string_equal(site_case_page(&c, "/feed.xml"), "own");
    site_case_free(&c);
}

static void feed_meta_leads_to_it(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(&c, "_config.yml", "title: T \"q\"\nurl: https://e.org\nplugins: [jekyll-feed]\n",
                   "a.html", "---\n---\n{% feed_meta %}", NULL);
    assert_string_equal(
        site_case_page(&c, "/a.html"),
        "<link type=\"application/atom+xml\" rel=\"alternate\" href=\"https://e.org/feed.xml\" "
        "title=\"T &quot;q&quot;\" />");
    site_case_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(posts_are_entries_newest_first),
        cmocka_unit_test(paths_categories_tags_and_collections_have_feeds_of_their_own),
        cmocka_unit_test(a_limit_and_excerpts_hold),
        cmocka_unit_test(the_sites_own_file_stands),
        cmocka_unit_test(feed_meta_leads_to_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
