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
    assert_string_equal(emoji_of(STR("tada")), "\xf0\x9f\x8e\x89");
    assert_string_equal(emoji_of(STR("+1")), "\xf0\x9f\x91\x8d");
    assert_string_equal(emoji_of(STR("zzz")), "\xf0\x9f\x92\xa4");
    assert_string_equal(emoji_of(STR("t-rex")), "\xf0\x9f\xa6\x96");
}

static void other_names_have_none(void **state)
{
    static const char *const names[] = {"", "tad", "tadaa", "TADA", "~"};

    (void)state;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        assert_null(emoji_of(str_of(names[i])));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_have_their_characters),
        cmocka_unit_test(other_names_have_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
