/* disk_file_test.c - a disk into a file, and GRUB's parts for it. GRUB's tools and QEMU's are shell scripts
 * here; that real ones make a disk that boots is seen by tests/boot. */
#include "deploy/disk.h"
#include "files.h"
#include "sitegen/place.h"

#include <stdlib.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define BOOT "/usr/lib/grub/i386-pc/boot.img"

/* The core image: its commands, and at least a sector more. */
static const char mkimage[] = "#!/bin/sh\n"
                              "while [ $# -gt 0 ]; do case $1 in -c) c=$2;; -o) o=$2;; esac; shift; done\n"
                              "/bin/cat \"$c\" \"$c\" \"$c\" \"$c\" >\"$o\"\n";
static const char convert[] = "#!/bin/sh\n[ \"$1 $4 $6\" = 'convert raw qcow2' ] || exit 9\n"
                              "{ echo qcow2 && /bin/cat \"${7#file:}\"; } >\"${8#file:}\"\n";

static const struct deploy deploy = {.bytes = STR("the image"), .name = "a", .words = "port=81"};
static unsigned long len;

static void need_grub(void)
{
    if (!files_exists(BOOT))
        skip();
}

static void the_core_image_is_made_with_the_commands(void **state)
{
    struct disk_grub grub;

    (void)state;
    need_grub();
    place_add_program("grub-mkimage", mkimage);
    assert_true(disk_grub_make(&grub, 9, &place_pool));
    assert_int_equal(grub.boot.len, DISK_SECTOR_LEN);
    assert_non_null(strstr(grub.core.at, "multiboot2 ($root)2048+1 $words"));
    assert_string_equal(place_names(), "");
}

static void fedoras_name_of_the_tool_does_as_well(void **state)
{
    struct disk_grub grub;

    (void)state;
    need_grub();
    place_add_program("grub2-mkimage", mkimage);
    assert_true(disk_grub_make(&grub, 9, &place_pool));
}

static void a_tool_that_is_missing_or_fails_is_named(void **state)
{
    struct disk_grub grub;

    (void)state;
    need_grub();
    place_listen();
    assert_false(disk_grub_make(&grub, 9, &place_pool));
    assert_non_null(strstr(place_said(), "grub-mkimage: error: is missing: a disk needs GRUB's parts"));
    place_add_program("grub-mkimage", "#!/bin/sh\nexit 1\n");
    place_listen();
    assert_false(disk_grub_make(&grub, 9, &place_pool));
    assert_string_equal(place_said(), "grub-mkimage: error: has failed\n");
    place_add_program("grub-mkimage", "#!/bin/sh\nexit 0\n");
    place_listen();
    assert_false(disk_grub_make(&grub, 9, &place_pool));
    assert_non_null(strstr(place_said(), "/core.img: error: No such file or directory\n"));
    assert_string_equal(place_names(), "");
}

static void a_temporary_folder_that_cannot_be_made_is_said(void **state)
{
    struct disk_grub grub;

    (void)state;
    need_grub();
    setenv("TMPDIR", place_path("no"), 1);
    place_listen();
    assert_false(disk_grub_make(&grub, 9, &place_pool));
    const char *said = place_said();
    assert_non_null(strstr(said, "/no/sitegen."));
    assert_non_null(strstr(said, ": error: cannot be made: No such file or directory\n"));
}

static void a_raw_disk_holds_words_and_image(void **state)
{
    (void)state;
    need_grub();
    place_add_program("grub-mkimage", mkimage);
    assert_true(deploy_disk(&deploy, DISK_RAW, place_path("a.raw")));
    const char *disk = place_content("a.raw", &len);
    assert_int_equal(len, 2u << 20);
    assert_memory_equal(disk + DISK_START_LEN, "the image\0", 10);
    assert_memory_equal(disk + DISK_WORDS_AT * DISK_SECTOR_LEN,
                        "# GRUB Environment Block\nwords=port=81\n", 39);
    assert_string_equal(place_names(), " a.raw");
}

static void qcow2_is_what_qemu_makes_of_it(void **state)
{
    (void)state;
    need_grub();
    place_add_program("grub-mkimage", mkimage);
    place_add_program("qemu-img", convert);
    assert_true(deploy_disk(&deploy, DISK_QCOW2, place_path("a:b.qcow2")));
    assert_int_equal(strncmp(place_content("a:b.qcow2", &len), "qcow2\n", 6), 0);
    assert_int_equal(len, (2u << 20) + 6);
    assert_string_equal(place_names(), " a:b.qcow2");
}

static void the_last_disk_stays_when_qemu_fails(void **state)
{
    (void)state;
    need_grub();
    place_add_program("grub-mkimage", mkimage);
    assert_true(files_write(place_path("a.qcow2"), STR("old"), 0666));
    place_listen();
    assert_false(deploy_disk(&deploy, DISK_QCOW2, place_path("a.qcow2")));
    assert_non_null(strstr(place_said(), "qemu-img: error: is missing: --as qcow2 needs it"));
    place_add_program("qemu-img", "#!/bin/sh\necho half >\"${8#file:}\"\nkill -9 $$\n");
    place_listen();
    assert_false(deploy_disk(&deploy, DISK_QCOW2, place_path("a.qcow2")));
    assert_string_equal(place_said(), "qemu-img: error: has failed\n");
    assert_string_equal(place_content("a.qcow2", &len), "old");
    assert_string_equal(place_names(), " a.qcow2");
}

static void the_last_disk_stays_when_there_is_no_room(void **state)
{
    (void)state;
    need_grub();
    place_add_program("grub-mkimage", mkimage);
    assert_true(files_write(place_path("a.raw"), STR("old"), 0666));
    place_limit(1u << 20);
    place_listen();
    assert_false(deploy_disk(&deploy, DISK_RAW, place_path("a.raw")));
    assert_non_null(strstr(place_said(), "/a.raw: error: cannot be written: File too large\n"));
    assert_string_equal(place_content("a.raw", &len), "old");
    assert_string_equal(place_names(), " a.raw");
}

static void a_core_image_that_is_none_is_refused(void **state)
{
    (void)state;
    need_grub();
    place_add_program("grub-mkimage",
                      "#!/bin/sh\nwhile [ $# -gt 1 ]; do [ $1 = -o ] && : >\"$2\"; shift; done\n");
    place_listen();
    assert_false(deploy_disk(&deploy, DISK_RAW, place_path("a.raw")));
    assert_non_null(strstr(place_said(), "/a.raw: error: GRUB's core image does not fit before the image\n"));
    assert_string_equal(place_names(), "");
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, place_setup, place_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_core_image_is_made_with_the_commands),
        TEST(fedoras_name_of_the_tool_does_as_well),
        TEST(a_tool_that_is_missing_or_fails_is_named),
        TEST(a_temporary_folder_that_cannot_be_made_is_said),
        TEST(a_raw_disk_holds_words_and_image),
        TEST(qcow2_is_what_qemu_makes_of_it),
        TEST(the_last_disk_stays_when_qemu_fails),
        TEST(the_last_disk_stays_when_there_is_no_room),
        TEST(a_core_image_that_is_none_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
