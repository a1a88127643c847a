/* lex_test.c - of sitegen/liquid/lex.c */
#include "liquid/lex.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static enum chunk_kind next(struct chunk_lexer *lexer, const char *text)
{
    struct chunk chunk;

    chunk_next(lexer, &chunk);
    assert_true(str_is(chunk.text, text));
    return chunk.kind;
}

static void a_template_is_text_outputs_and_tags(void **state)
{
    struct chunk_lexer lexer = {.source = STR("a {{ b }} c{%if x%}d")};

    (void)state;
    assert_int_equal(next(&lexer, "a "), CHUNK_TEXT);
    assert_int_equal(next(&lexer, "b"), CHUNK_OUTPUT);
    assert_int_equal(next(&lexer, " c"), CHUNK_TEXT);
    assert_int_equal(next(&lexer, "x"), CHUNK_TAG);
    assert_int_equal(next(&lexer, "d"), CHUNK_TEXT);
    assert_int_equal(next(&lexer, ""), CHUNK_END);
}

static void dashes_take_the_white_space_beside_them(void **state)
{
    struct chunk_lexer lexer = {.source = STR("a \n{{- b -}}\n c {%- d -%}  ")};

    (void)state;
    assert_int_equal(next(&lexer, "a"), CHUNK_TEXT);
    assert_int_equal(next(&lexer, "b"), CHUNK_OUTPUT);
    assert_int_equal(next(&lexer, "c"), CHUNK_TEXT);
    assert_int_equal(next(&lexer, ""), CHUNK_TAG);
    assert_int_equal(next(&lexer, ""), CHUNK_TEXT);
    assert_int_equal(next(&lexer, ""), CHUNK_END);
}

static void single_braces_are_text(void **state)
{
    struct chunk_lexer lexer = {.source = STR("{ a } % {")};

    (void)state;
    assert_int_equal(next(&lexer, "{ a } % {"), CHUNK_TEXT);
    assert_int_equal(next(&lexer, ""), CHUNK_END);
}

static void every_prefix_ends(void **state)
{
    struct str whole =
        STR("a {{ b | c: 'd' }}{%- if e == 1.5 -%} {% raw %}{{{% endraw %} {{- -}} {%%} {%-%}");

    (void)state;
    for (size_t len = 0; len <= whole.len; len++) {
        struct chunk_lexer lexer = {.source = str_head(whole, len)};
        struct chunk chunk;
        size_t count = 0;
        do {
            chunk_next(&lexer, &chunk);
            assert_true(chunk.end <= len && count++ <= len);
        } while (chunk.kind != CHUNK_END && chunk.kind != CHUNK_UNCLOSED);
    }
}

static void tokens_are_told_apart(void **state)
{
    struct token_lexer lexer = {.markup =
                                    STR("a-b? 'x y' \"z\" 12 -3 1.5 (1..5) <= contains . | \xc3\xa9 ~")};
    static const enum token_kind kinds[] = {TOKEN_NAME,  TOKEN_STRING,  TOKEN_STRING, TOKEN_INT,  TOKEN_INT,
                                            TOKEN_FLOAT, TOKEN_CHAR,    TOKEN_INT,    TOKEN_DOTS, TOKEN_INT,
                                            TOKEN_CHAR,  TOKEN_COMPARE, TOKEN_NAME,   TOKEN_CHAR, TOKEN_CHAR,
                                            TOKEN_NAME,  TOKEN_BAD,     TOKEN_END};

    (void)state;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        assert_int_equal(token_next(&lexer).kind, kinds[i]);
}

static void a_string_without_its_end_is_bad(void **state)
{
    struct token_lexer lexer = {.markup = STR("'abc")};

    (void)state;
    assert_int_equal(token_next(&lexer).kind, TOKEN_BAD);
    assert_int_equal(token_next(&lexer).kind, TOKEN_END);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_template_is_text_outputs_and_tags),
        cmocka_unit_test(dashes_take_the_white_space_beside_them),
        cmocka_unit_test(single_braces_are_text),
        cmocka_unit_test(every_prefix_ends),
        cmocka_unit_test(tokens_are_told_apart),
        cmocka_unit_test(a_string_without_its_end_is_bad),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
