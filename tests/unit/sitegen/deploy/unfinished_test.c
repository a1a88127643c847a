/* unfinished_test.c - a file that appears under its name only when it is whole. */
#include "deploy/unfinished.h"

#include "files.h"
#include "sitegen/place.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static unsigned long len;

static void it_has_its_name_when_it_is_kept(void **state)
{
    struct unfinished file;

    (void)state;
    assert_true(unfinished_open(&file, place_path("a"), &place_pool));
    assert_true(files_write_all(file.fd, "new", 3));
    assert_string_equal(place_content("a", &len), "(none)");
    assert_true(unfinished_keep(&file));
    unfinished_drop(&file);
    assert_string_equal(place_content("a", &len), "new");
    assert_string_equal(place_names(), " a");
}

static void what_was_there_stays_when_it_is_dropped(void **state)
{
    struct unfinished file;

    (void)state;
    assert_true(files_write(place_path("a"), STR("old"), 0666));
    assert_true(unfinished_open(&file, place_path("a"), &place_pool));
    assert_true(files_write_all(file.fd, "new", 3));
    unfinished_drop(&file);
    assert_string_equal(place_content("a", &len), "old");
    assert_string_equal(place_names(), " a");
}

static void a_text_that_does_not_fit_leaves_the_old_one(void **state)
{
    char text[2000];

    (void)state;
    memset(text, 'x', sizeof(text));
    assert_true(files_write(place_path("a"), STR("old"), 0666));
    place_limit(1000);
    place_listen();
    assert_false(unfinished_text(place_path("a"), (struct str){text, sizeof(text)}, &place_pool));
    assert_non_null(strstr(place_said(), "/a: error: cannot be written: File too large\n"));
    place_limit(0);
    assert_string_equal(place_content("a", &len), "old");
    assert_string_equal(place_names(), " a");
}

static void what_is_no_file_is_not_replaced(void **state)
{
    struct stat st;

    (void)state;
    assert_int_equal(mkfifo(place_path("pipe"), 0666), 0);
    place_listen();
    assert_false(unfinished_text(place_path("pipe"), STR("x"), &place_pool));
    assert_false(unfinished_text(place_path("bin"), STR("x"), &place_pool));
    assert_non_null(strstr(place_said(), "/bin: error: is there already, and is no file\n"));
    assert_int_equal(stat(place_path("pipe"), &st), 0);
    assert_true(S_ISFIFO(st.st_mode));
    assert_string_equal(place_names(), " pipe");
}

static void a_place_that_is_not_there_is_said(void **state)
{
    (void)state;
    place_listen();
    assert_false(unfinished_text(place_path("no/a"), STR("x"), &place_pool));
    assert_non_null(strstr(place_said(), "/no/a: error: cannot be written: No such file or directory\n"));
}

static void the_rights_are_what_the_umask_leaves(void **state)
{
    mode_t before = umask(026);
    struct stat st;

    (void)state;
    bool ok = unfinished_text(place_path("a"), STR("x"), &place_pool);
    assert_int_equal(unfinished_rights(0777), 0751);
    umask(before);
    assert_true(ok);
    assert_int_equal(stat(place_path("a"), &st), 0);
    assert_int_equal(st.st_mode & 07777, 0640);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, place_setup, place_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(it_has_its_name_when_it_is_kept),
        TEST(what_was_there_stays_when_it_is_dropped),
        TEST(a_text_that_does_not_fit_leaves_the_old_one),
        TEST(what_is_no_file_is_not_replaced),
        TEST(a_place_that_is_not_there_is_said),
        TEST(the_rights_are_what_the_umask_leaves),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
