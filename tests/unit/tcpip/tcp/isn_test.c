/* isn_test.c - see isn.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tcp/isn.h"
#include "tcp/seq.h"

static const uint8_t secret[16] = {1}, other_secret[16] = {2};
static const struct tcp_tuple tuple = {0xC0000201, 0xC0000202, 80, 1024};

static void the_clock_ticks_every_four_microseconds(void **state)
{
    uint32_t at_0 = isn_make(secret, &tuple, 0);

    (void)state;
    assert_int_equal(isn_make(secret, &tuple, 3999) - at_0, 0);
    assert_int_equal(isn_make(secret, &tuple, 4000) - at_0, 1);
    assert_int_equal(isn_make(secret, &tuple, 1000000000) - at_0, 250000);
}

static void every_part_of_the_tuple_and_the_secret_matters(void **state)
{
    uint32_t isn = isn_make(secret, &tuple, 0);
    struct tcp_tuple t[4] = {tuple, tuple, tuple, tuple};

    (void)state;
    t[0].local++;
    t[1].remote++;
    t[2].local_port++;
    t[3].remote_port++;
    for (int i = 0; i < 4; i++) {
        assert_int_not_equal(isn_make(secret, &t[i], 0), isn);
        assert_int_not_equal(isn_table_hash(secret, &t[i]), isn_table_hash(secret, &tuple));
    }
    assert_int_not_equal(isn_make(other_secret, &tuple, 0), isn);
}

static void the_table_hash_does_not_give_the_isn_away(void **state)
{
    (void)state;
    assert_int_not_equal(isn_make(secret, &tuple, 0), isn_table_hash(secret, &tuple));
}

static void sequence_numbers_compare_across_the_wrap(void **state)
{
    (void)state;
    assert_true(seq_lt(0xFFFFFFFF, 0) && !seq_lt(0, 0xFFFFFFFF) && !seq_lt(7, 7) && seq_leq(7, 7));
    assert_true(seq_lt(0, 0x7FFFFFFF) && !seq_leq(0x7FFFFFFF, 0));
    assert_int_equal(seq_max(0xFFFFFFF0, 5), 5);
    assert_int_equal(seq_min(0xFFFFFFF0, 5), 0xFFFFFFF0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_clock_ticks_every_four_microseconds),
        cmocka_unit_test(every_part_of_the_tuple_and_the_secret_matters),
        cmocka_unit_test(the_table_hash_does_not_give_the_isn_away),
        cmocka_unit_test(sequence_numbers_compare_across_the_wrap),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
