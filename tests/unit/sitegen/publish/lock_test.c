/* lock_test.c - what is made of somebody else's lock. */
#include "publish/lock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

static const struct lock_note theirs = {
    .who = "ada@laptop", .machine = "4c7a08e1-1", .process = 2041, .nonce = "9f3c52d17c0e6b18", .beats = 17};

static void a_note_is_read_as_it_was_printed(void **state)
{
    char text[LOCK_SIZE];
    struct lock_note note;

    (void)state;
    lock_note_print(&theirs, text);
    assert_int_equal(text[LOCK_SIZE - 1], '\n');
    assert_true(lock_note_read(&note, (struct str){text, sizeof(text)}));
    assert_string_equal(note.who, theirs.who);
    assert_string_equal(note.machine, theirs.machine);
    assert_int_equal(note.process, 2041);
    assert_string_equal(note.nonce, theirs.nonce);
    assert_int_equal(note.beats, 17);
}

static void a_note_of_the_longest_texts_fits(void **state)
{
    struct lock_note note = {.process = 4194304, .beats = ~0ul}, read;
    char text[LOCK_SIZE];

    (void)state;
    memset(note.who, 'w', sizeof(note.who) - 1);
    memset(note.machine, 'm', sizeof(note.machine) - 1);
    memset(note.nonce, 'a', sizeof(note.nonce) - 1);
    lock_note_print(&note, text);
    assert_true(lock_note_read(&read, (struct str){text, sizeof(text)}));
    assert_memory_equal(&read, &note, sizeof(note));
}

static void what_is_no_note_is_empty(void **state)
{
    static const char *const texts[] = {"", " ", "who", "who m 1 ab", "who m 0 ab 1", "who m x ab 1", "w\033[31m m 1 ab 1",
                                        "who m 1 XY 1"};
    struct lock_note note;

    (void)state;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        assert_false(lock_note_read(&note, str_of(texts[i])));
        assert_int_equal(note.nonce[0], '\0');
    }
}

static void every_prefix_of_a_note_is_read_or_refused(void **state)
{
    char text[LOCK_SIZE];
    struct lock_note note;

    (void)state;
    lock_note_print(&theirs, text);
    for (size_t len = 0; len < sizeof(text); len++)
        if (lock_note_read(&note, (struct str){text, len}))
            assert_string_equal(note.nonce, theirs.nonce);
}

static void one_that_beats_is_at_work(void **state)
{
    struct lock_note now = theirs;

    (void)state;
    assert_int_equal(lock_judge(&theirs, &now, 0, "here"), LOCK_UNKNOWN);
    assert_int_equal(lock_judge(&theirs, &now, LOCK_PATIENCE_MS - 1, "here"), LOCK_UNKNOWN);
    now.beats++;
    assert_int_equal(lock_judge(&theirs, &now, 100, "here"), LOCK_BUSY);
    assert_int_equal(lock_judge(&theirs, &now, LOCK_PATIENCE_MS, "here"), LOCK_BUSY);
    now = theirs;
    now.nonce[0] = '0'; /* another one has come */
    assert_int_equal(lock_judge(&theirs, &now, 100, "here"), LOCK_BUSY);
}

static void one_that_does_not_beat_was_left_behind(void **state)
{
    struct lock_note nothing = {.process = 0};

    (void)state;
    assert_int_equal(lock_judge(&theirs, &theirs, LOCK_PATIENCE_MS, "here"), LOCK_LEFT);
    assert_int_equal(lock_judge(&nothing, &nothing, LOCK_PATIENCE_MS, "here"), LOCK_LEFT);
    assert_int_equal(lock_judge(&nothing, &nothing, 0, "here"), LOCK_UNKNOWN);
}

static void a_process_of_this_machine_that_has_ended_has_left_it_behind(void **state)
{
    struct lock_note note = theirs;
    pid_t pid = fork();

    (void)state;
    if (pid == 0)
        _exit(0);
    assert_int_equal(waitpid(pid, NULL, 0), pid);
    note.process = pid;
    assert_int_equal(lock_judge(&note, &note, 0, note.machine), LOCK_LEFT);
    assert_int_equal(lock_judge(&note, &note, 0, "another"), LOCK_UNKNOWN);
    note.process = getpid();
    assert_int_equal(lock_judge(&note, &note, 0, note.machine), LOCK_UNKNOWN);
}

static void without_a_pool_there_is_no_lock(void **state)
{
    struct target target = {.kind = TARGET_QEMU};
    struct lock lock;

    (void)state;
    assert_true(lock_take(&lock, &target, "blog"));
    assert_true(lock_is_held(&lock));
    lock_release(&lock);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_note_is_read_as_it_was_printed),
        cmocka_unit_test(a_note_of_the_longest_texts_fits),
        cmocka_unit_test(what_is_no_note_is_empty),
        cmocka_unit_test(every_prefix_of_a_note_is_read_or_refused),
        cmocka_unit_test(one_that_beats_is_at_work),
        cmocka_unit_test(one_that_does_not_beat_was_left_behind),
        cmocka_unit_test(a_process_of_this_machine_that_has_ended_has_left_it_behind),
        cmocka_unit_test(without_a_pool_there_is_no_lock),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
