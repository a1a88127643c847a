/* virtio_net_watch_test.c - the running device: interrupted, watched, restarted, given up. */
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

static void link_change_is_seen_after_a_wake_up(void **state)
{
    struct fake_device *device = fake_virtio_add(FAKE_PCI_MODERN, VIRTIO_TYPE_NET, 256);
    const struct netif_backend *net = probe();
    struct netif_info info;

    (void)state;
    device->config[6] = 0;
    net->info(&info);
    assert_true(info.link_up); /* no reason to look yet: a register read leaves the guest */
    assert_false(fake_irq.source->arm());
    fake_irq.source->disarm();
    net->info(&info);
    assert_false(info.link_up);
}

static void configuration_interrupt_of_mmio_is_acted_on_when_armed(void **state)
{
    struct fake_device *device = fake_virtio_add(FAKE_MMIO_V1, VIRTIO_TYPE_NET, 256);
    const struct netif_backend *net = probe();
    struct netif_info info;

    (void)state;
    device->config[6] = 0;
    device->interrupt_status = VIRTIO_INTERRUPT_CONFIG;
    assert_false(fake_irq.source->arm());
    assert_int_equal(device->interrupt_status, 0);
    net->info(&info);
    assert_false(info.link_up);
}

static void mmio_interrupt_is_acknowledged_before_sleeping(void **state)
{
    struct fake_device *device = fake_virtio_add(FAKE_MMIO_V2, VIRTIO_TYPE_NET, 256);

    (void)state;
    assert_non_null(probe());
    assert_int_equal(fake_irq.route_count, 1);
    assert_int_equal(fake_irq.gsi, 5);
    assert_false(fake_irq.level);
    device->interrupt_status = VIRTIO_INTERRUPT_QUEUE;
    assert_false(fake_irq.source->arm());
    assert_int_equal(device->interrupt_status, 0);
}

static void receive_interrupts_are_on_only_while_armed(void **state)
{
    struct fake_device *device = fake_virtio_add(FAKE_PCI_MODERN, VIRTIO_TYPE_NET, 256);

    (void)state;
    assert_non_null(probe());
    assert_int_equal(fake_avail(device, 0)->flags, VIRTQ_AVAIL_NO_INTERRUPT);
    assert_false(fake_irq.source->arm());
    assert_int_equal(fake_avail(device, 0)->flags, 0);
    assert_int_equal(fake_avail(device, 1)->flags, VIRTQ_AVAIL_NO_INTERRUPT);
    fake_irq.source->disarm();
    assert_int_equal(fake_avail(device, 0)->flags, VIRTQ_AVAIL_NO_INTERRUPT);
}

static void frame_before_arming_prevents_the_sleep(void **state)
{
    struct fake_device *device = fake_virtio_add(FAKE_PCI_MODERN, VIRTIO_TYPE_NET, 256);

    (void)state;
    assert_non_null(probe());
    fake_net_receive(device, 12, 0, 1, 0x11, 60);
    assert_true(fake_irq.source->arm());
}

static void no_interrupt_means_polling(void **state)
{
    (void)state;
    for (unsigned i = 0; i < KIND_COUNT; i++) {
        struct fake_device *device;

        fake_virtio_clear();
        device = fake_virtio_add(kinds[i], VIRTIO_TYPE_NET, 256);
        device->msix_entries = 0;
        fake_irq.refuse_route = true;
        assert_non_null(probe());
        assert_int_equal(fake_irq.poll_count, 1);
    }
}

static void device_that_refuses_its_vector_is_refused(void **state)
{
    struct fake_device *device = fake_virtio_add(FAKE_PCI_MODERN, VIRTIO_TYPE_NET, 256);

    (void)state;
    device->refuse_vector = true;
    assert_null(probe());
    assert_false(fake_irq.source->arm()); /* the source is there for good, and does nothing */
    fake_irq.source->disarm();
}

static void device_that_needs_reset_is_started_over(void **state)
{
    struct fake_device *device = fake_virtio_add(FAKE_PCI_MODERN, VIRTIO_TYPE_NET, 256);
    const struct netif_backend *net = probe();
    struct netif_info info;
    struct netif_rx rx;

    (void)state;
    assert_true(fake_net_send(net, 60, NULL, 0));
    device->status |= VIRTIO_STATUS_NEEDS_RESET;
    fake_irq.source->arm();
    fake_irq.source->disarm();
    net->info(&info);
    assert_int_equal(net->stats()->device_resets, 1);
    assert_int_equal(device->status & (VIRTIO_STATUS_NEEDS_RESET | VIRTIO_STATUS_DRIVER_OK),
                     VIRTIO_STATUS_DRIVER_OK);
    assert_int_equal(net->send_room(), 256);
    fake_net_receive(device, 12, 0, 1, 0x22, 60);
    assert_true(net->recv(&rx));
    net->release(&rx);
}

static void silent_device_is_looked_at_once_a_second(void **state)
{
    struct fake_device *device = fake_virtio_add(FAKE_PCI_MODERN, VIRTIO_TYPE_NET, 256);
    const struct netif_backend *net = probe();

    (void)state;
    device->status = 0; /* somebody has reset it */
    fake_irq.source->arm();
    assert_int_equal(net->stats()->device_resets, 0);
    fake_mono_ns = 1000000000;
    fake_irq.source->arm();
    assert_int_equal(net->stats()->device_resets, 1);
}

static void lent_frame_survives_a_restart(void **state)
{
    struct fake_device *device = fake_virtio_add(FAKE_MMIO_V2, VIRTIO_TYPE_NET, 256);
    const struct netif_backend *net = probe();
    struct netif_rx rx;
    uint16_t offered;

    (void)state;
    fake_net_receive(device, 12, 0, 1, 0x33, 60);
    assert_true(net->recv(&rx));
    virtio_net_restart(&virtio_net, "test");
    offered = fake_avail(device, 0)->idx;
    assert_int_equal(offered, 255); /* all but the lent one */
    assert_int_equal(rx.frame[59], 0x33);
    net->release(&rx);
    net->flush();
    assert_int_equal(fake_avail(device, 0)->idx, 256);
}

static void device_that_always_needs_reset_is_given_up(void **state)
{
    struct fake_device *device = fake_virtio_add(FAKE_MMIO_V2, VIRTIO_TYPE_NET, 256);
    const struct netif_backend *net = probe();
    struct netif_info info;
    struct netif_rx rx;

    (void)state;
    for (unsigned i = 0; i < 2 * NET_RESTART_MAX; i++) {
        device->status |= VIRTIO_STATUS_NEEDS_RESET;
        fake_irq.source->arm();
        fake_irq.source->disarm();
        net->info(&info);
    }
    assert_int_equal(net->stats()->device_resets, NET_RESTART_MAX + 1);
    assert_false(info.link_up);
    assert_int_equal(device->status & VIRTIO_STATUS_DRIVER_OK, 0);
    assert_false(net->recv(&rx));
    assert_int_equal(net->send_room(), 0);
    assert_false(fake_net_send(net, 60, NULL, 0));
    net->flush();
    assert_false(fake_irq.source->arm());
}

static void device_that_changes_its_features_is_given_up(void **state)
{
    struct fake_device *device = fake_virtio_add(FAKE_MMIO_V2, VIRTIO_TYPE_NET, 256);
    const struct netif_backend *net = probe();
    struct netif_info info;

    (void)state;
    device->offered &= ~VIRTIO_NET_F_MRG_RXBUF;
    virtio_net_restart(&virtio_net, "test");
    net->info(&info);
    assert_false(info.link_up);
    assert_int_equal(net->send_room(), 0);
}

#define TEST(name) cmocka_unit_test_setup(name, setup)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(link_change_is_seen_after_a_wake_up),
        TEST(configuration_interrupt_of_mmio_is_acted_on_when_armed),
        TEST(mmio_interrupt_is_acknowledged_before_sleeping),
        TEST(receive_interrupts_are_on_only_while_armed),
        TEST(frame_before_arming_prevents_the_sleep),
        TEST(no_interrupt_means_polling),
        TEST(device_that_refuses_its_vector_is_refused),
        TEST(device_that_needs_reset_is_started_over),
        TEST(silent_device_is_looked_at_once_a_second),
        TEST(lent_frame_survives_a_restart),
        TEST(device_that_always_needs_reset_is_given_up),
        TEST(device_that_changes_its_features_is_given_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
