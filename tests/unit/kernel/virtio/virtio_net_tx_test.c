/* virtio_net_tx_test.c - frames out: what the device finds in the ring, and what it can do wrong. */
#include "kernel/fake_net.h"
#include "virtio/virtio_net_device.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct fake_device *device;
static const struct netif_backend *net;
static const uint8_t body[2][700] = {{1, 2, 3}, {4, 5, 6}};
static const struct span spans[2] = {{body[0], 700}, {body[1], 600}};

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

static void finish(const struct fake_chain *chain)
{
    fake_queue_use(device, 1, chain->id, 0);
}

static void spans_go_out_where_they_lie(void **state)
{
    static const struct {
        enum fake_kind kind;
        uint64_t without;
        unsigned hdr_len, part_count;
    } cases[] = {
        {FAKE_MMIO_V2, 0, 12, 3},
        {FAKE_MMIO_V2, VIRTIO_F_INDIRECT_DESC, 12, 3},
        {FAKE_PCI_MODERN, VIRTIO_NET_F_MRG_RXBUF, 12, 3},
        {FAKE_MMIO_V1, VIRTIO_NET_F_MRG_RXBUF, 10, 3},
        {FAKE_PCI_LEGACY, VIRTIO_NET_F_MRG_RXBUF | VIRTIO_F_ANY_LAYOUT, 10, 4},
        {FAKE_PCI_LEGACY, VIRTIO_F_ANY_LAYOUT | VIRTIO_F_INDIRECT_DESC, 12, 4},
    };

    (void)state;
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct fake_chain chain;
        uint8_t bytes[2048];

        bring_up(cases[i].kind, cases[i].without);
        assert_true(fake_net_send(net, 54, spans, 2));
        net->flush();
        assert_true(fake_queue_pop(device, 1, &chain));
        assert_int_equal(chain.count, cases[i].part_count);
        assert_ptr_equal(chain.parts[chain.count - 2].bytes, body[0]);
        assert_ptr_equal(chain.parts[chain.count - 1].bytes, body[1]);
        assert_int_equal(fake_chain_read(&chain, bytes, sizeof bytes), cases[i].hdr_len + 54 + 1300);
        for (unsigned at = 0; at < cases[i].hdr_len; at++)
            assert_int_equal(bytes[at], 0);
        assert_int_equal(bytes[cases[i].hdr_len], 0xaa);
        assert_memory_equal(bytes + cases[i].hdr_len + 54, body[0], 700);
        assert_int_equal(net->stats()->tx_bytes, 1354);
    }
}

static void offloads_are_described_in_the_header(void **state)
{
    uint8_t head[66] = {0};
    const struct netif_tx tx = {.head = head,
                                .head_len = 66,
                                .csum_start = 34,
                                .csum_offset = 16,
                                .gso_size = 1448,
                                .spans = spans,
                                .span_count = 2};
    struct fake_chain chain;
    struct virtio_net_hdr hdr;

    (void)state;
    head[34 + 12] = 0x80; /* a TCP header of 32 bytes */
    assert_true(net->send(&tx));
    net->flush();
    assert_true(fake_queue_pop(device, 1, &chain));
    memcpy(&hdr, chain.parts[0].bytes, sizeof hdr);
    assert_int_equal(hdr.flags, VIRTIO_NET_HDR_NEEDS_CSUM);
    assert_int_equal(hdr.gso_type, VIRTIO_NET_GSO_TCPV4);
    assert_int_equal(hdr.hdr_len, 66);
    assert_int_equal(hdr.gso_size, 1448);
    assert_int_equal(hdr.csum_start, 34);
    assert_int_equal(hdr.csum_offset, 16);
    assert_int_equal(hdr.num_buffers, 0);
}

static void header_of_a_slot_is_written_anew(void **state)
{
    static const uint8_t head[60];
    const struct netif_tx with_csum = {.head = head, .head_len = 60, .csum_start = 34, .csum_offset = 16};
    struct fake_chain chain;

    (void)state;
    for (unsigned i = 0; i < 2; i++) {
        assert_true(i == 0 ? net->send(&with_csum) : fake_net_send(net, 60, NULL, 0));
        net->flush();
        assert_true(fake_queue_pop(device, 1, &chain));
        assert_int_equal(chain.parts[0].bytes[0], i == 0 ? VIRTIO_NET_HDR_NEEDS_CSUM : 0);
        finish(&chain);
        assert_int_equal(net->send_room(), 256);
    }
}

static void a_frame_of_one_buffer_needs_no_table(void **state)
{
    struct fake_chain chain;

    (void)state;
    assert_true(fake_net_send(net, 60, NULL, 0));
    net->flush();
    assert_true(fake_queue_pop(device, 1, &chain));
    assert_int_equal(chain.count, 1);
    assert_int_equal(chain.parts[0].len, 72);
    assert_int_equal(virtio_net.tx.desc[chain.id].flags, 0);
}

static void empty_spans_are_left_out(void **state)
{
    const struct span some[3] = {{body[0], 0}, {body[1], 5}, {NULL, 0}};
    struct fake_chain chain;

    (void)state;
    assert_true(fake_net_send(net, 60, some, 3));
    net->flush();
    assert_true(fake_queue_pop(device, 1, &chain));
    assert_int_equal(chain.count, 2);
}

static void full_ring_refuses_and_counts(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 256; i++) {
        assert_int_equal(net->send_room(), 256 - i);
        assert_true(fake_net_send(net, 54, spans, 2));
    }
    assert_int_equal(net->send_room(), 0);
    assert_false(fake_net_send(net, 54, spans, 2));
    assert_int_equal(net->stats()->tx_dropped_full, 1);
    assert_int_equal(net->stats()->tx_frames, 256);
}

static void room_is_honest_without_indirect_descriptors(void **state)
{
    struct span eight[NETIF_SPAN_MAX];
    unsigned room;

    (void)state;
    for (unsigned i = 0; i < NETIF_SPAN_MAX; i++)
        eight[i] = (struct span){body[0], 10};
    bring_up(FAKE_MMIO_V1, VIRTIO_F_INDIRECT_DESC | VIRTIO_F_ANY_LAYOUT);
    room = net->send_room();
    assert_int_equal(room, 25);
    for (unsigned i = 0; i < room; i++)
        assert_true(fake_net_send(net, 54, eight, NETIF_SPAN_MAX));
    assert_int_equal(net->send_room(), 0);
    assert_false(fake_net_send(net, 54, eight, NETIF_SPAN_MAX));
}

static void completions_come_back_in_any_order_past_65535(void **state)
{
    struct fake_chain chain[4];

    (void)state;
    for (unsigned turn = 0; turn < 66000 / 4; turn++) {
        for (unsigned i = 0; i < 4; i++)
            assert_true(fake_net_send(net, 54, spans, (uint16_t)(i % 3)));
        net->flush();
        for (unsigned i = 0; i < 4; i++)
            assert_true(fake_queue_pop(device, 1, &chain[i]));
        for (unsigned i = 0; i < 4; i++)
            finish(&chain[(i * 3 + turn) % 4]);
        assert_int_equal(net->send_room(), 256);
    }
    assert_int_equal(net->stats()->tx_errors, 0);
}

static void one_notification_a_flush(void **state)
{
    (void)state;
    net->flush();
    assert_int_equal(device->queue[1].kick_count, 0);
    for (unsigned i = 0; i < 10; i++)
        assert_true(fake_net_send(net, 54, spans, 2));
    assert_int_equal(fake_avail(device, 1)->idx, 0);
    net->flush();
    net->flush();
    assert_int_equal(device->queue[1].kick_count, 1);
    assert_int_equal(fake_avail(device, 1)->idx, 10);
}

static void device_that_polls_is_not_notified(void **state)
{
    (void)state;
    fake_used(device, 1)->flags = VIRTQ_USED_NO_NOTIFY;
    assert_true(fake_net_send(net, 54, spans, 2));
    net->flush();
    assert_int_equal(device->queue[1].kick_count, 0);
    assert_int_equal(fake_avail(device, 1)->idx, 1);
}

static void crowded_ring_asks_for_an_interrupt_while_sleeping(void **state)
{
    struct fake_chain chain;

    (void)state;
    for (unsigned i = 0; i < 129; i++)
        assert_true(fake_net_send(net, 54, spans, 2));
    assert_false(fake_irq.source->arm());
    assert_int_equal(fake_avail(device, 1)->flags, 0);
    assert_int_equal(fake_avail(device, 1)->idx, 129); /* arming flushes */
    fake_irq.source->disarm();
    assert_int_equal(fake_avail(device, 1)->flags, VIRTQ_AVAIL_NO_INTERRUPT);
    for (unsigned i = 0; i < 10; i++) {
        assert_true(fake_queue_pop(device, 1, &chain));
        finish(&chain);
    }
    assert_int_equal(net->send_room(), 137);
    assert_false(fake_irq.source->arm());
    assert_int_equal(fake_avail(device, 1)->flags, VIRTQ_AVAIL_NO_INTERRUPT);
}

/* The sender saw a full ring, the device emptied it before the sleep, and nothing would ever wake the sender.
 */
static void room_that_came_before_the_sleep_prevents_it(void **state)
{
    struct fake_chain chain;

    (void)state;
    while (fake_net_send(net, 54, spans, 2))
        ;
    net->flush();
    while (fake_queue_pop(device, 1, &chain))
        finish(&chain);
    assert_true(fake_irq.source->arm());
    fake_irq.source->disarm();
    assert_false(fake_irq.source->arm()); /* once is enough: now the room has been seen */
}

static void impossible_ids_are_counted(void **state)
{
    struct fake_chain chain;

    (void)state;
    for (unsigned i = 0; i < 4; i++)
        assert_true(fake_net_send(net, 54, spans, 2));
    net->flush();
    assert_true(fake_queue_pop(device, 1, &chain));
    fake_queue_use(device, 1, 256, 0);
    fake_queue_use(device, 1, UINT32_MAX, 0);
    fake_queue_use(device, 1, chain.id, UINT32_MAX); /* legacy devices may claim any length */
    fake_queue_use(device, 1, chain.id, 0);
    assert_int_equal(net->send_room(), 253);
    assert_int_equal(net->stats()->tx_errors, 3);
}

static void index_from_the_future_restarts_the_device(void **state)
{
    (void)state;
    assert_true(fake_net_send(net, 54, spans, 2));
    net->flush();
    fake_used(device, 1)->idx = 2;
    assert_int_equal(net->send_room(), 256);
    assert_int_equal(net->stats()->tx_errors, 1);
    assert_int_equal(net->stats()->device_resets, 1);
    assert_true(fake_net_send(net, 54, spans, 2));
}

static void ring_and_slots_scale_with_memory(void **state)
{
    (void)state;
    fake_virtio_clear();
    device = fake_virtio_add(FAKE_MMIO_V2, VIRTIO_TYPE_NET, 256);
    net = fake_net_probe(512 * 1024);
    assert_non_null(net);
    assert_int_equal(net->send_room(), 32);
}

#define TEST(name) cmocka_unit_test_setup(name, setup)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(spans_go_out_where_they_lie),
        TEST(offloads_are_described_in_the_header),
        TEST(header_of_a_slot_is_written_anew),
        TEST(a_frame_of_one_buffer_needs_no_table),
        TEST(empty_spans_are_left_out),
        TEST(full_ring_refuses_and_counts),
        TEST(room_is_honest_without_indirect_descriptors),
        TEST(completions_come_back_in_any_order_past_65535),
        TEST(one_notification_a_flush),
        TEST(device_that_polls_is_not_notified),
        TEST(crowded_ring_asks_for_an_interrupt_while_sleeping),
        TEST(room_that_came_before_the_sleep_prevents_it),
        TEST(impossible_ids_are_counted),
        TEST(index_from_the_future_restarts_the_device),
        TEST(ring_and_slots_scale_with_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
