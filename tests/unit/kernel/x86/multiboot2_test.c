/* multiboot2_test.c - what a Multiboot2 loader may say, and what it may get wrong. */
#include "x86/multiboot2.h"

#include "kernel/fake_phys.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define INFO 0x1000u

/* The information in the loader's words; the test machine is little endian, as the real one. */
struct raw_entry {
    uint64_t start, len;
    uint32_t type, reserved;
};
struct raw {
    uint32_t total, reserved;
    uint32_t line_type, line_len;
    char line[16]; /* ends with the NUL: 15 characters */
    uint32_t memmap_type, memmap_len, entry_len, entry_version;
    struct raw_entry entries[2];
    uint32_t rsdp_type, rsdp_len;
    char rsdp[24]; /* 20 and what fills up */
    uint32_t end_type, end_len;
};

static struct loader_info info;

static struct raw sound(void)
{
    return (struct raw){.total = sizeof(struct raw),
                        .line_type = 1,
                        .line_len = 8 + 16,
                        .line = "ip=192.0.2.1/24",
                        .memmap_type = 6,
                        .memmap_len = 16 + 48,
                        .entry_len = 24,
                        .entries = {{0, 0x9fc00, 1, 0}, {0x100000, 0x700000, 1, 0}},
                        .rsdp_type = 14,
                        .rsdp_len = 8 + 20,
                        .rsdp = "RSD PTR ",
                        .end_len = 8};
}

static int clear(void **state)
{
    (void)state;
    fake_phys_clear();
    memset(&info, 0, sizeof info);
    return 0;
}

static enum start_info_result result_of(const struct raw *raw)
{
    clear(NULL);
    fake_phys_put(INFO, raw, sizeof *raw);
    return multiboot2_read(INFO, &info);
}

static void line_map_and_root_pointer_are_read(void **state)
{
    (void)state;
    struct raw raw = sound();

    assert_int_equal(result_of(&raw), START_INFO_OK);
    assert_string_equal(info.command_line, "ip=192.0.2.1/24");
    assert_int_equal(info.memmap.count, 2);
    assert_int_equal(info.memmap.range[1].end, 0x800000);
    assert_int_equal(info.rsdp, INFO + offsetof(struct raw, rsdp));
}

static void an_address_without_information_is_refused(void **state)
{
    (void)state;
    struct raw raw = sound();

    assert_int_equal(multiboot2_read(0, &info), START_INFO_BAD_ADDRESS);
    raw.total = 7;
    assert_int_equal(result_of(&raw), START_INFO_BAD_ADDRESS);
    raw.total = sizeof raw + 1; /* there is no memory for it */
    assert_int_equal(result_of(&raw), START_INFO_BAD_ADDRESS);
    raw.total = 0xffffffff;
    assert_int_equal(result_of(&raw), START_INFO_BAD_ADDRESS);
}

/* The total says less than there is: nothing behind it is read. */
static void every_prefix_of_it_is_read_as_far_as_whole_tags_go(void **state)
{
    struct raw raw = sound();
    const size_t memmap_end = offsetof(struct raw, rsdp_type), line_end = offsetof(struct raw, memmap_type);

    for (uint32_t len = 8; len < sizeof raw; len++) {
        clear(state);
        raw.total = len;
        fake_phys_put(INFO, &raw, len);
        enum start_info_result expected = len < memmap_end ? START_INFO_NO_MEMMAP : START_INFO_OK;
        assert_int_equal(multiboot2_read(INFO, &info), expected);
        assert_string_equal(info.command_line, len < line_end ? "" : "ip=192.0.2.1/24");
    }
}

static void a_tag_shorter_than_its_head_ends_the_reading(void **state)
{
    (void)state;
    struct raw raw = sound();

    for (uint32_t len = 0; len < 8; len++) {
        raw.line_len = len;
        assert_int_equal(result_of(&raw), START_INFO_NO_MEMMAP);
        assert_string_equal(info.command_line, "");
    }
}

static void a_tag_longer_than_the_rest_ends_the_reading(void **state)
{
    (void)state;
    struct raw raw = sound();

    raw.line_len = 0xfffffff9; /* rounded up, it would be 0 */
    assert_int_equal(result_of(&raw), START_INFO_NO_MEMMAP);
    raw = sound();
    raw.rsdp_len = sizeof raw;
    assert_int_equal(result_of(&raw), START_INFO_OK);
    assert_int_equal(info.rsdp, 0);
}

static void what_is_not_known_is_passed_over(void **state)
{
    (void)state;
    struct raw raw = sound();

    raw.line_type = 99;
    assert_int_equal(result_of(&raw), START_INFO_OK);
    assert_string_equal(info.command_line, "");
}

static void the_newer_root_pointer_wins(void **state)
{
    (void)state;
    struct raw raw = sound();

    raw.rsdp_type = 15;
    assert_int_equal(result_of(&raw), START_INFO_OK);
    assert_int_equal(info.rsdp, INFO + offsetof(struct raw, rsdp));
}

static void a_map_of_longer_entries_is_read_by_their_length(void **state)
{
    (void)state;
    struct raw raw = sound();

    raw.entry_len = 48; /* one entry, and its tail that we do not know */
    assert_int_equal(result_of(&raw), START_INFO_OK);
    assert_int_equal(info.memmap.count, 1);
}

static void a_map_of_shorter_entries_counts_as_none(void **state)
{
    (void)state;
    struct raw raw = sound();

    raw.entry_len = 0;
    assert_int_equal(result_of(&raw), START_INFO_NO_MEMMAP);
    raw.entry_len = 23;
    assert_int_equal(result_of(&raw), START_INFO_NO_MEMMAP);
    raw = sound();
    raw.memmap_len = 15;
    assert_int_equal(result_of(&raw), START_INFO_NO_MEMMAP);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(line_map_and_root_pointer_are_read, clear),
        cmocka_unit_test_teardown(an_address_without_information_is_refused, clear),
        cmocka_unit_test_teardown(every_prefix_of_it_is_read_as_far_as_whole_tags_go, clear),
        cmocka_unit_test_teardown(a_tag_shorter_than_its_head_ends_the_reading, clear),
        cmocka_unit_test_teardown(a_tag_longer_than_the_rest_ends_the_reading, clear),
        cmocka_unit_test_teardown(what_is_not_known_is_passed_over, clear),
        cmocka_unit_test_teardown(the_newer_root_pointer_wins, clear),
        cmocka_unit_test_teardown(a_map_of_longer_entries_is_read_by_their_length, clear),
        cmocka_unit_test_teardown(a_map_of_shorter_entries_counts_as_none, clear),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
