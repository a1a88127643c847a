/* word_table_test.c - of sitegen/check/word_table.c */
#include "check/word_table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void texts_are_numbered_as_they_first_come(void **state)
{
    struct pool pool = {0};
    struct word_table table = {.pool = &pool};

    (void)state;
    for (uint32_t round = 0; round < 2; round++) {
        for (uint32_t i = 0; i < 5000; i++) {
            char *word = pool_printf(&pool, "word-%u", i);
            struct str s = str_of(word);
            assert_int_equal(word_table_enter(&table, s, word_table_hash(s)), i);
            memset(word, 'x', s.len); /* it was copied */
        }
    }
    assert_int_equal(table.word_count, 5000);
    assert_true(str_is(table.words[4999], "word-4999"));
    pool_free(&pool);
}

static void texts_of_the_same_hash_are_told_apart(void **state)
{
    struct pool pool = {0};
    struct word_table table = {.pool = &pool};

    (void)state;
    assert_int_equal(word_table_enter(&table, STR("a"), 7), 0);
    assert_int_equal(word_table_enter(&table, STR("b"), 7), 1);
    assert_int_equal(word_table_enter(&table, STR(""), 7), 2);
    assert_int_equal(word_table_enter(&table, STR("a"), 7), 0);
    assert_int_equal(word_table_enter(&table, STR("b"), 7), 1);
    pool_free(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_numbered_as_they_first_come),
        cmocka_unit_test(texts_of_the_same_hash_are_told_apart),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
