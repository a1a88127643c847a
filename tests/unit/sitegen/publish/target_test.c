/* target_test.c - a connection and its storage pool, over libvirt's test driver. */
#include "publish/target.h"

#include <libvirt/virterror.h>
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
    return target_open(&target, "test:///default") ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    target_close(&target);
    return 0;
}

static void define(const char *type, const char *name, const char *folder)
{
    const char *source = strcmp(type, "logical") == 0 ? "<source><name>vg</name></source>" : "";
    const char *xml = pool_printf(&target.memory, "<pool type='%s'><name>%s</name>%s<target><path>%s</path></target></pool>",
                                  type, name, source, folder);
    virStoragePoolPtr pool = virStoragePoolDefineXML(target.conn, xml, 0);

    assert_non_null(pool);
    virStoragePoolFree(pool);
}

static bool has_pool(const char *name)
{
    virStoragePoolPtr pool = virStoragePoolLookupByName(target.conn, name);

    virResetLastError();
    if (pool != NULL)
        virStoragePoolFree(pool);
    return pool != NULL;
}

static void the_usual_pool_is_made_when_it_is_needed(void **state)
{
    (void)state;
    assert_true(target_open_pool(&target, "/srv/images/", false));
    assert_null(target.pool);
    assert_string_equal(target.folder, "/srv/images");
    assert_true(target_open_pool(&target, NULL, false));
    assert_null(target.pool);
    assert_string_equal(target.folder, TARGET_POOL_FOLDER);
    assert_true(target_open_pool(&target, NULL, true));
    assert_string_equal(target.pool_name, "sitegen");
    assert_string_equal(target.folder, TARGET_POOL_FOLDER);
    target_remove_pool(&target);
    assert_false(has_pool("sitegen"));
}

static void a_folder_has_a_pool_of_its_name(void **state)
{
    (void)state;
    assert_true(target_open_pool(&target, "/srv/my <images> & 'x'//", true));
    assert_string_equal(target.pool_name, "sitegen-my--images-----x-");
    assert_string_equal(target.folder, "/srv/my <images> & 'x'");
    virStoragePoolFree(target.pool);
    assert_true(target_open_pool(&target, "/srv/my <images> & 'x'", false));
    assert_non_null(target.pool);
}

static void a_pool_of_somebody_else_is_used_and_stays(void **state)
{
    (void)state;
    define("dir", "sitegen-like", "/srv/theirs");
    assert_true(target_open_pool(&target, "/srv/theirs/", true));
    assert_string_equal(target.pool_name, "sitegen-like");
    target_remove_pool(&target);
    assert_true(has_pool("sitegen-like"));
}

static void a_pool_that_is_named_has_to_be_there(void **state)
{
    (void)state;
    assert_false(target_open_pool(&target, "nowhere", true));
    assert_false(target_open_pool(&target, "nowhere", false));
    assert_true(target_open_pool(&target, "default-pool", true));
    assert_string_equal(target.folder, "/default-pool");
}

static void a_pool_that_holds_no_files_is_refused(void **state)
{
    (void)state;
    define("logical", "vg", "/dev/vg");
    assert_false(target_open_pool(&target, "vg", true));
}

static void what_is_no_host_is_refused(void **state)
{
    struct target other;

    (void)state;
    assert_false(target_open(&other, "nonsense:///x"));
    target_close(&other);
    assert_false(target_open_quietly(&other, "test:///nowhere.xml"));
    target_close(&other);
}

static void the_test_driver_is_known_and_here(void **state)
{
    (void)state;
    assert_int_equal(target.kind, TARGET_TEST);
    assert_false(target.is_remote);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_usual_pool_is_made_when_it_is_needed),
        TEST(a_folder_has_a_pool_of_its_name),
        TEST(a_pool_of_somebody_else_is_used_and_stays),
        TEST(a_pool_that_is_named_has_to_be_there),
        TEST(a_pool_that_holds_no_files_is_refused),
        TEST(what_is_no_host_is_refused),
        TEST(the_test_driver_is_known_and_here),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
