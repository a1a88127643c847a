/* sources_test.c - which files a bake has read, and what was in them. */
#include "provenance/sources.h"

#include "files.h"
#include "sitegen/site_case.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static struct site_case test;
static struct sources sources;

static int set_up(void **state)
{
    (void)state;
    site_case_open(&test, "_config.yml", "title: T\n", "b.md", "---\n---\ntext\n", "a.txt", "hello",
                   ".git/config", "secret", "_layouts/x.html", "{{ content }}", NULL);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    sources_close(&sources);
    site_case_free(&test);
    return 0;
}

static const char *path_to(const char *name)
{
    return files_join(&test.test.pool, test.folder, name);
}

static void read_one(const char *path)
{
    struct str content;

    assert_true(files_read(path, &test.test.pool, &content));
}

/* The paths that are listed, each behind a blank. */
static const char *listed(void)
{
    struct text out = {0};

    for (size_t i = 0; i < sources.count; i++) {
        text_add_char(&out, ' ');
        text_add(&out, sources.list[i]->path);
    }
    return text_finish(&out, &test.test.pool).at;
}

static const struct source *find(const char *path)
{
    for (size_t i = 0; i < sources.count; i++)
        if (str_is(sources.list[i]->path, path))
            return sources.list[i];
    fail_msg("%s is not listed", path);
    return NULL;
}

static void files_come_in_the_order_of_their_paths(void **state)
{
    (void)state;
    test.site.epoch_s = -1; /* or one time would stand for all */
    sources_open(&sources, test.folder, NULL, 0);
    read_one(path_to("b.md"));
    read_one(path_to("_config.yml"));
    assert_true(sources_finish(&sources, &test.site, test.site.diag));
    assert_string_equal(listed(), " _config.yml _layouts/x.html a.txt b.md");
    const struct digest_sum sum = digest_of(STR("hello"));
    assert_memory_equal(find("a.txt")->sum.bytes, sum.bytes, DIGEST_LEN);
    assert_int_equal(find("a.txt")->len, 5);
    assert_true(find("a.txt")->has_modified && find("b.md")->has_modified);
    assert_false(find("_config.yml")->has_modified);
}

static void what_lies_outside_or_in_git_is_not_listed(void **state)
{
    (void)state;
    sources_open(&sources, test.folder, NULL, 0);
    read_one("/etc/passwd");
    read_one(path_to(".git/config"));
    read_one(pool_printf(&test.test.pool, "%s/../../etc/passwd", test.folder));
    files_named(pool_printf(&test.test.pool, "%sx", test.folder));
    files_named(test.folder);
    assert_true(sources_finish(&sources, &test.site, test.site.diag));
    assert_string_equal(listed(), " _layouts/x.html a.txt b.md");
}

static void a_folder_is_the_same_by_any_of_its_names(void **state)
{
    char *link = pool_printf(&test.test.pool, "%s.link", test.folder);

    (void)state;
    assert_int_equal(symlink(test.folder, link), 0);
    sources_open(&sources, pool_printf(&test.test.pool, "%s///", link), NULL, 0);
    read_one(pool_printf(&test.test.pool, "%s/./a.txt", link));
    read_one(path_to("a.txt"));
    assert_true(sources_finish(&sources, &test.site, test.site.diag));
    assert_int_equal(unlink(link), 0);
    assert_string_equal(listed(), " _layouts/x.html a.txt b.md");
}

static void what_was_read_first_counts(void **state)
{
    const struct digest_sum one = digest_of(STR("1")), two = digest_of(STR("2"));

    (void)state;
    sources_open(&sources, test.folder, NULL, 0);
    files_known(path_to("a.txt"), &one, 1);
    files_known(path_to("a.txt"), &two, 2);
    read_one(path_to("a.txt"));
    assert_true(sources_finish(&sources, &test.site, test.site.diag));
    assert_memory_equal(find("a.txt")->sum.bytes, one.bytes, DIGEST_LEN);
    assert_int_equal(find("a.txt")->len, 1);
}

static void a_file_that_is_gone_is_an_error(void **state)
{
    (void)state;
    sources_open(&sources, test.folder, NULL, 0);
    files_named(path_to("gone.txt"));
    assert_false(sources_finish(&sources, &test.site, test.site.diag));
    assert_non_null(strstr(site_case_messages(&test), "gone.txt: error: cannot be read any more"));
}

static void times_that_were_given_come_before_the_systems(void **state)
{
    const struct source times[] = {{.path = STR("a.txt"), .has_modified = true, .modified_s = 7},
                                   {.path = STR("b.md")}};

    (void)state;
    sources_open(&sources, test.folder, times, 2);
    assert_int_equal(files_modified_s(path_to("a.txt"), 5), 7);
    assert_int_equal(files_modified_s(path_to("b.md"), 5), 5);
    assert_int_equal(files_modified_s(path_to("c.md"), 5), 5);
    assert_int_equal(files_modified_s("/etc/passwd", 5), 5);
    assert_true(sources_finish(&sources, &test.site, test.site.diag));
    assert_int_equal(files_modified_s(path_to("a.txt"), 5), 5);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(files_come_in_the_order_of_their_paths),
        TEST(what_lies_outside_or_in_git_is_not_listed),
        TEST(a_folder_is_the_same_by_any_of_its_names),
        TEST(what_was_read_first_counts),
        TEST(a_file_that_is_gone_is_an_error),
        TEST(times_that_were_given_come_before_the_systems),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
