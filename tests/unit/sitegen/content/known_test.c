/* known_test.c - of sitegen/content/known.c */
#include "content/known.h"

#include "files.h"
#include "sitegen/case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define NOW_NS 1767225600000000000ll
#define OLD_NS (NOW_NS - 3000000000ll)

static const struct walk_entry old = {
    .full = "site/a.md", .len = 5, .stamp = {.device = 1, .inode = 2, .modified_ns = OLD_NS, .changed_ns = OLD_NS}};

/* The store shows what earlier bakes have kept: so it is closed in between. */
static bool is_known_later(const struct walk_entry *kept, const struct walk_entry *asked)
{
    struct pool pool = {0};
    char *top = case_make_folder(&pool, "site/a.md", "x", NULL);
    const char *site = files_join(&pool, top, "site"), *spare = files_join(&pool, top, "spare");
    struct known known = {.front = {value_hash(&pool), 4, true}, .source_sum = 11, .len = 5};

    setenv("XDG_CACHE_HOME", files_join(&pool, top, "cache"), 1);
    hash_set(known.front.values.hash, STR("title"), value_c("A"));
    memset(known.digest.bytes, 7, DIGEST_LEN);
    struct store *store = store_open(site, true, spare);
    known_keep(store, kept, &known, NOW_NS);
    store_close(store);
    store = store_open(site, true, spare);
    known = (struct known){0};
    bool found = known_find(store, asked, &pool, &known);
    if (found) {
        assert_int_equal(known.source_sum, 11);
        assert_int_equal(known.len, 5);
        assert_int_equal(known.digest.bytes[31], 7);
        assert_int_equal(known.front.body, 4);
        assert_true(known.front.present);
        assert_true(str_is(value_get(known.front.values, "title").string, "A"));
    }
    store_close(store);
    case_remove_folder(top);
    pool_free(&pool);
    return found;
}

static void a_file_that_did_not_change_is_known(void **state)
{
    (void)state;
    assert_true(is_known_later(&old, &old));
}

static void one_that_did_is_not(void **state)
{
    struct walk_entry other[] = {old, old, old, old, old, old};

    (void)state;
    other[0].full = "site/b.md";
    other[1].len = 6;
    other[2].stamp.device = 3;
    other[3].stamp.inode = 3;
    other[4].stamp.modified_ns++;
    other[5].stamp.changed_ns++;
    for (size_t i = 0; i < sizeof(other) / sizeof(other[0]); i++)
        assert_false(is_known_later(&old, &other[i]));
}

static void one_that_was_changed_just_now_may_change_again(void **state)
{
    struct walk_entry young[] = {old, old, old, old};

    (void)state;
    young[0].stamp.modified_ns = NOW_NS - 1000000000ll;
    young[1].stamp.changed_ns = NOW_NS - 1000000000ll;
    young[2].len = 6; /* it grew while it was read */
    young[3].stamp.inode = 0;
    for (size_t i = 0; i < sizeof(young) / sizeof(young[0]); i++)
        assert_false(is_known_later(&young[i], &young[i]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_that_did_not_change_is_known),
        cmocka_unit_test(one_that_did_is_not),
        cmocka_unit_test(one_that_was_changed_just_now_may_change_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
