/* keep_test.c - when a site that has crashed is started again, and the service that does it. */
#include "publish/keep.h"
#include "publish/keep_lock.h"
#include "sitegen/case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

static void the_first_start_is_at_once_and_the_next_ones_wait_longer(void **state)
{
    static const int64_t waits_ms[] = {0, 1000, 2000, 4000, 8000, 16000, 32000, KEEP_WAIT_MAX_MS, KEEP_WAIT_MAX_MS};
    struct keep_brake brake = {.crashes = 0};
    int64_t now_ms = 1000000;

    (void)state;
    for (size_t i = 0; i < sizeof(waits_ms) / sizeof(waits_ms[0]); i++) {
        int64_t due_ms = keep_brake_crash(&brake, now_ms);
        assert_int_equal(due_ms - now_ms, waits_ms[i]);
        brake.started_ms = due_ms;
        now_ms = due_ms + 500;
    }
    for (int i = 0; i < 100; i++)
        assert_int_equal(keep_brake_crash(&brake, now_ms), now_ms + KEEP_WAIT_MAX_MS);
}

static void one_that_ran_for_a_while_is_started_at_once_again(void **state)
{
    struct keep_brake brake = {.crashes = 5, .started_ms = 1000};

    (void)state;
    assert_int_equal(keep_brake_crash(&brake, 1000 + KEEP_CALM_MS - 1), 1000 + KEEP_CALM_MS - 1 + 16000);
    brake.started_ms = 1000;
    assert_int_equal(keep_brake_crash(&brake, 1000 + KEEP_CALM_MS), 1000 + KEEP_CALM_MS);
    assert_int_equal(brake.crashes, 1);
}

static void a_keeper_is_known_to_others_until_it_ends(void **state)
{
    struct pool pool = {0};
    const char *uri = pool_printf(&pool, "test:///%ld", (long)getpid());
    int fds[2];
    char byte;

    (void)state;
    assert_int_equal(keep_lock_holder(uri, &pool), 0);
    assert_int_equal(pipe(fds), 0);
    pid_t pid = fork();
    if (pid == 0) {
        byte = keep_lock(uri, &pool) ? 'y' : 'n';
        if (write(fds[1], &byte, 1) == 1)
            pause();
        _exit(1);
    }
    assert_int_equal(read(fds[0], &byte, 1), 1);
    assert_int_equal(byte, 'y');
    assert_int_equal(keep_lock_holder(uri, &pool), pid);
    assert_false(keep_lock(uri, &pool));
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    assert_int_equal(keep_lock_holder(uri, &pool), 0);
    unlink(keep_lock_file(uri, &pool));
    close(fds[0]);
    close(fds[1]);
    pool_free(&pool);
}

static void each_target_has_a_lock_of_its_own(void **state)
{
    struct pool pool = {0};

    (void)state;
    assert_string_not_equal(keep_lock_file("qemu:///system", &pool), keep_lock_file("xen:///", &pool));
    pool_free(&pool);
}

static void a_unit_takes_its_words_as_they_are(void **state)
{
    struct text unit = {0};

    (void)state;
    keep_unit("/opt/a \"b\" $c 50%n\\/sitegen", "qemu:///system?socket=/x%20$HOME;", &unit);
    assert_non_null(strstr(unit.bytes, "\nExecStart=\"/opt/a \\\"b\\\" $c 50%%n\\\\/sitegen\" keep --to "
                                       "\"qemu:///system?socket=/x%%20$$HOME;\"\n"));
    text_free(&unit);
}

static void systemd_accepts_the_unit(void **state)
{
    struct pool pool = {0};
    struct text unit = {0};

    (void)state;
    if (system("command -v systemd-analyze >/dev/null") != 0)
        skip();
    const char *folder = case_make_folder(&pool, "x", "", NULL);
    const char *program = pool_printf(&pool, "%s/a $b 50%%n", folder);
    assert_int_equal(symlink("/bin/true", program), 0);
    keep_unit(program, "qemu:///system?socket=/x%20$HOME;", &unit);
    case_add_file(folder, "sitegen-keep.service", unit.bytes);
    const char *command = pool_printf(&pool, "! systemd-analyze verify %s/sitegen-keep.service 2>&1 | grep .", folder);
    assert_int_equal(system(command), 0);
    case_remove_folder(folder);
    text_free(&unit);
    pool_free(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_start_is_at_once_and_the_next_ones_wait_longer),
        cmocka_unit_test(one_that_ran_for_a_while_is_started_at_once_again),
        cmocka_unit_test(a_keeper_is_known_to_others_until_it_ends),
        cmocka_unit_test(each_target_has_a_lock_of_its_own),
        cmocka_unit_test(a_unit_takes_its_words_as_they_are),
        cmocka_unit_test(systemd_accepts_the_unit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
