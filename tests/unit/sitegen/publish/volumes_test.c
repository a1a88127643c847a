/* volumes_test.c - the files of a site in a pool, over libvirt's test driver, which has pools without
 * contents. */
#include "publish/volumes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static struct target target;

static int setup(void **state)
{
    (void)state;
    return target_open(&target, "test:///default") && target_open_pool(&target, "default-pool", false) ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    target_close(&target);
    return 0;
}

static void add(const char *name)
{
    const char *xml = pool_printf(&target.memory, "<volume><name>%s</name><capacity>1</capacity></volume>", name);
    virStorageVolPtr volume = virStorageVolCreateXML(target.pool, xml, 0);

    assert_non_null(volume);
    virStorageVolFree(volume);
}

static bool is_there(const char *name)
{
    virStorageVolPtr volume = virStorageVolLookupByName(target.pool, name);

    if (volume != NULL)
        virStorageVolFree(volume);
    return volume != NULL;
}

static void a_name_tells_its_release(void **state)
{
    static const struct {
        const char *name, *ending;
        long number;
    } cases[] = {
        {"blog.12.img", ".img", 12},      {"blog.12.img", NULL, 12},         {"blog.12.log", ".img", -1},
        {"blog.12.check.log", NULL, 12},  {"blog.12.img.part", NULL, 12},    {"blog.12.img.part", ".img", -1},
        {"blog.2.qcow2", NULL, -1},       {"blog.2.backup.img", NULL, -1},   {"blog.img", NULL, -1},
        {"blog.0.img", NULL, -1},         {"blog.-1.img", NULL, -1},         {"blog.x.img", NULL, -1},
        {"blogs.1.img", NULL, -1},        {"blo.1.img", NULL, -1},           {"blog.20261121123456.img", NULL, -1},
        {"blog.999999999.img", NULL, 999999999}, {"blog.99999999999999999999999.img", NULL, -1}, {"", NULL, -1},
        {"blog.3.log.0", NULL, 3},         {"blog.3.log.0", ".log", -1},      {"blog.3.log.gz", NULL, -1},
        {"blog.", NULL, -1},              {"blog.1", NULL, -1},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_int_equal(volumes_release_of(cases[i].name, "blog", cases[i].ending), cases[i].number);
}

static void releases_come_in_the_order_of_their_numbers(void **state)
{
    static const char *const names[] = {"blog.10.img", "blog.9.img", "blog.2.img", "blog.11.log", "other.1.img"};
    struct volumes_releases there;

    (void)state;
    for (size_t i = 0; i < 5; i++)
        add(names[i]);
    assert_true(volumes_releases(&target, "blog", &there));
    assert_int_equal(there.count, 3);
    assert_int_equal(there.numbers[0], 2);
    assert_int_equal(there.numbers[1], 9);
    assert_int_equal(there.numbers[2], 10);
    assert_true(volumes_releases(&target, "nobody", &there));
    assert_int_equal(there.count, 0);
}

static void files_of_others_stay(void **state)
{
    static const char *const ours[] = {"blog.1.img", "blog.1.log", "blog.2.check.log", "blog.4.img.part"};
    static const char *const others[] = {"blog.2.qcow2", "blog.img", "blog2.1.img", "blog.2.img", "blog.2.log"};
    struct volumes_releases kept = {.numbers = (long[]){2}, .count = 1};

    (void)state;
    for (size_t i = 0; i < 4; i++)
        add(ours[i]);
    for (size_t i = 0; i < 5; i++)
        add(others[i]);
    assert_true(volumes_delete_but(&target, "blog", &kept));
    for (size_t i = 0; i < 4; i++)
        assert_false(is_there(ours[i]));
    for (size_t i = 0; i < 5; i++)
        assert_true(is_there(others[i]));
}

static void a_broken_off_upload_goes_with_its_image(void **state)
{
    static const char *const names[] = {"blog.3.img.part", "blog.3.img", "blog.2.img", "blog.4.img.part", "other.1.img.part"};

    (void)state;
    for (size_t i = 0; i < 5; i++)
        add(names[i]);
    assert_true(volumes_delete_broken(&target, "blog"));
    assert_false(is_there("blog.3.img.part"));
    assert_false(is_there("blog.3.img"));
    assert_true(is_there("blog.2.img"));
    assert_false(is_there("blog.4.img.part"));
    assert_true(is_there("other.1.img.part"));
}

static void an_upload_that_fails_leaves_nothing(void **state)
{
    (void)state;
    /* The test driver takes no bytes. */
    assert_false(volumes_upload(&target, "blog.1.img", STR("image")));
    assert_false(is_there("blog.1.img"));
    assert_false(is_there("blog.1.img.part"));
    add("blog.2.img.part"); /* somebody else's, who is at work */
    assert_false(volumes_upload(&target, "blog.2.img", STR("image")));
    assert_true(is_there("blog.2.img.part"));
}

static void what_is_not_there_is_empty_and_deleted(void **state)
{
    struct text text = {0};

    (void)state;
    assert_int_equal(volumes_len(&target, "blog.1.log"), 0);
    assert_true(volumes_read(&target, "blog.1.log", 0, 100, &text));
    assert_int_equal(text.len, 0);
    assert_true(volumes_delete(&target, "blog.1.log"));
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_name_tells_its_release),
        TEST(releases_come_in_the_order_of_their_numbers),
        TEST(files_of_others_stay),
        TEST(a_broken_off_upload_goes_with_its_image),
        TEST(an_upload_that_fails_leaves_nothing),
        TEST(what_is_not_there_is_empty_and_deleted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
