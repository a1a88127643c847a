/* xen_console_test.c - lines into the console's ring, whoever reads them or does not. */
#include "xen/xen_console.h"

#include "kernel/xen_fake.h"
#include "xen/event.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define OUT_LEN sizeof(((struct xencons_interface *)0)->out)

static struct xencons_interface *ring; /* from the heap, so that a byte beside it is found out */
static char seen[8 * OUT_LEN];
static size_t seen_len;

/* The daemon: everything that is there. */
static void read_all(void)
{
    while (ring->out_cons != ring->out_prod) {
        assert_true(seen_len < sizeof seen - 1);
        seen[seen_len++] = ring->out[ring->out_cons++ % OUT_LEN];
    }
    seen[seen_len] = '\0';
}

static void say(const char *text)
{
    xen_console_write(text, strlen(text));
}

/* An empty page, from the start. */
static void start_anew(void)
{
    memset(ring, 0, sizeof *ring);
    xen_console_start(ring, FAKE_CONSOLE_PORT);
}

static int setup(void **state)
{
    (void)state;
    fake_xen_reset();
    assert_true(event_init());
    ring = calloc(1, sizeof *ring);
    xen_console_start(ring, FAKE_CONSOLE_PORT);
    say(""); /* what an earlier test left to be told */
    start_anew();
    xen_console_dropped = 0;
    say(""); /* and that this is less than before */
    start_anew();
    seen_len = 0;
    seen[0] = '\0';
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    free(ring);
    return 0;
}

/* The first test, before there is a page. */
static void without_a_page_nothing_happens(void **state)
{
    uint64_t before = hypercall_count();

    (void)state;
    fake_xen_reset();
    say("nobody hears this\n");
    xen_console_drain();
    assert_int_equal(hypercall_count(), before);
    assert_int_equal(xen_console_dropped, 0);
}

static void a_line_ends_with_both(void **state)
{
    (void)state;
    say("one\ntwo\n");
    read_all();
    assert_string_equal(seen, "one\r\ntwo\r\n");
    assert_int_equal(fake_xen.port[FAKE_CONSOLE_PORT].send_count, 3);
}

static void lines_go_round_the_ring(void **state)
{
    static char want[sizeof seen];
    size_t want_len = 0;

    (void)state;
    for (unsigned i = 0; want_len < 6 * OUT_LEN; i++) {
        char line[64];

        snprintf(line, sizeof line, "line %u of many\n", i);
        say(line);
        line[strlen(line) - 1] = '\0';
        want_len += (size_t)snprintf(want + want_len, sizeof want - want_len, "%s\r\n", line);
        read_all();
    }
    assert_string_equal(seen, want);
    assert_int_equal(xen_console_dropped, 0);
}

static void indices_go_round(void **state)
{
    (void)state;
    ring->out_cons = ring->out_prod = UINT32_MAX - 3;
    xen_console_start(ring, FAKE_CONSOLE_PORT); /* a restored page has its past */
    say("over the edge\n");
    read_all();
    assert_string_equal(seen, "over the edge\r\n");
}

static void a_full_ring_takes_no_more_and_a_later_line_says_so(void **state)
{
    const uint32_t limit = OUT_LEN;

    (void)state;
    for (unsigned i = 0; i < 1000; i++)
        say("0123456789abcdef\n");
    assert_true(ring->out_prod - ring->out_cons <= limit);
    assert_true(ring->out_prod - ring->out_cons > limit - 18);
    assert_int_equal(xen_console_dropped, (1000 - OUT_LEN / 18) * 17);
    read_all();
    assert_null(strstr(seen, "dropped"));
    say("again\n");
    read_all();
    assert_non_null(strstr(seen, "bytes dropped]\r\nagain\r\n"));
    say("once only\n");
    seen_len = 0;
    read_all();
    assert_string_equal(seen, "once only\r\n");
}

static void a_line_goes_in_whole_or_not_at_all(void **state)
{
    char line[200];

    (void)state;
    memset(line, 'x', sizeof line - 2);
    line[sizeof line - 2] = '\n';
    line[sizeof line - 1] = '\0';
    for (unsigned i = 0; i < 11; i++)
        say(line);
    assert_int_equal(ring->out_prod, 10 * 200);
    assert_int_equal(xen_console_dropped, 199);
}

static void a_line_longer_than_the_ring_is_dropped(void **state)
{
    static char line[3 * OUT_LEN];

    (void)state;
    memset(line, '\n', sizeof line);
    for (size_t len = OUT_LEN - 2; len < sizeof line; len += 100) {
        xen_console_dropped = 0;
        xen_console_write(line, len);
        assert_int_equal(xen_console_dropped, len);
        assert_true(ring->out_prod - ring->out_cons <= OUT_LEN);
    }
    memset(line, 'x', sizeof line);
    start_anew();
    xen_console_dropped = 0;
    say("");
    start_anew();
    xen_console_write(line, OUT_LEN);
    assert_int_equal(ring->out_prod, OUT_LEN);
}

static void an_index_that_cannot_be_is_a_full_ring(void **state)
{
    static const uint32_t ahead[] = {1, 2, OUT_LEN, 0x7fffffff, 0x80000000, 0 - (uint32_t)OUT_LEN - 1};

    (void)state;
    for (size_t i = 0; i < sizeof ahead / sizeof ahead[0]; i++) {
        uint64_t before_ns = fake_mono_ns;

        xen_console_dropped = 0;
        ring->out_cons = ring->out_prod + ahead[i];
        say("lost\n");
        assert_int_equal(xen_console_dropped, 5);
        xen_console_drain();
        assert_true(fake_mono_ns - before_ns < 200000000);
        ring->out_cons = ring->out_prod; /* it came to its senses */
        seen_len = 0;
        say("found\n");
        read_all();
        assert_non_null(strstr(seen, "found\r\n"));
    }
}

static void an_index_of_ours_that_was_written_over_is_not_believed(void **state)
{
    (void)state;
    say("one\n");
    ring->out_prod = 100;
    say("two\n");
    read_all();
    assert_string_equal(seen, "one\r\ntwo\r\n");
}

static void any_two_indices_are_survived(void **state)
{
    static const uint32_t nonsense[] = {1, OUT_LEN - 1, OUT_LEN, OUT_LEN + 1, 0x80000000, UINT32_MAX};

    (void)state;
    for (size_t i = 0; i < sizeof nonsense / sizeof nonsense[0]; i++) {
        for (size_t j = 0; j < sizeof nonsense / sizeof nonsense[0]; j++) {
            ring->out_prod = nonsense[i];
            ring->out_cons = nonsense[j];
            say("somewhere\n");
            xen_console_drain();
        }
    }
}

static void a_drain_waits_until_all_is_read(void **state)
{
    (void)state;
    say("last words\n");
    fake_xen_add_daemon(read_all);
    xen_console_drain();
    assert_string_equal(seen, "last words\r\n");
    assert_int_equal(fake_xen.call[FAKE_POLL].count, 1);
    xen_console_drain();
    assert_int_equal(fake_xen.call[FAKE_POLL].count, 1);
}

static void a_report_waits_for_room(void **state)
{
    (void)state;
    while (xen_console_dropped == 0)
        say("chatter\n");
    fake_xen_add_daemon(read_all);
    xen_console_report("exception 14\n", 13);
    read_all();
    assert_non_null(strstr(seen, "exception 14\r\n"));
}

static void nag(void)
{
    fake_mono_ns += 100000;
    fake_xen_raise(FAKE_CONSOLE_PORT);
}

static void a_drain_that_nobody_reads_is_bounded(void **state)
{
    uint64_t before_ns = fake_mono_ns;

    (void)state;
    say("last words\n");
    xen_console_drain();
    assert_in_range(fake_mono_ns - before_ns, 100000000, 110000000);
    fake_xen_add_daemon(nag);
    before_ns = fake_mono_ns;
    xen_console_drain();
    assert_in_range(fake_mono_ns - before_ns, 100000000, 110000000);
}

static void a_refused_notification_loses_nothing(void **state)
{
    (void)state;
    fake_xen.call[FAKE_SEND].error = 1;
    say("heard later\n");
    read_all();
    assert_string_equal(seen, "heard later\r\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_page_nothing_happens),
        TEST(a_line_ends_with_both),
        TEST(lines_go_round_the_ring),
        TEST(indices_go_round),
        TEST(a_full_ring_takes_no_more_and_a_later_line_says_so),
        TEST(a_line_goes_in_whole_or_not_at_all),
        TEST(a_line_longer_than_the_ring_is_dropped),
        TEST(an_index_that_cannot_be_is_a_full_ring),
        TEST(an_index_of_ours_that_was_written_over_is_not_believed),
        TEST(any_two_indices_are_survived),
        TEST(a_drain_waits_until_all_is_read),
        TEST(a_report_waits_for_room),
        TEST(a_drain_that_nobody_reads_is_bounded),
        TEST(a_refused_notification_loses_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
