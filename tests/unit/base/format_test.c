#include "format.h"
#include "log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#define AGREES(...)                                                          \
    do {                                                                     \
        char ours[128], theirs[128];                                         \
        size_t len = format(ours, sizeof(ours), __VA_ARGS__);                \
        int want = snprintf(theirs, sizeof(theirs), __VA_ARGS__);            \
        assert_string_equal(ours, theirs);                                   \
        assert_int_equal(len, want);                                         \
    } while (0)

static void what_it_knows_is_as_in_printf(void **state)
{
    (void)state;
    AGREES("plain, 100%%");
    AGREES("%d %d %d %i", 0, -1, INT32_MIN, INT32_MAX);
    AGREES("%u %x %X %lu %zu", 4000000000u, 0xdeadbeefu, 0xabcu, UINT64_MAX, (size_t)77);
    AGREES("%ld %lld", (long)INT64_MIN, (long long)INT64_MAX);
    AGREES("[%5u] [%-5u] [%05u] [%5d] [%05d]", 42u, 42u, 42u, -42, -42);
    AGREES("[%2u][%02x]", 12345u, 0x7u);
    AGREES("%s [%8s] [%-8s] [%.2s] [%.*s]", "abc", "abc", "abc", "abc", 1, "abc");
    AGREES("%c%c", 'a', 'b');
    AGREES("%p", (void *)0x1234);
    AGREES("%*u", 7, 3u);
}

static void what_does_not_fit_is_cut_and_ended(void **state)
{
    (void)state;
    char buf[8];
    for (size_t cap = 1; cap <= sizeof(buf); cap++) {
        memset(buf, 'x', sizeof(buf));
        assert_int_equal(format(buf, cap, "%s%u", "abcdefgh", 12345678u), cap - 1);
        assert_int_equal(strlen(buf), cap - 1);
    }
}

static void a_precision_keeps_it_from_reading_on(void **state)
{
    (void)state;
    char buf[16];
    const char unended[3] = {'a', 'b', 'c'};
    format(buf, sizeof(buf), "%.*s", 3, unended);
    assert_string_equal(buf, "abc");
}

static char logged[LOG_LINE_MAX + 64];
static size_t logged_len;

static void keep(const char *line, size_t len)
{
    memcpy(logged, line, len);
    logged[len] = '\0';
    logged_len = len;
}

static void a_log_line_is_whole_and_bounded(void **state)
{
    (void)state;
    log_set_sink(keep);
    log_info("tcp: listen port=%u", 80u);
    assert_string_equal(logged, "tcp: listen port=80\n");
    char longer[2 * LOG_LINE_MAX];
    memset(longer, 'y', sizeof(longer) - 1);
    longer[sizeof(longer) - 1] = '\0';
    log_error("%s", longer);
    assert_true(logged_len <= LOG_LINE_MAX);
    assert_int_equal(logged[logged_len - 1], '\n');
}

static void a_line_below_the_level_is_dropped(void **state)
{
    (void)state;
    log_set_sink(keep);
    logged_len = 0;
    log_debug("quiet");
    assert_int_equal(logged_len, 0);
    log_set_level(LOG_DEBUG);
    log_debug("loud");
    assert_int_equal(logged_len, 5);
    log_set_level(LOG_INFO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_it_knows_is_as_in_printf),
        cmocka_unit_test(what_does_not_fit_is_cut_and_ended),
        cmocka_unit_test(a_precision_keeps_it_from_reading_on),
        cmocka_unit_test(a_log_line_is_whole_and_bounded),
        cmocka_unit_test(a_line_below_the_level_is_dropped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
