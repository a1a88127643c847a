/* virtio_net_rx_test.c - frames in, from honest and from hostile devices. */
#include "kernel/fake_net.h"
#include "virtio/virtio_net_device.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct fake_device *device;
static const struct netif_backend *net;

static void bring_up(enum fake_kind kind, uint64_t without_features)
{
    fake_virtio_clear();
    device = fake_virtio_add(kind, VIRTIO_TYPE_NET, 256);
    device->offered &= ~without_features;
    net = fake_net_probe(FAKE_NET_ARENA_LEN);
    assert_non_null(net);
}

static int setup(void **state)
{
    (void)state;
    bring_up(FAKE_MMIO_V2, 0);
    return 0;
}

static void assert_receives(uint8_t fill, size_t len)
{
    struct netif_rx rx;

    assert_true(net->recv(&rx));
    assert_int_equal(rx.len, len);
    for (size_t i = 0; i < len; i++)
        assert_int_equal(rx.frame[i], fill);
    net->release(&rx);
}

static void assert_nothing(void)
{
    struct netif_rx rx;

    assert_false(net->recv(&rx));
}

/* The header's length as the device sees it, in every kind of agreement (virtio 1.2, 5.1.6.1). */
static void frame_follows_the_agreed_header(void **state)
{
    static const struct {
        enum fake_kind kind;
        uint64_t without;
        unsigned hdr_len;
    } cases[] = {
        {FAKE_MMIO_V2, 0, 12},
        {FAKE_MMIO_V2, VIRTIO_NET_F_MRG_RXBUF, 12},
        {FAKE_PCI_MODERN, VIRTIO_NET_F_MRG_RXBUF, 12},
        {FAKE_MMIO_V1, 0, 12},
        {FAKE_MMIO_V1, VIRTIO_NET_F_MRG_RXBUF, 10},
        {FAKE_PCI_LEGACY, VIRTIO_NET_F_MRG_RXBUF, 10},
        {FAKE_PCI_LEGACY, VIRTIO_NET_F_MRG_RXBUF | VIRTIO_F_ANY_LAYOUT, 10},
        {FAKE_MMIO_V1, VIRTIO_F_ANY_LAYOUT, 12},
    };

    (void)state;
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        bring_up(cases[i].kind, cases[i].without);
        assert_nothing();
        assert_true(fake_net_receive(device, cases[i].hdr_len, 0, 1, 0x5a, 1514) >= 0);
        assert_true(fake_net_receive(device, cases[i].hdr_len, 0, 1, 0xa5, 14) >= 0);
        assert_receives(0x5a, 1514);
        assert_receives(0xa5, 14);
        assert_nothing();
    }
}

static void header_apart_has_a_descriptor_of_its_own(void **state)
{
    struct fake_chain chain;

    (void)state;
    bring_up(FAKE_MMIO_V1, VIRTIO_F_ANY_LAYOUT | VIRTIO_NET_F_MRG_RXBUF);
    assert_true(fake_queue_pop(device, 0, &chain));
    assert_int_equal(chain.count, 2);
    assert_int_equal(chain.parts[0].len, 10);
    assert_true(chain.parts[0].writable && chain.parts[1].writable);
    assert_int_equal(virtio_net.rx_count, 128);
}

static void frames_are_given_back_in_any_order(void **state)
{
    struct netif_rx rx[8];

    (void)state;
    for (uint8_t i = 0; i < 8; i++)
        fake_net_receive(device, 12, 0, 1, i, 60u + i);
    for (unsigned i = 0; i < 8; i++)
        assert_true(net->recv(&rx[i]));
    for (unsigned i = 0; i < 8; i++)
        assert_int_equal(rx[i].frame[0], i);
    for (unsigned i = 0; i < 8; i++)
        net->release(&rx[(i * 5 + 3) % 8]);
    net->flush();
    assert_int_equal(fake_avail(device, 0)->idx, 264);
    assert_int_equal(net->stats()->rx_frames, 8);
    assert_int_equal(net->stats()->rx_bytes, 8 * 60 + 28);
}

static void ring_can_be_lent_out_whole(void **state)
{
    static struct netif_rx rx[256];

    (void)state;
    for (unsigned i = 0; i < 256; i++)
        assert_true(fake_net_receive(device, 12, 0, 1, (uint8_t)i, 100) >= 0);
    assert_int_equal(fake_net_receive(device, 12, 0, 1, 0, 100), -1);
    for (unsigned i = 0; i < 256; i++)
        assert_true(net->recv(&rx[i]));
    assert_nothing();
    for (unsigned i = 0; i < 256; i++)
        net->release(&rx[i]);
    net->flush();
    assert_true(fake_net_receive(device, 12, 0, 1, 0x77, 100) >= 0);
    assert_receives(0x77, 100);
}

static void indices_wrap_past_65535(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 66000; i++) {
        assert_true(fake_net_receive(device, 12, 0, 1, (uint8_t)i, 14) >= 0);
        assert_receives((uint8_t)i, 14);
        net->flush();
    }
    assert_int_equal(net->stats()->rx_frames, 66000);
    assert_int_equal(net->stats()->rx_dropped_device, 0);
}

static void refill_is_one_notification_a_flush(void **state)
{
    unsigned before = device->queue[0].kick_count;

    (void)state;
    for (unsigned i = 0; i < 5; i++) {
        fake_net_receive(device, 12, 0, 1, 1, 60);
        assert_receives(1, 60);
    }
    net->flush();
    net->flush();
    assert_int_equal(device->queue[0].kick_count, before + 1);
    assert_int_equal(net->stats()->kicks, 2); /* the first for the empty rings at the start */
}

static void checksum_flags_are_passed_on(void **state)
{
    static const struct {
        uint8_t hdr_flags;
        uint32_t want;
    } cases[] = {
        {0, 0}, {1, NETIF_RX_CSUM_PARTIAL}, {2, NETIF_RX_CSUM_OK}, {3, NETIF_RX_CSUM_PARTIAL}, {0xf8, 0}};
    struct netif_rx rx;

    (void)state;
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        fake_net_receive(device, 12, cases[i].hdr_flags, 1, 0, 60);
        assert_true(net->recv(&rx));
        assert_int_equal(rx.flags, cases[i].want);
        net->release(&rx);
    }
}

static void checksum_flags_without_agreement_mean_nothing(void **state)
{
    struct netif_rx rx;

    (void)state;
    bring_up(FAKE_MMIO_V2, VIRTIO_NET_F_GUEST_CSUM);
    fake_net_receive(device, 12, VIRTIO_NET_HDR_NEEDS_CSUM | VIRTIO_NET_HDR_DATA_VALID, 1, 0, 60);
    assert_true(net->recv(&rx));
    assert_int_equal(rx.flags, 0);
}

static void wrong_frame_lengths_are_counted_and_recycled(void **state)
{
    (void)state;
    for (unsigned len = 0; len < 14; len++)
        fake_net_receive(device, 12, 0, 1, 1, len);
    fake_net_receive(device, 12, 0, 1, 1, 1515);
    fake_net_receive(device, 12, 0, 1, 1, 2036);
    fake_net_receive(device, 12, 0, 1, 0x99, 14);
    assert_receives(0x99, 14);
    assert_int_equal(net->stats()->rx_dropped_length, 16);
    net->flush();
    assert_int_equal(fake_avail(device, 0)->idx, 256 + 17);
}

static void impossible_lengths_are_counted_and_recycled(void **state)
{
    static const uint32_t lens[] = {0, 1, 11, 2049, 65536, 0x7fffffff, 0x80000000, UINT32_MAX};
    struct fake_chain chain;

    (void)state;
    for (unsigned i = 0; i < sizeof lens / sizeof lens[0]; i++) {
        assert_true(fake_queue_pop(device, 0, &chain));
        fake_queue_use(device, 0, chain.id, lens[i]);
    }
    assert_nothing();
    assert_int_equal(net->stats()->rx_dropped_device, 8);
    net->flush();
    assert_int_equal(fake_avail(device, 0)->idx, 264);
}

static void impossible_ids_are_counted_and_skipped(void **state)
{
    struct fake_chain chain;

    (void)state;
    fake_queue_pop(device, 0, &chain);
    fake_queue_use(device, 0, 256, 72);
    fake_queue_use(device, 0, UINT32_MAX, 72);
    fake_queue_use(device, 0, 65536 + chain.id, 72);
    memset(chain.parts[0].bytes, 0, 12);
    chain.parts[0].bytes[10] = 1;
    fake_queue_use(device, 0, chain.id, 72);
    assert_receives(0, 60);
    assert_nothing();
    assert_int_equal(net->stats()->rx_dropped_device, 3);
}

static void id_twice_while_lent_is_skipped(void **state)
{
    struct netif_rx rx;
    int id = fake_net_receive(device, 12, 0, 1, 1, 60);

    (void)state;
    fake_queue_use(device, 0, (uint32_t)id, 72);
    assert_true(net->recv(&rx));
    assert_nothing();
    assert_int_equal(net->stats()->rx_dropped_device, 1);
    net->release(&rx);
}

static void endless_rubbish_does_not_hold_the_processor(void **state)
{
    (void)state;
    fake_used(device, 0)->idx = 256;
    for (unsigned i = 0; i < 256; i++)
        fake_used(device, 0)->ring[i].id = 9999;
    assert_nothing();
    assert_int_equal(net->stats()->rx_dropped_device, 256);
}

static void index_from_the_future_restarts_the_device(void **state)
{
    struct netif_rx rx;

    (void)state;
    fake_used(device, 0)->idx = 257;
    assert_false(net->recv(&rx));
    assert_int_equal(net->stats()->rx_dropped_device, 1);
    assert_int_equal(net->stats()->device_resets, 1);
    assert_true(fake_net_receive(device, 12, 0, 1, 0x42, 60) >= 0);
    assert_receives(0x42, 60);
}

static void frame_in_several_buffers_is_dropped_whole(void **state)
{
    (void)state;
    fake_net_receive(device, 12, 0, 3, 1, 2036);
    fake_net_receive(device, 0, 0, 0, 2, 2048);
    fake_net_receive(device, 0, 0, 0, 3, 1);
    fake_net_receive(device, 12, 0, 1, 0x66, 60);
    assert_receives(0x66, 60);
    assert_nothing();
    assert_int_equal(net->stats()->rx_dropped_device, 1);
    net->flush();
    assert_int_equal(fake_avail(device, 0)->idx, 256 + 4);
}

static void impossible_buffer_counts_drop_one_buffer(void **state)
{
    static const uint16_t counts[] = {0, 257, 65535};

    (void)state;
    for (unsigned i = 0; i < 3; i++) {
        fake_net_receive(device, 12, 0, counts[i], 1, 60);
        fake_net_receive(device, 12, 0, 1, 0x55, 60);
        assert_receives(0x55, 60);
        assert_int_equal(net->stats()->rx_dropped_device, i + 1);
    }
}

static void buffer_count_without_agreement_is_ignored(void **state)
{
    (void)state;
    bring_up(FAKE_MMIO_V2, VIRTIO_NET_F_MRG_RXBUF);
    fake_net_receive(device, 12, 0, 0, 0x55, 60);
    fake_net_receive(device, 12, 0, 7, 0x56, 60);
    assert_receives(0x55, 60);
    assert_receives(0x56, 60);
}

#define TEST(name) cmocka_unit_test_setup(name, setup)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(frame_follows_the_agreed_header),
        TEST(header_apart_has_a_descriptor_of_its_own),
        TEST(frames_are_given_back_in_any_order),
        TEST(ring_can_be_lent_out_whole),
        TEST(indices_wrap_past_65535),
        TEST(refill_is_one_notification_a_flush),
        TEST(checksum_flags_are_passed_on),
        TEST(checksum_flags_without_agreement_mean_nothing),
        TEST(wrong_frame_lengths_are_counted_and_recycled),
        TEST(impossible_lengths_are_counted_and_recycled),
        TEST(impossible_ids_are_counted_and_skipped),
        TEST(id_twice_while_lent_is_skipped),
        TEST(endless_rubbish_does_not_hold_the_processor),
        TEST(index_from_the_future_restarts_the_device),
        TEST(frame_in_several_buffers_is_dropped_whole),
        TEST(impossible_buffer_counts_drop_one_buffer),
        TEST(buffer_count_without_agreement_is_ignored),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
