/* virtio_mmio_test.c - the registers of devices in memory, versions 1 and 2. */
#include "kernel/fake_virtio.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static int setup(void **state)
{
    (void)state;
    fake_virtio_clear();
    return 0;
}

/* The first network device that a command line leads to. */
static bool find_first(const char *words, struct virtio_device *dev)
{
    struct virtio_search search = {.words = words};

    return virtio_find(&search, VIRTIO_TYPE_NET, dev);
}

static void configuration_beyond_the_window_reads_as_zero(void **state)
{
    struct fake_device *device = fake_virtio_add(FAKE_MMIO_V2, VIRTIO_TYPE_NET, 8);
    struct virtio_device dev;

    (void)state;
    memset(device->config, 0xee, sizeof device->config);
    assert_true(find_first("virtio_mmio.device=288@0xfeb00000:5", &dev));
    assert_int_equal(dev.transport->config8(&dev, 31), 0xee);
    assert_int_equal(dev.transport->config8(&dev, 32), 0);
    assert_int_equal(dev.transport->config16(&dev, 30), 0xeeee);
    assert_int_equal(dev.transport->config16(&dev, 31), 0);
}

static void queue_in_use_is_not_taken_over(void **state)
{
    static uint8_t memory[8192] __attribute__((aligned(4096)));
    static struct virtqueue_chain chains[8];

    (void)state;
    for (unsigned i = 0; i < 2; i++) {
        struct virtio_device dev;
        struct virtqueue vq;

        fake_virtio_clear();
        fake_virtio_add(i == 0 ? FAKE_MMIO_V1 : FAKE_MMIO_V2, VIRTIO_TYPE_NET, 8);
        assert_true(find_first(fake_command_line(), &dev));
        assert_true(virtio_negotiate(&dev, 0));
        virtqueue_init(&vq, 0, 8, memory, chains);
        assert_true(dev.transport->queue_start(&dev, &vq));
        assert_false(dev.transport->queue_start(&dev, &vq));
    }
}

#define TEST(name) cmocka_unit_test_setup(name, setup)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(configuration_beyond_the_window_reads_as_zero),
        TEST(queue_in_use_is_not_taken_over),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
