/* virtio_net_test.c - the device found, negotiated, set up, or refused. */
#include "kernel/fake_net.h"
#include "virtio/virtio_net_device.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const enum fake_kind kinds[] = {FAKE_MMIO_V1, FAKE_MMIO_V2, FAKE_PCI_MODERN, FAKE_PCI_LEGACY,
                                       FAKE_PCI_TRANSITIONAL};
#define KIND_COUNT (sizeof kinds / sizeof kinds[0])

static int setup(void **state)
{
    (void)state;
    fake_virtio_clear();
    return 0;
}

static const struct netif_backend *probe(void)
{
    return fake_net_probe(FAKE_NET_ARENA_LEN);
}

static void every_interface_comes_up(void **state)
{
    (void)state;
    for (unsigned i = 0; i < KIND_COUNT; i++) {
        struct fake_device *device;
        const struct netif_backend *net;
        struct netif_info info;

        fake_virtio_clear();
        device = fake_virtio_add(kinds[i], VIRTIO_TYPE_NET, 256);
        net = probe();
        assert_non_null(net);
        assert_true(device->reset_count >= 1);
        assert_true((device->status & VIRTIO_STATUS_DRIVER_OK) != 0);
        assert_true(device->queue[0].ready && device->queue[1].ready);
        net->info(&info);
        assert_memory_equal(info.mac, "\x02\x00\x00\x00\x00\x01", 6);
        assert_int_equal(info.mtu, 1500);
        assert_int_equal(info.offloads, NETIF_TX_CSUM | NETIF_TX_TSO4);
        assert_true(info.link_up);
        assert_int_equal(net->send_room(), 256);
        assert_int_equal(virtio_net.rx_count, 256);
        assert_int_equal(fake_irq.poll_count, 0);
    }
}

static void modern_devices_get_version_1_and_legacy_ones_do_not(void **state)
{
    (void)state;
    for (unsigned i = 0; i < KIND_COUNT; i++) {
        bool legacy = kinds[i] == FAKE_MMIO_V1 || kinds[i] == FAKE_PCI_LEGACY;
        struct fake_device *device;

        fake_virtio_clear();
        device = fake_virtio_add(kinds[i], VIRTIO_TYPE_NET, 256);
        assert_non_null(probe());
        assert_int_equal((device->accepted & VIRTIO_F_VERSION_1) != 0, !legacy);
        assert_int_equal((device->status & VIRTIO_STATUS_FEATURES_OK) != 0, !legacy);
    }
}

static void features_that_were_not_offered_are_not_taken(void **state)
{
    struct fake_device *device = fake_virtio_add(FAKE_MMIO_V2, VIRTIO_TYPE_NET, 256);
    const struct netif_backend *net;
    struct netif_info info;

    (void)state;
    device->offered = VIRTIO_F_VERSION_1;
    device->config[6] = 0;
    net = probe();
    assert_non_null(net);
    assert_int_equal(device->accepted, VIRTIO_F_VERSION_1);
    net->info(&info);
    assert_int_equal(info.offloads, 0);
    assert_int_equal(info.tso_max, 0);
    assert_true(info.link_up);                                    /* without STATUS it is */
    assert_memory_equal(info.mac, "\xfe\xff\xff\xff\xff\xff", 6); /* chosen: local, one station */
}

static void tso_without_checksums_is_not_offered_to_the_stack(void **state)
{
    struct fake_device *device = fake_virtio_add(FAKE_MMIO_V2, VIRTIO_TYPE_NET, 256);
    const struct netif_backend *net;
    struct netif_info info;

    (void)state;
    device->offered &= ~VIRTIO_NET_F_CSUM;
    net = probe();
    net->info(&info);
    assert_int_equal(info.offloads, 0);
}

static void device_without_version_1_is_refused(void **state)
{
    struct fake_device *device = fake_virtio_add(FAKE_PCI_MODERN, VIRTIO_TYPE_NET, 256);

    (void)state;
    device->offered = VIRTIO_NET_F_MAC;
    assert_null(probe());
}

static void device_that_takes_features_back_is_refused(void **state)
{
    struct fake_device *device = fake_virtio_add(FAKE_MMIO_V2, VIRTIO_TYPE_NET, 256);

    (void)state;
    device->refuse_features = true;
    assert_null(probe());
}

static void device_that_never_resets_is_refused_in_bounded_time(void **state)
{
    struct fake_device *device = fake_virtio_add(FAKE_MMIO_V2, VIRTIO_TYPE_NET, 256);

    (void)state;
    device->stuck = true;
    assert_null(probe());
}

static void no_device_is_no_backend(void **state)
{
    (void)state;
    assert_null(probe());
    fake_virtio_add(FAKE_MMIO_V2, VIRTIO_TYPE_RNG, 8);
    assert_null(probe());
}

static void missing_queue_is_refused(void **state)
{
    struct fake_device *device = fake_virtio_add(FAKE_MMIO_V1, VIRTIO_TYPE_NET, 256);

    (void)state;
    device->queue[1].max = 0;
    assert_null(probe());
}

static void queue_too_short_for_one_frame_is_refused(void **state)
{
    struct fake_device *device = fake_virtio_add(FAKE_MMIO_V2, VIRTIO_TYPE_NET, 256);

    (void)state;
    device->queue[1].max = 8;
    assert_null(probe());
}

static void legacy_pci_takes_the_devices_queue_size(void **state)
{
    struct fake_device *device = fake_virtio_add(FAKE_PCI_LEGACY, VIRTIO_TYPE_NET, 1024);

    (void)state;
    assert_non_null(probe());
    assert_int_equal(virtio_net.rx.size, 1024);
    assert_int_equal(virtio_net.rx_count, 256);
    assert_int_equal(virtio_net.tx_count, 256);
    assert_true(device->queue[0].ready);
}

static void legacy_pci_with_a_crooked_queue_size_is_refused(void **state)
{
    (void)state;
    fake_virtio_add(FAKE_PCI_LEGACY, VIRTIO_TYPE_NET, 250);
    assert_null(probe());
}

static void odd_queue_size_is_rounded_down(void **state)
{
    (void)state;
    fake_virtio_add(FAKE_MMIO_V2, VIRTIO_TYPE_NET, 250);
    assert_non_null(probe());
    assert_int_equal(virtio_net.rx.size, 128);
}

static void small_memory_gets_small_pools(void **state)
{
    const struct netif_backend *net;

    (void)state;
    fake_virtio_add(FAKE_MMIO_V2, VIRTIO_TYPE_NET, 256);
    net = fake_net_probe(512 * 1024);
    assert_non_null(net);
    assert_int_equal(virtio_net.rx_count, 32);
    assert_true(net->send_room() >= NET_TX_SLOT_MIN);
}

static void hardly_any_memory_is_refused(void **state)
{
    struct fake_device *device = fake_virtio_add(FAKE_MMIO_V2, VIRTIO_TYPE_NET, 256);

    (void)state;
    for (size_t len = 0; len <= 48 * 1024; len += 4096)
        assert_null(fake_net_probe(len));
    assert_int_equal(device->status, 0); /* and it was put to rest */
}

static void second_device_is_reset_and_left_alone(void **state)
{
    struct fake_device *first = fake_virtio_add(FAKE_PCI_MODERN, VIRTIO_TYPE_NET, 256);
    struct fake_device *second = fake_virtio_add(FAKE_MMIO_V2, VIRTIO_TYPE_NET, 256);

    (void)state;
    assert_non_null(probe());
    assert_true((first->status & VIRTIO_STATUS_DRIVER_OK) != 0);
    assert_int_equal(second->status, 0);
    assert_false(second->queue[0].ready);
}

static void unusable_mtu_becomes_1500(void **state)
{
    static const struct {
        uint16_t given, want;
    } cases[] = {{0, 1500}, {67, 1500}, {68, 68}, {1400, 1400}, {1500, 1500}, {1501, 1500}, {65535, 1500}};

    (void)state;
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct fake_device *device;
        struct netif_info info;

        fake_virtio_clear();
        device = fake_virtio_add(FAKE_MMIO_V2, VIRTIO_TYPE_NET, 256);
        memcpy(device->config + 10, &cases[i].given, 2);
        probe()->info(&info);
        assert_int_equal(info.mtu, cases[i].want);
    }
}

static void configuration_that_never_settles_is_read_in_bounded_time(void **state)
{
    struct fake_device *device = fake_virtio_add(FAKE_MMIO_V2, VIRTIO_TYPE_NET, 256);

    (void)state;
    device->generation_turns = 1000000;
    assert_non_null(probe());
    assert_true(device->generation_turns > 0);
}

#define TEST(name) cmocka_unit_test_setup(name, setup)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_interface_comes_up),
        TEST(modern_devices_get_version_1_and_legacy_ones_do_not),
        TEST(features_that_were_not_offered_are_not_taken),
        TEST(tso_without_checksums_is_not_offered_to_the_stack),
        TEST(device_without_version_1_is_refused),
        TEST(device_that_takes_features_back_is_refused),
        TEST(device_that_never_resets_is_refused_in_bounded_time),
        TEST(no_device_is_no_backend),
        TEST(missing_queue_is_refused),
        TEST(queue_too_short_for_one_frame_is_refused),
        TEST(legacy_pci_takes_the_devices_queue_size),
        TEST(legacy_pci_with_a_crooked_queue_size_is_refused),
        TEST(odd_queue_size_is_rounded_down),
        TEST(small_memory_gets_small_pools),
        TEST(hardly_any_memory_is_refused),
        TEST(second_device_is_reset_and_left_alone),
        TEST(unusable_mtu_becomes_1500),
        TEST(configuration_that_never_settles_is_read_in_bounded_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
