/* value_digest_test.c - of sitegen/value_digest.c */
#include "value_digest.h"

#include "value_pack.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static struct value list_of(struct pool *pool, struct value a, struct value b)
{
    struct value list = value_array(pool);

    array_add(list.array, a);
    array_add(list.array, b);
    return list;
}

static struct value hash_of(struct pool *pool, const char *key, struct value value)
{
    struct value hash = value_hash(pool);

    hash_set(hash.hash, str_of(key), value);
    return hash;
}

static void different_values_have_different_sums(void **state)
{
    struct pool pool = {0};
    struct value a = value_c("a"), ab = value_c("ab"), b = value_c("b");
    struct value range = {.kind = VALUE_RANGE, .range = {1, 2}};
    struct value values[] = {
        value_nil, value_bool(false), value_bool(true), value_int(0), value_int(1), value_float(0),
        value_float(1), value_c(""), value_c("1"), a, ab, value_time(1), value_time_in(1, 3600),
        value_time_in(1, VALUE_DAY), range, value_array(&pool), value_hash(&pool), list_of(&pool, a, b),
        list_of(&pool, b, a), list_of(&pool, ab, value_c("")), list_of(&pool, list_of(&pool, a, b), a),
        list_of(&pool, a, list_of(&pool, b, a)), hash_of(&pool, "a", b), hash_of(&pool, "b", b),
        hash_of(&pool, "a", value_hash(&pool)), hash_of(&pool, "a", value_array(&pool)),
        {.kind = VALUE_LAZY}, {.kind = VALUE_EMPTY}, {.kind = VALUE_BLANK},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        assert_true(value_sum(values[i]) > VALUE_SUM_FOLLOWS);
        for (size_t j = 0; j < sizeof(values) / sizeof(values[0]); j++)
            assert_int_equal(value_sum(values[i]) == value_sum(values[j]), i == j);
    }
    pool_free(&pool);
}

/* However it is cut into pieces: the buffer ends inside numbers and texts. */
static void large_values_are_covered_to_the_last_byte(void **state)
{
    struct pool pool = {0};
    char *text = pool_take(&pool, 3 * VALUE_DIGEST_BUFFER_LEN);

    (void)state;
    for (size_t len = VALUE_DIGEST_BUFFER_LEN - 40; len < 3 * VALUE_DIGEST_BUFFER_LEN - 8; len += 997) {
        struct value list = list_of(&pool, value_str((struct str){text, len}), value_int(1));
        uint64_t sum = value_sum(list);
        assert_int_equal(value_sum(list), sum);
        text[len - 1] = 'x';
        assert_int_not_equal(value_sum(list), sum);
        text[len - 1] = '\0';
        list.array->items[1] = value_int(2);
        assert_int_not_equal(value_sum(list), sum);
    }
    pool_free(&pool);
}

static void a_sum_stands_for_what_is_inside_until_something_is_set(void **state)
{
    struct pool pool = {0};
    struct value a = hash_of(&pool, "a", value_int(1)), b = hash_of(&pool, "b", value_int(2));
    uint64_t of_a = value_sum(a);

    (void)state;
    a.hash->sum = b.hash->sum = 7;
    assert_int_equal(value_sum(a), 7);
    assert_int_equal(value_sum(list_of(&pool, a, a)), value_sum(list_of(&pool, a, b)));
    b.hash->sum = VALUE_SUM_FOLLOWS; /* says nothing to others */
    assert_int_not_equal(value_sum(list_of(&pool, a, a)), value_sum(list_of(&pool, a, b)));
    assert_int_equal(hash_copy(&pool, a.hash, 1).hash->sum, 0);
    hash_set(a.hash, STR("a"), value_int(1));
    assert_int_equal(value_sum(a), of_a);
    hash_set(a.hash, STR("a"), value_int(2));
    assert_int_not_equal(value_sum(a), of_a);
    pool_free(&pool);
}

static void what_was_packed_brings_the_sum_that_it_would_have(void **state)
{
    struct pool pool = {0};
    struct text packed = {0};
    struct value inner = list_of(&pool, value_c("b"), hash_of(&pool, "c", value_nil));
    struct value before = hash_of(&pool, "a", inner), after;

    (void)state;
    assert_true(value_pack(&packed, before));
    struct str rest = text_str(&packed);
    assert_true(value_unpack(&rest, &pool, &after));
    assert_int_equal(after.hash->sum, value_sum(before));
    after.hash->sum = 0;
    assert_int_equal(value_sum(after), value_sum(before));
    text_free(&packed);
    pool_free(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(different_values_have_different_sums),
        cmocka_unit_test(large_values_are_covered_to_the_last_byte),
        cmocka_unit_test(a_sum_stands_for_what_is_inside_until_something_is_set),
        cmocka_unit_test(what_was_packed_brings_the_sum_that_it_would_have),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
