/* xen_control_test.c - the toolstack's requests, asked for through xenstore. */
#include "xen/xen_control.h"

#include "kernel/xen_fake.h"
#include "log.h"
#include "xen/event.h"
#include "xen/xenstore.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <xen/sched.h>

static char logged[4096];
static size_t logged_len;

static void sink(const char *line, size_t len)
{
    if (logged_len + len < sizeof logged)
        logged_len +=
            (size_t)snprintf(logged + logged_len, sizeof logged - logged_len, "%.*s", (int)len, line);
}

static void settle(void)
{
    for (unsigned i = 0; i < 20; i++) {
        fake_xen_run_daemons();
        xenstore_poll();
    }
}

static int setup(void **state)
{
    (void)state;
    fake_xen_reset();
    assert_true(event_init());
    logged_len = 0;
    logged[0] = '\0';
    log_set_sink(sink);
    xenstore_start(fake_store_page(), FAKE_XENSTORE_PORT);
    xen_control_init();
    settle();
    xen_control_take_suspend();
    return 0;
}

/* As xl does it. */
static void ask(const char *word)
{
    fake_store_set("control/shutdown", word);
    settle();
}

/* ---------------------------------------------------------------- nothing was asked for yet */

static void nothing_asked_is_no_end(void **state)
{
    (void)state;
    assert_true(fake_store_is_watched("control/shutdown"));
    assert_int_equal(xen_control_stop_requests(), 0);
    assert_false(xen_control_take_suspend());
    assert_int_equal(xen_control_reason(), SHUTDOWN_poweroff);
}

static void what_we_can_do_is_published(void **state)
{
    (void)state;
    assert_string_equal(fake_store_get("control/feature-poweroff"), "1");
    assert_string_equal(fake_store_get("control/feature-reboot"), "1");
    assert_string_equal(fake_store_get("control/feature-suspend"), "1");
}

static void unknown_words_are_logged_and_end_nothing(void **state)
{
    static const char *const words[] = {"x",        "poweroff ", "powerof",
                                        "POWEROFF", "0",         "poweroffpoweroffpoweroff"};

    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        logged_len = 0;
        ask(words[i]);
        assert_int_equal(xen_control_stop_requests(), 0);
        assert_false(xen_control_take_suspend());
        assert_non_null(strstr(logged, "unknown request"));
        assert_string_equal(fake_store_get("control/shutdown"), "");
    }
}

static void words_that_are_none_end_nothing(void **state)
{
    static char word[XENSTORE_MESSAGE_MAX];

    (void)state;
    memset(word, 'p', sizeof word);
    fake_store_set_bytes("control/shutdown", word, sizeof word);
    settle();
    fake_store_set_bytes("control/shutdown", "poweroff\0x", 10);
    settle();
    fake_store_set_bytes("control/shutdown", "\0poweroff", 9);
    settle();
    ask("");
    fake_store_remove("control");
    settle();
    assert_int_equal(xen_control_stop_requests(), 0);
    assert_false(xen_control_take_suspend());
}

static void an_error_from_the_daemon_ends_nothing(void **state)
{
    (void)state;
    fake_store.error = "EACCES";
    fake_store.error_type = XS_READ;
    fake_store.error_count = 1;
    ask("poweroff");
    assert_int_equal(xen_control_stop_requests(), 0);
    fake_store_remove("control/shutdown");
    settle();
}

static void a_suspend_is_asked_for_once(void **state)
{
    (void)state;
    ask("suspend");
    assert_string_equal(fake_store_get("control/shutdown"), "");
    assert_true(xen_control_take_suspend());
    assert_false(xen_control_take_suspend());
    assert_int_equal(xen_control_stop_requests(), 0);
    settle();
    assert_false(xen_control_take_suspend()); /* our own answer is no request */
}

static void after_a_restore_requests_are_heard(void **state)
{
    (void)state;
    ask("suspend");
    assert_true(xen_control_take_suspend());
    fake_store_restart();
    fake_xen_lose_channels();
    assert_true(event_init());
    xenstore_start(fake_store_page(), FAKE_XENSTORE_PORT);
    settle();
    assert_false(xen_control_take_suspend());
    ask("suspend");
    assert_true(xen_control_take_suspend());
}

static void features_that_may_not_be_written_are_no_hindrance(void **state)
{
    (void)state;
    fake_store.error = "EACCES";
    fake_store.error_type = XS_WRITE;
    fake_store.error_count = 3;
    xen_control_init();
    settle();
    ask("suspend");
    assert_true(xen_control_take_suspend());
}

static void without_a_watch_the_log_says_so(void **state)
{
    (void)state;
    fake_store.error = "ENOSPC";
    fake_store.error_type = XS_WATCH;
    fake_store.error_count = 1;
    logged_len = 0;
    xen_control_init();
    assert_non_null(strstr(logged, "no watch on control/shutdown"));
}

/* ---------------------------------------------------------------- from here on the end was asked for */

static void each_word_has_its_reason(void **state)
{
    static const struct {
        const char *word;
        unsigned reason;
    } words[] = {
        {"reboot", SHUTDOWN_reboot},
        {"poweroff", SHUTDOWN_poweroff},
        {"crash", SHUTDOWN_crash},
        {"halt", SHUTDOWN_poweroff},
    };

    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        ask(words[i].word);
        assert_int_equal(xen_control_stop_requests(), i + 1);
        assert_int_equal(xen_control_reason(), words[i].reason);
        assert_string_equal(fake_store_get("control/shutdown"), "");
        assert_false(xen_control_take_suspend());
    }
}

/* ---------------------------------------------------------------- at the same time */

/* Somebody else writes while the word is read and acknowledged: all of it is done again. */
static void a_request_that_meets_another_is_heard_all_the_same(void **state)
{
    (void)state;
    fake_store.again_count = 3;
    ask("reboot");
    assert_true(xen_control_stop_requests() > 0);
    assert_int_equal(xen_control_reason(), SHUTDOWN_reboot);
    assert_string_equal(fake_store_get("control/shutdown"), "");
}

/* Never the end of it: bounded, told, and the word still stands there. */
static void a_conflict_without_end_is_bounded(void **state)
{
    (void)state;
    fake_store.again_count = 1000;
    ask("poweroff");
    assert_int_equal(xen_control_stop_requests(), 0);
    assert_non_null(strstr(logged, "cannot be read or acknowledged"));
    assert_string_equal(fake_store_get("control/shutdown"), "poweroff");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(nothing_asked_is_no_end, setup),
        cmocka_unit_test_setup(what_we_can_do_is_published, setup),
        cmocka_unit_test_setup(unknown_words_are_logged_and_end_nothing, setup),
        cmocka_unit_test_setup(words_that_are_none_end_nothing, setup),
        cmocka_unit_test_setup(an_error_from_the_daemon_ends_nothing, setup),
        cmocka_unit_test_setup(a_suspend_is_asked_for_once, setup),
        cmocka_unit_test_setup(after_a_restore_requests_are_heard, setup),
        cmocka_unit_test_setup(features_that_may_not_be_written_are_no_hindrance, setup),
        cmocka_unit_test_setup(without_a_watch_the_log_says_so, setup),
        cmocka_unit_test_setup(a_conflict_without_end_is_bounded, setup),
        cmocka_unit_test_setup(each_word_has_its_reason, setup),
        cmocka_unit_test_setup(a_request_that_meets_another_is_heard_all_the_same, setup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
