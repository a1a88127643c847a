/* store_test.c - of sitegen/store.c and store_file.c */
#include "store.h"

#include "files.h"
#include "sitegen/case.h"

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

struct fixture {
    struct pool pool;
    char *top;   /* holds the cache, and the site */
    char *cache; /* the folder of the stores */
    char *site;
    char *spare;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));

    f->top = case_make_folder(&f->pool, "site/a.md", "x", NULL);
    f->site = files_join(&f->pool, f->top, "site");
    f->spare = files_join(&f->pool, f->top, "spare");
    f->cache = files_join(&f->pool, f->top, "cache/sitegen");
    setenv("XDG_CACHE_HOME", files_join(&f->pool, f->top, "cache"), 1);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    case_remove_folder(f->top);
    pool_free(&f->pool);
    free(f);
    return 0;
}

static const struct str page = {"<p>bread</p>", 12};

static struct store_place put(struct store *store, enum store_kind kind, struct str bytes)
{
    struct store_place place;

    assert_true(store_add(store, store_key_of(kind, bytes), bytes, &place));
    return place;
}

/* What stands at the place, whichever file it is. */
static bool holds(struct store_place place, struct str bytes)
{
    char buf[64 * 1024];

    return place.len == bytes.len && pread(place.fd, buf, bytes.len, (off_t)place.offset) == (ssize_t)bytes.len &&
           memcmp(buf, bytes.at, bytes.len) == 0;
}

/* The one file in the cache. */
static char *file_of(struct fixture *f)
{
    DIR *stream = opendir(f->cache);
    const struct dirent *entry;
    char *file = NULL;

    assert_non_null(stream);
    while ((entry = readdir(stream)) != NULL)
        if (entry->d_name[0] != '.')
            file = files_join(&f->pool, f->cache, entry->d_name);
    closedir(stream);
    return file;
}

static void the_next_bake_finds_what_the_last_one_made(void **state)
{
    struct fixture *f = *state;
    struct store_place place;
    struct str bytes;
    struct store *store = store_open(f->site, true, f->spare);

    assert_false(store_find(store, store_key_of(STORE_BODY, page), &place, NULL));
    assert_true(holds(put(store, STORE_BODY, page), page));
    assert_true(store_find(store, store_key_of(STORE_BODY, page), &place, &bytes));
    assert_int_equal(bytes.len, 0);
    assert_false(store_find(store, store_key_of(STORE_GZIP, page), &place, NULL));
    put(store, STORE_GZIP, STR(""));
    store_close(store);

    store = store_open(f->site, true, f->spare);
    assert_true(store_find(store, store_key_of(STORE_BODY, page), &place, &bytes));
    assert_true(str_eq(bytes, page) && holds(place, page));
    assert_true(store_find(store, store_key_of(STORE_GZIP, STR("")), &place, &bytes));
    assert_int_equal(place.len, 0);
    store_close(store);
}

static void the_same_bytes_are_kept_once(void **state)
{
    struct fixture *f = *state;
    struct store *store = store_open(f->site, true, f->spare);
    struct store_place first = put(store, STORE_BODY, page), second = put(store, STORE_BODY, page);

    assert_int_equal(first.offset, second.offset);
    store_close(store);
}

static void without_a_cache_it_holds_what_this_bake_puts_in(void **state)
{
    struct fixture *f = *state;
    struct store *store = store_open(f->site, false, f->spare);

    assert_true(holds(put(store, STORE_BODY, page), page));
    store_close(store);
    assert_false(files_exists(f->cache));
    assert_false(files_exists(f->spare));
}

static void two_bakes_at_once_do_not_share_it(void **state)
{
    struct fixture *f = *state;
    struct store *first = store_open(f->site, true, f->spare), *second = store_open(f->site, true, f->spare);

    put(first, STORE_BODY, page);
    assert_true(holds(put(second, STORE_BODY, page), page));
    store_close(second);
    store_close(first);
}

static void flip_byte(const char *file, off_t at)
{
    int fd = open(file, O_RDWR);
    char byte;

    assert_true(fd >= 0 && pread(fd, &byte, 1, at) == 1);
    byte ^= 1;
    assert_int_equal(pwrite(fd, &byte, 1, at), 1);
    close(fd);
}

static void damage_anywhere_is_a_miss_and_no_wrong_bytes(void **state)
{
    struct fixture *f = *state;
    struct store *store = store_open(f->site, true, f->spare);
    struct store_place place;
    struct stat st;
    struct str bytes;

    put(store, STORE_BODY, page);
    put(store, STORE_BODY, STR("other"));
    store_close(store);
    assert_int_equal(stat(file_of(f), &st), 0);
    for (off_t at = 0; at < st.st_size; at++) {
        flip_byte(file_of(f), at);
        store = store_open(f->site, true, f->spare);
        if (store_find(store, store_key_of(STORE_BODY, page), &place, &bytes))
            assert_true(str_eq(bytes, page));
        put(store, STORE_BODY, page);
        assert_true(holds(put(store, STORE_BODY, STR("other")), STR("other")));
        store_close(store);
    }
    store = store_open(f->site, true, f->spare);
    assert_true(store_find(store, store_key_of(STORE_BODY, page), &place, &bytes) && str_eq(bytes, page));
    store_close(store);
}

static void a_file_cut_off_anywhere_is_read_as_far_as_it_goes(void **state)
{
    struct fixture *f = *state;
    struct store *store = store_open(f->site, true, f->spare);
    struct store_place place;
    struct stat st;
    struct str bytes;

    put(store, STORE_BODY, STR("other"));
    put(store, STORE_BODY, page);
    store_close(store);
    assert_int_equal(stat(file_of(f), &st), 0);
    for (off_t len = st.st_size - 1; len >= 0; len--) {
        assert_int_equal(truncate(file_of(f), len), 0);
        store = store_open(f->site, true, f->spare);
        assert_false(store_find(store, store_key_of(STORE_BODY, page), &place, &bytes));
        store_close(store);
    }
}

static void zeros_that_a_bake_left_when_it_was_killed_are_written_over(void **state)
{
    struct fixture *f = *state;
    struct store *store = store_open(f->site, true, f->spare);
    struct store_place place;
    struct stat before, after;
    struct str bytes;

    put(store, STORE_BODY, page);
    store_close(store);
    assert_int_equal(stat(file_of(f), &before), 0);
    assert_int_equal(truncate(file_of(f), before.st_size + 100000), 0);
    store = store_open(f->site, true, f->spare);
    put(store, STORE_BODY, STR("other"));
    store_close(store);
    assert_true(stat(file_of(f), &after) == 0 && after.st_size < before.st_size + 100);
    store = store_open(f->site, true, f->spare);
    assert_true(store_find(store, store_key_of(STORE_BODY, page), &place, &bytes) && str_eq(bytes, page));
    assert_true(store_find(store, store_key_of(STORE_BODY, STR("other")), &place, &bytes) &&
                str_eq(bytes, STR("other")));
    store_close(store);
}

static void entries_of_every_length_lie_one_behind_the_other(void **state)
{
    struct fixture *f = *state;
    struct store *store = store_open(f->site, true, f->spare);
    static char large[700 * 1024];
    struct store_place place, last = {0};
    struct str bytes;

    for (size_t len = 1; len < sizeof(large); len = len * 3 + 1) {
        memset(large, (int)(len % 251), len);
        place = put(store, STORE_BODY, (struct str){large, len});
        assert_true(last.len == 0 || place.offset - (last.offset + last.len) < 64);
        last = place;
    }
    store_close(store);
    store = store_open(f->site, true, f->spare);
    for (size_t len = 1; len < sizeof(large); len = len * 3 + 1) {
        memset(large, (int)(len % 251), len);
        assert_true(store_find(store, store_key_of(STORE_BODY, (struct str){large, len}), &place, &bytes));
        assert_true(str_eq(bytes, (struct str){large, len}));
    }
    store_close(store);
}

static void what_nobody_asks_for_goes(void **state)
{
    struct fixture *f = *state;
    struct store *store = store_open(f->site, true, f->spare);
    static char large[900 * 1024];
    struct store_place place;
    struct str bytes;
    struct stat st;

    for (char c = 'a'; c < 'e'; c++) {
        memset(large, c, sizeof(large));
        put(store, STORE_BODY, (struct str){large, sizeof(large)});
    }
    put(store, STORE_BODY, page);
    store_close(store);
    assert_true(stat(file_of(f), &st) == 0 && st.st_size > 4 * (off_t)sizeof(large));
    for (int i = 0; i < 2; i++) { /* the second time, from what was written anew */
        store = store_open(f->site, true, f->spare);
        assert_true(store_find(store, store_key_of(STORE_BODY, page), &place, &bytes) && str_eq(bytes, page));
        store_close(store);
        assert_true(stat(file_of(f), &st) == 0 && st.st_size < 1024);
    }
}

static void files_of_sites_long_gone_are_removed(void **state)
{
    struct fixture *f = *state;
    char *old = files_join(&f->pool, f->cache, "0123.store"), *alien = files_join(&f->pool, f->cache, "notes");
    struct timespec times[2] = {{.tv_sec = 1000}, {.tv_sec = 1000}};

    assert_true(files_make_parents(old) && files_write(old, STR("x"), 0600) && files_write(alien, STR("x"), 0600));
    assert_int_equal(utimensat(AT_FDCWD, old, times, 0), 0);
    assert_int_equal(utimensat(AT_FDCWD, alien, times, 0), 0);
    store_close(store_open(f->site, true, f->spare));
    assert_false(files_exists(old));
    assert_true(files_exists(alien));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_next_bake_finds_what_the_last_one_made, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_same_bytes_are_kept_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(without_a_cache_it_holds_what_this_bake_puts_in, set_up, tear_down),
        cmocka_unit_test_setup_teardown(two_bakes_at_once_do_not_share_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(damage_anywhere_is_a_miss_and_no_wrong_bytes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_file_cut_off_anywhere_is_read_as_far_as_it_goes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(zeros_that_a_bake_left_when_it_was_killed_are_written_over, set_up, tear_down),
        cmocka_unit_test_setup_teardown(entries_of_every_length_lie_one_behind_the_other, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_nobody_asks_for_goes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(files_of_sites_long_gone_are_removed, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
