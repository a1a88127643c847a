/* highlight_test.c - of sitegen/highlight/highlight.c */
#include "highlight/highlight.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void assert_html(const char *code, const char *language, const char *expected)
{
    struct text html = {0};

    text_add_c(&html, "<code>");
    assert_true(highlight(str_of(code), str_of(language), &html));
    assert_string_equal(html.bytes + 6, expected);
    text_free(&html);
}

static void tokens_become_spans_and_plain_text_does_not(void **state)
{
    (void)state;
    assert_html("if a", "ruby", "<span class=\"k\">if</span> <span class=\"n\">a</span>");
}

static void three_characters_become_entities_and_quotes_do_not(void **state)
{
    (void)state;
    assert_html("\"<&>'\"", "python", "<span class=\"s\">\"&lt;&amp;&gt;'\"</span>");
    assert_html("a < b & \"c\"", "text", "a &lt; b &amp; \"c\"");
}

static void neighbours_of_one_token_become_one_span(void **state)
{
    (void)state;
    assert_html("f()[1]", "c",
                "<span class=\"n\">f</span><span class=\"p\">()[</span><span class=\"mi\">1</span>"
                "<span class=\"p\">]</span>");
}

static void a_language_has_several_names(void **state)
{
    static const char *const names[] = {"shell", "sh", "bash", "zsh", "ksh"};

    (void)state;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        assert_html("# a", names[i], "<span class=\"c\"># a</span>");
    assert_html("1", "c++", "<span class=\"mi\">1</span>");
    assert_html("1", "c#", "<span class=\"m\">1</span>");
}

static void what_follows_a_question_mark_is_no_part_of_the_name(void **state)
{
    (void)state;
    assert_html("$ ls", "console?comments=true",
                "<span class=\"gp\">$</span><span class=\"w\"> </span><span class=\"nb\">ls</span>");
}

static void names_that_nobody_knows_leave_the_html_as_it_was(void **state)
{
    static const char *const names[] = {"", "nonsense", "JSON", "js ", "ruby rb", "?x"};
    struct text html = {0};

    (void)state;
    text_add_c(&html, "before");
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        assert_false(highlight(STR("a"), str_of(names[i]), &html));
    assert_string_equal(html.bytes, "before");
    text_free(&html);
}

static void names_that_rouge_alone_knows_give_plain_text(void **state)
{
    (void)state;
    assert_html("a <- b", "brainfuck", "a &lt;- b");
    assert_html("a", "plaintext", "a");
}

static void no_code_gives_no_html(void **state)
{
    (void)state;
    assert_html("", "ruby", "");
    assert_html("", "text", "");
}

static void bytes_that_are_no_characters_are_kept(void **state)
{
    struct text html = {0};

    (void)state;
    assert_true(highlight(STR("a \xff\xfe # \xe2\x82 \xc3\xa9\0x"), STR("python"), &html));
    assert_int_equal(html.bytes[html.len], '\0');
    assert_true(str_find(text_str(&html), STR("\xff\xfe")) < html.len);
    assert_true(str_find(text_str(&html), STR("# \xe2\x82 \xc3\xa9\0x")) < html.len);
    text_free(&html);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens_become_spans_and_plain_text_does_not),
        cmocka_unit_test(three_characters_become_entities_and_quotes_do_not),
        cmocka_unit_test(neighbours_of_one_token_become_one_span),
        cmocka_unit_test(a_language_has_several_names),
        cmocka_unit_test(what_follows_a_question_mark_is_no_part_of_the_name),
        cmocka_unit_test(names_that_nobody_knows_leave_the_html_as_it_was),
        cmocka_unit_test(names_that_rouge_alone_knows_give_plain_text),
        cmocka_unit_test(no_code_gives_no_html),
        cmocka_unit_test(bytes_that_are_no_characters_are_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
