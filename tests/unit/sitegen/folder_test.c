/* folder_test.c - of sitegen/folder.c and files.c */
#include "files.h"
#include "folder.h"
#include "sitegen/case.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static bool add(struct folder_output *out, const char *path, const char *type, const char *body)
{
    struct kvfs_write_entry entry = {.path = path, .content_type = type, .last_modified_s = 1000};

    entry.body.bytes = (const uint8_t *)body;
    entry.body.len = strlen(body);
    return out->output.add(&out->output, 0, &entry);
}

static void addresses_become_files(void **state)
{
    struct test_case test = {0};
    char *folder = case_make_folder(&test.pool, NULL);
    char *dir = files_join(&test.pool, folder, "out");
    struct folder_output out;
    struct str text;
    struct stat st;

    (void)state;
    assert_true(folder_open(&out, dir, &test.diag));
    assert_true(add(&out, "/", "text/html; charset=utf-8", "root"));
    assert_true(add(&out, "/a/b/", "text/html; charset=utf-8", "index"));
    assert_true(add(&out, "/about", "text/html; charset=utf-8", "about"));
    assert_true(add(&out, "/feed.xml", "application/atom+xml; charset=utf-8", "feed"));
    assert_true(files_read(files_join(&test.pool, dir, "a/b/index.html"), &test.pool, &text) &&
                str_is(text, "index"));
    assert_true(files_read(files_join(&test.pool, dir, "about.html"), &test.pool, &text) &&
                str_is(text, "about"));
    assert_true(files_read(files_join(&test.pool, dir, "feed.xml"), &test.pool, &text) &&
                str_is(text, "feed"));
    assert_int_equal(stat(files_join(&test.pool, dir, "index.html"), &st), 0);
    assert_int_equal(st.st_mtime, 1000);
    case_remove_folder(folder);
    case_free(&test);
}

static void a_folder_that_holds_something_is_refused(void **state)
{
    struct test_case test = {0};
    char *folder = case_make_folder(&test.pool, "precious", "x", NULL);
    struct folder_output out;

    (void)state;
    assert_false(folder_open(&out, folder, &test.diag));
    assert_non_null(strstr(case_messages(&test), "is not an empty folder"));
    case_remove_folder(folder);
    assert_false(folder_open(&out, "/nonexistent/out", &test.diag));
    case_free(&test);
}

static void a_text_larger_than_a_page_may_be_is_refused(void **state)
{
    struct pool pool = {0};
    char *folder = case_make_folder(&pool, "a", "", NULL), *a = files_join(&pool, folder, "a");
    struct str text;

    (void)state;
    assert_int_equal(truncate(a, FILES_TEXT_MAX), 0);
    assert_true(files_read(a, &pool, &text));
    assert_int_equal(text.len, FILES_TEXT_MAX);
    assert_int_equal(truncate(a, FILES_TEXT_MAX + 1), 0);
    assert_false(files_read(a, &pool, &text));
    assert_int_equal(errno, EFBIG);
    case_remove_folder(folder);
    pool_free(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_become_files),
        cmocka_unit_test(a_folder_that_holds_something_is_refused),
        cmocka_unit_test(a_text_larger_than_a_page_may_be_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
