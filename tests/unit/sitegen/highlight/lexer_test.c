/* lexer_test.c - of sitegen/highlight/lexer.c and lexer_stack.c: bounds, and what patterns see */
#include "highlight/highlight.h"
#include "highlight/lexer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void repeat(struct text *code, const char *piece, size_t count)
{
    for (size_t i = 0; i < count; i++)
        text_add_c(code, piece);
}

/* Highlights the code, frees it, and returns the html's text up to the first 200 bytes in a static buffer. */
static const char *begin_of(struct text *code, const char *language)
{
    static char begin[201];
    struct text html = {0};

    assert_true(highlight(text_str(code), str_of(language), &html));
    size_t len = html.len < 200 ? html.len : 200;
    memcpy(begin, html.bytes, len);
    begin[len] = '\0';
    text_free(code);
    text_free(&html);
    return begin;
}

static void a_comment_longer_than_the_window_is_one(void **state)
{
    struct text code = {0}, html = {0};

    (void)state;
    text_add_c(&code, "/*");
    repeat(&code, " long", 20 * HL_WINDOW);
    text_add_c(&code, "*/ a {}");
    assert_true(highlight(text_str(&code), STR("css"), &html));
    assert_true(str_starts(text_str(&html), "<span class=\"c\">/* long"));
    assert_true(
        str_ends(text_str(&html), "long*/</span> <span class=\"nt\">a</span> <span class=\"p\">{}</span>"));
    text_free(&code);
    text_free(&html);
}

static void a_word_longer_than_the_window_is_one(void **state)
{
    struct text code = {0}, html = {0};

    (void)state;
    repeat(&code, "a", 3 * HL_WINDOW);
    assert_true(highlight(text_str(&code), STR("python"), &html));
    assert_int_equal(html.len, strlen("<span class=\"n\"></span>") + 3 * HL_WINDOW);
    text_free(&code);
    text_free(&html);
}

static void what_is_never_closed_is_read_as_if_it_were_not_opened(void **state)
{
    struct text code = {0};

    (void)state;
    repeat(&code, "/* ", 10000);
    assert_true(str_starts(str_of(begin_of(&code, "css")), "<span class=\"o\">/*</span>"));
}

static void states_within_states_are_bounded(void **state)
{
    struct text code = {0};

    (void)state;
    repeat(&code, "#{\"", 10 * HL_STACK_MAX);
    begin_of(&code, "ruby");
    repeat(&code, "${`", 10 * HL_STACK_MAX);
    begin_of(&code, "javascript");
    repeat(&code, "[{", 10 * HL_STACK_MAX);
    begin_of(&code, "json");
    repeat(&code, "}", 100);
    begin_of(&code, "json");
}

static void languages_within_languages_are_bounded(void **state)
{
    struct text code = {0};

    (void)state;
    for (unsigned i = 0; i < 3 * HL_DEPTH_MAX; i++)
        text_printf(&code, "%.*s```markdown\n", (int)(3 * HL_DEPTH_MAX - i),
                    "``````````````````````````````");
    for (unsigned i = 3 * HL_DEPTH_MAX; i > 0; i--)
        text_printf(&code, "%.*s```\n", (int)(3 * HL_DEPTH_MAX - i + 1), "``````````````````````````````");
    begin_of(&code, "markdown");
}

static void a_pattern_with_a_caret_holds_at_the_start_of_lines_only(void **state)
{
    struct text code = {0};

    (void)state;
    text_add_c(&code, "a # b\n# c\n");
    assert_string_equal(begin_of(&code, "markdown"), "a # b\n<span class=\"gh\"># c</span>\n");
}

static void the_language_within_goes_on_where_it_was(void **state)
{
    struct text code = {0};

    (void)state;
    text_add_c(&code, "<a<%= 1 %> b=\"c\">");
    assert_string_equal(
        begin_of(&code, "erb"),
        "<span class=\"nt\">&lt;a</span><span class=\"cp\">&lt;%=</span> <span class=\"mi\">1</span> "
        "<span class=\"cp\">%&gt;</span> <span class=\"na\">b=</span><span class=\"s\">\"c\"</span>"
        "<span class=\"nt\">&gt;</span>");
}

/* Each would cost the square of its length, if patterns saw all of it each time. */
static void what_matches_again_and_again_in_vain_is_bounded(void **state)
{
    static const struct {
        const char *language, *piece;
    } cases[] = {{"c", "a "},    {"java", "a "},   {"nix", "_"},      {"kotlin", "0"}, {"html", "&"},
                 {"perl", "s/"}, {"ruby", "<<A "}, {"css", "/*"},     {"yaml", "a"},   {"markdown", "`a"},
                 {"toml", "[["}, {"lua", "--[["},  {"php", "<<<E\n"}, {"make", "$("}};

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct text code = {0};
        repeat(&code, cases[i].piece, 20000);
        begin_of(&code, cases[i].language);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_comment_longer_than_the_window_is_one),
        cmocka_unit_test(a_word_longer_than_the_window_is_one),
        cmocka_unit_test(what_is_never_closed_is_read_as_if_it_were_not_opened),
        cmocka_unit_test(states_within_states_are_bounded),
        cmocka_unit_test(languages_within_languages_are_bounded),
        cmocka_unit_test(a_pattern_with_a_caret_holds_at_the_start_of_lines_only),
        cmocka_unit_test(the_language_within_goes_on_where_it_was),
        cmocka_unit_test(what_matches_again_and_again_in_vain_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
