/* theme_name_test.c - of sitegen/theme_name.c: which built-in theme stands for the one that is named. */
#include "sitegen/case.h"
#include "theme_name.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static struct theme_name read_name(struct test_case *test, const char *yaml)
{
    struct value config = case_yaml(test, yaml);

    if (config.kind != VALUE_HASH)
        config = value_hash(&test->pool);
    return theme_name_read(&test->diag, config, "_config.yml");
}

static void a_folder_that_names_none_is_a_blog(void **state)
{
    struct test_case test = {0};
    struct theme_name theme = read_name(&test, "title: T");

    (void)state;
    assert_string_equal(theme.name, "blog");
    assert_true(theme.is_ours);
    assert_string_equal(read_name(&test, "theme: ~").name, "blog");
    assert_string_equal(case_messages(&test), "");
    case_free(&test);
}

static void built_in_themes_are_taken_by_their_names(void **state)
{
    static const char *const names[] = {"blog", "docs", "plain", "minima"};
    struct test_case test = {0};
    struct pool pool = {0};

    (void)state;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        struct theme_name theme = read_name(&test, pool_printf(&pool, "theme: %s", names[i]));
        assert_string_equal(theme.name, names[i]);
        assert_false(theme.is_other);
        assert_int_equal(theme.is_ours, strcmp(names[i], "minima") != 0);
    }
    assert_string_equal(case_messages(&test), "");
    pool_free(&pool);
    case_free(&test);
}

static void a_gem_that_is_not_built_in_is_a_warning_with_its_place(void **state)
{
    struct test_case test = {0};
    struct theme_name theme = read_name(&test, "title: T\ntheme: jekyll-theme-cayman\n");

    (void)state;
    assert_string_equal(theme.name, "minima");
    assert_true(theme.is_other);
    assert_false(theme.is_ours);
    assert_string_equal(case_messages(&test),
                        "_config.yml:2:8: warning: the theme \"jekyll-theme-cayman\" is not built in: "
                        "\"minima\" stands for it (built in: blog, docs, minima, plain)\n");
    case_free(&test);
}

static void a_remote_theme_is_known_by_the_name_of_its_repository(void **state)
{
    struct test_case test = {0};

    (void)state;
    assert_string_equal(read_name(&test, "theme: x\nremote_theme: jekyll/minima@v2.5.1").name, "minima");
    assert_string_equal(case_messages(&test), "");
    assert_string_equal(read_name(&test, "remote_theme: just-the-docs/just-the-docs").name, "docs");
    assert_non_null(
        strstr(case_messages(&test), "\"just-the-docs/just-the-docs\" is not built in: \"docs\""));
    case_free(&test);
}

static void what_is_no_name_is_a_warning(void **state)
{
    struct test_case test = {0};

    (void)state;
    assert_string_equal(read_name(&test, "theme: [a]").name, "blog");
    assert_string_equal(read_name(&test, "theme: ''").name, "blog");
    assert_non_null(strstr(case_messages(&test), "warning: theme must be the name of a theme"));
    case_free(&test);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_folder_that_names_none_is_a_blog),
        cmocka_unit_test(built_in_themes_are_taken_by_their_names),
        cmocka_unit_test(a_gem_that_is_not_built_in_is_a_warning_with_its_place),
        cmocka_unit_test(a_remote_theme_is_known_by_the_name_of_its_repository),
        cmocka_unit_test(what_is_no_name_is_a_warning),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
