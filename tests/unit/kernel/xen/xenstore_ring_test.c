/* xenstore_ring_test.c - a daemon that writes what cannot be. */
#include "xenstore_fixture.h"

#include <stdlib.h>

static void impossible_lengths_end_the_stream(void **state)
{
    static const uint32_t lengths[] = {
        XENSTORE_PAYLOAD_MAX + 1, 0x10000, 0x7fffffff, 0x80000000, 0xfffffff0, UINT32_MAX};

    (void)state;
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        xenstore_stats.bad_message = 0;
        fake_store.len = (struct fake_lie){true, lengths[i]};
        assert_int_equal(read_name(), XENSTORE_DEAD);
        assert_int_equal(xenstore_stats.bad_message, 1);
        assert_int_equal(xenstore_stats.timeouts, 0);
        assert_dead();
    }
}

static void wrong_lengths_are_survived(void **state)
{
    (void)state;
    for (uint32_t len = 0; len <= XENSTORE_PAYLOAD_MAX; len += 1 + len / 5) {
        start();
        fake_store.len = (struct fake_lie){true, len};
        /* What follows is read as something else; whatever it is, each request ends. */
        for (unsigned i = 0; i < 20; i++)
            read_name();
        fake_store_restart();
        xenstore_start(fake_store_page(), FAKE_XENSTORE_PORT);
        xenstore_poll();
        assert_works();
        xenstore_unwatch(on_change);
    }
}

static void a_reply_never_writes_behind_the_buffer(void **state)
{
    (void)state;
    fake_store_set("name", "0123456789abcdef0123456789abcdef");
    for (size_t cap = 1; cap < 40; cap++) {
        char *exact = malloc(cap);
        enum xenstore_result want = cap > 32 ? XENSTORE_OK : XENSTORE_TOO_LONG;
        size_t len;

        assert_int_equal(xenstore_read(0, "name", exact, cap), want);
        fake_store_set("list/0123456789abcdef0123456789abcde", "");
        want = cap >= 32 ? XENSTORE_OK : XENSTORE_TOO_LONG;
        assert_int_equal(xenstore_directory(0, "list", exact, cap, &len), want);
        free(exact);
    }
}

static void impossible_types_end_the_stream(void **state)
{
    static const uint32_t types[] = {XS_TYPE_COUNT, XS_INVALID, 0x10000, UINT32_MAX};

    (void)state;
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        xenstore_stats.bad_message = 0;
        fake_store.type = (struct fake_lie){true, types[i]};
        assert_int_equal(read_name(), XENSTORE_DEAD);
        assert_int_equal(xenstore_stats.bad_message, 1);
        assert_dead();
    }
}

static void a_reply_to_something_else_is_malformed(void **state)
{
    (void)state;
    for (uint32_t type = 0; type < XS_TYPE_COUNT; type++) {
        if (type == XS_READ || type == XS_ERROR || type == XS_WATCH_EVENT)
            continue;
        xenstore_stats.bad_message = 0;
        fake_store.type = (struct fake_lie){true, type};
        assert_int_equal(read_name(), XENSTORE_MALFORMED);
        assert_string_equal(buf, "");
        assert_int_equal(xenstore_stats.bad_message, 1);
        assert_works();
    }
}

static void a_reply_disguised_as_an_event_is_none(void **state)
{
    (void)state;
    fake_store.type = (struct fake_lie){true, XS_WATCH_EVENT};
    assert_int_equal(read_name(), XENSTORE_DEAD);
    assert_int_equal(xenstore_stats.bad_message, 1);
    assert_int_equal(xenstore_stats.timeouts, 1);
    assert_works();
}

static void an_error_that_is_a_value_is_refused(void **state)
{
    (void)state;
    fake_store.type = (struct fake_lie){true, XS_ERROR};
    assert_int_equal(read_name(), XENSTORE_REFUSED);
    assert_works();
}

static void a_reply_nobody_asked_for_is_dropped(void **state)
{
    (void)state;
    fake_store.req_id = (struct fake_lie){true, xenstore_ring.request_id + 2};
    assert_int_equal(read_name(), XENSTORE_DEAD);
    assert_int_equal(xenstore_stats.bad_message, 1);
    assert_works();
    fake_store_message(XS_READ, xenstore_ring.request_id, "again", 5); /* answered already */
    fake_store_message(XS_READ, xenstore_ring.request_id - 1, "before", 6);
    assert_works();
    assert_int_equal(xenstore_stats.replies_late, 2);
}

static void a_second_reply_to_the_same_request_is_dropped(void **state)
{
    (void)state;
    fake_store_message(XS_READ, xenstore_ring.request_id + 1, "early", 5);
    assert_int_equal(read_name(), XENSTORE_OK);
    assert_string_equal(buf, "early"); /* whose word it is cannot be told */
    assert_int_equal(read_name(), XENSTORE_OK);
    assert_string_equal(buf, VALUE);
    assert_int_equal(xenstore_stats.replies_late, 1);
}

/* A reply of the right type and with the right number, before the daemon gives the true one. */
static void forge(uint32_t type, const void *payload, uint32_t len)
{
    fake_store_message(type, xenstore_ring.request_id + 1, payload, len);
}

static void a_list_without_its_last_nul_is_malformed(void **state)
{
    size_t len = 1;

    (void)state;
    forge(XS_DIRECTORY, "a\0b", 3);
    assert_int_equal(xenstore_directory(0, "name", buf, sizeof buf, &len), XENSTORE_MALFORMED);
    assert_int_equal(len, 0);
    forge(XS_DIRECTORY, "a\0b", 4);
    assert_int_equal(xenstore_directory(0, "name", buf, sizeof buf, &len), XENSTORE_OK);
    assert_int_equal(len, 4);
}

static void a_transaction_has_a_number_or_is_none(void **state)
{
    static const char *const bad[] = {"", "0", "x", "1x", "4294967296", "99999999999999999999999999999999"};
    uint32_t transaction = 77;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        forge(XS_TRANSACTION_START, bad[i], (uint32_t)strlen(bad[i]) + 1);
        assert_int_not_equal(xenstore_transaction_start(&transaction), XENSTORE_OK);
        assert_int_equal(transaction, 77);
        forge(XS_TRANSACTION_START, bad[i], (uint32_t)strlen(bad[i]));
        assert_int_not_equal(xenstore_transaction_start(&transaction), XENSTORE_OK);
        start();
    }
    forge(XS_TRANSACTION_START, "4294967295", 10);
    assert_int_equal(xenstore_transaction_start(&transaction), XENSTORE_OK);
    assert_true(transaction == UINT32_MAX);
}

/* ---------------------------------------------------------------- indices */

static void an_index_from_the_future_ends_the_stream(void **state)
{
    static const uint32_t jumps[] = {XENSTORE_RING_SIZE + 1,     0x10000, 0x7fffffff, 0x80000000, 0 - 4000u,
                                     0 - XENSTORE_RING_SIZE - 1u};

    (void)state;
    for (size_t i = 0; i < sizeof jumps / sizeof jumps[0]; i++) {
        xenstore_stats.bad_index = 0;
        fake_store.prod_jump = jumps[i];
        assert_int_equal(read_name(), XENSTORE_DEAD);
        assert_int_equal(xenstore_stats.bad_index, 1);
        assert_dead();
        xenstore_stats.bad_index = 0;
        fake_store.cons_jump = jumps[i];
        read_name(); /* perhaps answered in the same breath: then the next one finds out */
        assert_int_equal(read_name(), XENSTORE_DEAD);
        assert_int_equal(xenstore_stats.bad_index, 1);
        assert_dead();
    }
}

static void an_index_from_the_future_is_found_by_a_poll_too(void **state)
{
    (void)state;
    fake_store_page()->rsp_prod += XENSTORE_RING_SIZE + 1;
    assert_true(xenstore_arm());
    xenstore_poll();
    assert_int_equal(xenstore_stats.bad_index, 1);
    assert_dead();
}

static void indices_go_round(void **state)
{
    (void)state;
    fake_store_restart();
    fake_store_page()->req_prod = fake_store_page()->req_cons = UINT32_MAX - 20;
    fake_store_page()->rsp_prod = fake_store_page()->rsp_cons = UINT32_MAX - 10;
    xenstore_start(fake_store_page(), FAKE_XENSTORE_PORT);
    xenstore_poll();
    for (unsigned i = 0; i < 10; i++)
        assert_works();
}

static void a_start_on_a_spoiled_page_begins_where_the_daemon_is(void **state)
{
    (void)state;
    fake_store_restart();
    fake_store_page()->req_prod = 77777;
    fake_store_page()->rsp_cons = 99999;
    xenstore_start(fake_store_page(), FAKE_XENSTORE_PORT);
    xenstore_poll();
    assert_works();
}

/* ---------------------------------------------------------------- events */

static void unknown_tokens_are_counted(void **state)
{
    static const char *const tokens[] = {"1",  "4",          "x",          "",           "-1",
                                         "0x", "4294967295", "4294967296", "42949672960"};

    (void)state;
    fired = 0;
    for (unsigned i = 0; i < sizeof tokens / sizeof tokens[0]; i++) {
        fake_store_event("watched", tokens[i]);
        fake_xen_run_daemons();
        xenstore_poll();
        assert_int_equal(xenstore_stats.events_unknown, i + 1);
    }
    assert_int_equal(fired, 0);
    assert_works();
}

static void events_out_of_form_are_counted(void **state)
{
    static const struct {
        const char *bytes;
        uint32_t len;
    } events[] = {
        {"", 0},
        {"\0", 1},
        {"watched", 7},
        {"watched\0", 8},
        {"watched\0"
         "0",
         9},
        {"watched\0"
         "0\0"
         "0",
         11},
        {"watched\0"
         "0\0\0",
         11},
        {"0", 1},
    };

    (void)state;
    fired = 0;
    for (unsigned i = 0; i < sizeof events / sizeof events[0]; i++) {
        fake_store_message(XS_WATCH_EVENT, 0, events[i].bytes, events[i].len);
        fake_xen_run_daemons();
        xenstore_poll();
        assert_int_equal(xenstore_stats.bad_message, i + 1);
    }
    assert_int_equal(fired, 0);
    assert_works();
}

static void event_before_reply(void)
{
    fake_store_event("watched", "0");
    fake_store_event("watched", "9");
}

static void events_before_the_reply_are_kept(void **state)
{
    (void)state;
    fired = 0;
    fake_store.before_reply = event_before_reply;
    assert_int_equal(read_name(), XENSTORE_OK);
    assert_string_equal(buf, VALUE);
    assert_int_equal(fired, 0);
    xenstore_poll();
    assert_int_equal(fired, 1);
    assert_int_equal(xenstore_stats.events_unknown, 1);
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static void random_bytes_are_survived(void **state)
{
    uint32_t seed = 1;

    (void)state;
    for (unsigned round = 0; round < 3000; round++) {
        uint8_t bytes[200];
        uint32_t len = next_random(&seed) % sizeof bytes;
        bool plausible = round % 2 == 0;

        start();
        for (uint32_t i = 0; i < len; i++)
            bytes[i] = (uint8_t)(next_random(&seed) % (plausible ? 24 : 256));
        if (plausible) /* small numbers in the header */
            for (uint32_t i = 0; i < 16 && i < len; i++)
                bytes[i] = i % 4 == 0 ? bytes[i] : 0;
        fake_store_bytes(bytes, len);
        fake_xen_run_daemons();
        for (unsigned i = 0; i < 3; i++) {
            read_name();
            xenstore_poll();
        }
        xenstore_unwatch(on_change);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(impossible_lengths_end_the_stream),
        TEST(wrong_lengths_are_survived),
        TEST(a_reply_never_writes_behind_the_buffer),
        TEST(impossible_types_end_the_stream),
        TEST(a_reply_to_something_else_is_malformed),
        TEST(a_reply_disguised_as_an_event_is_none),
        TEST(an_error_that_is_a_value_is_refused),
        TEST(a_reply_nobody_asked_for_is_dropped),
        TEST(a_second_reply_to_the_same_request_is_dropped),
        TEST(a_list_without_its_last_nul_is_malformed),
        TEST(a_transaction_has_a_number_or_is_none),
        TEST(an_index_from_the_future_ends_the_stream),
        TEST(an_index_from_the_future_is_found_by_a_poll_too),
        TEST(indices_go_round),
        TEST(a_start_on_a_spoiled_page_begins_where_the_daemon_is),
        TEST(unknown_tokens_are_counted),
        TEST(events_out_of_form_are_counted),
        TEST(events_before_the_reply_are_kept),
        TEST(random_bytes_are_survived),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
