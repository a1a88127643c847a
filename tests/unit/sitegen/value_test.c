/* value_test.c - of sitegen/value.c and hash.c */
#include "value.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void a_hash_finds_every_key_and_keeps_their_order(void **state)
{
    struct pool pool = {0};
    struct hash *hash = value_hash(&pool).hash;

    (void)state;
    for (int i = 0; i < 1000; i++)
        hash_set(hash, str_of(pool_printf(&pool, "key %d", i)), value_int(i));
    hash_set(hash, STR("key 500"), value_int(-1));
    assert_int_equal(hash->count, 1000);
    for (int i = 0; i < 1000; i++) {
        struct value value = hash_get(hash, str_of(pool_printf(&pool, "key %d", i)));
        assert_int_equal(value.integer, i == 500 ? -1 : i);
        assert_true(str_is(hash->entries[i].key, pool_printf(&pool, "key %d", i)));
    }
    assert_null(hash_entry(hash, STR("key 1000")));
    assert_int_equal(hash_get(hash, STR("nothing")).kind, VALUE_NIL);
    pool_free(&pool);
}

static void a_hash_finds_its_keys_whatever_room_it_was_given(void **state)
{
    struct pool pool = {0};

    (void)state;
    for (size_t room = 0; room < 80; room++) {
        struct hash *hash = value_hash(&pool).hash;
        hash_reserve(hash, room);
        for (size_t count = 0; count < 70; count++) {
            if (count % 30 == 7)
                hash_reserve(hash, room);
            hash_set(hash, str_of(pool_printf(&pool, "%zu", count)), value_int((int64_t)count));
            struct hash *copy = hash_copy(&pool, hash, room % 3).hash;
            assert_int_equal(copy->count, count + 1);
            for (size_t i = 0; i <= count; i += 1 + count / 4) {
                struct str key = str_of(pool_printf(&pool, "%zu", i));
                assert_int_equal(hash_get(hash, key).integer, i);
                assert_int_equal(hash_get(copy, key).integer, i);
            }
            assert_null(hash_entry(copy, STR("")));
        }
        pool_clear(&pool);
    }
    pool_free(&pool);
}

static void a_copy_of_a_hash_goes_its_own_way(void **state)
{
    static const size_t counts[] = {0, 3, 8, 9, 40};
    struct pool pool = {0};

    (void)state;
    for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
        struct hash *hash = value_hash(&pool).hash;
        for (size_t j = 0; j < counts[i]; j++)
            hash_set(hash, str_of(pool_printf(&pool, "%zu", j)), value_int((int64_t)j))->line = 7;
        struct hash *copy = hash_copy(&pool, hash, 1).hash;
        hash_set(copy, STR("more"), value_int(1));
        if (counts[i] > 0)
            hash_set(copy, STR("0"), value_int(100));
        assert_int_equal(hash->count, counts[i]);
        assert_int_equal(copy->count, counts[i] + 1);
        assert_null(hash_entry(hash, STR("more")));
        for (size_t j = 0; j < counts[i]; j++) {
            struct str key = str_of(pool_printf(&pool, "%zu", j));
            assert_int_equal(hash_get(hash, key).integer, j);
            assert_int_equal(hash_get(copy, key).integer, j == 0 ? 100 : j);
            assert_int_equal(hash_entry(copy, key)->line, 7);
            assert_true(str_eq(copy->entries[j].key, key));
        }
    }
    pool_free(&pool);
}

static void only_nil_and_false_are_not_true(void **state)
{
    (void)state;
    assert_false(value_truthy(value_nil));
    assert_false(value_truthy(value_bool(false)));
    assert_true(value_truthy(value_int(0)));
    assert_true(value_truthy(value_str(STR(""))));
}

static void numbers_are_equal_whatever_their_kind(void **state)
{
    int order;

    (void)state;
    assert_true(value_equal(value_int(2), value_float(2.0)));
    assert_false(value_equal(value_int(2), value_str(STR("2"))));
    assert_true(value_compare(value_int(1), value_float(1.5), &order));
    assert_int_equal(order, -1);
    assert_false(value_compare(value_int(1), value_str(STR("1")), &order));
}

static void values_print_as_templates_expect(void **state)
{
    struct pool pool = {0};
    struct value list = value_array(&pool), hash = value_hash(&pool);

    (void)state;
    array_add(list.array, value_int(1));
    array_add(list.array, value_str(STR("b")));
    hash_set(hash.hash, STR("k"), list);
    assert_string_equal(value_to_str(list, &pool).at, "1b");
    assert_string_equal(value_to_str(hash, &pool).at, "{\"k\"=>1b}");
    assert_string_equal(value_to_str(value_float(0.1), &pool).at, "0.1");
    assert_string_equal(value_to_str(value_float(3), &pool).at, "3.0");
    assert_string_equal(value_to_str(value_time(0), &pool).at, "1970-01-01 00:00:00 +0000");
    assert_string_equal(value_to_str(value_nil, &pool).at, "");
    pool_free(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hash_finds_every_key_and_keeps_their_order),
        cmocka_unit_test(a_hash_finds_its_keys_whatever_room_it_was_given),
        cmocka_unit_test(a_copy_of_a_hash_goes_its_own_way),
        cmocka_unit_test(only_nil_and_false_are_not_true),
        cmocka_unit_test(numbers_are_equal_whatever_their_kind),
        cmocka_unit_test(values_print_as_templates_expect),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
