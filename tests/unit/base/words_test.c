#include "words.h"
#include "arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

static void words_are_parted_by_blanks(void **state)
{
    (void)state;
    const char *cursor = "  ip=192.0.2.1/24\tquiet  a=b=c = \n";
    struct word w;
    assert_true(words_next(&cursor, &w));
    assert_true(word_key_is(&w, "ip"));
    assert_int_equal(w.value_len, 12);
    assert_memory_equal(w.value, "192.0.2.1/24", 12);
    assert_true(words_next(&cursor, &w));
    assert_true(word_key_is(&w, "quiet"));
    assert_null(w.value);
    assert_true(words_next(&cursor, &w));
    assert_true(word_key_is(&w, "a"));
    assert_int_equal(w.value_len, 3);
    assert_true(words_next(&cursor, &w));
    assert_int_equal(w.key_len, 0);
    assert_int_equal(w.value_len, 0);
    assert_false(words_next(&cursor, &w));
}

static void a_key_is_compared_whole(void **state)
{
    (void)state;
    const char *cursor = "port=80";
    struct word w;
    assert_true(words_next(&cursor, &w));
    assert_false(word_key_is(&w, "por"));
    assert_false(word_key_is(&w, "ports"));
}

static bool u32(const char *text, uint32_t *value)
{
    return word_get_u32(text, strlen(text), 1, 65535, value);
}

static void numbers_are_decimal_and_in_range(void **state)
{
    (void)state;
    uint32_t v = 7;
    assert_true(u32("80", &v));
    assert_int_equal(v, 80);
    const char *bad[] = {"", "0", "65536", "-1", "+1", "8 0", "0x50", "80a", "99999999999", "4294967297"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
        assert_false(u32(bad[i], &v));
    assert_int_equal(v, 80);
}

static void hex_takes_both(void **state)
{
    (void)state;
    uint64_t v = 0;
    assert_true(word_get_hex("0xfeb00e00", 10, &v));
    assert_true(v == 0xfeb00e00);
    assert_true(word_get_hex("512", 3, &v));
    assert_true(v == 512);
    assert_false(word_get_hex("0x", 2, &v));
    assert_false(word_get_hex("0xg", 3, &v));
    assert_false(word_get_hex("0x11112222333344445", 19, &v));
}

static void addresses_are_four_octets(void **state)
{
    (void)state;
    uint32_t a = 0;
    assert_true(word_get_ipv4("192.0.2.10", 10, &a));
    assert_int_equal(a, 0xc000020a);
    assert_true(word_get_ipv4("255.255.255.255", 15, &a));
    const char *bad[] = {"", "1", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1..2.3", "1.2.3.", ".1.2.3", "01.2.3.4",
                         "1.2.3.4 ", "1.2.3.-4"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
        assert_false(word_get_ipv4(bad[i], strlen(bad[i]), &a));
}

static void a_prefix_is_needed_and_at_most_32(void **state)
{
    (void)state;
    uint32_t a = 0;
    uint8_t n = 0;
    assert_true(word_get_ipv4_prefix("10.0.0.1/8", 10, &a, &n));
    assert_int_equal(n, 8);
    assert_true(word_get_ipv4_prefix("10.0.0.1/0", 10, &a, &n));
    const char *bad[] = {"10.0.0.1", "10.0.0.1/", "10.0.0.1/33", "10.0.0.1/008", "10.0.0/8", "/8"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
        assert_false(word_get_ipv4_prefix(bad[i], strlen(bad[i]), &a, &n));
}

static void an_arena_gives_until_it_is_empty(void **state)
{
    (void)state;
    static uint8_t region[256] __attribute__((aligned(64)));
    struct arena arena = {.next = region + 1, .end = region + sizeof(region)};
    uint8_t *p = arena_take(&arena, 2, 32, 64);
    assert_ptr_equal(p, region + 64);
    assert_int_equal(arena_left(&arena), 128);
    assert_null(arena_take(&arena, 5, 32, 8));
    assert_null(arena_take(&arena, SIZE_MAX / 2, 4, 1));
    assert_int_equal(arena_left(&arena), 128);
    assert_non_null(arena_take(&arena, 4, 32, 8));
    assert_null(arena_take(&arena, 1, 1, 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_parted_by_blanks),       cmocka_unit_test(a_key_is_compared_whole),
        cmocka_unit_test(numbers_are_decimal_and_in_range), cmocka_unit_test(hex_takes_both),
        cmocka_unit_test(addresses_are_four_octets),
        cmocka_unit_test(an_arena_gives_until_it_is_empty),
        cmocka_unit_test(a_prefix_is_needed_and_at_most_32),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
