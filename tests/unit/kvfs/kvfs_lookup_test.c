/* kvfs_lookup_test.c - the table that FORMAT.md works through by hand. */
#include "kvfs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const struct kvfs_resource resources[] = {
    {.path = "/robots.txt", .path_len = 11}, {.path = "/", .path_len = 1},
    {.path = "/a/", .path_len = 3},          {.path = "/a", .path_len = 2},
    {.path = "/index.html", .path_len = 11},
};
static const uint32_t seeds[] = {0x1e, 0};
static const struct kvfs_resource not_found;

const struct kvfs_site kvfs_site = {
    .resources = resources,
    .seeds = seeds,
    .resource_count = 5,
    .bucket_count = 2,
    .not_found = &not_found,
};

static void hashes_are_those_of_the_format(void **state)
{
    (void)state;
    assert_int_equal(kvfs_hash("", 0), 0xcbf29ce484222325);
    assert_int_equal(kvfs_hash("/", 1), 0xaf63a24c860189fe);
    assert_int_equal(kvfs_hash("foobar", 6), 0x85944171f73967e8); /* FNV's own test vector */
    assert_int_equal(kvfs_slot(kvfs_hash("/", 1), 0x1e, 5), 1);
    assert_int_equal(kvfs_slot(kvfs_hash("/", 1), KVFS_SEED_DIRECT | 3, 5), 3);
}

static void every_path_is_found_in_its_slot(void **state)
{
    (void)state;
    assert_int_equal(kvfs_count(), 5);
    for (size_t i = 0; i < kvfs_count(); i++)
        assert_ptr_equal(kvfs_lookup(kvfs_at(i)->path, kvfs_at(i)->path_len), kvfs_at(i));
}

static void no_other_path_is_found(void **state)
{
    static const char *const rows[] = {"",   "a",          "/b",           "/A",         "/a/b",
                                       "//", "/robots.tx", "/robots.txt ", "/robots.txu"};

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        assert_null(kvfs_lookup(rows[i], strlen(rows[i])));
    assert_null(kvfs_lookup("/\0", 2));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hashes_are_those_of_the_format),
        cmocka_unit_test(every_path_is_found_in_its_slot),
        cmocka_unit_test(no_other_path_is_found),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
