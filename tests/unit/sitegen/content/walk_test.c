/* walk_test.c - of sitegen/content/walk.c */
#include "content/walk.h"
#include "files.h"
#include "sitegen/case.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

struct walked {
    struct test_case test;
    char *folder;
    struct walk_entry *entries;
    size_t count;
    bool ok;
};

static void walk(struct walked *w, const struct walk_rules *rules)
{
    w->ok = walk_folder(&w->test.pool, &w->test.diag, w->folder, rules, &w->entries, &w->count);
}

static void end(struct walked *w)
{
    case_remove_folder(w->folder);
    case_free(&w->test);
}

static void check_paths(const struct walked *w, const char *const *paths)
{
    for (size_t i = 0; i < w->count; i++) {
        assert_non_null(paths[i]);
        assert_string_equal(w->entries[i].path, paths[i]);
    }
    assert_null(paths[w->count]);
}

static void files_come_sorted_and_hidden_ones_do_not(void **state)
{
    struct walked w = {0};
    static const char *const wanted[] = {"B.md", "_posts/2026-01-01-x.md", "a b/c%.md", "a.md", NULL};

    (void)state;
    w.folder = case_make_folder(&w.test.pool, "a.md", "", "B.md", "", "a b/c%.md", "", ".git/config", "",
                                "_drafts/x.md", "", "_posts/2026-01-01-x.md", "", "a.md~", "", "_config.yml",
                                "", NULL);
    walk(&w, &(struct walk_rules){0});
    check_paths(&w, wanted);
    assert_true(w.entries[1].is_post);
    assert_false(w.entries[2].is_post);
    end(&w);
}

static void outputs_and_excluded_names_are_left_out(void **state)
{
    struct walked w = {0};
    static const char *const wanted[] = {".well-known/x", "a", NULL};
    static const char *const exclude[] = {"vendor", "b/c", NULL}, *const include[] = {".well-known", NULL};

    (void)state;
    w.folder = case_make_folder(&w.test.pool, "a", "", "b/c", "", "b/vendor/d", "", ".well-known/x", "",
                                "out.img", "", NULL);
    const char *skip[] = {files_join(&w.test.pool, w.folder, "out.img"), NULL};
    walk(&w, &(struct walk_rules){.skip_full = skip, .include = include, .exclude = exclude});
    check_paths(&w, wanted);
    end(&w);
}

static void links_are_followed_inside_the_folder_only(void **state)
{
    struct walked w = {0};
    static const char *const wanted[] = {"a/f", "l/f", NULL};
    struct pool *pool = &w.test.pool;

    (void)state;
    w.folder = case_make_folder(pool, "a/f", "text", NULL);
    assert_int_equal(symlink("a", files_join(pool, w.folder, "l")), 0);
    assert_int_equal(symlink("/etc/hostname", files_join(pool, w.folder, "out")), 0);
    assert_int_equal(symlink("nothing", files_join(pool, w.folder, "dead")), 0);
    walk(&w, &(struct walk_rules){0});
    check_paths(&w, wanted);
    assert_int_equal(w.test.diag.error_count, 2);
    assert_non_null(strstr(case_messages(&w.test), "leads out of the folder"));
    assert_non_null(strstr(case_messages(&w.test), "leads nowhere"));
    end(&w);
}

static void links_in_circles_end(void **state)
{
    struct walked w = {0};
    struct pool *pool = &w.test.pool;

    (void)state;
    w.folder = case_make_folder(pool, "a/f", "", "b/f", "", NULL);
    assert_int_equal(symlink("..", files_join(pool, w.folder, "a/up")), 0);
    assert_int_equal(symlink("../b", files_join(pool, w.folder, "a/b")), 0);
    assert_int_equal(symlink("../a", files_join(pool, w.folder, "b/a")), 0);
    walk(&w, &(struct walk_rules){0});
    assert_true(w.ok);
    assert_true(w.count < 100);
    assert_non_null(strstr(case_messages(&w.test), "leads back to a folder that it lies in"));
    end(&w);
}

static void names_that_are_not_utf8_are_errors(void **state)
{
    struct walked w = {0};

    (void)state;
    w.folder = case_make_folder(&w.test.pool, "caf\xe9.md", "", NULL);
    walk(&w, &(struct walk_rules){0});
    assert_int_equal(w.count, 0);
    assert_non_null(strstr(case_messages(&w.test), "caf\\xe9.md: error: the name is not UTF-8"));
    end(&w);
}

static void pipes_are_left_out_with_a_warning(void **state)
{
    struct walked w = {0};

    (void)state;
    w.folder = case_make_folder(&w.test.pool, "a", "", NULL);
    assert_int_equal(mkfifo(files_join(&w.test.pool, w.folder, "pipe"), 0600), 0);
    walk(&w, &(struct walk_rules){0});
    assert_int_equal(w.count, 1);
    assert_int_equal(w.test.diag.error_count, 0);
    assert_non_null(strstr(case_messages(&w.test), "neither a file nor a folder"));
    end(&w);
}

static void a_folder_that_is_not_there_is_an_error(void **state)
{
    struct walked w = {.folder = "/tmp/sitegen-test-that-is-not-there"};

    (void)state;
    walk(&w, &(struct walk_rules){0});
    assert_false(w.ok);
    assert_int_equal(w.test.diag.error_count, 1);
    case_free(&w.test);
}

static void names_of_255_bytes_and_deep_paths_are_walked(void **state)
{
    struct walked w = {0};
    char name[300];

    (void)state;
    memset(name, 'n', sizeof(name));
    name[255] = '/';
    name[299] = '\0';
    w.folder = case_make_folder(&w.test.pool, name, "", NULL);
    walk(&w, &(struct walk_rules){0});
    assert_int_equal(w.count, 1);
    assert_string_equal(w.entries[0].path, name);
    end(&w);
}

/* Workers look at its entries. */
static void a_large_folder_is_listed_as_a_small_one(void **state)
{
    struct walked w = {0};
    struct pool *pool = &w.test.pool;

    (void)state;
    w.folder = case_make_folder(pool, "p/sub/f", "x", "p/.hidden", "", NULL);
    for (unsigned i = 0; i < 600; i++) {
        const char *file = files_join(pool, w.folder, pool_printf(pool, "p/%03u", 599 - i));
        assert_true(files_write(file, STR("text"), 0644));
    }
    assert_int_equal(symlink("nothing", files_join(pool, w.folder, "p/dead")), 0);
    assert_int_equal(symlink("000", files_join(pool, w.folder, "p/link")), 0);
    walk(&w, &(struct walk_rules){0});
    assert_int_equal(w.count, 602);
    for (unsigned i = 0; i < 600; i++) {
        assert_string_equal(w.entries[i].path, pool_printf(pool, "p/%03u", i));
        assert_string_equal(w.entries[i].full, files_join(pool, w.folder, w.entries[i].path));
        assert_int_equal(w.entries[i].len, 4);
    }
    assert_string_equal(w.entries[600].path, "p/link");
    assert_int_equal(w.entries[600].len, 4);
    assert_string_equal(w.entries[601].path, "p/sub/f");
    assert_int_equal(w.test.diag.error_count, 1);
    assert_non_null(strstr(case_messages(&w.test), "leads nowhere"));
    end(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_come_sorted_and_hidden_ones_do_not),
        cmocka_unit_test(outputs_and_excluded_names_are_left_out),
        cmocka_unit_test(a_large_folder_is_listed_as_a_small_one),
        cmocka_unit_test(links_are_followed_inside_the_folder_only),
        cmocka_unit_test(links_in_circles_end),
        cmocka_unit_test(names_that_are_not_utf8_are_errors),
        cmocka_unit_test(pipes_are_left_out_with_a_warning),
        cmocka_unit_test(a_folder_that_is_not_there_is_an_error),
        cmocka_unit_test(names_of_255_bytes_and_deep_paths_are_walked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
