/* cleanup_test.c - of sitegen/cleanup.c and child.c: what is temporary goes, and how a program ended is told. */
#include "child.h"
#include "cleanup.h"
#include "files.h"
#include "sitegen/case.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void what_is_registered_goes_and_what_is_forgotten_stays(void **state)
{
    struct pool pool = {0};
    char *folder = case_make_folder(&pool, "in/a", "x", "in/b", "x", NULL);
    char *in = files_join(&pool, folder, "in"), *a = files_join(&pool, folder, "in/a"),
         *b = files_join(&pool, folder, "in/b");

    (void)state;
    assert_true(cleanup_add(in));
    assert_true(cleanup_add(a));
    assert_true(cleanup_add(b));
    cleanup_forget(b);
    cleanup_run();
    assert_false(files_exists(a));
    assert_true(files_exists(b));
    assert_true(cleanup_add(in));
    assert_true(cleanup_add(b));
    cleanup_run();
    assert_false(files_exists(in));
    case_remove_folder(folder);
    pool_free(&pool);
}

static void the_table_takes_so_many_and_no_more(void **state)
{
    struct pool pool = {0};

    (void)state;
    for (unsigned i = 0; i < CLEANUP_PATHS_MAX; i++)
        assert_true(cleanup_add(pool_printf(&pool, "/tmp/sitegen-test-not-there-%u", i)));
    assert_false(cleanup_add("/tmp/sitegen-test-one-more"));
    cleanup_run();
    assert_true(cleanup_add("/tmp/sitegen-test-one-more"));
    cleanup_run();
    pool_free(&pool);
}

static void a_signal_removes_and_still_ends_the_process(void **state)
{
    struct pool pool = {0};
    char *folder = case_make_folder(&pool, "a", "x", NULL), *a = files_join(&pool, folder, "a");
    int status;

    (void)state;
    pid_t pid = fork();
    if (pid == 0) {
        cleanup_add(a);
        raise(SIGTERM);
        _exit(0);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
    assert_false(files_exists(a));
    case_remove_folder(folder);
    pool_free(&pool);
}

static int status_of(const char *command)
{
    const char *const argv[] = {"sh", "-c", command, NULL};
    pid_t pid;

    assert_int_equal(child_start(argv, &pid), 0);
    return child_wait(pid);
}

static void a_program_is_waited_for_and_a_missing_one_is_an_error(void **state)
{
    const char *const missing[] = {"/nonexistent/program", NULL};
    pid_t pid;

    (void)state;
    assert_int_equal(status_of("exit 3"), 3);
    assert_int_equal(status_of("true"), 0);
    assert_int_equal(status_of("kill -TERM $$"), 128 + SIGTERM);
    assert_int_equal(child_start(missing, &pid), ENOENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_registered_goes_and_what_is_forgotten_stays),
        cmocka_unit_test(the_table_takes_so_many_and_no_more),
        cmocka_unit_test(a_signal_removes_and_still_ends_the_process),
        cmocka_unit_test(a_program_is_waited_for_and_a_missing_one_is_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
