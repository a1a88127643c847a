/* oci_file_test.c - an OCI image as a folder or an archive. That engines take it is seen by
 * tests/golden/oci. */
#include "deploy/deploy.h"
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

static struct deploy deploy;
static unsigned long len;

static int set_up(void **state)
{
    deploy = (struct deploy){.bytes = STR("the image"), .name = "a", .title = STR("A"), .words = ""};
    return place_setup(state);
}

static void a_folder_holds_index_layout_and_blobs(void **state)
{
    (void)state;
    assert_true(deploy_oci(&deploy, place_path("a/")));
    assert_string_equal(place_names(), " a");
    assert_string_equal(place_content("a/oci-layout", &len), "{\"imageLayoutVersion\":\"1.0.0\"}\n");
    assert_non_null(strstr(place_content("a/index.json", &len), "\"latest\""));
}

static void an_empty_folder_is_replaced_and_a_full_one_is_not(void **state)
{
    (void)state;
    assert_int_equal(mkdir(place_path("empty"), 0777), 0);
    assert_true(deploy_oci(&deploy, place_path("empty")));
    place_listen();
    assert_false(deploy_oci(&deploy, place_path("empty")));
    assert_non_null(strstr(place_said(), "/empty: error: cannot be written: Directory not empty\n"));
    assert_string_equal(place_names(), " empty");
}

static void an_archive_begins_with_the_layout(void **state)
{
    (void)state;
    assert_true(deploy_oci(&deploy, place_path("a.tar")));
    const char *tar = place_content("a.tar", &len);
    assert_string_equal(tar, "oci-layout");
    assert_int_equal(len % 512, 0);
    assert_string_equal(place_names(), " a.tar");
}

/* At whatever byte the room ends; what is said must fit, too. */
static void nothing_is_left_of_what_did_not_fit(void **state)
{
    char *image = pool_take(&place_pool, 3000);

    (void)state;
    for (size_t i = 0; i < 3000; i++)
        image[i] = (char)(i * i * 31 >> 3); /* hardly compressed */
    deploy.bytes = (struct str){image, 3000};
    assert_true(files_write(place_path("a.tar"), STR("old"), 0666));
    for (unsigned long room = 300; room < 4000; room += 97) {
        place_limit(room);
        place_listen();
        bool is_folder = deploy_oci(&deploy, place_path("a"));
        bool is_archive = deploy_oci(&deploy, place_path("a.tar"));
        const char *said = place_said();
        place_limit(0);
        assert_false(is_archive); /* it is longer than its parts */
        assert_non_null(strstr(said, "/a.tar: error: cannot be written: File too large\n"));
        assert_string_equal(place_content("a.tar", &len), "old");
        assert_string_equal(place_names(), is_folder ? " a a.tar" : " a.tar");
        if (is_folder)
            break;
    }
}

static void the_rights_are_what_the_umask_leaves(void **state)
{
    mode_t before = umask(027);
    struct stat st;

    (void)state;
    bool ok = deploy_oci(&deploy, place_path("a"));
    umask(before);
    assert_true(ok);
    assert_int_equal(stat(place_path("a"), &st), 0);
    assert_int_equal(st.st_mode & 07777, 0750);
    assert_int_equal(stat(place_path("a/blobs/sha256"), &st), 0);
    assert_int_equal(st.st_mode & 07777, 0750);
    assert_int_equal(stat(place_path("a/index.json"), &st), 0);
    assert_int_equal(st.st_mode & 07777, 0640);
}

static void a_place_that_is_not_there_is_said(void **state)
{
    (void)state;
    place_listen();
    assert_false(deploy_oci(&deploy, place_path("no/a")));
    assert_non_null(strstr(place_said(), "/no/a: error: cannot be written: No such file or directory\n"));
    assert_string_equal(place_names(), "");
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, place_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_folder_holds_index_layout_and_blobs),
        TEST(an_empty_folder_is_replaced_and_a_full_one_is_not),
        TEST(an_archive_begins_with_the_layout),
        TEST(nothing_is_left_of_what_did_not_fit),
        TEST(the_rights_are_what_the_umask_leaves),
        TEST(a_place_that_is_not_there_is_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
