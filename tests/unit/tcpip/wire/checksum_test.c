/* checksum_test.c - the Internet checksum against a plain one, over all lengths, alignments and cuts. */
#include "wire/checksum.h"

#include "bytes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* RFC 1071 4.1, word by word. */
static uint16_t plain(uint32_t sum, const uint8_t *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        sum += i % 2 ? bytes[i] : (uint32_t)bytes[i] << 8;
        sum = (sum & 0xFFFF) + (sum >> 16);
    }
    return (uint16_t)~sum;
}

static void fill(uint8_t *bytes, size_t len, unsigned seed)
{
    for (size_t i = 0; i < len; i++)
        bytes[i] = (uint8_t)((seed = seed * 1103515245u + 12345u) >> 16);
}

static void the_example_of_rfc_1071(void **state)
{
    static const uint8_t bytes[] = {0x00, 0x01, 0xF2, 0x03, 0xF4, 0xF5, 0xF6, 0xF7};

    (void)state;
    assert_int_equal(csum_add(0, bytes, sizeof bytes), 0xDDF2);
    assert_int_equal(csum_finish(0xDDF2), 0x220D);
}

static void all_lengths_and_alignments_agree_with_the_plain_sum(void **state)
{
    uint8_t bytes[300];

    (void)state;
    fill(bytes, sizeof bytes, 1);
    for (size_t offset = 0; offset < 9; offset++) {
        for (size_t len = 0; len + offset <= sizeof bytes; len++)
            assert_int_equal(csum_finish(csum_add(0, bytes + offset, len)), plain(0, bytes + offset, len));
    }
}

static void carries_are_not_lost(void **state)
{
    uint8_t bytes[1500];

    (void)state;
    memset(bytes, 0xFF, sizeof bytes);
    for (size_t len = 0; len <= sizeof bytes; len++)
        assert_int_equal(csum_finish(csum_add(0xFFFF, bytes, len)), plain(0xFFFF, bytes, len));
}

static void a_large_run_agrees_with_the_plain_sum(void **state)
{
    size_t len = 65535;
    uint8_t *bytes = malloc(len);

    (void)state;
    fill(bytes, len, 7);
    assert_int_equal(csum_finish(csum_add(0x1234, bytes, len)), plain(0x1234, bytes, len));
    free(bytes);
}

/* Nothing is read behind the end: the block is exactly as long. */
static void reads_no_byte_too_many(void **state)
{
    (void)state;
    for (size_t len = 1; len < 70; len++) {
        uint8_t *bytes = malloc(len);
        memset(bytes, 0x5A, len);
        assert_int_equal(csum_finish(csum_add(0, bytes, len)), plain(0, bytes, len));
        free(bytes);
    }
}

static void spans_of_odd_lengths_are_one_run(void **state)
{
    uint8_t bytes[64];

    (void)state;
    fill(bytes, sizeof bytes, 3);
    for (size_t a = 0; a <= 20; a++) {
        for (size_t b = a; b <= 40; b++) {
            struct span spans[3] = {{bytes + a, b - a}, {bytes + b, 0}, {bytes + b, sizeof bytes - b}};
            assert_int_equal(csum_finish(csum_add_spans(5, bytes, a, spans, 3)),
                             plain(5, bytes, sizeof bytes));
        }
    }
}

static void an_empty_span_may_point_nowhere(void **state)
{
    struct span none = {NULL, 0};
    uint8_t bytes[3] = {1, 2, 3};

    (void)state;
    assert_int_equal(csum_finish(csum_add_spans(0, bytes, 3, &none, 1)), plain(0, bytes, 3));
}

static void the_pseudo_header_is_the_sum_of_its_fields(void **state)
{
    uint8_t header[12] = {192, 0, 2, 1, 198, 51, 100, 7, 0, 6, 0x05, 0xDC};

    (void)state;
    assert_int_equal(csum_pseudo_header(0xC0000201, 0xC6336407, 6, 1500), csum_add(0, header, sizeof header));
    assert_true(csum_pseudo_header(UINT32_MAX, UINT32_MAX, 255, 65535) <= 0xFFFF);
}

static void intact_bytes_are_told_from_broken_ones(void **state)
{
    uint8_t bytes[40];

    (void)state;
    fill(bytes, sizeof bytes, 11);
    bytes[10] = bytes[11] = 0;
    be16_put(bytes + 10, csum_finish(csum_add(0, bytes, sizeof bytes)));
    assert_true(csum_is_intact(0, bytes, sizeof bytes));
    for (size_t bit = 0; bit < sizeof bytes * 8; bit++) {
        bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
        assert_false(csum_is_intact(0, bytes, sizeof bytes));
        bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_example_of_rfc_1071),
        cmocka_unit_test(all_lengths_and_alignments_agree_with_the_plain_sum),
        cmocka_unit_test(carries_are_not_lost),
        cmocka_unit_test(a_large_run_agrees_with_the_plain_sum),
        cmocka_unit_test(reads_no_byte_too_many),
        cmocka_unit_test(spans_of_odd_lengths_are_one_run),
        cmocka_unit_test(an_empty_span_may_point_nowhere),
        cmocka_unit_test(the_pseudo_header_is_the_sum_of_its_fields),
        cmocka_unit_test(intact_bytes_are_told_from_broken_ones),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
