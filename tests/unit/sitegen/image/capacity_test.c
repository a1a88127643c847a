/* capacity_test.c - of sitegen/image/capacity.c; tests/boot/test_memory.py asks real machines. */
#include "image/capacity.h"

#include "stack.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define END 0x19e000u /* of a small image */

static void memory_for_so_many_holds_them_and_a_mebibyte_less_does_not(void **state)
{
    (void)state;
    for (uint32_t conns = 16384; conns < 1000000; conns += 12345) {
        uint64_t mib = capacity_memory_mib(END, conns);
        assert_true(capacity_conns(END, mib) >= conns);
        assert_true(capacity_conns(END, mib - 1) < conns);
    }
}

static void the_pools_of_all_layers_count(void **state)
{
    uint64_t room = (64u << 20) - END;
    uint32_t conns = capacity_conns(END, 64);

    (void)state;
    assert_true(stack_memory_need(conns, 2048) < room);
    assert_true(stack_memory_need(conns, 2048) > room - (4u << 20));
}

static void too_little_holds_none(void **state)
{
    (void)state;
    for (uint64_t mib = 0; mib < 4; mib++)
        assert_int_equal(capacity_conns(END, mib), 0);
    assert_int_equal(capacity_conns(100u << 20, 100), 0);
    assert_int_equal(capacity_conns(UINT64_MAX, 1u << 20), 0);
    assert_int_equal(capacity_memory_mib(END, 16), CAPACITY_MEMORY_MIN);
}

/* QEMU's q35 leaves 2 GiB below 4 GiB, from 2816 MiB on; the appliance takes one piece. */
static void only_one_piece_below_4_gib_counts(void **state)
{
    const uint64_t end = 1900ull << 20;

    (void)state;
    assert_int_equal(capacity_conns(END, 4096), 1000000);
    assert_true(capacity_conns(end, 2815) > capacity_conns(end, 2816));
    assert_int_equal(capacity_conns(end, 2816), capacity_conns(end, 1u << 20));
}

static void an_image_ends_with_its_last_page(void **state)
{
    struct image image = {.parts[IMAGE_TABLES] = {.address = 0x200000, .memory_len = 5}};

    (void)state;
    assert_int_equal(capacity_image_end(&image), 0x201000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_for_so_many_holds_them_and_a_mebibyte_less_does_not),
        cmocka_unit_test(the_pools_of_all_layers_count),
        cmocka_unit_test(too_little_holds_none),
        cmocka_unit_test(only_one_piece_below_4_gib_counts),
        cmocka_unit_test(an_image_ends_with_its_last_page),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
