/* chars_test.c - the table against the grammars that it stands for. */
#include "chars.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static bool is_one_of(int c, const char *set)
{
    return c != 0 && strchr(set, c) != NULL;
}

static bool is_alnum(int c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static void every_byte_has_the_classes_of_its_grammar(void **state)
{
    (void)state;
    for (int c = 0; c < 256; c++) {
        assert_int_equal(char_is((uint8_t)c, CHAR_TOKEN), is_alnum(c) || is_one_of(c, "!#$%&'*+-.^_`|~"));
        assert_int_equal(char_is((uint8_t)c, CHAR_TARGET), c > 0x20 && c != '#' && c != 0x7f);
        assert_int_equal(char_is((uint8_t)c, CHAR_HOST), is_alnum(c) || is_one_of(c, "-._~!$&'()*+,;=%"));
        assert_int_equal(char_is((uint8_t)c, CHAR_DIGIT), is_one_of(c, "0123456789"));
        assert_int_equal(char_is((uint8_t)c, CHAR_HEX), is_one_of(c, "0123456789abcdefABCDEF"));
    }
}

static void words_are_compared_without_case(void **state)
{
    const char *text = "Keep-ALIVE";
    struct span word = {(const uint8_t *)text, strlen(text)};

    (void)state;
    assert_true(CHAR_WORD_IS(word, "keep-alive"));
    assert_false(CHAR_WORD_IS(word, "keep-alivf"));
    assert_false(CHAR_WORD_IS(word, "keep-aliv"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_byte_has_the_classes_of_its_grammar),
        cmocka_unit_test(words_are_compared_without_case),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
