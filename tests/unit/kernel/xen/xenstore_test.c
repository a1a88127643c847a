/* xenstore_test.c - names read and written, with a daemon that means well. */
#include "xen/xenstore.h"

#include "kernel/xen_fake.h"
#include "xen/event.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static int setup(void **state)
{
    (void)state;
    fake_xen_reset();
    assert_true(event_init());
    memset(&xenstore_stats, 0, sizeof xenstore_stats);
    xenstore_start(fake_store_page(), FAKE_XENSTORE_PORT);
    return 0;
}

static void a_value_is_read_with_its_nul(void **state)
{
    char buf[16];

    (void)state;
    memset(buf, 'x', sizeof buf);
    fake_store_set("device/vif/0/mac", "00:16:3e:00");
    assert_int_equal(xenstore_read(0, "device/vif/0/mac", buf, sizeof buf), XENSTORE_OK);
    assert_string_equal(buf, "00:16:3e:00");
    assert_int_equal(buf[12], 'x');
    assert_int_equal(xenstore_read(0, FAKE_STORE_HOME "device/vif/0/mac", buf, sizeof buf), XENSTORE_OK);
    assert_int_equal(xenstore_stats.requests, 2);
}

static void an_absent_name_is_absent(void **state)
{
    char buf[16] = "before";
    uint64_t value = 7;
    size_t len = 9;

    (void)state;
    assert_int_equal(xenstore_read(0, "nothing", buf, sizeof buf), XENSTORE_ABSENT);
    assert_string_equal(buf, "");
    assert_int_equal(xenstore_read_number(0, "nothing", &value), XENSTORE_ABSENT);
    assert_int_equal(value, 7);
    assert_int_equal(xenstore_directory(0, "nothing", buf, sizeof buf, &len), XENSTORE_ABSENT);
    assert_int_equal(len, 0);
}

static void a_value_fits_exactly_or_is_too_long(void **state)
{
    char buf[8];

    (void)state;
    fake_store_set("seven", "1234567");
    fake_store_set("eight", "12345678");
    fake_store_set("empty", "");
    assert_int_equal(xenstore_read(0, "seven", buf, sizeof buf), XENSTORE_OK);
    assert_string_equal(buf, "1234567");
    assert_int_equal(xenstore_read(0, "eight", buf, sizeof buf), XENSTORE_TOO_LONG);
    assert_string_equal(buf, "");
    assert_int_equal(xenstore_read(0, "empty", buf, 1), XENSTORE_OK);
    assert_int_equal(xenstore_read(0, "seven", buf, 1), XENSTORE_TOO_LONG);
}

static void the_longest_value_passes_through_a_ring_a_quarter_its_size(void **state)
{
    static char value[XENSTORE_MESSAGE_MAX], buf[XENSTORE_MESSAGE_MAX + 1];

    (void)state;
    for (size_t i = 0; i < sizeof value; i++)
        value[i] = (char)('a' + i % 23);
    fake_store_set_bytes("long", value, sizeof value);
    assert_int_equal(xenstore_read(0, "long", buf, sizeof buf), XENSTORE_OK);
    assert_memory_equal(buf, value, sizeof value);
    assert_int_equal(buf[sizeof value], '\0');
    /* And the same into a buffer that is one too small: drained, the next one works. */
    assert_int_equal(xenstore_read(0, "long", buf, sizeof buf - 1), XENSTORE_TOO_LONG);
    fake_store_set("short", "1");
    assert_int_equal(xenstore_read(0, "short", buf, sizeof buf), XENSTORE_OK);
    assert_string_equal(buf, "1");
}

static void a_request_longer_than_the_ring_goes_in_pieces(void **state)
{
    static char value[XENSTORE_MESSAGE_MAX];
    const size_t longest = XENSTORE_MESSAGE_MAX - sizeof "name";

    (void)state;
    memset(value, 'v', sizeof value);
    value[longest] = '\0';
    for (uint32_t take = 0; take < 1000; take = take * 3 + 1) {
        fake_store_remove("name");
        fake_store.take_max = take;
        assert_int_equal(xenstore_write(0, "name", value), XENSTORE_OK);
        assert_string_equal(fake_store_get("name"), value);
    }
    value[longest] = 'v';
    value[longest + 1] = '\0';
    assert_int_equal(xenstore_write(0, "name", value), XENSTORE_TOO_LONG);
    value[0] = '\0';
    assert_int_equal(xenstore_write(0, "name", value), XENSTORE_OK);
    assert_string_equal(fake_store_get("name"), "");
}

static void a_value_with_a_nul_inside_is_malformed(void **state)
{
    char buf[16];

    (void)state;
    fake_store_set_bytes("nul", "ab\0cd", 5);
    assert_int_equal(xenstore_read(0, "nul", buf, sizeof buf), XENSTORE_MALFORMED);
    assert_string_equal(buf, "");
    fake_store_set_bytes("nul", "ab\0", 3);
    assert_int_equal(xenstore_read(0, "nul", buf, sizeof buf), XENSTORE_MALFORMED);
}

static void numbers_are_decimal_and_nothing_else(void **state)
{
    static const char *const bad[] = {"",
                                      "x",
                                      "1x",
                                      " 1",
                                      "1 ",
                                      "+1",
                                      "-1",
                                      "0x1",
                                      "1.",
                                      "18446744073709551616",
                                      "1\n",
                                      "१",
                                      "99999999999999999999999999999"};
    uint64_t value = 0;

    (void)state;
    fake_store_set("n", "18446744073709551615");
    assert_int_equal(xenstore_read_number(0, "n", &value), XENSTORE_OK);
    assert_true(value == UINT64_MAX);
    fake_store_set("n", "0");
    assert_int_equal(xenstore_read_number(0, "n", &value), XENSTORE_OK);
    assert_int_equal(value, 0);
    fake_store_set("n", "0042");
    assert_int_equal(xenstore_read_number(0, "n", &value), XENSTORE_OK);
    assert_int_equal(value, 42);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        fake_store_set("n", bad[i]);
        assert_int_equal(xenstore_read_number(0, "n", &value), XENSTORE_MALFORMED);
        assert_int_equal(value, 42);
    }
}

static void numbers_are_written_in_decimal(void **state)
{
    (void)state;
    assert_int_equal(xenstore_write_number(0, "n", UINT64_MAX), XENSTORE_OK);
    assert_string_equal(fake_store_get("n"), "18446744073709551615");
    assert_int_equal(xenstore_write_number(0, "n", 0), XENSTORE_OK);
    assert_string_equal(fake_store_get("n"), "0");
}

static void a_directory_lists_the_names_below(void **state)
{
    char buf[16];
    size_t len;

    (void)state;
    fake_store_set("device/vif/0/mac", "m");
    fake_store_set("device/vif/0/handle", "0");
    fake_store_set("device/vif/12/mac", "m");
    assert_int_equal(xenstore_directory(0, "device/vif", buf, sizeof buf, &len), XENSTORE_OK);
    assert_int_equal(len, 5);
    assert_memory_equal(buf,
                        "0\0"
                        "12\0",
                        5);
    assert_int_equal(xenstore_directory(0, "device/vif", buf, 5, &len), XENSTORE_OK);
    assert_int_equal(xenstore_directory(0, "device/vif", buf, 4, &len), XENSTORE_TOO_LONG);
    assert_int_equal(len, 0);
    assert_int_equal(xenstore_directory(0, "device/vif/0/mac", buf, sizeof buf, &len), XENSTORE_OK);
    assert_int_equal(len, 0);
}

static void what_is_removed_is_gone(void **state)
{
    char buf[16];

    (void)state;
    fake_store_set("data/a/b", "1");
    assert_int_equal(xenstore_remove(0, "data/a"), XENSTORE_OK);
    assert_int_equal(xenstore_read(0, "data/a/b", buf, sizeof buf), XENSTORE_ABSENT);
    assert_int_equal(xenstore_remove(0, "other/a"), XENSTORE_ABSENT);
}

static void errors_have_their_results(void **state)
{
    static const struct {
        const char *text;
        enum xenstore_result result;
    } errors[] = {
        {"ENOENT", XENSTORE_ABSENT},
        {"EAGAIN", XENSTORE_AGAIN},
        {"EACCES", XENSTORE_REFUSED},
        {"E2BIG", XENSTORE_TOO_LONG},
        {"EINVAL", XENSTORE_REFUSED},
        {"", XENSTORE_REFUSED},
        {"ENOENTX", XENSTORE_REFUSED},
        {"ENOEN", XENSTORE_REFUSED},
        {"EEXIST", XENSTORE_REFUSED},
        {"a word that is much longer than any error there is", XENSTORE_REFUSED},
    };
    char buf[16];

    (void)state;
    fake_store_set("name", "value");
    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
        for (unsigned without_nul = 0; without_nul < 2; without_nul++) {
            fake_store.error = errors[i].text;
            fake_store.error_count = 1;
            fake_store.error_without_nul = without_nul;
            assert_int_equal(xenstore_read(0, "name", buf, sizeof buf), errors[i].result);
            assert_string_equal(buf, "");
            assert_int_equal(xenstore_read(0, "name", buf, sizeof buf), XENSTORE_OK);
        }
    }
}

/* ---------------------------------------------------------------- transactions */

static void a_transaction_is_seen_when_it_is_committed(void **state)
{
    uint32_t t = 0;
    char buf[16];

    (void)state;
    assert_int_equal(xenstore_transaction_start(&t), XENSTORE_OK);
    assert_int_not_equal(t, 0);
    assert_int_equal(xenstore_write(t, "name", "value"), XENSTORE_OK);
    assert_int_equal(xenstore_read(0, "name", buf, sizeof buf), XENSTORE_ABSENT);
    assert_int_equal(xenstore_read(t, "name", buf, sizeof buf), XENSTORE_OK);
    assert_int_equal(xenstore_transaction_end(t, true), XENSTORE_OK);
    assert_int_equal(xenstore_read(0, "name", buf, sizeof buf), XENSTORE_OK);
    assert_string_equal(buf, "value");
    assert_int_equal(xenstore_write(t, "name", "late"), XENSTORE_ABSENT);
}

static void a_dropped_transaction_leaves_nothing(void **state)
{
    uint32_t t;

    (void)state;
    assert_int_equal(xenstore_transaction_start(&t), XENSTORE_OK);
    assert_int_equal(xenstore_write(t, "name", "value"), XENSTORE_OK);
    assert_int_equal(xenstore_transaction_end(t, false), XENSTORE_OK);
    assert_null(fake_store_get("name"));
}

static void a_transaction_that_meets_another_is_to_be_done_again(void **state)
{
    uint32_t t;

    (void)state;
    fake_store.set_on_start = "other";
    assert_int_equal(xenstore_transaction_start(&t), XENSTORE_OK);
    assert_int_equal(xenstore_write(t, "name", "value"), XENSTORE_OK);
    assert_int_equal(xenstore_transaction_end(t, true), XENSTORE_AGAIN);
    fake_store.set_on_start = NULL;
    fake_store.again_count = 1;
    assert_int_equal(xenstore_transaction_start(&t), XENSTORE_OK);
    assert_int_equal(xenstore_transaction_end(t, true), XENSTORE_AGAIN);
    assert_null(fake_store_get("name"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_value_is_read_with_its_nul, setup),
        cmocka_unit_test_setup(an_absent_name_is_absent, setup),
        cmocka_unit_test_setup(a_value_fits_exactly_or_is_too_long, setup),
        cmocka_unit_test_setup(the_longest_value_passes_through_a_ring_a_quarter_its_size, setup),
        cmocka_unit_test_setup(a_request_longer_than_the_ring_goes_in_pieces, setup),
        cmocka_unit_test_setup(a_value_with_a_nul_inside_is_malformed, setup),
        cmocka_unit_test_setup(numbers_are_decimal_and_nothing_else, setup),
        cmocka_unit_test_setup(numbers_are_written_in_decimal, setup),
        cmocka_unit_test_setup(a_directory_lists_the_names_below, setup),
        cmocka_unit_test_setup(what_is_removed_is_gone, setup),
        cmocka_unit_test_setup(errors_have_their_results, setup),
        cmocka_unit_test_setup(a_transaction_is_seen_when_it_is_committed, setup),
        cmocka_unit_test_setup(a_dropped_transaction_leaves_nothing, setup),
        cmocka_unit_test_setup(a_transaction_that_meets_another_is_to_be_done_again, setup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
