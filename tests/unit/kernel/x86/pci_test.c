/* pci_test.c - configuration space, over a fake of its two ports.
 *
 * The sources are included: the library for this layer's tests has a fake in their place, for the drivers. */
#include "x86/pci.c"
#include "x86/pci_msix.c"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* One device, at 0:3.0, and one bridge that claims every bus, itself among them. */
#define DEVICE_ADDRESS 0x80001800u
#define BRIDGE_ADDRESS 0x80000800u
#define TABLE_LEN      (4 * 16)

static uint8_t config[256], bridge[256];
static uint32_t writable[64]; /* the bits of each register that keep what is written */
static uint32_t address;
static bool has_pci;
static uint32_t table[TABLE_LEN / 4];
static uint64_t mapped_at;

static uint8_t *space(void)
{
    uint32_t function = address & 0xffffff00u;
    return function == DEVICE_ADDRESS ? config : function == BRIDGE_ADDRESS ? bridge : NULL;
}

uint32_t port_in32(uint16_t port)
{
    uint32_t value = UINT32_MAX;
    if (port == PORT_ADDRESS)
        return has_pci ? address : UINT32_MAX;
    if (space())
        memcpy(&value, space() + (address & 0xfc), 4);
    return value;
}

uint16_t port_in16(uint16_t port)
{
    return (uint16_t)(port_in32(PORT_DATA) >> 8 * (port & 3));
}

uint8_t port_in8(uint16_t port)
{
    return (uint8_t)(port_in32(PORT_DATA) >> 8 * (port & 3));
}

void port_out32(uint16_t port, uint32_t value)
{
    if (port == PORT_ADDRESS) {
        address = value;
    } else if (space() == config) {
        uint32_t old, mask = writable[(address & 0xfc) / 4];
        memcpy(&old, config + (address & 0xfc), 4);
        value = (old & ~mask) | (value & mask);
        memcpy(config + (address & 0xfc), &value, 4);
    }
}

void port_out16(uint16_t port, uint16_t value)
{
    uint32_t shift = 8u * (port & 3), old = port_in32(PORT_DATA);
    port_out32(PORT_DATA, (old & ~(0xffffu << shift)) | (uint32_t)value << shift);
}

void port_out8(uint16_t port, uint8_t value)
{
    uint32_t shift = 8u * (port & 3), old = port_in32(PORT_DATA);
    port_out32(PORT_DATA, (old & ~(0xffu << shift)) | (uint32_t)value << shift);
}

volatile void *mmio_map(uint64_t phys, size_t len)
{
    mapped_at = phys;
    return len <= sizeof table ? table : NULL;
}

void mmio_write32(volatile void *at, uint32_t value)
{
    *(volatile uint32_t *)at = value;
}

void irq_msi_message(uint64_t *at, uint32_t *data)
{
    *at = 0xfee00000;
    *data = 0x40;
}

static const struct pci_device device = {.slot = 3, .vendor = 0x1af4, .device = 0x1041};

static void put32(unsigned offset, uint32_t value)
{
    memcpy(config + offset, &value, 4);
}

/* A 64-bit memory BAR 4 of 16 KiB at 2^36, a port BAR 0 of 32, MSI-X with four entries at BAR 4 + 0x1000. */
static int setup(void **state)
{
    (void)state;
    memset(config, 0, sizeof config);
    memset(writable, 0, sizeof writable);
    memset(table, 0xee, sizeof table);
    has_pci = true;
    put32(0, 0x10411af4);
    config[CFG_STATUS] = STATUS_CAPS;
    put32(CFG_BAR0, 0xc041);
    put32(CFG_BAR0 + 16, 0x0000000c);
    put32(CFG_BAR0 + 20, 0x00000010);
    writable[1] = 0xffff;
    writable[CFG_BAR0 / 4] = 0xffffffe0;
    writable[CFG_BAR0 / 4 + 4] = 0xffffc000;
    writable[CFG_BAR0 / 4 + 5] = 0xffffffff;
    config[CFG_CAPABILITY] = 0x40;
    put32(0x40, 0x00005009); /* a vendor's, then MSI-X at 50h */
    put32(0x50, 0x00030011);
    put32(0x54, 0x1004);
    writable[0x50 / 4] = 0xc0000000;
    memset(bridge, 0, sizeof bridge);
    memcpy(bridge, (uint8_t[]){0x86, 0x80, 1, 0}, 4);
    bridge[CFG_HEADER] = HEADER_BRIDGE;
    return 0;
}

static void a_device_is_found_by_vendor(void **state)
{
    (void)state;
    struct pci_device found;

    assert_true(pci_find(0x1af4, 0, &found));
    assert_int_equal(found.slot, 3);
    assert_int_equal(found.device, 0x1041);
    assert_false(pci_find(0x1af4, 1, &found));
    assert_false(pci_find(0x1234, 0, &found));
}

static void a_bridge_to_its_own_bus_does_not_loop(void **state)
{
    (void)state;
    struct pci_device found;

    bridge[CFG_SECONDARY] = 0;
    assert_false(pci_find(0x1af4, 1, &found));
    bridge[CFG_SECONDARY] = 255;
    assert_false(pci_find(0x1af4, 1, &found));
}

static void bars_are_sized_and_restored(void **state)
{
    (void)state;
    struct pci_bar bar;
    uint8_t before[256];

    memcpy(before, config, sizeof before);
    pci_bar(&device, 4, &bar);
    assert_int_equal(bar.base, 0x1000000000);
    assert_int_equal(bar.size, 0x4000);
    assert_false(bar.is_port);
    pci_bar(&device, 0, &bar);
    assert_int_equal(bar.base, 0xc040);
    assert_int_equal(bar.size, 32);
    assert_true(bar.is_port);
    pci_bar(&device, 1, &bar);
    assert_int_equal(bar.size, 0);
    pci_bar(&device, 6, &bar);
    assert_int_equal(bar.size, 0);
    assert_memory_equal(before, config, sizeof before);
}

static void a_capability_list_that_is_a_ring_ends(void **state)
{
    (void)state;
    assert_int_equal(pci_capability(&device, CAP_MSIX, 0), 0x50);
    assert_int_equal(pci_capability(&device, CAP_MSIX, 0x50), 0);
    put32(0x50, 0x00034011); /* back to 40h */
    assert_int_equal(pci_capability(&device, 0x77, 0), 0);
    assert_int_equal(pci_capability(&device, CAP_MSIX, 0x50), 0x50);
    config[CFG_CAPABILITY] = 0x10; /* into the header */
    assert_int_equal(pci_capability(&device, CAP_MSIX, 0), 0);
}

static void every_msix_entry_wakes_us(void **state)
{
    (void)state;
    assert_int_equal(pci_msix_enable(&device), 4);
    assert_int_equal(mapped_at, 0x1000001000);
    for (unsigned i = 0; i < 4; i++) {
        const uint32_t expected[4] = {0xfee00000, 0, 0x40, 0};
        assert_memory_equal(table + 4 * i, expected, 16);
    }
    assert_int_equal(config[0x53], 0x80); /* enabled, not masked */
}

static void an_msix_table_outside_its_bar_is_refused(void **state)
{
    (void)state;
    put32(0x54, 0x4004);
    assert_int_equal(pci_msix_enable(&device), 0);
    put32(0x54, 0x3fd4); /* three entries would fit */
    assert_int_equal(pci_msix_enable(&device), 0);
    put32(0x54, 0x0000); /* a port */
    assert_int_equal(pci_msix_enable(&device), 0);
    put32(0x54, 0x0007); /* there is no BAR 7 */
    assert_int_equal(pci_msix_enable(&device), 0);
    assert_int_equal(config[0x53], 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_device_is_found_by_vendor, setup),
        cmocka_unit_test_setup(a_bridge_to_its_own_bus_does_not_loop, setup),
        cmocka_unit_test_setup(bars_are_sized_and_restored, setup),
        cmocka_unit_test_setup(a_capability_list_that_is_a_ring_ends, setup),
        cmocka_unit_test_setup(every_msix_entry_wakes_us, setup),
        cmocka_unit_test_setup(an_msix_table_outside_its_bar_is_refused, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
