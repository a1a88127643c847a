/* theme_test.c - of sitegen/theme.c: which file a layout or an include is. */
#include "sitegen/case.h"
#include "theme.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

struct fixture {
    struct test_case test;
    char *site;
    char *templates;
    struct theme *theme;
};

/* The site has post, page and nav; the themes have what they have. */
static int open_fixture(void **state)
{
    static struct fixture f;
    struct pool *pool = &f.test.pool;

    f = (struct fixture){.theme = NULL};
    f.site = case_make_folder(pool, "_layouts/post.html", "own post", "_layouts/deep/er.html",
                              "---\nlayout: post\n---\nx", "_layouts/feed.xml", "own feed",
                              "_includes/nav.html", "own nav", "mine/post.html", "elsewhere", NULL);
    f.templates = case_make_folder(pool, "base/_layouts/404.html", "404", "base/_layouts/page.html", "page",
                                   "base/_includes/head.html", "head", "blog/_layouts/post.html", "post",
                                   "blog/_layouts/page.html", "page", "minima/_layouts/page.html", "page",
                                   "docs/_layouts/page.html", "page", NULL);
    f.theme = theme_open(pool, &f.test.diag, f.site, f.templates);
    *state = &f;
    return 0;
}

static int close_fixture(void **state)
{
    struct fixture *f = *state;

    case_remove_folder(f->site);
    case_remove_folder(f->templates);
    case_free(&f->test);
    return 0;
}

static const char *file_of(struct fixture *f, const char *name)
{
    const struct layout *layout = theme_layout(f->theme, name);

    return layout != NULL ? layout->file : "none";
}

static void assert_ends(const char *text, const char *end)
{
    if (!str_ends(str_of(text), end))
        fail_msg("\"%s\" does not end with \"%s\"", text, end);
}

static void choose(struct fixture *f, const char *yaml)
{
    theme_choose(f->theme, case_yaml(&f->test, yaml), "_config.yml");
}

static void the_site_comes_before_the_theme_and_the_theme_before_the_base(void **state)
{
    struct fixture *f = *state;

    assert_string_equal(file_of(f, "post"), pool_printf(&f->test.pool, "%s/_layouts/post.html", f->site));
    assert_ends(file_of(f, "page"), "/blog/_layouts/page.html");
    assert_ends(file_of(f, "404"), "/base/_layouts/404.html");
    assert_string_equal(file_of(f, "nope"), "none");
    assert_string_equal(theme_layout_names(f->theme, &f->test.pool), "404, deep/er, page, post");
}

static void a_layout_is_named_without_its_extension_and_with_its_folder(void **state)
{
    struct fixture *f = *state;
    const struct layout *deep = theme_layout(f->theme, "deep/er");

    assert_non_null(deep);
    assert_string_equal(deep->parent, "post");
    assert_int_equal(deep->parent_line, 2);
    assert_ends(file_of(f, "feed"), "_layouts/feed.xml");
    assert_ends(file_of(f, "feed.xml"), "_layouts/feed.xml");
}

static void the_theme_that_the_configuration_names_is_taken(void **state)
{
    struct fixture *f = *state;

    choose(f, "theme: docs");
    assert_string_equal(theme_name(f->theme), "docs");
    assert_true(theme_lays_out(f->theme));
    assert_ends(file_of(f, "page"), "/docs/_layouts/page.html");
    assert_ends(theme_dir(f->theme, 0), "/docs");
    assert_ends(theme_dir(f->theme, 1), "/base");
    assert_null(theme_dir(f->theme, 2));
}

static void where_a_theme_stands_for_another_its_page_stands_for_layouts_that_it_has_not(void **state)
{
    struct fixture *f = *state;

    choose(f, "theme: minimal-mistakes");
    assert_false(theme_lays_out(f->theme));
    assert_ends(file_of(f, "single"), "/minima/_layouts/page.html");
    assert_ends(file_of(f, "post"), "/_layouts/post.html");
    choose(f, "theme: minima");
    assert_string_equal(file_of(f, "splash"), "none");
}

static void the_configuration_may_keep_layouts_elsewhere_but_not_outside(void **state)
{
    struct fixture *f = *state;

    choose(f, "layouts_dir: mine");
    assert_ends(file_of(f, "post"), "/mine/post.html");
    choose(f, "layouts_dir: ../mine");
    assert_ends(file_of(f, "deep/er"), "/_layouts/deep/er.html");
}

static void no_name_leads_out_of_its_folder(void **state)
{
    struct fixture *f = *state;

    assert_string_equal(file_of(f, "../mine/post"), "none");
    assert_string_equal(file_of(f, "/etc/passwd"), "none");
    assert_string_equal(file_of(f, ""), "none");
    assert_null(theme_include(f->theme, STR("../_layouts/post.html")));
}

static void includes_are_parsed_once_and_found_in_the_same_order(void **state)
{
    struct fixture *f = *state;
    const struct liquid_template *nav = theme_include(f->theme, STR("nav.html"));

    assert_non_null(nav);
    assert_ptr_equal(theme_include(f->theme, STR("nav.html")), nav);
    assert_non_null(theme_include(f->theme, STR("head.html")));
    assert_null(theme_include(f->theme, STR("none.html")));
    assert_null(theme_include(f->theme, STR("none.html")));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_fixture, close_fixture)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_site_comes_before_the_theme_and_the_theme_before_the_base),
        TEST(a_layout_is_named_without_its_extension_and_with_its_folder),
        TEST(the_theme_that_the_configuration_names_is_taken),
        TEST(where_a_theme_stands_for_another_its_page_stands_for_layouts_that_it_has_not),
        TEST(the_configuration_may_keep_layouts_elsewhere_but_not_outside),
        TEST(no_name_leads_out_of_its_folder),
        TEST(includes_are_parsed_once_and_found_in_the_same_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
