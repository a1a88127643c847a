/* start_info_test.c - what a PVH loader may say, and what it may get wrong. */
#include "x86/start_info.h"

#include "kernel/fake_phys.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define INFO   0x1000u
#define LINE   0x2000u
#define MEMMAP 0x3000u

/* The structure in the loader's words; the test machine is little endian, as the real one. */
struct raw {
    uint32_t magic, version, flags, module_count;
    uint64_t modules, command_line, rsdp, memmap;
    uint32_t entry_count, reserved;
};
struct raw_entry {
    uint64_t start, len;
    uint32_t type, reserved;
};

static struct loader_info info;

static struct raw sound(void)
{
    return (struct raw){.magic = 0x336ec578,
                        .version = 1,
                        .command_line = LINE,
                        .rsdp = 0xf0000,
                        .memmap = MEMMAP,
                        .entry_count = 2};
}

static void put_rest(void)
{
    const struct raw_entry entries[] = {{0, 0x9fc00, 1, 0}, {0x100000, 0x700000, 1, 0}};

    fake_phys_put(LINE, "port=80 ip=192.0.2.1/24", 24);
    fake_phys_put(MEMMAP, entries, sizeof entries);
}

static int clear(void **state)
{
    (void)state;
    fake_phys_clear();
    memset(&info, 0, sizeof info);
    return 0;
}

static void version_1_is_read(void **state)
{
    (void)state;
    struct raw raw = sound();

    put_rest();
    fake_phys_put(INFO, &raw, sizeof raw);
    assert_int_equal(start_info_read(INFO, &info), START_INFO_OK);
    assert_string_equal(info.command_line, "port=80 ip=192.0.2.1/24");
    assert_false(info.command_line_cut);
    assert_int_equal(info.rsdp, 0xf0000);
    assert_int_equal(info.memmap.count, 2);
    assert_int_equal(info.memmap.range[1].end, 0x800000);
}

static void version_0_has_no_memory_map(void **state)
{
    (void)state;
    struct raw raw = sound();

    raw.version = 0;
    put_rest();
    fake_phys_put(INFO, &raw, 40);
    assert_int_equal(start_info_read(INFO, &info), START_INFO_NO_MEMMAP);
    assert_string_equal(info.command_line, "port=80 ip=192.0.2.1/24");
}

static void every_prefix_of_it_is_refused_or_read_without_a_map(void **state)
{
    struct raw raw = sound();

    for (size_t len = 0; len < sizeof raw; len++) {
        clear(state);
        put_rest();
        fake_phys_put(INFO, &raw, len);
        enum start_info_result expected = len < 40 ? START_INFO_BAD_ADDRESS : START_INFO_NO_MEMMAP;
        assert_int_equal(start_info_read(INFO, &info), expected);
    }
}

static void another_magic_is_refused(void **state)
{
    (void)state;
    struct raw raw = sound();

    raw.magic++;
    fake_phys_put(INFO, &raw, sizeof raw);
    assert_int_equal(start_info_read(INFO, &info), START_INFO_BAD_MAGIC);
    assert_int_equal(start_info_read(0, &info), START_INFO_BAD_ADDRESS);
}

static void a_line_without_end_stops_at_the_end_of_memory(void **state)
{
    (void)state;
    struct raw raw = sound();

    fake_phys_put(INFO, &raw, sizeof raw);
    fake_phys_put(LINE, "abc", 3);
    start_info_read(INFO, &info);
    assert_string_equal(info.command_line, "abc");
    assert_false(info.command_line_cut);
}

static void a_line_that_is_too_long_is_cut(void **state)
{
    (void)state;
    struct raw raw = sound();
    char line[START_INFO_COMMAND_LINE_MAX + 10];

    memset(line, 'x', sizeof line);
    raw.command_line = 0x10000;
    fake_phys_put(INFO, &raw, sizeof raw);
    fake_phys_put(0x10000, line, sizeof line);
    start_info_read(INFO, &info);
    assert_int_equal(strlen(info.command_line), START_INFO_COMMAND_LINE_MAX - 1);
    assert_true(info.command_line_cut);
}

static void a_line_that_just_fits_is_not_cut(void **state)
{
    (void)state;
    struct raw raw = sound();
    char line[START_INFO_COMMAND_LINE_MAX];

    memset(line, 'x', sizeof line);
    line[sizeof line - 1] = 0;
    raw.command_line = 0x10000;
    fake_phys_put(INFO, &raw, sizeof raw);
    fake_phys_put(0x10000, line, sizeof line);
    start_info_read(INFO, &info);
    assert_int_equal(strlen(info.command_line), START_INFO_COMMAND_LINE_MAX - 1);
    assert_false(info.command_line_cut);
}

static void no_line_is_an_empty_line(void **state)
{
    (void)state;
    struct raw raw = sound();

    raw.command_line = 0;
    fake_phys_put(INFO, &raw, sizeof raw);
    start_info_read(INFO, &info);
    assert_string_equal(info.command_line, "");
}

static void a_map_shorter_than_its_count_is_read_as_far_as_it_goes(void **state)
{
    (void)state;
    struct raw raw = sound();

    raw.entry_count = 0xffffffff;
    put_rest();
    fake_phys_put(INFO, &raw, sizeof raw);
    assert_int_equal(start_info_read(INFO, &info), START_INFO_OK);
    assert_int_equal(info.memmap.count, 2);
    assert_true(info.memmap.drop_count > 0);
}

static void a_map_without_ram_counts_as_none(void **state)
{
    (void)state;
    struct raw raw = sound();
    const struct raw_entry entry = {0x1000, 0x1000, 2, 0};

    raw.entry_count = 1;
    fake_phys_put(INFO, &raw, sizeof raw);
    fake_phys_put(MEMMAP, &entry, sizeof entry);
    assert_int_equal(start_info_read(INFO, &info), START_INFO_NO_MEMMAP);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(version_1_is_read, clear),
        cmocka_unit_test_teardown(version_0_has_no_memory_map, clear),
        cmocka_unit_test_teardown(every_prefix_of_it_is_refused_or_read_without_a_map, clear),
        cmocka_unit_test_teardown(another_magic_is_refused, clear),
        cmocka_unit_test_teardown(a_line_without_end_stops_at_the_end_of_memory, clear),
        cmocka_unit_test_teardown(a_line_that_is_too_long_is_cut, clear),
        cmocka_unit_test_teardown(a_line_that_just_fits_is_not_cut, clear),
        cmocka_unit_test_teardown(no_line_is_an_empty_line, clear),
        cmocka_unit_test_teardown(a_map_shorter_than_its_count_is_read_as_far_as_it_goes, clear),
        cmocka_unit_test_teardown(a_map_without_ram_counts_as_none, clear),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
