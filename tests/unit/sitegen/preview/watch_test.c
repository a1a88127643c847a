/* watch_test.c - of sitegen/preview/watch.c, in a folder of its own */
#include "preview/watch.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static char top[] = "/tmp/sitegen-watch-XXXXXX";
static char dir[64];
static struct watch watch;

static const char *path_of(const char *name)
{
    static char path[2][256];
    static unsigned turn;

    turn ^= 1;
    snprintf(path[turn], sizeof(path[turn]), "%s/%s", dir, name);
    return path[turn];
}

static void put(const char *name)
{
    FILE *file = fopen(path_of(name), "w");

    assert_non_null(file);
    fputs("x", file);
    fclose(file);
}

/* What inotify tells is there when the system call that caused it is done. */
static bool has_changed(void)
{
    struct pollfd fd = {.fd = watch.fd, .events = POLLIN};
    bool changed = false;

    while (poll(&fd, 1, 0) > 0) {
        changed |= watch_read(&watch);
        fd.fd = watch.fd;
    }
    return changed;
}

static int set_up(void **state)
{
    (void)state;
    strcpy(top + strlen(top) - 6, "XXXXXX");
    if (mkdtemp(top) == NULL)
        return -1;
    snprintf(dir, sizeof(dir), "%s/site", top);
    watch = (struct watch){.fd = -1};
    return mkdir(dir, 0755) == 0 && watch_open(&watch, dir) ? 0 : -1;
}

static int tear_down(void **state)
{
    char command[128];

    (void)state;
    watch_close(&watch);
    snprintf(command, sizeof(command), "rm -rf '%s'", top);
    return system(command);
}

static void nothing_is_no_change(void **state)
{
    (void)state;
    assert_false(has_changed());
}

static void a_file_is_written_removed_and_renamed_over(void **state)
{
    (void)state;
    put("a.md");
    assert_true(has_changed());
    put("a.md");
    assert_true(has_changed());
    put("a.md~");
    assert_false(has_changed());
    assert_int_equal(rename(path_of("a.md~"), path_of("a.md")), 0);
    assert_true(has_changed());
    assert_int_equal(unlink(path_of("a.md")), 0);
    assert_true(has_changed());
    assert_false(has_changed());
}

static void a_file_that_is_open_still_is_no_change_yet(void **state)
{
    (void)state;
    put("a.md");
    assert_true(has_changed());
    int fd = open(path_of("a.md"), O_WRONLY | O_TRUNC);
    assert_int_equal(write(fd, "half", 4), 4);
    assert_false(has_changed());
    close(fd);
    assert_true(has_changed());
}

static void a_link_is_a_change(void **state)
{
    (void)state;
    assert_int_equal(symlink("elsewhere", path_of("link.md")), 0);
    assert_true(has_changed());
}

static void a_new_folder_is_watched_with_what_is_in_it(void **state)
{
    (void)state;
    assert_int_equal(mkdir(path_of("a"), 0755), 0);
    assert_int_equal(mkdir(path_of("a/b"), 0755), 0);
    assert_true(has_changed());
    put("a/b/c.md");
    assert_true(has_changed());
}

static void a_folder_that_was_moved_away_is_watched_no_more(void **state)
{
    char away[128];

    (void)state;
    assert_int_equal(mkdir(path_of("a"), 0755), 0);
    assert_true(has_changed());
    snprintf(away, sizeof(away), "%s/away", top);
    assert_int_equal(rename(path_of("a"), away), 0);
    assert_true(has_changed());
    put("../away/b.md");
    assert_false(has_changed());
    assert_int_equal(rename(away, path_of("b")), 0);
    assert_true(has_changed());
    put("b/b.md");
    assert_true(has_changed());
}

static void links_that_go_round_are_no_endless_walk(void **state)
{
    (void)state;
    assert_int_equal(mkdir(path_of("a"), 0755), 0);
    for (char name[] = "a/0"; name[2] < '9'; name[2]++)
        assert_int_equal(symlink("..", path_of(name)), 0);
    assert_int_equal(symlink("a", path_of("b")), 0);
    assert_true(has_changed());
    put("a/x.md");
    assert_true(has_changed());
}

static void a_folder_of_others_is_left_alone(void **state)
{
    (void)state;
    assert_int_equal(mkdir(path_of(".git"), 0755), 0);
    assert_false(has_changed());
    put(".git/index");
    assert_false(has_changed());
}

static void an_output_below_the_site_is_left_alone(void **state)
{
    (void)state;
    assert_int_equal(mkdir(path_of("out"), 0755), 0);
    watch_close(&watch);
    watch_skip(&watch, path_of("out"));
    watch_skip(&watch, path_of("nowhere"));
    assert_true(watch_open(&watch, dir));
    put("out/image");
    assert_false(has_changed());
    put("a.md");
    assert_true(has_changed());
    put("out/image");
    assert_false(has_changed());
}

static void a_site_that_is_lost_is_found_again(void **state)
{
    char away[128];

    (void)state;
    snprintf(away, sizeof(away), "%s/away", top);
    assert_int_equal(rename(dir, away), 0);
    assert_true(has_changed());
    assert_true(watch.is_lost);
    assert_false(watch_retry(&watch));
    assert_int_equal(rename(away, dir), 0);
    assert_true(watch_retry(&watch));
    put("a.md");
    assert_true(has_changed());
}

static void what_editors_keep_beside_a_file_is_ignored(void **state)
{
    static const char *const files[] = {".a.md.swp", ".a.md.swx", "a.md~",           "4913",
                                        ".#a.md",    "#a.md#",    ".goutputstream-X", ".a.md.kate-swp",
                                        ".DS_Store"};
    static const char *const kept[] = {"a.md", ".htaccess",   "_config.yml", "swp.md",
                                       "a#b",  ".well-known", "49131"};

    (void)state;
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
        assert_true(watch_ignores(files[i], false));
    for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++) {
        assert_false(watch_ignores(kept[i], false));
        assert_false(watch_ignores(kept[i], true));
    }
    assert_true(watch_ignores("node_modules", true));
    assert_false(watch_ignores("node_modules", false));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(nothing_is_no_change),
        TEST(a_file_is_written_removed_and_renamed_over),
        TEST(a_file_that_is_open_still_is_no_change_yet),
        TEST(a_link_is_a_change),
        TEST(a_new_folder_is_watched_with_what_is_in_it),
        TEST(a_folder_that_was_moved_away_is_watched_no_more),
        TEST(links_that_go_round_are_no_endless_walk),
        TEST(a_folder_of_others_is_left_alone),
        TEST(an_output_below_the_site_is_left_alone),
        TEST(a_site_that_is_lost_is_found_again),
        cmocka_unit_test(what_editors_keep_beside_a_file_is_ignored),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
