/* glob_test.c - of sitegen/content/glob.c */
#include "content/glob.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

struct pair {
    const char *pattern;
    const char *name;
};

static void a_star_stands_for_anything(void **state)
{
    static const struct pair yes[] = {
        {"*", ""},        {"*", "a/b"},    {"*.tmp", "a/b.tmp"}, {"a*c*e", "abcde"}, {"a?c", "abc"},
        {"[a-c]x", "bx"}, {"[^a]x", "bx"}, {"[!a]x", "bx"},      {"\\*", "*"},       {"**/x", "a/b/x"},
        {"[]]", "]"},     {"a[", "a["},    {"*a*b", "xaab"}};
    static const struct pair no[] = {{"", "a"},     {"a", ""},        {"*.tmp", "a.tmpx"},
                                     {"a?c", "ac"}, {"[a-c]x", "dx"}, {"[^a]x", "ax"},
                                     {"\\*", "a"},  {"*a*b", "xaabc"}};

    (void)state;
    for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++)
        assert_true(glob_match(str_of(yes[i].pattern), str_of(yes[i].name)));
    for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++)
        assert_false(glob_match(str_of(no[i].pattern), str_of(no[i].name)));
}

static void a_path_is_covered_by_itself_and_by_its_folders(void **state)
{
    static const struct pair yes[] = {{"sec/*.html", "sec/a.html"}, {"sec/*", "sec/a/b/c"},
                                      {"sec/**/x", "sec/x/y"},      {"sec/**/x", "sec/a/b/x/y"},
                                      {"**/*.md", "a/b.md"},        {".a/*", ".a/b"}};
    static const struct pair no[] = {{"sec/*.html", "sec/a/b.html"},
                                     {"sec/**/x", "sec/a/b"},
                                     {"*", ".hidden"},
                                     {"sec/*", "sec"},
                                     {"**/x", ".a/x"}};

    (void)state;
    for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++)
        assert_true(glob_covers(str_of(yes[i].pattern), str_of(yes[i].name)));
    for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++)
        assert_false(glob_covers(str_of(no[i].pattern), str_of(no[i].name)));
}

static void many_stars_take_no_long_time(void **state)
{
    static char name[20001], pattern[2001];

    (void)state;
    memset(name, 'a', 20000);
    for (size_t i = 0; i < 2000; i++)
        pattern[i] = i % 2 == 0 ? '*' : 'a';
    pattern[1999] = 'b';
    assert_false(glob_match(str_of(pattern), str_of(name)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_star_stands_for_anything),
        cmocka_unit_test(a_path_is_covered_by_itself_and_by_its_folders),
        cmocka_unit_test(many_stars_take_no_long_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
