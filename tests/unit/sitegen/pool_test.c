/* pool_test.c - of sitegen/pool.c */
#include "pool.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#define OBJECTS 20000u

static void assert_zero(const unsigned char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++)
        assert_int_equal(bytes[i], 0);
}

/* Objects of many sizes, 9 MB together: small blocks, large ones, and objects with a block of their own. */
static void fill(struct pool *pool)
{
    for (size_t i = 0; i < OBJECTS; i++) {
        size_t len = i % 1000 == 999 ? 100000 : i % 700;
        unsigned char *object = pool_take(pool, len);
        assert_int_equal((uintptr_t)object % 16, 0);
        assert_zero(object, len);
        memset(object, 0xff, len);
    }
}

static void what_is_taken_is_zero_and_nobody_elses(void **state)
{
    struct pool pool = {0};
    unsigned char *first = pool_take(&pool, 100), *last;

    (void)state;
    memset(first, 1, 100);
    fill(&pool);
    last = pool_take(&pool, 100);
    memset(last, 2, 100);
    for (size_t i = 0; i < 100; i++)
        assert_int_equal(first[i], 1);
    assert_true(pool.total_len >= 7 * 1000 * 1000);
    pool_free(&pool);
    assert_null(pool.blocks);
    assert_int_equal(pool.total_len, 0);
}

static void a_cleared_pool_gives_zeros_again(void **state)
{
    struct pool pool = {0};

    (void)state;
    for (unsigned round = 0; round < 3; round++) {
        fill(&pool);
        pool_clear(&pool);
        assert_true(pool.total_len < 100 * 1000);
    }
    pool_free(&pool);
}

/* Its pieces are larger than most of what is taken, and smaller than some. */
static void what_a_lasting_pool_gives_is_zero_and_nobody_elses(void **state)
{
    static const size_t lens[] = {3 << 20, 1000, (2 << 20) - 64, 100, 1 << 20, 2 << 20, 70000, 1};
    unsigned char *objects[sizeof(lens) / sizeof(lens[0])];
    struct pool pool = {.is_lasting = true};

    (void)state;
    fill(&pool);
    for (size_t i = 0; i < sizeof(lens) / sizeof(lens[0]); i++) {
        objects[i] = pool_take(&pool, lens[i]);
        assert_zero(objects[i], lens[i]);
        memset(objects[i], (int)i + 1, lens[i]);
    }
    fill(&pool);
    for (size_t i = 0; i < sizeof(lens) / sizeof(lens[0]); i++)
        for (size_t at = 0; at < lens[i]; at++)
            assert_int_equal(objects[i][at], i + 1);
    pool_free(&pool);
    assert_null(pool.blocks);
}

/* Memory that a page gives back must not come in large pieces: each costs what many pages take to render. */
static void a_pool_of_a_page_holds_little_more_than_was_taken(void **state)
{
    struct pool pool = {0};

    (void)state;
    for (unsigned i = 0; i < 2048; i++)
        pool_take(&pool, 1024);
    assert_true(pool.total_len >= 2048 * 1024);
    assert_true(pool.total_len < 2048 * 1024 + 100 * 1000);
    pool_free(&pool);
}

static void a_list_keeps_its_items_while_it_grows(void **state)
{
    struct pool pool = {0};
    uint64_t *items = NULL;
    size_t cap = 0;

    (void)state;
    for (size_t i = 0; i < 300000; i++) {
        items = pool_grow(&pool, items, i, &cap, sizeof(*items));
        items[i] = i;
    }
    for (size_t i = 0; i < 300000; i++)
        assert_int_equal(items[i], i);
    pool_free(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_taken_is_zero_and_nobody_elses),
        cmocka_unit_test(what_a_lasting_pool_gives_is_zero_and_nobody_elses),
        cmocka_unit_test(a_cleared_pool_gives_zeros_again),
        cmocka_unit_test(a_pool_of_a_page_holds_little_more_than_was_taken),
        cmocka_unit_test(a_list_keeps_its_items_while_it_grows),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
