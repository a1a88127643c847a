/* kvfs_write_table_test.c - each address in the table has its relocation, and nothing else has one. */
#include "kvfs.h"
#include "kvfs_write_parts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A page with both representations, an alias of it, a redirect. */
static struct write_entry entries[] = {
    {.path = "/", .path_len = 1, .last_modified_s = 7, .identity = {64, 1000, 200, 100},
     .gzip = {1280, 50, 210, 100}},
    {.path = "/i", .path_len = 2, .target = 0},
    {.path = "/r", .path_len = 2, .kind = WRITE_REDIRECT, .target = 2, .identity = {1600, 0, 80, 0}},
};
static struct kvfs_write site = {
    .title = "Title",
    .generator = "Generator",
    .entries = entries,
    .entry_count = 3,
    .not_found = {.path = "", .kind = WRITE_NOT_FOUND, .identity = {0, 4, 60, 0}},
};

static struct write_table make(size_t entry_count)
{
    static struct write_entry *at_slot[] = {&entries[2], &entries[0], &entries[1]};
    static uint32_t seeds[] = {0x11223344, 0x80000001};
    const struct write_places places = {.at_slot = at_slot, .seeds = seeds, .bucket_count = 2};
    const struct kvfs_write_totals totals = {.page_count = 1, .payload_len = 4096};
    struct write_table table;

    site.entry_count = entry_count;
    assert_true(kvfs_write_table(&table, &site, &places, &totals));
    return table;
}

/* The relocation of a field, which must have one. */
static const Elf64_Rela *relocation_at(const struct write_table *table, size_t offset)
{
    for (size_t i = 0; i < table->relocation_count; i++) {
        if (table->relocations[i].r_offset == offset)
            return &table->relocations[i];
    }
    fail_msg("no relocation at %zu", offset);
    return NULL;
}

static void expect(const struct write_table *table, size_t offset, enum write_symbol symbol, int64_t addend)
{
    const Elf64_Rela *relocation = relocation_at(table, offset);

    assert_int_equal(ELF64_R_SYM(relocation->r_info), symbol);
    assert_int_equal(ELF64_R_TYPE(relocation->r_info), R_X86_64_64);
    assert_int_equal(relocation->r_addend, addend);
}

static void fields_stand_where_the_format_says(void **state)
{
    struct write_table table = make(3);
    const struct kvfs_site *head = (const void *)table.bytes;
    const struct kvfs_resource *resources = (const void *)(table.bytes + 64);
    const char *strings = (const char *)table.bytes + 64 + 4 * 152 + 2 * 4;

    (void)state;
    assert_int_equal(head->resource_count, 3);
    assert_int_equal(head->bucket_count, 2);
    assert_int_equal(head->page_count, 1);
    assert_int_equal(head->content_len, 4096);
    assert_int_equal(resources[0].kind, KVFS_REDIRECT);
    assert_int_equal(resources[1].kind, KVFS_FILE);
    assert_int_equal(resources[2].kind, KVFS_FILE);
    assert_int_equal(resources[2].path_len, 2);
    assert_int_equal(resources[2].last_modified_s, 7);
    assert_int_equal(resources[2].gzip.body.len, 50);
    assert_int_equal(resources[0].gzip.head.len, 0);
    assert_int_equal(resources[3].path_len, 0);
    assert_int_equal(resources[3].identity.body.len, 4);
    assert_memory_equal(table.bytes + 64 + 4 * 152, "\x44\x33\x22\x11\x01\0\0\x80", 8);
    assert_memory_equal(strings, "Title\0Generator\0/r//i", 21);
    assert_int_equal(table.len, 64 + 4 * 152 + 2 * 4 + 21);
    kvfs_write_table_free(&table);
}

static void addresses_are_relocations(void **state)
{
    struct write_table table = make(3);
    size_t strings = 64 + 4 * 152 + 2 * 4, alias = 64 + 2 * 152;

    (void)state;
    expect(&table, 0, WRITE_SYMBOL_RODATA, 64);
    expect(&table, 8, WRITE_SYMBOL_RODATA, 64 + 4 * 152);
    expect(&table, 24, WRITE_SYMBOL_RODATA, 64 + 3 * 152);
    expect(&table, 32, WRITE_SYMBOL_RODATA, (int64_t)strings);
    expect(&table, 40, WRITE_SYMBOL_RODATA, (int64_t)strings + 6);
    expect(&table, 64, WRITE_SYMBOL_RODATA, (int64_t)strings + 16);
    expect(&table, 64 + 24, WRITE_SYMBOL_PAYLOAD, 1600);
    expect(&table, 64 + 40, WRITE_SYMBOL_PAYLOAD, 1680);
    expect(&table, alias, WRITE_SYMBOL_RODATA, (int64_t)strings + 19);
    expect(&table, alias + 24, WRITE_SYMBOL_PAYLOAD, 64);
    expect(&table, alias + 40, WRITE_SYMBOL_PAYLOAD, 64 + 200);
    expect(&table, alias + 56, WRITE_SYMBOL_PAYLOAD, 64 + 200 - 100);
    expect(&table, alias + 72, WRITE_SYMBOL_PAYLOAD, 64 + 200 - 100 + 6);
    expect(&table, alias + 88, WRITE_SYMBOL_PAYLOAD, 1280);
    assert_int_equal(table.relocation_count, 5 + (1 + 2) + 2 * (1 + 8) + (1 + 2));
    kvfs_write_table_free(&table);
}

static void relocations_rise_and_their_fields_are_zero(void **state)
{
    struct write_table table = make(3);

    (void)state;
    for (size_t i = 0; i < table.relocation_count; i++) {
        uint64_t offset = table.relocations[i].r_offset;

        assert_true(i == 0 || offset > table.relocations[i - 1].r_offset);
        assert_memory_equal(table.bytes + offset, "\0\0\0\0\0\0\0\0", 8);
    }
    kvfs_write_table_free(&table);
}

static void a_table_of_no_resources_has_the_404_page_first(void **state)
{
    struct write_table table = make(0);

    (void)state;
    expect(&table, 24, WRITE_SYMBOL_RODATA, 64);
    assert_int_equal(table.len, 64 + 152 + 2 * 4 + 16);
    kvfs_write_table_free(&table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_stand_where_the_format_says),
        cmocka_unit_test(addresses_are_relocations),
        cmocka_unit_test(relocations_rise_and_their_fields_are_zero),
        cmocka_unit_test(a_table_of_no_resources_has_the_404_page_first),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
