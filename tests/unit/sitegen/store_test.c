/* store_test.c - of sitegen/store*.c */
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

/* ---------------------------------------------------------------- the index of a file with many entries */

#define MANY 700

static struct store_key key_of(int number)
{
    return store_key_of(STORE_SOURCE, str_bytes(&number, sizeof(number)));
}

static struct str text_of(struct fixture *f, int number, const char *of)
{
    return str_of(pool_printf(&f->pool, "%s %d", of, number));
}

static void put_many(struct fixture *f, struct store *store, int from, int to, const char *of)
{
    struct store_place place;

    for (int i = from; i < to; i++)
        assert_true(store_add(store, key_of(i), text_of(f, i, of), &place));
}

/* How many of them are found; those are as they were put in. */
static int find_many(struct fixture *f, struct store *store, int from, int to, const char *of)
{
    struct store_place place;
    struct str bytes;
    int count = 0;

    for (int i = from; i < to; i++) {
        if (!store_find(store, key_of(i), &place, &bytes))
            continue;
        assert_true(str_eq(bytes, text_of(f, i, of)));
        assert_true(holds(place, bytes));
        count++;
    }
    return count;
}

static uint64_t word_at(const char *file, off_t at)
{
    uint64_t word = 0;
    int fd = open(file, O_RDONLY);

    assert_true(fd >= 0 && pread(fd, &word, sizeof(word), at) == sizeof(word));
    close(fd);
    return word;
}

#define INDEX_AT 32 /* in the file's head: where the index stands */

static void make_many(struct fixture *f)
{
    struct store *store = store_open(f->site, true, f->spare);

    put_many(f, store, 0, MANY, "first");
    store_close(store);
    assert_int_not_equal(word_at(file_of(f), INDEX_AT), 0);
}

static void many_entries_are_found_by_the_index_in_the_file(void **state)
{
    struct fixture *f = *state;
    struct store *store;

    make_many(f);
    /* What only reading the entries one by one would see. */
    flip_byte(file_of(f), INDEX_AT + 8);
    store = store_open(f->site, true, f->spare);
    assert_int_equal(find_many(f, store, 0, MANY, "first"), MANY - 1);
    assert_int_equal(find_many(f, store, MANY, 2 * MANY, "first"), 0);
    store_close(store);
}

static void what_came_after_the_index_is_found_and_counts(void **state)
{
    struct fixture *f = *state;
    struct store *store;

    make_many(f);
    uint64_t index = word_at(file_of(f), INDEX_AT);
    store = store_open(f->site, true, f->spare);
    put_many(f, store, 0, 10, "second");
    put_many(f, store, MANY, MANY + 10, "second");
    assert_int_equal(find_many(f, store, 10, MANY, "first"), MANY - 10);
    store_close(store);
    assert_true(word_at(file_of(f), INDEX_AT) == index); /* for so few, no other one */
    for (int i = 0; i < 2; i++) {
        store = store_open(f->site, true, f->spare);
        assert_int_equal(find_many(f, store, 0, 10, "second"), 10);
        assert_int_equal(find_many(f, store, 10, MANY, "first"), MANY - 10);
        assert_int_equal(find_many(f, store, MANY, MANY + 10, "second"), 10);
        store_close(store);
    }
}

static void an_index_grows_with_the_file(void **state)
{
    struct fixture *f = *state;
    struct store *store;

    make_many(f);
    uint64_t index = word_at(file_of(f), INDEX_AT);
    store = store_open(f->site, true, f->spare);
    put_many(f, store, 100, 6 * MANY, "second");
    store_close(store);
    assert_true(word_at(file_of(f), INDEX_AT) > index);
    store = store_open(f->site, true, f->spare);
    assert_int_equal(find_many(f, store, 0, 100, "first"), 100);
    assert_int_equal(find_many(f, store, 100, 6 * MANY, "second"), 6 * MANY - 100);
    store_close(store);
}

static void a_file_that_is_written_anew_has_an_index_of_its_own(void **state)
{
    struct fixture *f = *state;
    struct store *store = store_open(f->site, true, f->spare);
    static char large[2 * 1024 * 1024];
    struct stat st;

    put(store, STORE_BODY, (struct str){large, sizeof(large)});
    store_close(store);
    make_many(f);
    assert_true(stat(file_of(f), &st) == 0 && st.st_size < (off_t)sizeof(large));
    assert_true(word_at(file_of(f), INDEX_AT) < (uint64_t)st.st_size);
    flip_byte(file_of(f), INDEX_AT + 8);
    store = store_open(f->site, true, f->spare);
    assert_int_equal(find_many(f, store, 0, MANY, "first"), MANY - 1);
    store_close(store);
}

/* A bake finds all there is in a file of these bytes. */
static void find_all_in(struct fixture *f, struct str bytes)
{
    assert_true(files_write(file_of(f), bytes, 0600));
    struct store *store = store_open(f->site, true, f->spare);
    assert_int_equal(find_many(f, store, 0, MANY, "first"), MANY);
    store_close(store);
}

static void an_index_that_is_damaged_or_cut_off_is_none(void **state)
{
    struct fixture *f = *state;
    struct str file;

    make_many(f);
    assert_true(files_read(file_of(f), &f->pool, &file));
    size_t index = (size_t)word_at(file_of(f), INDEX_AT);
    char *bytes = pool_copy(&f->pool, file);
    for (size_t at = INDEX_AT; at < file.len; at += at < INDEX_AT + 7 || (at >= index && at < index + 48) ? 1 : 97) {
        if (at > INDEX_AT + 7 && at < index)
            at = index;
        bytes[at] ^= 1;
        find_all_in(f, (struct str){bytes, file.len});
        bytes[at] ^= 1;
        find_all_in(f, str_head(file, at < index ? index : at));
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
    static const struct {
        const char *name;
        bool stays;
    } files[] = {{"0123.store", false}, {"0123.store.AbCdEf", false}, {"notes", true}, {"notes.AbCdEf", true}};
    struct timespec times[2] = {{.tv_sec = 1000}, {.tv_sec = 1000}};
    struct fixture *f = *state;

    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        const char *file = files_join(&f->pool, f->cache, files[i].name);
        assert_true(files_make_parents(file) && files_write(file, STR("x"), 0600));
        assert_int_equal(utimensat(AT_FDCWD, file, times, 0), 0);
    }
    store_close(store_open(f->site, true, f->spare));
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
        assert_int_equal(files_exists(files_join(&f->pool, f->cache, files[i].name)), files[i].stays);
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
        cmocka_unit_test_setup_teardown(many_entries_are_found_by_the_index_in_the_file, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_came_after_the_index_is_found_and_counts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_index_grows_with_the_file, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_file_that_is_written_anew_has_an_index_of_its_own, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_index_that_is_damaged_or_cut_off_is_none, set_up, tear_down),
        cmocka_unit_test_setup_teardown(zeros_that_a_bake_left_when_it_was_killed_are_written_over, set_up, tear_down),
        cmocka_unit_test_setup_teardown(entries_of_every_length_lie_one_behind_the_other, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_nobody_asks_for_goes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(files_of_sites_long_gone_are_removed, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
