/* slug_test.c - of sitegen/content/slug.c */
#include "content/slug.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static const char *slug(struct pool *pool, const char *name, const char *mode, bool keep_case)
{
    struct text text = {0};

    slug_add(&text, str_of(name), slug_mode(str_of(mode)), keep_case);
    return text_finish(&text, pool).at;
}

static void each_mode_keeps_what_it_says(void **state)
{
    static const struct {
        const char *mode, *name, *slug;
    } cases[] = {{"default", "The _config.yml file", "the-config-yml-file"},
                 {"", "--A  b--", "a-b"},
                 {"pretty", "The _config.yml file!", "the-_config.yml-file!"},
                 {"raw", "The _config.yml  file", "the-_config.yml-file"},
                 {"ascii", "B\xc3\xa4r & \xc3\x9c", "b-r"},
                 {"latin", "B\xc3\xa4r \xc3\x9f \xc5\x81", "bar-ss-l"},
                 {"default", "B\xc3\x84R \xe2\x80\x94 \xe4\xb8\xad", "b\xc3\xa4r-\xe4\xb8\xad"},
                 {"none", "A B", "a b"},
                 {"default", "", ""},
                 {"default", "!!", ""}};
    struct pool pool = {0};

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_string_equal(slug(&pool, cases[i].name, cases[i].mode, false), cases[i].slug);
    assert_string_equal(slug(&pool, "It\xe2\x80\x99s A", "pretty", true), "It-s-A");
    pool_free(&pool);
}

static void bytes_that_are_no_text_become_hyphens(void **state)
{
    struct pool pool = {0};

    (void)state;
    assert_string_equal(slug(&pool,
                             "a\xff\x80"
                             "b",
                             "default", false),
                        "a-b");
    pool_free(&pool);
}

static void a_slug_makes_a_title(void **state)
{
    struct pool pool = {0};
    struct text text = {0};

    (void)state;
    slug_title(&text, STR("my-FIRST-\xc3\xa4post--x-"));
    assert_string_equal(text_finish(&text, &pool).at, "My First \xc3\x84post  X");
    pool_free(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_mode_keeps_what_it_says),
        cmocka_unit_test(bytes_that_are_no_text_become_hyphens),
        cmocka_unit_test(a_slug_makes_a_title),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
