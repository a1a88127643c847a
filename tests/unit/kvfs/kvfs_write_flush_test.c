/* kvfs_write_flush_test.c - what is written early is the same image, and nothing can come before it any more. */
#include "kvfs/baked.h"
#include "kvfs_write_parts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *const paths[] = {"/a", "/a-b", "/a/", "/b", "/c"};

static void add(struct kvfs_write *w, const char *path)
{
    struct kvfs_write_entry redirect = {.path = path, .location = "/a/"};

    if (strcmp(path, "/a") == 0)
        assert_true(kvfs_write_add(w, &redirect));
    else
        assert_true(baked_add_text(w, path, path));
}

static void check_same(const char *one, const char *other)
{
    size_t one_len, other_len;
    char *one_bytes = baked_read_file(one, &one_len), *other_bytes = baked_read_file(other, &other_len);

    assert_int_equal(one_len, other_len);
    assert_memory_equal(one_bytes, other_bytes, one_len);
    free(one_bytes);
    free(other_bytes);
}

static void an_image_written_step_by_step_is_the_one_written_at_once(void **state)
{
    struct kvfs_write *w = baked_open("at once");

    (void)state;
    for (size_t i = 5; i-- > 0;)
        add(w, paths[i]);
    assert_true(kvfs_write_alias(w, "/a/index.html", "/a/"));
    assert_true(kvfs_write_alias(w, "/z", "/b"));
    baked_finish(w);
    w = baked_open("step by step");
    assert_true(kvfs_write_flush(w, "/"));
    add(w, "/a/");
    assert_true(kvfs_write_alias(w, "/a/index.html", "/a/"));
    add(w, "/a");
    assert_true(kvfs_write_flush(w, "/a-a"));
    add(w, "/b");
    assert_true(kvfs_write_alias(w, "/z", "/b"));
    add(w, "/a-b");
    assert_true(kvfs_write_flush(w, "/b"));
    add(w, "/c");
    assert_true(kvfs_write_flush(w, "/d"));
    baked_finish(w);
    check_same("at once.bin", "step by step.bin");
}

static void what_was_written_is_not_kept(void **state)
{
    struct kvfs_write *w = baked_open("kept");

    (void)state;
    add(w, "/a/");
    add(w, "/b");
    assert_true(kvfs_write_flush(w, "/b"));
    assert_int_equal(w->waiting_count, 1);
    assert_int_equal(w->entries[0].identity.body_len, 3);
    assert_int_equal(w->entries[1].identity.head_len, 0);
    baked_finish(w);
}

static void nothing_comes_before_what_is_written(void **state)
{
    struct kvfs_write *w = baked_open("before");
    struct kvfs_write_entry late = {.path = "/a", .location = "/a/"};

    (void)state;
    add(w, "/a/");
    assert_true(kvfs_write_flush(w, "/b"));
    assert_false(kvfs_write_add(w, &late));
    assert_string_equal(kvfs_write_error(w), "/a: added after what stands behind it was written");
    assert_true(kvfs_write_alias(w, "/0", "/a/"));
    kvfs_write_free(w);
}

static void the_404_page_is_first(void **state)
{
    struct kvfs_write *w = baked_begin("first", "Title", "generator");

    (void)state;
    assert_non_null(w);
    assert_false(kvfs_write_flush(w, "/b"));
    assert_non_null(strstr(kvfs_write_error(w), "there is no 404 page"));
    kvfs_write_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_image_written_step_by_step_is_the_one_written_at_once),
        cmocka_unit_test(what_was_written_is_not_kept),
        cmocka_unit_test(nothing_comes_before_what_is_written),
        cmocka_unit_test(the_404_page_is_first),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
