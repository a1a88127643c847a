/* link_target_test.c - of sitegen/check/link_target.c */
#include "check/link_target.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

/* Where a link leads, seen from base: "-" elsewhere, "!" in front of what is outside the baseurl. */
static void expect_of(const char *url, const char *baseurl, const char *base, const char *href,
                      const char *target)
{
    struct link_from from = {.url = str_of(url), .baseurl = str_of(baseurl), .base = str_of(base)};
    struct text path = {0}, fragment = {0}, all = {0};
    enum link_target_kind kind = link_target(&from, str_of(href), &path, &fragment);

    if (kind == LINK_ELSEWHERE)
        text_add_c(&all, "-");
    else
        text_printf(&all, "%s%.*s%s%.*s", kind == LINK_HERE ? "" : "!", STR_ARG(text_str(&path)),
                    fragment.len > 0 ? "#" : "", STR_ARG(text_str(&fragment)));
    assert_string_equal(all.bytes, target);
    text_free(&path);
    text_free(&fragment);
    text_free(&all);
}

static void expect(const char *href, const char *target)
{
    expect_of("https://example.org", "", "/a/b/page.html", href, target);
}

static void relative_links_start_from_the_folder_of_the_page(void **state)
{
    (void)state;
    expect("c.html", "/a/b/c.html");
    expect("./c.html", "/a/b/c.html");
    expect("../c/", "/a/c/");
    expect("..", "/a/");
    expect(".", "/a/b/");
    expect("../../../../c", "/c");
    expect("/c//d", "/c/d");
    expect("  c.html\n", "/a/b/c.html");
    expect_of("", "", "/a/b/", "c", "/a/b/c");
    expect_of("", "", "/", "c", "/c");
}

static void a_query_is_left_out_and_escapes_are_decoded(void **state)
{
    (void)state;
    expect("c.html?v=1#x", "/a/b/c.html#x");
    expect("?page=2", "-");
    expect("?page=2#x", "/a/b/page.html#x");
    expect("caf%c3%a9%20x.html#%c3%a9", "/a/b/caf\xc3\xa9 x.html#\xc3\xa9");
    expect("100%.html", "/a/b/100%.html");
    expect("%2e%2e/c", "/a/c");
}

static void some_fragments_are_on_every_page(void **state)
{
    (void)state;
    expect("#", "-");
    expect("#top", "-");
    expect("#TOP", "-");
    expect("", "-");
    expect("c#", "/a/b/c");
    expect("c#top", "/a/b/c");
    expect("c#:~:text=word", "/a/b/c");
    expect("c#x:~:text=word", "/a/b/c#x");
    expect("#/route", "-");
    expect("#!route", "-");
    expect("#x", "/a/b/page.html#x");
}

static void other_hosts_and_other_schemes_are_elsewhere(void **state)
{
    (void)state;
    expect("https://example.com/x", "-");
    expect("//example.com/x", "-");
    expect("mailto:a@example.org", "-");
    expect("tel:+123", "-");
    expect("javascript:void(0)", "-");
    expect("data:text/plain,x", "-");
    expect("https://example.organic/x", "-");
    expect("ftp://example.org/x", "-");
    expect("{{ href }}", "-");
    expect("/a/${id}", "-");
    expect("a:b/c", "-");
    expect("./a:b", "/a/b/a:b");
}

static void the_site_by_its_own_address_is_here(void **state)
{
    (void)state;
    expect("https://example.org/x#y", "/x#y");
    expect("http://example.org/x", "/x");
    expect("//example.org/x?y", "/x");
    expect("HTTPS://EXAMPLE.org/X", "/X");
    expect("https://example.org", "/");
    expect("https://example.org?x", "/");
    expect_of("", "", "/", "https:///x", "-");
    expect_of("https://", "", "/", "https:///x", "-");
    expect_of("https://example.org/", "", "/", "https://example.org/x", "/x");
}

static void a_baseurl_is_taken_off_where_it_is(void **state)
{
    (void)state;
    expect_of("https://example.org", "/base", "/base/a/b.html", "c", "/a/c");
    expect_of("https://example.org", "/base", "/base/a/b.html", "#c", "/a/b.html#c");
    expect_of("https://example.org", "/base", "/base/a/b.html", "/base/c", "/c");
    expect_of("https://example.org", "/base", "/base/a/b.html", "/base", "/");
    expect_of("https://example.org", "/base", "/base/a/b.html", "/base?x", "/");
    expect_of("https://example.org", "/base", "/base/a/b.html", "/c", "!/c");
    expect_of("https://example.org", "/base", "/base/a/b.html", "/basement", "!/basement");
    expect_of("https://example.org", "/base", "/base/a/b.html", "../../c", "!/c");
    expect_of("https://example.org", "/base", "/base/a/b.html", "https://example.org/base/c", "/c");
    expect_of("https://example.org", "/base", "/base/a/b.html", "https://example.org/c", "!/c");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(relative_links_start_from_the_folder_of_the_page),
        cmocka_unit_test(a_query_is_left_out_and_escapes_are_decoded),
        cmocka_unit_test(some_fragments_are_on_every_page),
        cmocka_unit_test(other_hosts_and_other_schemes_are_elsewhere),
        cmocka_unit_test(the_site_by_its_own_address_is_here),
        cmocka_unit_test(a_baseurl_is_taken_off_where_it_is),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
