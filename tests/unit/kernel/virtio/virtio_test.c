/* virtio_test.c - a device's life as the drivers see it: reset, features, queue sizes, failure. */
#include "kernel/fake_virtio.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct fake_device *device;
static struct virtio_device dev;

static void bring_up(enum fake_kind kind)
{
    struct virtio_search search = {0};

    fake_virtio_clear();
    device = fake_virtio_add(kind, VIRTIO_TYPE_NET, 256);
    search.words = fake_command_line();
    assert_true(virtio_find(&search, VIRTIO_TYPE_NET, &dev));
}

static int setup(void **state)
{
    (void)state;
    bring_up(FAKE_MMIO_V2);
    return 0;
}

static void finding_leaves_the_device_as_it_was(void **state)
{
    (void)state;
    assert_int_equal(device->reset_count, 0);
    assert_int_equal(device->status, VIRTIO_STATUS_DRIVER_OK);
}

static void negotiation_resets_first(void **state)
{
    (void)state;
    device->accepted = 0xdead;
    assert_true(virtio_negotiate(&dev, 0));
    assert_int_equal(device->reset_count, 1);
    assert_int_equal(device->accepted, VIRTIO_F_VERSION_1);
    assert_int_equal(device->status,
                     VIRTIO_STATUS_ACKNOWLEDGE | VIRTIO_STATUS_DRIVER | VIRTIO_STATUS_FEATURES_OK);
}

static void only_what_is_offered_and_wanted_is_taken(void **state)
{
    (void)state;
    device->offered = VIRTIO_F_VERSION_1 | 0x6;
    assert_true(virtio_negotiate(&dev, 0xc));
    assert_int_equal(dev.features, VIRTIO_F_VERSION_1 | 0x4);
    assert_int_equal(device->accepted, VIRTIO_F_VERSION_1 | 0x4);
}

static void refusals_leave_the_device_failed(void **state)
{
    (void)state;
    device->refuse_features = true;
    assert_false(virtio_negotiate(&dev, 0));
    assert_true((device->status & VIRTIO_STATUS_FAILED) != 0);
    device->refuse_features = false;
    device->offered = 0;
    assert_false(virtio_negotiate(&dev, 0));
    assert_true((device->status & VIRTIO_STATUS_FAILED) != 0);
}

static void reset_that_never_ends_is_given_up(void **state)
{
    (void)state;
    device->stuck = true;
    assert_false(virtio_reset(&dev));
}

static void queue_sizes_are_powers_of_two_within_both_limits(void **state)
{
    static const struct {
        uint16_t max, wanted, want;
    } cases[] = {
        {0, 256, 0},       {1, 256, 1},           {2, 256, 2},   {3, 256, 2},
        {255, 256, 128},   {256, 256, 256},       {256, 16, 16}, {1024, 256, 256},
        {32768, 256, 256}, {32768, 32768, 32768}, {256, 1, 1},   {700, 512, 512},
    };

    (void)state;
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        device->queue[0].max = cases[i].max;
        assert_int_equal(virtio_queue_size(&dev, 0, cases[i].wanted), cases[i].want);
    }
    assert_int_equal(virtio_queue_size(&dev, 7, 256), 0);
}

static void fixed_queue_sizes_are_taken_or_refused(void **state)
{
    static const struct {
        uint16_t max, want;
    } cases[] = {{0, 0}, {1, 1}, {3, 0}, {64, 64}, {100, 0}, {1024, 1024}, {32768, 32768}, {65535, 0}};

    (void)state;
    bring_up(FAKE_PCI_LEGACY);
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        device->queue[0].max = cases[i].max;
        assert_int_equal(virtio_queue_size(&dev, 0, 8), cases[i].want);
    }
}

static void lost_and_failing_devices_need_a_reset(void **state)
{
    (void)state;
    assert_true(virtio_negotiate(&dev, 0));
    virtio_ready(&dev);
    assert_false(virtio_needs_reset(&dev));
    device->status |= VIRTIO_STATUS_NEEDS_RESET;
    assert_true(virtio_needs_reset(&dev));
    device->status = 0;
    assert_true(virtio_needs_reset(&dev));
    device->status = 0xff;
    assert_true(virtio_needs_reset(&dev));
}

#define TEST(name) cmocka_unit_test_setup(name, setup)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(finding_leaves_the_device_as_it_was),
        TEST(negotiation_resets_first),
        TEST(only_what_is_offered_and_wanted_is_taken),
        TEST(refusals_leave_the_device_failed),
        TEST(reset_that_never_ends_is_given_up),
        TEST(queue_sizes_are_powers_of_two_within_both_limits),
        TEST(fixed_queue_sizes_are_taken_or_refused),
        TEST(lost_and_failing_devices_need_a_reset),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
