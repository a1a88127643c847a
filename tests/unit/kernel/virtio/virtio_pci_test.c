/* virtio_pci_test.c - capabilities that name the pieces of a modern device, sane and insane, and legacy
 * ports. */
#include "kernel/fake_virtio.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct fake_device *device;

static void put32(unsigned at, uint32_t value)
{
    memcpy(device->pci_config + at, &value, sizeof value);
}

static int setup(void **state)
{
    (void)state;
    fake_virtio_clear();
    device = fake_virtio_add(FAKE_PCI_MODERN, VIRTIO_TYPE_NET, 8);
    return 0;
}

static bool find(struct virtio_device *dev)
{
    struct virtio_search search = {.words = ""};

    return virtio_find(&search, VIRTIO_TYPE_NET, dev);
}

static void sane_device_is_opened_and_enabled(void **state)
{
    struct virtio_device dev;

    (void)state;
    assert_true(find(&dev));
    assert_true(device->pci_enabled);
    assert_false(dev.legacy);
    assert_int_equal(dev.pci.notify_multiplier, 4);
    assert_int_equal(dev.transport->config8(&dev, 0), 2);
}

static void transitional_device_prefers_the_modern_interface(void **state)
{
    struct virtio_device dev;

    (void)state;
    fake_virtio_clear();
    device = fake_virtio_add(FAKE_PCI_TRANSITIONAL, VIRTIO_TYPE_NET, 8);
    assert_true(find(&dev));
    assert_false(dev.legacy);
}

static void transitional_device_without_capabilities_is_legacy(void **state)
{
    struct virtio_device dev;

    (void)state;
    fake_virtio_clear();
    fake_virtio_add(FAKE_PCI_LEGACY, VIRTIO_TYPE_NET, 8);
    assert_true(find(&dev));
    assert_true(dev.legacy);
    assert_int_equal(dev.pci_legacy.port, 0xc000);
}

static void modern_device_never_falls_back_to_legacy(void **state)
{
    struct virtio_device dev;

    (void)state;
    device->bar[0] = (struct pci_bar){.base = 0xc000, .size = 0x40, .is_port = true};
    device->pci_config[0x34] = 0;
    assert_false(find(&dev));
}

static void legacy_ports_outside_the_port_space_are_refused(void **state)
{
    static const struct pci_bar bars[] = {
        {.base = 0, .size = 0x40, .is_port = true},
        {.base = 0xc000, .size = 0, .is_port = true},
        {.base = 0xc000, .size = 0x14, .is_port = true},
        {.base = 0xffe0, .size = 0x40, .is_port = true},
        {.base = 0x1c000, .size = 0x40, .is_port = true},
        {.base = 0xc000, .size = 0x40, .is_port = false},
        {.base = UINT64_MAX, .size = UINT64_MAX, .is_port = true},
    };
    struct virtio_device dev;

    (void)state;
    fake_virtio_clear();
    device = fake_virtio_add(FAKE_PCI_LEGACY, VIRTIO_TYPE_NET, 8);
    for (unsigned i = 0; i < sizeof bars / sizeof bars[0]; i++) {
        device->bar[0] = bars[i];
        assert_false(find(&dev));
    }
}

static void legacy_configuration_moves_behind_the_vectors(void **state)
{
    struct virtio_device dev;

    (void)state;
    fake_virtio_clear();
    device = fake_virtio_add(FAKE_PCI_LEGACY, VIRTIO_TYPE_NET, 8);
    assert_true(find(&dev));
    assert_int_equal(dev.transport->config16(&dev, 0), 0x0002);
    assert_true(dev.transport->interrupt_route(&dev));
    assert_int_equal(dev.transport->config16(&dev, 0), 0x0002);
    assert_int_equal(dev.transport->config8(&dev, 64 - 24 - 1), 0);
    assert_int_equal(dev.transport->config8(&dev, 64 - 24), 0);
    assert_int_equal(dev.transport->config16(&dev, 64 - 24 - 1), 0);
}

static void missing_capability_is_refused(void **state)
{
    static const uint8_t needed[] = {FAKE_CAP_COMMON, FAKE_CAP_NOTIFY};
    struct virtio_device dev;

    (void)state;
    for (unsigned i = 0; i < 2; i++) {
        fake_pci_write_capabilities(device);
        device->pci_config[needed[i]] = 0x05; /* MSI, of all things */
        assert_false(find(&dev));
    }
}

static void device_configuration_may_be_missing(void **state)
{
    struct virtio_device dev;

    (void)state;
    device->pci_config[FAKE_CAP_DEVICE] = 0x05;
    assert_true(find(&dev));
    assert_int_equal(dev.transport->config8(&dev, 0), 0);
    assert_int_equal(dev.transport->config16(&dev, 0), 0);
}

static void piece_outside_of_its_bar_is_refused(void **state)
{
    static const struct {
        uint32_t offset, len;
    } cases[] = {
        {0x4000, 0x1000},         {0x3001, 0x1000},     {0xfffff000, 0x1000}, {0, 0x4001}, {0, UINT32_MAX},
        {UINT32_MAX, UINT32_MAX}, {0x3fd0, 0x38 + 0x8}, {2, 0x1000},          {0, 0x37},   {0, 0},
    };
    struct virtio_device dev;

    (void)state;
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        put32(FAKE_CAP_COMMON + 8, cases[i].offset);
        put32(FAKE_CAP_COMMON + 12, cases[i].len);
        assert_false(find(&dev));
    }
}

static void piece_in_an_unusable_bar_is_refused(void **state)
{
    struct virtio_device dev;

    (void)state;
    device->pci_config[FAKE_CAP_COMMON + 4] = 6;
    assert_false(find(&dev));
    device->pci_config[FAKE_CAP_COMMON + 4] = 0xff;
    assert_false(find(&dev));
    device->pci_config[FAKE_CAP_COMMON + 4] = 1;
    assert_false(find(&dev)); /* a BAR that is not there */
    device->pci_config[FAKE_CAP_COMMON + 4] = 4;
    device->bar[4].is_port = true;
    assert_false(find(&dev));
    device->bar[4] = (struct pci_bar){.base = 0, .size = 0x4000};
    assert_false(find(&dev)); /* not assigned */
}

static void first_usable_capability_of_a_type_counts(void **state)
{
    struct virtio_device dev;

    (void)state;
    /* In front of all: another common configuration, in a BAR that is not there. */
    memcpy(device->pci_config + 0x90, device->pci_config + FAKE_CAP_COMMON, 16);
    device->pci_config[0x90 + 1] = FAKE_CAP_COMMON;
    device->pci_config[0x90 + 4] = 2;
    device->pci_config[0x34] = 0x90;
    assert_true(find(&dev));
}

static void short_capability_is_ignored(void **state)
{
    struct virtio_device dev;

    (void)state;
    device->pci_config[FAKE_CAP_COMMON + 2] = 15;
    assert_false(find(&dev));
    fake_pci_write_capabilities(device);
    device->pci_config[FAKE_CAP_NOTIFY + 2] = 16;
    assert_false(find(&dev));
}

static void capability_at_the_end_of_the_space_is_not_read_beyond_it(void **state)
{
    struct virtio_device dev;

    (void)state;
    device->pci_config[0x34] = 0xfc;
    device->pci_config[0xfc] = 0x09;
    device->pci_config[0xfd] = FAKE_CAP_COMMON;
    device->pci_config[0xfe] = 20;
    assert_true(find(&dev));
}

static void circular_list_ends(void **state)
{
    struct virtio_device dev;

    (void)state;
    device->pci_config[FAKE_CAP_DEVICE + 1] = FAKE_CAP_COMMON;
    assert_true(find(&dev));
    device->pci_config[FAKE_CAP_COMMON + 1] = FAKE_CAP_COMMON; /* never gets to the others */
    assert_false(find(&dev));
}

static void doorbell_outside_of_its_piece_is_refused(void **state)
{
    static const struct {
        uint16_t notify_off;
        uint32_t multiplier, len;
        bool want;
    } cases[] = {
        {0, 0, 2, true},
        {1, 2, 4, true},
        {1023, 4, 0x1000, true},
        {1, 2, 3, false},
        {1024, 4, 0x1000, false},
        {65535, UINT32_MAX, 0x1000, false},
        {1, UINT32_MAX, 0x1000, false},
    };
    static uint8_t memory[8192] __attribute__((aligned(4096)));
    static struct virtqueue_chain chains[8];

    (void)state;
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct virtio_device dev;
        struct virtqueue vq;

        put32(FAKE_CAP_NOTIFY + 12, cases[i].len);
        put32(FAKE_CAP_NOTIFY + 16, cases[i].multiplier);
        device->queue[0].notify_off = cases[i].notify_off;
        assert_true(find(&dev));
        assert_true(virtio_negotiate(&dev, 0));
        virtqueue_init(&vq, 0, 8, memory, chains);
        assert_int_equal(dev.transport->queue_start(&dev, &vq), cases[i].want);
    }
}

static void garbage_in_the_configuration_space_ends_well(void **state)
{
    struct virtio_device dev;

    (void)state;
    srand(1);
    for (unsigned turn = 0; turn < 20000; turn++) {
        fake_pci_write_capabilities(device);
        if (turn % 2 == 0) {
            for (unsigned i = 0x34; i < 256; i++)
                device->pci_config[i] = (uint8_t)rand();
        } else {
            for (unsigned i = 0; i < 4; i++)
                device->pci_config[0x34 + (unsigned)rand() % 0x60] = (uint8_t)rand();
        }
        if (find(&dev)) /* whatever was mapped lies inside the window: the fake stops at any other access */
            virtio_negotiate(&dev, 0);
    }
}

#define TEST(name) cmocka_unit_test_setup(name, setup)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(sane_device_is_opened_and_enabled),
        TEST(transitional_device_prefers_the_modern_interface),
        TEST(transitional_device_without_capabilities_is_legacy),
        TEST(modern_device_never_falls_back_to_legacy),
        TEST(legacy_ports_outside_the_port_space_are_refused),
        TEST(legacy_configuration_moves_behind_the_vectors),
        TEST(missing_capability_is_refused),
        TEST(device_configuration_may_be_missing),
        TEST(piece_outside_of_its_bar_is_refused),
        TEST(piece_in_an_unusable_bar_is_refused),
        TEST(first_usable_capability_of_a_type_counts),
        TEST(short_capability_is_ignored),
        TEST(capability_at_the_end_of_the_space_is_not_read_beyond_it),
        TEST(circular_list_ends),
        TEST(doorbell_outside_of_its_piece_is_refused),
        TEST(garbage_in_the_configuration_space_ends_well),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
