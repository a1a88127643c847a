/* emoji_test.c - of sitegen/plugins/emoji.c: names and characters. */
#include "sitegen/site_case.h"
#include "plugins/emoji.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void names_have_their_characters(void **state)
{
    (void)state;
    assert_true(str_is(emoji_of(STR("tada")), "\xf0\x9f\x8e\x89"));
    assert_true(str_is(emoji_of(STR("+1")), "\xf0\x9f\x91\x8d"));
    assert_true(str_is(emoji_of(STR("zzz")), "\xf0\x9f\x92\xa4"));
    assert_true(str_is(emoji_of(STR("t-rex")), "\xf0\x9f\xa6\x96"));
}

static void every_name_of_the_list_is_found_by_itself(void **state)
{
    struct str rest = str_of(emoji_names);
    size_t count = 0;

    (void)state;
    for (; rest.len > 0; count++) {
        size_t name_len = str_find_char(rest, '='), len = str_find_char(rest, ' ');
        struct str name = str_head(rest, name_len);
        struct str character = str_head(str_from(rest, name_len + 1), len - name_len - 1);
        assert_true(name_len <= EMOJI_NAME_MAX);
        assert_true(str_eq(emoji_of(name), character));
        rest = str_from(rest, len + 1);
    }
    assert_true(count > 1800);
}

static void other_names_have_none(void **state)
{
    static const char *const names[] = {"", "tad", "tadaa", "TADA", "~", "+", " ", "=", "zzz=", "zzzz"};

    (void)state;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        assert_int_equal(emoji_of(str_of(names[i])).len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_have_their_characters),
        cmocka_unit_test(every_name_of_the_list_is_found_by_itself),
        cmocka_unit_test(other_names_have_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
