/* page_scan_test.c - of sitegen/check/page_scan.c */
#include "check/page_scan.h"
#include "text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void list(void *context, enum page_scan_kind kind, struct str value)
{
    static const char letters[] = {
        [PAGE_SCAN_LINK] = 'l',   [PAGE_SCAN_BASE] = 'b',    [PAGE_SCAN_ID] = 'i',
        [PAGE_SCAN_ANCHOR] = 'a', [PAGE_SCAN_REFRESH] = 'r', [PAGE_SCAN_BARE_IMG] = '!'};

    text_printf(context, "%c:%.*s ", letters[kind], STR_ARG(value));
}

static void expect(struct str html, const char *found)
{
    struct text text = {0};

    text_add_c(&text, "");
    page_scan(html, list, &text);
    assert_string_equal(text.bytes != NULL ? text.bytes : "", found);
    text_free(&text);
}

static void every_element_that_refers_to_something_is_known(void **state)
{
    (void)state;
    expect(STR("<A HREF=1><area href='2'><audio src=\"3\"><embed src=4><form action=5><iframe src=6>"),
           "l:1 l:2 l:3 l:4 l:5 l:6 ");
    expect(STR("<img src=1 alt><input src=2><link href=3><object data=4><source src=5><script src=6>"),
           "l:1 l:2 l:3 l:4 l:5 l:6 ");
    expect(STR("<track src=1><video src=2 poster=3><use xlink:href='#4'><image href=5>"),
           "l:1 l:2 l:3 l:#4 l:5 ");
    expect(STR("<p href=1 src=2><blockquote cite=3><a ping=4><b action=5>"), "");
}

static void each_address_of_a_srcset_is_one(void **state)
{
    (void)state;
    expect(STR("<img alt srcset='a.png 1x, b,c.png 2x,d.png'>"), "l:a.png l:b,c.png l:d.png ");
    expect(STR("<source srcset=' a.png,\n b.png 100w '>"), "l:a.png l:b.png ");
    expect(STR("<img alt srcset=' , ,'><p srcset='x 1x'>"), "");
}

static void anchors_are_ids_and_names_of_links(void **state)
{
    (void)state;
    expect(STR("<h2 id='x y'>a</h2><a name=z></a><input name=w><i id=>"), "i:x y a:z ");
}

static void an_image_needs_the_attribute_alt_or_nobody_reads_it(void **state)
{
    (void)state;
    expect(STR("<img src=a><img src=b alt=''><img alt src=c>"), "l:a !:a l:b l:c ");
    expect(STR("<img><IMG title=x>"), "!: !: ");
    expect(STR("<img src=a aria-hidden=true><img src=b role=presentation><img src=c role=img>"),
           "l:a l:b l:c !:c ");
}

static void what_is_no_markup_refers_to_nothing(void **state)
{
    (void)state;
    expect(STR("<!-- <a href=1> --><script>'<a href=2>'</script><title><a href=3></title><textarea><img>"),
           "");
    expect(STR("<style><a href=1></style></a href=2><noscript><a href=3></noscript>"), "l:3 ");
}

static void a_form_that_posts_and_what_is_marked_is_left_out(void **state)
{
    (void)state;
    expect(STR("<form action=1 method=post><form action=2 method=GET><a href=3 data-proofer-ignore>"),
           "l:2 ");
}

static void a_base_and_a_page_that_leads_on_are_told(void **state)
{
    (void)state;
    expect(STR("<base href=' /a/ '><meta http-equiv=Refresh content='0; url=x'><meta name=refresh>"),
           "b:/a/ r:Refresh ");
}

static void any_number_of_attributes_is_taken(void **state)
{
    struct text html = {0}, found = {0};

    (void)state;
    text_add_c(&html, "<a");
    for (unsigned i = 0; i < 1000; i++)
        text_add_c(&html, " href=x");
    text_add_c(&html, ">");
    page_scan(text_str(&html), list, &found);
    assert_in_range(found.len, 4, 100);
    text_free(&html);
    text_free(&found);
}

static void every_prefix_ends(void **state)
{
    struct str whole =
        STR("<a href=\"x\" id='y'><img srcset='a 1x, b' src=c><base href=d><form action=e method=post>");

    (void)state;
    for (size_t len = 0; len <= whole.len; len++) {
        struct text found = {0};
        page_scan(str_head(whole, len), list, &found);
        assert_in_range(found.len, 0, 100);
        text_free(&found);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_element_that_refers_to_something_is_known),
        cmocka_unit_test(each_address_of_a_srcset_is_one),
        cmocka_unit_test(anchors_are_ids_and_names_of_links),
        cmocka_unit_test(an_image_needs_the_attribute_alt_or_nobody_reads_it),
        cmocka_unit_test(what_is_no_markup_refers_to_nothing),
        cmocka_unit_test(a_form_that_posts_and_what_is_marked_is_left_out),
        cmocka_unit_test(a_base_and_a_page_that_leads_on_are_told),
        cmocka_unit_test(any_number_of_attributes_is_taken),
        cmocka_unit_test(every_prefix_ends),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
