/* html_test.c - of sitegen/html.c */
#include "html.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void tags_are_found_and_comments_and_scripts_are_not(void **state)
{
    struct str html = STR("a<b>c</b><!-- <i> --><script>if (1<2) {<u>}</script><img src='x>y'/><3");
    static const char *const names[] = {"b", "b", "script", "script", "img"};
    struct html_tag tag;
    size_t at = 0, count = 0;

    (void)state;
    while (html_next_tag(html, &at, &tag))
        assert_true(str_is(tag.name, names[count++]));
    assert_int_equal(count, 5);
}

static void attributes_are_read_in_every_form(void **state)
{
    struct str html = STR("<a HREF=x checked class=\"a b\" title = 'it' data-x=1/>");
    struct html_tag tag;
    struct str value;
    size_t at = 0;

    (void)state;
    assert_true(html_next_tag(html, &at, &tag));
    assert_true(html_attribute(&tag, "href", &value) && str_is(value, "x"));
    assert_true(html_attribute(&tag, "checked", &value) && str_is(value, ""));
    assert_true(html_attribute(&tag, "class", &value) && str_is(value, "a b"));
    assert_true(html_attribute(&tag, "title", &value) && str_is(value, "it"));
    assert_false(html_attribute(&tag, "id", &value));
}

static void quotes_hide_the_end_of_a_tag_only_where_they_open_a_value(void **state)
{
    struct str html = STR("<a b='>' c = \">\">x<p it's><i q=a\"b>y<b \"<s>");
    static const char *const wholes[] = {"<a b='>' c = \">\">", "<p it's>", "<i q=a\"b>", "<b \"<s>"};
    struct html_tag tag;
    size_t at = 0, count = 0;

    (void)state;
    while (html_next_tag(html, &at, &tag))
        assert_true(str_is(tag.whole, wholes[count++]));
    assert_int_equal(count, 4);
}

static void what_browsers_take_for_a_comment_holds_no_tags(void **state)
{
    struct str html = STR("<!doctype html><?xml <b?><!--> <a><!-- <i> --><3 <b></3 <u><!x <em> <!-- <s>");
    static const char *const names[] = {"a", "b"};
    struct html_tag tag;
    size_t at = 0, count = 0;

    (void)state;
    while (html_next_tag(html, &at, &tag) && count < 2)
        assert_true(str_is(tag.name, names[count++]));
    assert_int_equal(count, 2);
    assert_int_equal(at, html.len);
}

static void a_title_holds_text_and_no_tags(void **state)
{
    struct str html = STR("<title>1 <b> 2</title><textarea><i></textareas></textarea ><em>");
    struct html_tag tag;
    struct text text = {0};
    size_t at = 0, count = 0;

    (void)state;
    while (html_next_tag(html, &at, &tag))
        assert_false(str_is(tag.name, "b") || str_is(tag.name, "i")), count++;
    assert_int_equal(count, 5);
    html_strip(&text, html);
    assert_string_equal(text.bytes, "1 <b> 2<i></textareas>");
    text_free(&text);
}

/* A million bytes of each take some milliseconds where time is in proportion, and minutes where it is not. */
static void what_does_not_end_is_not_looked_for_again_and_again(void **state)
{
    static const char *const pieces[] = {"<",     "<a ",      "<a b=\"",    "<a b=\"\" c='",  "<!",  "</",
                                         "<!--",  "<script>", "<title></t", "<a \"\"", "<3 ", "<a ="};

    (void)state;
    for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
        struct text html = {0};
        struct html_tag tag;
        size_t at = 0;
        while (html.len < 1000000)
            text_add_c(&html, pieces[i]);
        text_add_c(&html, "\">");
        while (html_next_tag(text_str(&html), &at, &tag))
            assert_true(tag.whole.len > 0);
        assert_int_equal(at, html.len);
        text_free(&html);
    }
}

static void entities_become_characters(void **state)
{
    struct text text = {0};

    (void)state;
    html_unescape(&text, STR("a &amp;&lt;&#65;&#x20ac;&rsquo; & &nothing; &#xd800; &"));
    assert_string_equal(text.bytes, "a &<A\xe2\x82\xac\xe2\x80\x99 & &nothing; &#xd800; &");
    text_free(&text);
}

static void every_prefix_ends(void **state)
{
    struct str whole =
        STR("a<b c=\"d\" e='f' g>h</b><!--i--><script>j</script><style>k</style>&amp;&#x1f35e;<");

    (void)state;
    for (size_t len = 0; len <= whole.len; len++) {
        struct text text = {0}, plain = {0};
        html_strip(&text, str_head(whole, len));
        html_unescape(&plain, text_str(&text));
        assert_true(text.len <= len);
        text_free(&text);
        text_free(&plain);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tags_are_found_and_comments_and_scripts_are_not),
        cmocka_unit_test(attributes_are_read_in_every_form),
        cmocka_unit_test(quotes_hide_the_end_of_a_tag_only_where_they_open_a_value),
        cmocka_unit_test(what_browsers_take_for_a_comment_holds_no_tags),
        cmocka_unit_test(a_title_holds_text_and_no_tags),
        cmocka_unit_test(what_does_not_end_is_not_looked_for_again_and_again),
        cmocka_unit_test(entities_become_characters),
        cmocka_unit_test(every_prefix_ends),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
