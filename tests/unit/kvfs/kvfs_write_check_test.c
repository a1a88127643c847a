/* kvfs_write_check_test.c - what cannot be added. */
#include "kvfs/baked.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void refused(bool added, const struct kvfs_write *w, const char *part)
{
    assert_false(added);
    if (strstr(kvfs_write_error(w), part) == NULL)
        print_error("%s\n", kvfs_write_error(w));
    assert_non_null(strstr(kvfs_write_error(w), part));
}

static void paths_that_no_request_can_name_are_refused(void **state)
{
    static const char *const rows[] = {"",    "a",    "a/b",  "//",    "/a//b", "//a",    "/.",
                                       "/..", "/a/.", "/./a", "/../a", "/a/..", "/a/../b"};
    struct kvfs_write *w = baked_open("paths");
    struct kvfs_write_entry redirect = {.path = "/x", .location = "//evil.example/"};
    char path[KVFS_WRITE_PATH_MAX + 2];

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        refused(baked_add_text(w, rows[i], "x"), w, "path");
    refused(kvfs_write_add(w, &redirect), w, "empty segment");
    assert_true(baked_add_text(w, "/", "x"));
    assert_true(baked_add_text(w, "/...", "x"));
    assert_true(baked_add_text(w, "/.well-known/a.b/..c/", "x"));
    memset(path, 'x', sizeof(path));
    path[0] = '/';
    path[KVFS_WRITE_PATH_MAX + 1] = '\0';
    refused(baked_add_text(w, path, "x"), w, "longer than 4096 bytes");
    path[KVFS_WRITE_PATH_MAX] = '\0';
    assert_true(baked_add_text(w, path, "x"));
    path[KVFS_WRITE_PATH_MAX - 1] = '\0';
    path[KVFS_WRITE_PATH_MAX - 2] = '%'; /* three bytes on the wire */
    refused(baked_add_text(w, path, "x"), w, "longer than 4096 bytes");
    kvfs_write_free(w);
}

static void entries_that_make_no_head_are_refused(void **state)
{
    struct kvfs_write *w = baked_open("heads");
    struct kvfs_write_entry entry = {.path = "/a", .content_type = "text/plain\r\nX: y"};

    (void)state;
    refused(kvfs_write_add(w, &entry), w, "no field value may hold");
    entry.content_type = "";
    refused(kvfs_write_add(w, &entry), w, "no content type");
    entry.content_type = NULL;
    refused(kvfs_write_add(w, &entry), w, "no content type");
    entry.content_type = "text/plain";
    entry.last_modified_s = -1;
    refused(kvfs_write_add(w, &entry), w, "years 1970 to 9999");
    entry.last_modified_s = 253402300800;
    refused(kvfs_write_add(w, &entry), w, "years 1970 to 9999");
    entry.last_modified_s = 253402300799;
    assert_true(kvfs_write_add(w, &entry));
    refused(kvfs_write_not_found(w, &entry), w, "404 page: there are two");
    kvfs_write_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_that_no_request_can_name_are_refused),
        cmocka_unit_test(entries_that_make_no_head_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
