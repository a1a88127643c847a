/* random_test.c - ChaCha20 and the generator around it. */
#include "random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void the_block_is_that_of_rfc_8439_2_3_2(void **state)
{
    (void)state;
    static const uint8_t expected[64] = {
        0x10, 0xf1, 0xe7, 0xe4, 0xd1, 0x3b, 0x59, 0x15, 0x50, 0x0f, 0xdd, 0x1f, 0xa3, 0x20, 0x71, 0xc4,
        0xc7, 0xd1, 0xf4, 0xc7, 0x33, 0xc0, 0x68, 0x03, 0x04, 0x22, 0xaa, 0x9a, 0xc3, 0xd4, 0x6c, 0x4e,
        0xd2, 0x82, 0x64, 0x46, 0x07, 0x9f, 0xaa, 0x09, 0x14, 0xc2, 0xd7, 0x05, 0xd9, 0x8b, 0x02, 0xa2,
        0xb5, 0x12, 0x9c, 0xd1, 0xde, 0x16, 0x4e, 0xb9, 0xcb, 0xd0, 0x83, 0xe8, 0xa2, 0x50, 0x3c, 0x4e,
    };
    const uint32_t nonce[3] = {0x09000000, 0x4a000000, 0};
    uint32_t key[8];
    uint8_t bytes[32], out[64];

    for (unsigned i = 0; i < 32; i++)
        bytes[i] = (uint8_t)i;
    memcpy(key, bytes, sizeof key);
    random_chacha20_block(key, 1, nonce, out);
    assert_memory_equal(out, expected, 64);
}

static void what_is_given_out_is_not_in_the_state(void **state)
{
    (void)state;
    struct random random = {{0}};
    uint8_t out[32];

    random_mix(&random, "seed", 4);
    random_fill(&random, out, sizeof out);
    assert_memory_not_equal(out, random.key, sizeof out);
}

static void no_two_answers_are_the_same(void **state)
{
    (void)state;
    struct random random = {{0}};
    uint8_t out[64][16];

    for (unsigned i = 0; i < 64; i++) {
        random_fill(&random, out[i], 16);
        for (unsigned j = 0; j < i; j++)
            assert_memory_not_equal(out[i], out[j], 16);
    }
}

static void every_byte_of_a_seed_counts(void **state)
{
    (void)state;
    uint8_t seed[70] = {0}, first[16], other[16];

    for (size_t at = 0; at < sizeof seed; at++) {
        struct random a = {{0}}, b = {{0}};
        seed[at] = 0;
        random_mix(&a, seed, sizeof seed);
        random_fill(&a, first, sizeof first);
        seed[at] = 1;
        random_mix(&b, seed, sizeof seed);
        random_fill(&b, other, sizeof other);
        assert_memory_not_equal(first, other, sizeof first);
        seed[at] = 0;
    }
}

static void any_length_is_filled_and_no_more(void **state)
{
    (void)state;
    struct random random = {{1}};

    for (size_t len = 0; len < 100; len++) {
        uint8_t buf[101];
        memset(buf, 0xee, sizeof buf);
        random_fill(&random, buf, len);
        assert_int_equal(buf[len], 0xee);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_block_is_that_of_rfc_8439_2_3_2),
        cmocka_unit_test(what_is_given_out_is_not_in_the_state),
        cmocka_unit_test(no_two_answers_are_the_same),
        cmocka_unit_test(every_byte_of_a_seed_counts),
        cmocka_unit_test(any_length_is_filled_and_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
