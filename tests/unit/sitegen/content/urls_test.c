/* urls_test.c - of sitegen/content/urls.c */
#include "content/urls.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void paths_are_percent_encoded_and_decoded(void **state)
{
    struct text encoded = {0}, decoded = {0};
    struct str path = STR("/caf\xc3\xa9/a b%20?#[x]+&.html");

    (void)state;
    url_encode_path(&encoded, path);
    assert_string_equal(encoded.bytes, "/caf%C3%A9/a%20b%2520%3F%23%5Bx%5D+&.html");
    assert_true(url_decode(&decoded, text_str(&encoded)));
    assert_true(str_eq(text_str(&decoded), path));
    text_free(&encoded);
    text_free(&decoded);
}

static void what_is_encoded_already_stays(void **state)
{
    struct text text = {0};

    (void)state;
    url_encode_href(&text, STR("/a%20b c?x=1#y%zz"));
    assert_string_equal(text.bytes, "/a%20b%20c?x=1#y%25zz");
    text_free(&text);
}

static void half_an_escape_and_a_nul_are_refused(void **state)
{
    static const char *const bad[] = {"%", "%4", "%zz", "a%00b"};
    struct text text = {0};

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_false(url_decode(&text, str_of(bad[i])));
    text_free(&text);
}

static void relative_paths_resolve_and_do_not_leave_the_root(void **state)
{
    static const char *const cases[][3] = {{"/a/b/", "c.md", "/a/b/c.md"},
                                           {"/a/b/", "../c.md", "/a/c.md"},
                                           {"/a/b/", "../../../../c.md", "/c.md"},
                                           {"/a/b/", "./x/./y/", "/a/b/x/y/"},
                                           {"/a/b/", "/c", "/c"},
                                           {"/a/b/", "..", "/a/"},
                                           {"/", "", "/"}};
    struct text text = {0};

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        url_resolve(&text, str_of(cases[i][0]), str_of(cases[i][1]));
        assert_string_equal(text.bytes, cases[i][2]);
    }
    text_free(&text);
}

static void slugs_hold_letters_and_single_dashes(void **state)
{
    static const char *const cases[][2] = {{"Hello, World!", "hello-world"},
                                           {"--a--b--", "a-b"},
                                           {"Caf\xc3\xa9 au lait", "caf\xc3\xa9-au-lait"},
                                           {"", ""},
                                           {"***", ""}};

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct text text = {0};
        url_slug(&text, str_of(cases[i][0]), false);
        assert_true(str_is(text_str(&text), cases[i][1]));
        text_free(&text);
    }
}

static void the_slug_of_a_post_keeps_its_case(void **state)
{
    struct text text = {0};

    (void)state;
    url_slug(&text, STR("My Post_1.2"), true);
    assert_string_equal(text.bytes, "My-Post_1.2");
    text_free(&text);
}

static void addresses_of_elsewhere_are_known(void **state)
{
    static const char *const external[] = {"https://x.org/a.md", "mailto:a@b.md", "//host/x.md",
                                           "data:text/plain,x"};
    static const char *const internal[] = {"a.md", "/a.md", "../a:b.md", "#part", "a b:c.md", ""};

    (void)state;
    for (size_t i = 0; i < sizeof(external) / sizeof(external[0]); i++)
        assert_true(url_is_external(str_of(external[i])));
    for (size_t i = 0; i < sizeof(internal) / sizeof(internal[0]); i++)
        assert_false(url_is_external(str_of(internal[i])));
}

static void permalinks_are_filled_with_the_longest_name(void **state)
{
    static const char *const values[][2] = {{"year", "2026"}, {"y", "no"}, {"title", "t"}, {NULL, NULL}};
    struct text text = {0};

    (void)state;
    assert_null(url_permalink(&text, STR("/:year/:title.html"), values));
    assert_string_equal(text.bytes, "/2026/t.html");
    text_clear(&text);
    assert_string_equal(url_permalink(&text, STR("/:nothing/"), values), ":nothing/");
    text_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_are_percent_encoded_and_decoded),
        cmocka_unit_test(what_is_encoded_already_stays),
        cmocka_unit_test(half_an_escape_and_a_nul_are_refused),
        cmocka_unit_test(relative_paths_resolve_and_do_not_leave_the_root),
        cmocka_unit_test(slugs_hold_letters_and_single_dashes),
        cmocka_unit_test(the_slug_of_a_post_keeps_its_case),
        cmocka_unit_test(addresses_of_elsewhere_are_known),
        cmocka_unit_test(permalinks_are_filled_with_the_longest_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
