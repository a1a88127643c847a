/* acpi_test.c - firmware tables: what a PC and a microvm say, and what none should. */
#include "x86/acpi.h"

#include "kernel/fake_phys.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define RSDP_AT 0x1000u
#define ROOT_AT 0x2000u
#define MADT_AT 0x3000u
#define FADT_AT 0x4000u
#define DSDT_AT 0x5000u

static struct acpi_info info;

static uint8_t rsdp[36], root[36 + 16], madt[44 + 12 + 10 + 8], fadt[276], dsdt[512];
static size_t dsdt_len;

static void put32(uint8_t *p, uint32_t value)
{
    memcpy(p, &value, 4);
}

static void set_checksum(uint8_t *bytes, size_t len, size_t at)
{
    uint8_t sum = 0;
    bytes[at] = 0;
    for (size_t i = 0; i < len; i++)
        sum = (uint8_t)(sum + bytes[i]);
    bytes[at] = (uint8_t)-sum;
}

static void seal(uint8_t *table, const char *signature, size_t len)
{
    memcpy(table, signature, 4);
    put32(table + 4, (uint32_t)len);
    set_checksum(table, len, 9);
}

/* \_S5 = Package(4) {5, 0, 0, 0}, a virtio-mmio device and an event device, in the bytes that iasl makes of
 * them. */
static const uint8_t aml[] = {
    0x10, 0x0c, 0x5c, 0x00, 0x08, '_',  'S',  '5',  '_',  0x12, 0x07, 0x04, 0x0a, 0x05, 0x00, 0x00, 0x00,
    0x5b, 0x82, 0x42, 0x04, 'V',  'R',  '2',  '3',  0x08, '_',  'H',  'I',  'D',  0x0d, 'L',  'N',  'R',
    'O',  '0',  '0',  '0',  '5',  0,    0x08, '_',  'U',  'I',  'D',  0x0a, 0x17, 0x08, '_',  'C',  'R',
    'S',  0x11, 0x1a, 0x0a, 0x17, 0x86, 0x09, 0x00, 0x01, 0x00, 0x2e, 0xb0, 0xfe, 0x00, 0x02, 0x00, 0x00,
    0x89, 0x06, 0x00, 0x01, 0x01, 0x2f, 0x00, 0x00, 0x00, 0x79, 0x00, 0x5b, 0x82, 0x4c, 0x06, 'G',  'E',
    'D',  '_',  0x08, '_',  'H',  'I',  'D',  0x0d, 'A',  'C',  'P',  'I',  '0',  '0',  '1',  '3',  0,
    0x08, '_',  'C',  'R',  'S',  0x11, 0x0e, 0x0a, 0x0b, 0x89, 0x06, 0x00, 0x03, 0x01, 0x09, 0x00, 0x00,
    0x00, 0x79, 0x00, 0x5b, 0x80, 'E',  'R',  'E',  'G',  0x00, 0x0c, 0x00, 0x00, 0xa0, 0xfe, 0x0a, 0x04,
};

static void build_madt(void)
{
    static const uint8_t entries[] = {
        1, 12, 0, 0, 0x00, 0x00, 0xc0, 0xfe, 0,    0, 0, 0, /* I/O APIC at fec00000, inputs from 0 */
        2, 10, 0, 9, 9,    0,    0,    0,    0x0d, 0,       /* ISA 9: level, active high */
        0, 8,  0, 0, 1,    0,    0,    0,                   /* a processor: not ours */
    };
    memcpy(madt + 44, entries, sizeof entries);
    seal(madt, "APIC", sizeof madt);
}

/* QEMU's pc: ports only. */
static void build_fadt(void)
{
    put32(fadt + 40, DSDT_AT);
    fadt[46] = 9;
    put32(fadt + 48, 0xb2);
    fadt[52] = 2;
    put32(fadt + 56, 0x600);
    put32(fadt + 64, 0x604);
    put32(fadt + 76, 0x608);
    fadt[88] = 4;
    put32(fadt + 112, 1u << 10);
    fadt[116] = ACPI_PORT;
    put32(fadt + 120, 0xcf9);
    fadt[128] = 0x0f;
    seal(fadt, "FACP", sizeof fadt);
}

static void build(void)
{
    memset(rsdp, 0, sizeof rsdp);
    memset(root, 0, sizeof root);
    memset(madt, 0, sizeof madt);
    memset(fadt, 0, sizeof fadt);
    memset(dsdt, 0, sizeof dsdt);
    memcpy(rsdp, "RSD PTR ", 8);
    rsdp[15] = 2;
    put32(rsdp + 24, ROOT_AT);
    set_checksum(rsdp, 20, 8);
    set_checksum(rsdp, 36, 32);
    put32(root + 36, MADT_AT);
    put32(root + 44, FADT_AT);
    seal(root, "XSDT", sizeof root);
    build_madt();
    build_fadt();
    memcpy(dsdt + 36, aml, sizeof aml);
    dsdt_len = 36 + sizeof aml;
    seal(dsdt, "DSDT", dsdt_len);
}

static void place(void)
{
    fake_phys_put(RSDP_AT, rsdp, sizeof rsdp);
    fake_phys_put(ROOT_AT, root, sizeof root);
    fake_phys_put(MADT_AT, madt, sizeof madt);
    fake_phys_put(FADT_AT, fadt, sizeof fadt);
    fake_phys_put(DSDT_AT, dsdt, dsdt_len);
}

static int clear(void **state)
{
    (void)state;
    fake_phys_clear();
    memset(&info, 0, sizeof info);
    return 0;
}

static void the_tables_of_a_pc_are_read(void **state)
{
    (void)state;
    build();
    place();
    assert_true(acpi_read(RSDP_AT, &info));
    assert_int_equal(info.bad_count, 0);
    assert_int_equal(info.ioapic_count, 1);
    assert_int_equal(info.ioapic[0].address, 0xfec00000);
    assert_int_equal(info.override_count, 1);
    assert_true(info.override[0].level);
    assert_false(info.override[0].active_low);
    assert_int_equal(info.pm1a_event.address, 0x600);
    assert_int_equal(info.pm1a_control.address, 0x604);
    assert_int_equal(info.pm1a_control.space, ACPI_PORT);
    assert_int_equal(info.pm_timer.address, 0x608);
    assert_int_equal(info.reset.address, 0xcf9);
    assert_int_equal(info.reset_value, 0x0f);
    assert_int_equal(info.sci_irq, 9);
    assert_true(info.has_s5);
    assert_int_equal(info.s5_type_a, 5);
    assert_int_equal(info.s5_type_b, 0);
}

static void a_reduced_machine_has_a_sleep_register_and_no_ports(void **state)
{
    (void)state;
    build();
    put32(fadt + 112, 1u << 20 | 1u << 10);
    fadt[244] = ACPI_MEMORY;
    put32(fadt + 248, 0xfea00200);
    seal(fadt, "FACP", sizeof fadt);
    place();
    assert_true(acpi_read(RSDP_AT, &info));
    assert_int_equal(info.sleep_control.address, 0xfea00200);
    assert_int_equal(info.sleep_control.space, ACPI_MEMORY);
    assert_int_equal(info.pm1a_control.address, 0);
    assert_int_equal(info.pm_timer.address, 0);
}

static void the_older_root_table_is_read_too(void **state)
{
    (void)state;
    build();
    rsdp[15] = 0;
    put32(rsdp + 16, ROOT_AT);
    set_checksum(rsdp, 20, 8);
    put32(root + 36, FADT_AT);
    seal(root, "RSDT", 40);
    fake_phys_put(RSDP_AT, rsdp, 20);
    fake_phys_put(ROOT_AT, root, 40);
    fake_phys_put(FADT_AT, fadt, sizeof fadt);
    fake_phys_put(DSDT_AT, dsdt, dsdt_len);
    assert_true(acpi_read(RSDP_AT, &info));
    assert_true(info.has_fadt);
}

static void the_root_pointer_is_searched_where_a_bios_leaves_it(void **state)
{
    (void)state;
    build();
    place();
    fake_phys_put(0xf5a0, rsdp, sizeof rsdp);
    fake_phys_put(0xe5a30, rsdp, sizeof rsdp);
    assert_true(acpi_read(0, &info));
    assert_true(info.has_s5);
}

static void without_tables_there_is_nothing(void **state)
{
    (void)state;
    assert_false(acpi_read(0, &info));
    assert_false(acpi_read(RSDP_AT, &info));
}

static void a_wrong_checksum_leaves_the_table_out(void **state)
{
    (void)state;
    build();
    madt[50] ^= 1;
    fadt[50] ^= 1;
    place();
    assert_true(acpi_read(RSDP_AT, &info));
    assert_int_equal(info.ioapic_count, 0);
    assert_false(info.has_fadt);
    assert_int_equal(info.bad_count, 2);
}

static void every_shorter_length_of_each_table_is_survived(void **state)
{
    struct {
        uint8_t *table;
        const char *signature;
        size_t len;
    } each[] = {{madt, "APIC", sizeof madt},
                {fadt, "FACP", sizeof fadt},
                {root, "XSDT", sizeof root},
                {dsdt, "DSDT", 0}};

    build();
    each[3].len = dsdt_len;
    for (size_t i = 0; i < 4; i++) {
        for (size_t len = 0; len < each[i].len; len++) {
            clear(state);
            build();
            seal(each[i].table, each[i].signature, len);
            fake_phys_put(RSDP_AT, rsdp, sizeof rsdp);
            fake_phys_put(ROOT_AT, root, each[i].table == root ? len : sizeof root);
            fake_phys_put(MADT_AT, madt, each[i].table == madt ? len : sizeof madt);
            fake_phys_put(FADT_AT, fadt, each[i].table == fadt ? len : sizeof fadt);
            fake_phys_put(DSDT_AT, dsdt, each[i].table == dsdt ? len : dsdt_len);
            acpi_read(RSDP_AT, &info);
        }
    }
}

static void every_wrong_byte_of_the_code_is_survived(void **state)
{
    (void)state;
    for (size_t at = 0; at < sizeof aml; at++) {
        for (unsigned value = 0; value < 256; value++) {
            uint8_t changed[sizeof aml];
            memset(&info, 0, sizeof info);
            memcpy(changed, aml, sizeof aml);
            changed[at] = (uint8_t)value;
            acpi_find_s5(changed, sizeof changed, &info);
            acpi_find_devices(changed, sizeof changed, &info);
            assert_in_range(info.s5_type_a, 0, 7);
        }
    }
}

static void an_entry_of_no_length_does_not_loop(void **state)
{
    (void)state;
    build();
    madt[45] = 0;
    acpi_read_madt(madt, sizeof madt, &info);
    assert_int_equal(info.ioapic_count, 0);
    assert_int_equal(info.bad_count, 1);
}

static void full_tables_drop_and_count(void **state)
{
    (void)state;
    uint8_t many[44 + 12 * (ACPI_IOAPIC_MAX + 1) + 10 * (ACPI_OVERRIDE_MAX + 1)] = {0};
    size_t at = 44;

    for (unsigned i = 0; i <= ACPI_IOAPIC_MAX; i++, at += 12) {
        many[at] = 1;
        many[at + 1] = 12;
    }
    for (unsigned i = 0; i <= ACPI_OVERRIDE_MAX; i++, at += 10) {
        many[at] = 2;
        many[at + 1] = 10;
    }
    acpi_read_madt(many, sizeof many, &info);
    assert_int_equal(info.ioapic_count, ACPI_IOAPIC_MAX);
    assert_int_equal(info.override_count, ACPI_OVERRIDE_MAX);
    assert_int_equal(info.bad_count, 2);
}

static void a_root_table_of_very_many_entries_is_cut(void **state)
{
    (void)state;
    uint8_t many[36 + 8 * (ACPI_TABLE_MAX + 6)] = {0};

    build();
    for (size_t i = 0; i < ACPI_TABLE_MAX; i++)
        put32(many + 36 + 8 * i, RSDP_AT); /* something that is no table of ours */
    seal(many, "XSDT", sizeof many);
    fake_phys_put(RSDP_AT, rsdp, sizeof rsdp);
    fake_phys_put(ROOT_AT, many, sizeof many);
    assert_true(acpi_read(RSDP_AT, &info));
    assert_int_equal(info.bad_count, 6);
}

static void virtio_devices_become_words(void **state)
{
    (void)state;
    char line[128] = "port=80";

    acpi_find_devices(aml, sizeof aml, &info);
    assert_int_equal(info.virtio_count, 1);
    acpi_add_words(&info, line, sizeof line);
    assert_string_equal(line, "port=80 virtio_mmio.device=512@0xfeb02e00:47");
}

static void a_word_that_does_not_fit_is_left_out(void **state)
{
    (void)state;
    static const char word[] = " virtio_mmio.device=512@0xfeb02e00:47";
    char line[sizeof word];

    acpi_find_devices(aml, sizeof aml, &info);
    line[0] = 0;
    acpi_add_words(&info, line, sizeof line - 1);
    assert_string_equal(line, "");
    acpi_add_words(&info, line, sizeof line);
    assert_string_equal(line, word);
}

static void the_event_device_is_found(void **state)
{
    (void)state;
    acpi_find_devices(aml, sizeof aml, &info);
    assert_int_equal(info.event_select.address, 0xfea00000);
    assert_int_equal(info.event_gsi, 9);
}

static void more_virtio_devices_than_places_are_counted(void **state)
{
    (void)state;
    uint8_t many[(ACPI_VIRTIO_MAX + 1) * 70];

    for (size_t i = 0; i < ACPI_VIRTIO_MAX + 1; i++)
        memcpy(many + i * 70, aml + 17, 70);
    acpi_find_devices(many, sizeof many, &info);
    assert_int_equal(info.virtio_count, ACPI_VIRTIO_MAX);
    assert_int_equal(info.bad_count, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(the_tables_of_a_pc_are_read, clear),
        cmocka_unit_test_teardown(a_reduced_machine_has_a_sleep_register_and_no_ports, clear),
        cmocka_unit_test_teardown(the_older_root_table_is_read_too, clear),
        cmocka_unit_test_teardown(the_root_pointer_is_searched_where_a_bios_leaves_it, clear),
        cmocka_unit_test_teardown(without_tables_there_is_nothing, clear),
        cmocka_unit_test_teardown(a_wrong_checksum_leaves_the_table_out, clear),
        cmocka_unit_test_teardown(every_shorter_length_of_each_table_is_survived, clear),
        cmocka_unit_test_teardown(every_wrong_byte_of_the_code_is_survived, clear),
        cmocka_unit_test_teardown(an_entry_of_no_length_does_not_loop, clear),
        cmocka_unit_test_teardown(full_tables_drop_and_count, clear),
        cmocka_unit_test_teardown(a_root_table_of_very_many_entries_is_cut, clear),
        cmocka_unit_test_teardown(virtio_devices_become_words, clear),
        cmocka_unit_test_teardown(a_word_that_does_not_fit_is_left_out, clear),
        cmocka_unit_test_teardown(the_event_device_is_found, clear),
        cmocka_unit_test_teardown(more_virtio_devices_than_places_are_counted, clear),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
