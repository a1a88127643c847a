/* value_pack_test.c - of sitegen/value_pack.c */
#include "value_pack.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

/* One of each kind. */
static struct value some(struct pool *pool)
{
    struct value hash = value_hash(pool), list = value_array(pool);

    array_add(list.array, value_nil);
    array_add(list.array, value_bool(true));
    array_add(list.array, value_int(INT64_MIN));
    array_add(list.array, value_float(-0.5));
    array_add(list.array, value_time_in(1767225600, 3600));
    array_add(list.array, value_time_in(1767225600, VALUE_DAY));
    array_add(list.array, value_str(STR("")));
    hash_set(hash.hash, STR("list"), list);
    struct hash_entry *entry = hash_set(hash.hash, STR("text"), value_str(STR("a\nb")));
    entry->line = 3;
    entry->column = 7;
    hash_set(hash.hash, STR("hash"), value_hash(pool));
    return hash;
}

static void what_was_packed_comes_back(void **state)
{
    struct pool pool = {0};
    struct text packed = {0};
    struct value before = some(&pool), after;

    (void)state;
    assert_true(value_pack(&packed, before));
    struct str rest = text_str(&packed);
    assert_true(value_unpack(&rest, &pool, &after));
    assert_int_equal(rest.len, 0);
    assert_true(value_equal(before, after));
    const struct hash_entry *entry = hash_entry(after.hash, STR("text"));
    assert_int_equal(entry->line, 3);
    assert_int_equal(entry->column, 7);
    assert_int_equal(entry->value.string.at[3], '\0');
    const struct array *list = hash_get(after.hash, STR("list")).array;
    assert_int_equal(list->items[2].integer, INT64_MIN);
    assert_int_equal(list->items[4].zone_s, 3600);
    assert_int_equal(list->items[5].zone_s, VALUE_DAY);
    assert_int_equal(after.hash->extent.depth, before.hash->extent.depth);
    assert_int_equal(after.hash->extent.weight, before.hash->extent.weight);
    text_free(&packed);
    pool_free(&pool);
}

static void what_ends_early_is_none(void **state)
{
    struct pool pool = {0};
    struct text packed = {0};
    struct value value;

    (void)state;
    assert_true(value_pack(&packed, some(&pool)));
    for (size_t len = 0; len < packed.len; len++) {
        struct str rest = pool_str(&pool, str_head(text_str(&packed), len));
        assert_false(value_unpack(&rest, &pool, &value));
    }
    text_free(&packed);
    pool_free(&pool);
}

/* Whatever the bytes are, reading them ends, inside of them. */
static void bytes_that_were_changed_do_no_harm(void **state)
{
    struct pool pool = {0};
    struct text packed = {0};
    struct value value;

    (void)state;
    assert_true(value_pack(&packed, some(&pool)));
    for (size_t at = 0; at < packed.len; at++) {
        for (unsigned byte = 0; byte < 256; byte += 51) {
            struct str rest = pool_str(&pool, text_str(&packed));
            ((char *)(uintptr_t)rest.at)[at] = (char)byte;
            (void)value_unpack(&rest, &pool, &value);
        }
    }
    text_free(&packed);
    pool_free(&pool);
}

static void what_no_file_says_is_not_packed(void **state)
{
    struct pool pool = {0};
    struct text packed = {0};
    struct value deep = value_array(&pool), list = value_array(&pool);

    (void)state;
    for (unsigned i = 0; i <= VALUE_PACK_DEPTH_MAX; i++) {
        struct value outer = value_array(&pool);
        array_add(outer.array, deep);
        deep = outer;
    }
    array_add(list.array, value_lazy(&pool, NULL, NULL));
    assert_false(value_pack(&packed, deep));
    assert_false(value_pack(&packed, list));
    assert_int_equal(packed.len, 0);
    text_free(&packed);
    pool_free(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_packed_comes_back),
        cmocka_unit_test(what_ends_early_is_none),
        cmocka_unit_test(bytes_that_were_changed_do_no_harm),
        cmocka_unit_test(what_no_file_says_is_not_packed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
