/* disk_test.c - what lies before the image on a disk. */
#include "deploy/disk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char boot[DISK_SECTOR_LEN], core[3 * DISK_SECTOR_LEN], *start;

static struct disk_grub parts(void)
{
    memset(boot, 'b', sizeof(boot));
    boot[510] = 0x55;
    boot[511] = (char)0xaa;
    memset(core, 'c', sizeof(core));
    return (struct disk_grub){{boot, sizeof(boot)}, {core, sizeof(core)}};
}

static int set_up(void **state)
{
    (void)state;
    start = calloc(1, DISK_START_LEN);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    free(start);
    return 0;
}

static uint32_t le32_at(size_t at)
{
    const unsigned char *p = (const unsigned char *)start + at;

    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static void grub_lies_where_a_bios_looks_for_it(void **state)
{
    struct disk_grub grub = parts();

    (void)state;
    assert_null(disk_start(start, &grub, STR("image"), ""));
    assert_memory_equal(start, boot, 0x66);
    assert_memory_equal(start + 0x66, "\x90\x90", 2);
    assert_memory_equal(start + 510, "\x55\xaa", 2);
    assert_memory_equal(start + DISK_SECTOR_LEN, core, sizeof(core));
    assert_int_equal(start[DISK_SECTOR_LEN + sizeof(core)], 0);
}

static void the_partition_holds_the_image_and_what_fills_up(void **state)
{
    struct disk_grub grub = parts();

    (void)state;
    assert_null(disk_start(start, &grub, STR("image"), ""));
    assert_int_equal((unsigned char)start[0x1be], 0x80);
    assert_int_equal((unsigned char)start[0x1be + 4], 0xda);
    assert_int_equal(le32_at(0x1be + 8), 2048);
    assert_int_equal(le32_at(0x1be + 12), 2048);
    assert_int_equal(disk_len(5), 2u << 20);
    assert_int_equal(disk_len(1u << 20), 2u << 20);
    assert_int_equal(disk_len((1u << 20) + 1), 3u << 20);
}

static void the_signature_follows_from_the_image_alone(void **state)
{
    struct disk_grub grub = parts();
    char other[4];

    (void)state;
    assert_null(disk_start(start, &grub, STR("one"), ""));
    memcpy(other, start + 0x1b8, sizeof(other));
    assert_null(disk_start(start, &grub, STR("one"), "port=81"));
    assert_memory_equal(start + 0x1b8, other, sizeof(other));
    assert_null(disk_start(start, &grub, STR("two"), ""));
    assert_memory_not_equal(start + 0x1b8, other, sizeof(other));
}

static void words_are_an_environment_block(void **state)
{
    static const char filled[] = "# GRUB Environment Block\nwords=ip=192.0.2.1/24 log=debug\n####";
    static const char empty[] = "# GRUB Environment Block\n####";
    const char *block = start + DISK_WORDS_AT * DISK_SECTOR_LEN;
    struct disk_grub grub = parts();

    (void)state;
    assert_null(disk_start(start, &grub, STR("image"), "ip=192.0.2.1/24 log=debug"));
    assert_memory_equal(block, filled, sizeof(filled) - 1);
    assert_int_equal(block[DISK_ENVIRON_LEN - 1], '#');
    assert_null(disk_start(start, &grub, STR("image"), ""));
    assert_memory_equal(block, empty, sizeof(empty) - 1);
}

static void words_that_are_too_long_are_refused(void **state)
{
    struct disk_grub grub = parts();
    char words[DISK_WORDS_MAX + 2];

    (void)state;
    memset(words, 'w', sizeof(words));
    words[DISK_WORDS_MAX] = '\0';
    assert_null(disk_start(start, &grub, STR("image"), words));
    words[DISK_WORDS_MAX] = 'w';
    words[DISK_WORDS_MAX + 1] = '\0';
    assert_non_null(disk_start(start, &grub, STR("image"), words));
}

static void parts_that_are_not_grubs_are_refused(void **state)
{
    struct disk_grub grub = parts();
    char *large = calloc(1, DISK_START_LEN);

    (void)state;
    grub.boot.len = 440;
    assert_non_null(disk_start(start, &grub, STR("image"), ""));
    grub = parts();
    boot[511] = 0;
    assert_non_null(disk_start(start, &grub, STR("image"), ""));
    grub = parts();
    grub.core.len = DISK_SECTOR_LEN;
    assert_non_null(disk_start(start, &grub, STR("image"), ""));
    grub.core = (struct str){large, (DISK_WORDS_AT - 1) * DISK_SECTOR_LEN};
    assert_null(disk_start(start, &grub, STR("image"), ""));
    grub.core.len++;
    assert_non_null(disk_start(start, &grub, STR("image"), ""));
    free(large);
}

static void grub_is_told_where_image_and_words_are(void **state)
{
    struct text out = {0};

    (void)state;
    disk_commands(513, &out);
    assert_non_null(strstr(out.bytes, "load_env --file ($root)2046+2 words\n"));
    assert_non_null(strstr(out.bytes, "eval \"multiboot2 ($root)2048+2 $words\"\nboot\n"));
    text_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(grub_lies_where_a_bios_looks_for_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_partition_holds_the_image_and_what_fills_up, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_signature_follows_from_the_image_alone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(words_are_an_environment_block, set_up, tear_down),
        cmocka_unit_test_setup_teardown(words_that_are_too_long_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(parts_that_are_not_grubs_are_refused, set_up, tear_down),
        cmocka_unit_test(grub_is_told_where_image_and_words_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
