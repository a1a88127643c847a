/* virtqueue_test.c - the split ring from both ends, with honest and with hostile devices. */
#include "virtio/virtqueue.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define SIZE 8u

static uint8_t *memory;
static struct virtqueue_chain chains[SIZE];
static struct virtqueue vq;
static uint8_t buffer[SIZE][64];

static int setup(void **state)
{
    (void)state;
    memory = aligned_alloc(VIRTQUEUE_ALIGN, virtqueue_bytes(SIZE));
    virtqueue_init(&vq, 1, SIZE, memory, chains);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    free(memory);
    return 0;
}

static bool add(unsigned count, uint16_t cookie)
{
    struct virtqueue_part parts[SIZE + 1];

    for (unsigned i = 0; i < count; i++)
        parts[i] = (struct virtqueue_part){.bytes = buffer[i % SIZE], .len = 64, .device_writes = i > 0};
    return virtqueue_add(&vq, parts, count, cookie);
}

/* The device's part. */
static void use(uint32_t id, uint32_t len)
{
    struct virtq_used *used = (struct virtq_used *)(uintptr_t)vq.used;

    used->ring[used->idx % SIZE] = (struct virtq_used_elem){.id = id, .len = len};
    used->idx++;
}

static uint16_t available(unsigned at)
{
    return vq.avail->ring[at % SIZE];
}

static void assert_takes(uint16_t want_cookie, uint32_t want_len)
{
    uint16_t cookie = 0xffff;
    uint32_t len = 0;

    assert_int_equal(virtqueue_take(&vq, &cookie, &len), VIRTQUEUE_TAKEN);
    assert_int_equal(cookie, want_cookie);
    assert_int_equal(len, want_len);
}

static void assert_result(enum virtqueue_result want)
{
    uint16_t cookie;
    uint32_t len;

    assert_int_equal(virtqueue_take(&vq, &cookie, &len), want);
}

static void a_chain_is_linked_and_marked(void **state)
{
    const struct virtq_desc *desc = vq.desc;
    uint16_t at;

    (void)state;
    assert_true(add(3, 7));
    at = available(0);
    assert_int_equal(desc[at].addr, (uintptr_t)buffer[0]);
    assert_int_equal(desc[at].len, 64);
    assert_int_equal(desc[at].flags, VIRTQ_DESC_NEXT);
    at = desc[at].next;
    assert_int_equal(desc[at].flags, VIRTQ_DESC_NEXT | VIRTQ_DESC_WRITE);
    at = desc[at].next;
    assert_int_equal(desc[at].flags, VIRTQ_DESC_WRITE);
    assert_int_equal(desc[at].addr, (uintptr_t)buffer[2]);
}

static void nothing_is_seen_before_publish(void **state)
{
    (void)state;
    assert_true(add(1, 0));
    assert_int_equal(vq.avail->idx, 0);
    virtqueue_publish(&vq);
    assert_int_equal(vq.avail->idx, 1);
}

static void full_table_refuses_and_recovers(void **state)
{
    (void)state;
    for (uint16_t i = 0; i < SIZE; i++)
        assert_true(add(1, i));
    assert_false(add(1, 99));
    assert_int_equal(vq.free_count, 0);
    use(available(3), 1);
    assert_takes(3, 1);
    assert_true(add(1, 99));
    assert_false(add(1, 100));
}

static void chain_longer_than_the_table_is_refused(void **state)
{
    (void)state;
    assert_false(add(SIZE + 1, 0));
    assert_true(add(SIZE, 0));
    assert_int_equal(vq.free_count, 0);
}

static void chains_come_back_in_any_order(void **state)
{
    uint16_t ids[4];

    (void)state;
    for (uint16_t i = 0; i < 4; i++) {
        assert_true(add(2, i));
        ids[i] = available(i);
    }
    use(ids[2], 20);
    use(ids[0], 0);
    use(ids[3], 30);
    use(ids[1], 10);
    assert_takes(2, 20);
    assert_takes(0, 0);
    assert_takes(3, 30);
    assert_takes(1, 10);
    assert_result(VIRTQUEUE_EMPTY);
    assert_int_equal(vq.free_count, SIZE);
    assert_true(add(SIZE, 0)); /* the free list is whole again */
}

static void indices_wrap_past_65535(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 70000; i++) {
        assert_true(add(1 + i % 3, (uint16_t)i));
        virtqueue_publish(&vq);
        assert_int_equal(vq.avail->idx, (uint16_t)(i + 1));
        use(available(i), i);
        assert_true(virtqueue_has_used(&vq));
        assert_takes((uint16_t)i, i);
        assert_false(virtqueue_has_used(&vq));
    }
    assert_int_equal(vq.free_count, SIZE);
}

static void index_from_the_future_breaks_the_queue(void **state)
{
    struct virtq_used *used = (struct virtq_used *)(uintptr_t)vq.used;

    (void)state;
    assert_true(add(1, 0));
    for (uint32_t idx = 2; idx <= UINT16_MAX; idx += 613) {
        used->idx = (uint16_t)idx;
        assert_result(VIRTQUEUE_BROKEN);
        assert_result(VIRTQUEUE_BROKEN); /* and stays so: nothing was consumed */
    }
    used->idx = 0;
    assert_result(VIRTQUEUE_EMPTY);
}

static void index_that_goes_back_breaks_the_queue(void **state)
{
    struct virtq_used *used = (struct virtq_used *)(uintptr_t)vq.used;

    (void)state;
    assert_true(add(1, 0));
    use(available(0), 0);
    assert_takes(0, 0);
    used->idx = 0;
    assert_result(VIRTQUEUE_BROKEN);
}

static void id_out_of_range_is_skipped(void **state)
{
    (void)state;
    assert_true(add(1, 5));
    assert_true(add(1, 6));
    use(SIZE, 0);
    use(available(1), 0);
    assert_result(VIRTQUEUE_BAD);
    assert_takes(6, 0);
    use(UINT32_MAX, 0); /* the ring holds one more chain: an honest index */
    assert_result(VIRTQUEUE_BAD);
    assert_int_equal(vq.free_count, SIZE - 1);
}

static void id_of_a_free_descriptor_is_skipped(void **state)
{
    (void)state;
    assert_true(add(2, 5));
    use(vq.free_head, 0);
    assert_result(VIRTQUEUE_BAD);
    assert_int_equal(vq.free_count, SIZE - 2);
}

static void id_inside_a_chain_is_skipped(void **state)
{
    (void)state;
    assert_true(add(2, 5));
    use(vq.desc[available(0)].next, 0);
    assert_result(VIRTQUEUE_BAD);
    use(available(0), 0);
    assert_takes(5, 0);
    assert_int_equal(vq.free_count, SIZE);
}

static void id_given_back_twice_is_skipped(void **state)
{
    (void)state;
    assert_true(add(1, 5));
    assert_true(add(1, 6));
    use(available(0), 0);
    use(available(0), 0);
    assert_takes(5, 0);
    assert_result(VIRTQUEUE_BAD);
}

static void descriptor_table_scribbled_over_changes_nothing(void **state)
{
    (void)state;
    assert_true(add(4, 5));
    for (unsigned i = 0; i < SIZE; i++)
        vq.desc[i] = (struct virtq_desc){.addr = 1, .len = UINT32_MAX, .flags = 0xffff, .next = 0xffff};
    use(available(0), 0);
    assert_takes(5, 0);
    assert_true(add(SIZE, 0));
}

static void indirect_chain_takes_one_descriptor(void **state)
{
    struct virtq_desc table[3];
    const struct virtqueue_part parts[3] = {
        {.bytes = buffer[0], .len = 1}, {.bytes = buffer[1], .len = 2}, {.bytes = buffer[2], .len = 3}};
    uint16_t at;

    (void)state;
    assert_true(virtqueue_add_indirect(&vq, table, parts, 3, 9));
    assert_int_equal(vq.free_count, SIZE - 1);
    at = available(0);
    assert_int_equal(vq.desc[at].flags, VIRTQ_DESC_INDIRECT);
    assert_int_equal(vq.desc[at].addr, (uintptr_t)table);
    assert_int_equal(vq.desc[at].len, sizeof table);
    assert_int_equal(table[0].flags, VIRTQ_DESC_NEXT);
    assert_int_equal(table[1].next, 2);
    assert_int_equal(table[2].flags, 0);
    assert_int_equal(table[2].len, 3);
    use(at, 0);
    assert_takes(9, 0);
    assert_int_equal(vq.free_count, SIZE);
}

static void indirect_chain_in_a_full_table_is_refused(void **state)
{
    struct virtq_desc table[1];
    const struct virtqueue_part part = {.bytes = buffer[0], .len = 1};

    (void)state;
    assert_true(add(SIZE, 0));
    assert_false(virtqueue_add_indirect(&vq, table, &part, 1, 9));
}

static void device_is_asked_once_for_what_is_new(void **state)
{
    (void)state;
    assert_false(virtqueue_publish_and_ask(&vq));
    assert_true(add(1, 0));
    assert_true(add(1, 1));
    assert_true(virtqueue_publish_and_ask(&vq));
    assert_int_equal(vq.avail->idx, 2);
    assert_false(virtqueue_publish_and_ask(&vq));
}

static void device_that_polls_is_not_told(void **state)
{
    struct virtq_used *used = (struct virtq_used *)(uintptr_t)vq.used;

    (void)state;
    used->flags = VIRTQ_USED_NO_NOTIFY;
    assert_true(add(1, 0));
    assert_false(virtqueue_publish_and_ask(&vq));
    assert_int_equal(vq.avail->idx, 1);
    used->flags = 0;
    assert_false(virtqueue_publish_and_ask(&vq)); /* that one was the device's to find */
}

static void interrupts_are_off_until_armed(void **state)
{
    (void)state;
    assert_int_equal(vq.avail->flags, VIRTQ_AVAIL_NO_INTERRUPT);
    assert_false(virtqueue_interrupt_on(&vq));
    assert_int_equal(vq.avail->flags, 0);
    virtqueue_interrupt_off(&vq);
    assert_int_equal(vq.avail->flags, VIRTQ_AVAIL_NO_INTERRUPT);
}

static void arming_sees_what_came_before(void **state)
{
    (void)state;
    assert_true(add(1, 0));
    use(available(0), 0);
    assert_true(virtqueue_interrupt_on(&vq));
}

static void layout_is_that_of_the_legacy_interface(void **state)
{
    (void)state;
    /* virtio 1.2, 2.7.2 by hand: 256 * 16 + 4 + 512 + 2 -> 8192; 4 + 2048 + 2 -> 4096. */
    assert_int_equal(virtqueue_bytes(256), 12288);
    assert_int_equal((uintptr_t)vq.used % 4096, 0);
    assert_int_equal((uintptr_t)vq.avail - (uintptr_t)vq.desc, 16 * SIZE);
    assert_int_equal(virtqueue_bytes(SIZE), 8192);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_chain_is_linked_and_marked),
        TEST(nothing_is_seen_before_publish),
        TEST(full_table_refuses_and_recovers),
        TEST(chain_longer_than_the_table_is_refused),
        TEST(chains_come_back_in_any_order),
        TEST(indices_wrap_past_65535),
        TEST(index_from_the_future_breaks_the_queue),
        TEST(index_that_goes_back_breaks_the_queue),
        TEST(id_out_of_range_is_skipped),
        TEST(id_of_a_free_descriptor_is_skipped),
        TEST(id_inside_a_chain_is_skipped),
        TEST(id_given_back_twice_is_skipped),
        TEST(descriptor_table_scribbled_over_changes_nothing),
        TEST(indirect_chain_takes_one_descriptor),
        TEST(indirect_chain_in_a_full_table_is_refused),
        TEST(device_is_asked_once_for_what_is_new),
        TEST(device_that_polls_is_not_told),
        TEST(interrupts_are_off_until_armed),
        TEST(arming_sees_what_came_before),
        TEST(layout_is_that_of_the_legacy_interface),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
