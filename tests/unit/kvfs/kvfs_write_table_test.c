/* kvfs_write_table_test.c - the tables as FORMAT.md has them, addresses and all. */
#include "kvfs_write_parts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define PAYLOAD 0x700000u
#define TABLES  (PAYLOAD + 4096u) /* as payload_len says */

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
    .image = {.address = PAYLOAD},
    .not_found = {.path = "", .kind = WRITE_NOT_FOUND, .identity = {0, 4, 60, 0}},
};

static uint8_t *make(size_t entry_count, struct kvfs_site *made, size_t *len)
{
    static struct write_entry *at_slot[] = {&entries[2], &entries[0], &entries[1]};
    static uint32_t seeds[] = {0x11223344, 0x80000001};
    const struct write_places places = {.at_slot = at_slot, .seeds = seeds, .bucket_count = 2};
    struct kvfs_write_totals totals = {.page_count = 1, .payload_len = 4096};
    FILE *file = tmpfile();

    assert_non_null(file);
    site.entry_count = entry_count;
    site.image.fd = fileno(file);
    assert_true(kvfs_write_out_open(&site));
    assert_true(kvfs_write_tables(&site, &places, &totals));
    assert_true(kvfs_write_out_end(&site));
    kvfs_write_out_close(&site);
    uint8_t *tables = malloc(totals.tables_len + 1);
    assert_non_null(tables);
    *len = (size_t)pread(site.image.fd, tables, totals.tables_len + 1, 4096);
    assert_int_equal(*len, totals.tables_len);
    fclose(file);
    *made = totals.site;
    return tables;
}

static void fields_stand_where_the_format_says(void **state)
{
    struct kvfs_site head;
    size_t len;
    uint8_t *tables = make(3, &head, &len);
    const struct kvfs_resource *resources = (const void *)tables;

    (void)state;
    assert_int_equal(head.resource_count, 3);
    assert_int_equal(head.bucket_count, 2);
    assert_int_equal(head.page_count, 1);
    assert_int_equal(head.content_len, 4096);
    assert_int_equal(resources[0].kind, KVFS_REDIRECT);
    assert_int_equal(resources[1].kind, KVFS_FILE);
    assert_int_equal(resources[2].kind, KVFS_FILE);
    assert_int_equal(resources[2].path_len, 2);
    assert_int_equal(resources[2].last_modified_s, 7);
    assert_int_equal(resources[2].gzip.body.len, 50);
    assert_int_equal(resources[0].gzip.head.len, 0);
    assert_int_equal(resources[3].path_len, 0);
    assert_int_equal(resources[3].identity.body.len, 4);
    assert_memory_equal(tables + 4 * 152, "\x44\x33\x22\x11\x01\0\0\x80", 8);
    assert_memory_equal(tables + 4 * 152 + 2 * 4, "Title\0Generator\0/r//i", 21);
    assert_int_equal(len, 4 * 152 + 2 * 4 + 21);
    free(tables);
}

static void expect(const void *pointer, uintptr_t address)
{
    assert_int_equal((uintptr_t)pointer, address);
}

static void pointers_are_addresses_in_the_image(void **state)
{
    struct kvfs_site head;
    size_t len;
    uint8_t *tables = make(3, &head, &len);
    const struct kvfs_resource *redirect = (const void *)tables, *alias = redirect + 2;
    uintptr_t strings = TABLES + 4 * 152 + 2 * 4;

    (void)state;
    expect(head.resources, TABLES);
    expect(head.seeds, TABLES + 4 * 152);
    expect(head.not_found, TABLES + 3 * 152);
    expect(head.title, strings);
    expect(head.generator, strings + 6);
    expect(redirect->path, strings + 16);
    expect(redirect->identity.head.bytes, PAYLOAD + 1600);
    expect(redirect->identity.body.bytes, PAYLOAD + 1680);
    expect(redirect->identity.etag.bytes, 0);
    expect(alias->path, strings + 19);
    expect(alias->identity.head.bytes, PAYLOAD + 64);
    expect(alias->identity.body.bytes, PAYLOAD + 64 + 200);
    expect(alias->identity.head_304.bytes, PAYLOAD + 64 + 200 - 100);
    expect(alias->identity.etag.bytes, PAYLOAD + 64 + 200 - 100 + 6);
    expect(alias->gzip.head.bytes, PAYLOAD + 1280);
    free(tables);
}

static void tables_of_no_resources_have_the_404_page_first(void **state)
{
    struct kvfs_site head;
    size_t len;
    uint8_t *tables = make(0, &head, &len);

    (void)state;
    expect(head.not_found, TABLES);
    assert_int_equal(len, 152 + 2 * 4 + 16);
    free(tables);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_stand_where_the_format_says),
        cmocka_unit_test(pointers_are_addresses_in_the_image),
        cmocka_unit_test(tables_of_no_resources_have_the_404_page_first),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
