/* queue_test.c - see queue.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "tcp.h"
#include "tcp/queue.h"

static uint8_t site[100000];
static uint8_t copy[458];

static struct queue_piece gather(const struct send_queue *queue, uint32_t offset, uint32_t len,
                                 uint32_t expected)
{
    struct queue_piece piece = {.copy = copy, .copy_max = sizeof copy};

    queue_check(queue);
    assert_int_equal(queue_gather(queue, offset, len, &piece), expected);
    return piece;
}

static void a_small_reply_is_one_copied_run(void **state)
{
    struct send_queue queue = {0};
    struct queue_piece piece;

    (void)state;
    memcpy(site, "blocktext", 9);
    queue_add_head(&queue, (const uint8_t *)"head", 4);
    queue_add_span(&queue, (struct span){site, 5});
    queue_add_span(&queue, (struct span){site + 5, 4});
    piece = gather(&queue, 0, 1000, 13);
    assert_int_equal(piece.span_count, 0);
    assert_memory_equal(copy, "headblocktext", 13);
    piece = gather(&queue, 2, 4, 4);
    assert_memory_equal(copy, "adbl", 4);
}

static void a_large_body_is_referred_to_and_not_copied(void **state)
{
    struct send_queue queue = {0};
    struct queue_piece piece;

    (void)state;
    queue_add_head(&queue, (const uint8_t *)"head", 4);
    queue_add_span(&queue, (struct span){site, 50000});
    piece = gather(&queue, 0, 1460, 1460);
    assert_int_equal(piece.copy_len, 4);
    assert_int_equal(piece.span_count, 1);
    assert_ptr_equal(piece.spans[0].bytes, site);
    assert_int_equal(piece.spans[0].len, 1456);
    piece = gather(&queue, 1460, 1460, 1460);
    assert_ptr_equal(piece.spans[0].bytes, site + 1456);
}

static void a_head_behind_a_large_span_ends_the_segment(void **state)
{
    struct send_queue queue = {0};
    struct queue_piece piece;

    (void)state;
    queue_add_head(&queue, (const uint8_t *)"one.", 4);
    queue_add_span(&queue, (struct span){site, 1000});
    queue_add_head(&queue, (const uint8_t *)"two.", 4);
    queue_add_span(&queue, (struct span){site, 1000});
    (void)gather(&queue, 0, 5000, 1004);
    piece = gather(&queue, 1004, 5000, 1004);
    assert_memory_equal(piece.copy, "two.", 4);
}

static void releasing_byte_by_byte_keeps_every_later_byte_in_place(void **state)
{
    struct send_queue queue = {0};
    uint8_t expected[600];
    size_t total;

    (void)state;
    /* Start the ring of heads near its end, so that the heads wrap. */
    queue.head_first = TCP_QUEUE_HEAD - 3;
    for (unsigned i = 0; i < sizeof site; i++)
        site[i] = (uint8_t)(i * 7);
    queue_add_head(&queue, (const uint8_t *)"abcdefgh", 8);
    queue_add_span(&queue, (struct span){site, 100});
    queue_add_head(&queue, (const uint8_t *)"ijkl", 4);
    queue_add_span(&queue, (struct span){site + 200, 50});
    total = queue.len;
    memcpy(expected, "abcdefgh", 8);
    memcpy(expected + 8, site, 100);
    memcpy(expected + 108, "ijkl", 4);
    memcpy(expected + 112, site + 200, 50);
    for (uint32_t gone = 0; gone < total; gone++) {
        for (uint32_t offset = 0; offset < total - gone; offset += 13) {
            (void)gather(&queue, offset, 400, (uint32_t)total - gone - offset);
            assert_memory_equal(copy, expected + gone + offset, total - gone - offset);
        }
        queue_release(&queue, 1);
    }
    queue_check(&queue);
    assert_true(queue.count == 0 && queue.head_len == 0 && queue.len == 0);
}

static void a_full_queue_says_so_and_has_room_again_when_released(void **state)
{
    struct send_queue queue = {0};
    uint8_t head[TCP_HEAD_MAX] = {0};
    unsigned taken = 0;

    (void)state;
    while (queue_has_room(&queue)) {
        queue_add_head(&queue, head, 40);
        queue_add_span(&queue, (struct span){site, 10});
        queue_add_span(&queue, (struct span){site, 10});
        taken++;
    }
    assert_int_equal(taken, 3);
    queue_release(&queue, 60);
    assert_true(queue_has_room(&queue));
    queue_release(&queue, 120);
    queue_add_head(&queue, head, TCP_HEAD_MAX);
    assert_false(queue_has_room(&queue));
    queue_check(&queue);
}

static void heads_larger_than_a_frame_takes_are_cut(void **state)
{
    struct send_queue queue = {0};
    uint8_t head[300] = {7};
    struct queue_piece piece = {.copy = copy, .copy_max = 200};

    (void)state;
    queue_add_head(&queue, head, 300);
    assert_int_equal(queue_gather(&queue, 0, 1000, &piece), 200);
    assert_int_equal(queue_gather(&queue, 200, 1000, &piece), 100);
}

static void empty_pieces_take_no_place(void **state)
{
    struct send_queue queue = {0};

    (void)state;
    queue_add_head(&queue, NULL, 0);
    queue_add_span(&queue, (struct span){NULL, 0});
    assert_int_equal(queue.count, 0);
    queue_check(&queue);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_small_reply_is_one_copied_run),
        cmocka_unit_test(a_large_body_is_referred_to_and_not_copied),
        cmocka_unit_test(a_head_behind_a_large_span_ends_the_segment),
        cmocka_unit_test(releasing_byte_by_byte_keeps_every_later_byte_in_place),
        cmocka_unit_test(a_full_queue_says_so_and_has_room_again_when_released),
        cmocka_unit_test(heads_larger_than_a_frame_takes_are_cut),
        cmocka_unit_test(empty_pieces_take_no_place),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
