/* str_test.c - of sitegen/str.c */
#include "str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void utf8_that_is_well_formed_has_no_bad_byte(void **state)
{
    static const char *const good[] = {
        "", "plain", "caf\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x8d\x9e", "\xf4\x8f\xbf\xbf"};

    (void)state;
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
        assert_int_equal(utf8_bad(str_of(good[i])), strlen(good[i]));
}

static void utf8_that_is_cut_overlong_or_a_surrogate_is_bad(void **state)
{
    static const char *const bad[] = {"\x80",
                                      "\xc3",
                                      "\xc0\xaf",
                                      "\xe0\x80\xaf",
                                      "\xed\xa0\x80",
                                      "\xf0\x80\x80\x80",
                                      "\xf4\x90\x80\x80",
                                      "\xff",
                                      "\xe2\x82",
                                      "\xc3("};

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_int_equal(utf8_bad(str_of(bad[i])), 0);
    assert_int_equal(utf8_bad(STR("ab\xff")), 2);
}

static void every_prefix_of_a_character_but_the_whole_is_bad(void **state)
{
    struct str whole = STR("\xf0\x9f\x8d\x9e");

    (void)state;
    for (size_t len = 1; len < whole.len; len++)
        assert_int_equal(utf8_bad(str_head(whole, len)), 0);
    assert_int_equal(utf8_bad(whole), whole.len);
}

static void places_count_lines_and_characters_from_one(void **state)
{
    unsigned line, column;

    (void)state;
    str_place(STR("ab\nc\xc3\xa9x"), 0, &line, &column);
    assert_int_equal(line, 1);
    assert_int_equal(column, 1);
    str_place(STR("ab\nc\xc3\xa9x"), 6, &line, &column);
    assert_int_equal(line, 2);
    assert_int_equal(column, 3);
}

static void finding_and_comparing_go_by_bytes(void **state)
{
    (void)state;
    assert_int_equal(str_find(STR("hello"), STR("lo")), 3);
    assert_int_equal(str_find(STR("hello"), STR("xx")), 5);
    assert_int_equal(str_find(STR(""), STR("x")), 0);
    assert_true(str_cmp(STR("Z"), STR("a")) < 0);
    assert_true(str_cmp(STR("a"), STR("ab")) < 0);
    assert_true(str_ends_nocase(STR("README.MD"), ".md"));
    assert_true(str_eq(str_trim(STR(" \t a b \r\n")), STR("a b")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(utf8_that_is_well_formed_has_no_bad_byte),
        cmocka_unit_test(utf8_that_is_cut_overlong_or_a_surrogate_is_bad),
        cmocka_unit_test(every_prefix_of_a_character_but_the_whole_is_bad),
        cmocka_unit_test(places_count_lines_and_characters_from_one),
        cmocka_unit_test(finding_and_comparing_go_by_bytes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
