/* virtio_rng_test.c - entropy from the host, and hosts that have none. */
#include "kernel/fake_virtio.h"
#include "virtio/virtio_net.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static uint8_t next_byte;
static uint32_t claim_more; /* bytes more than were written */
static size_t give_max;     /* bytes at once */

static int setup(void **state)
{
    (void)state;
    fake_virtio_clear();
    next_byte = 0;
    claim_more = 0;
    give_max = SIZE_MAX;
    return 0;
}

/* The device answers at once: counting bytes. */
static void answer(struct fake_device *device, unsigned queue)
{
    struct fake_chain chain;

    while (fake_queue_pop(device, queue, &chain)) {
        size_t len = chain.parts[0].len < give_max ? chain.parts[0].len : give_max;

        assert_int_equal(chain.count, 1);
        for (size_t i = 0; i < len; i++)
            chain.parts[0].bytes[i] = next_byte++;
        fake_queue_use(device, queue, chain.id, (uint32_t)len + claim_more);
    }
}

static struct fake_device *add(enum fake_kind kind)
{
    struct fake_device *device = fake_virtio_add(kind, VIRTIO_TYPE_RNG, kind == FAKE_PCI_LEGACY ? 64 : 8);

    device->on_notify = answer;
    return device;
}

static void every_interface_gives_all_that_was_asked_for(void **state)
{
    static const enum fake_kind kinds[] = {FAKE_MMIO_V1, FAKE_MMIO_V2, FAKE_PCI_MODERN, FAKE_PCI_LEGACY,
                                           FAKE_PCI_TRANSITIONAL};

    (void)state;
    for (unsigned i = 0; i < 5; i++) {
        struct fake_device *device;
        uint8_t buf[600] = {0};

        setup(NULL);
        device = add(kinds[i]);
        assert_int_equal(virtio_rng_read(buf, 599, fake_command_line()), 599);
        for (unsigned at = 0; at < 599; at++)
            assert_int_equal(buf[at], (uint8_t)at);
        assert_int_equal(buf[599], 0);
        assert_int_equal(device->status, 0); /* put to rest */
        assert_false(device->queue[0].ready);
        assert_int_equal(virtio_rng_read(buf, 1, fake_command_line()), 1); /* and usable again */
    }
}

static void small_answers_are_collected(void **state)
{
    uint8_t buf[64];

    (void)state;
    add(FAKE_MMIO_V2);
    give_max = 7;
    assert_int_equal(virtio_rng_read(buf, sizeof buf, fake_command_line()), 64);
    assert_int_equal(buf[63], 63);
}

static void no_device_gives_nothing(void **state)
{
    uint8_t buf[8];

    (void)state;
    fake_virtio_add(FAKE_MMIO_V2, VIRTIO_TYPE_NET, 8);
    assert_int_equal(virtio_rng_read(buf, sizeof buf, fake_command_line()), 0);
}

static void silent_device_is_waited_for_in_bounded_time(void **state)
{
    uint8_t buf[8];

    (void)state;
    add(FAKE_MMIO_V2)->on_notify = NULL;
    assert_int_equal(virtio_rng_read(buf, sizeof buf, fake_command_line()), 0);
}

static void empty_answers_end_the_reading(void **state)
{
    uint8_t buf[8];

    (void)state;
    add(FAKE_MMIO_V2);
    give_max = 0;
    assert_int_equal(virtio_rng_read(buf, sizeof buf, fake_command_line()), 0);
}

static void impossible_length_is_not_believed(void **state)
{
    uint8_t buf[8] = {0};

    (void)state;
    add(FAKE_MMIO_V2);
    claim_more = 1;
    assert_int_equal(virtio_rng_read(buf, sizeof buf, fake_command_line()), 0);
    claim_more = UINT32_MAX - 8;
    assert_int_equal(virtio_rng_read(buf, sizeof buf, fake_command_line()), 0);
}

static void queue_too_long_for_the_static_ring_is_refused(void **state)
{
    struct fake_device *device = add(FAKE_PCI_LEGACY);
    uint8_t buf[8];

    (void)state;
    device->queue[0].max = 128;
    assert_int_equal(virtio_rng_read(buf, sizeof buf, fake_command_line()), 0);
}

static void device_that_never_stops_is_not_asked_again(void **state)
{
    struct fake_device *device = add(FAKE_MMIO_V2);
    uint8_t buf[8];

    (void)state;
    device->stuck = true; /* last in this program: the driver remembers */
    assert_int_equal(virtio_rng_read(buf, sizeof buf, fake_command_line()), 0);
    device->stuck = false;
    assert_int_equal(virtio_rng_read(buf, sizeof buf, fake_command_line()), 0);
}

#define TEST(name) cmocka_unit_test_setup(name, setup)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_interface_gives_all_that_was_asked_for),
        TEST(small_answers_are_collected),
        TEST(no_device_gives_nothing),
        TEST(silent_device_is_waited_for_in_bounded_time),
        TEST(empty_answers_end_the_reading),
        TEST(impossible_length_is_not_believed),
        TEST(queue_too_long_for_the_static_ring_is_refused),
        TEST(device_that_never_stops_is_not_asked_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
