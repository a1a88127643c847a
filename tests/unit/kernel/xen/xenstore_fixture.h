/* xenstore_fixture.h - a store with one name and one watch, for the tests of what a daemon can do wrong. */
#ifndef TESTS_XENSTORE_FIXTURE_H
#define TESTS_XENSTORE_FIXTURE_H

#include "kernel/xen_fake.h"
#include "xen/event.h"
#include "xen/xenstore_ring.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define VALUE "value" /* of "name" */

static unsigned fired; /* the watch on "watched" */
static char buf[64];

static void on_change(void)
{
    fired++;
}

static void start(void)
{
    fake_xen_reset();
    assert_true(event_init());
    memset(&xenstore_stats, 0, sizeof xenstore_stats);
    fired = 0;
    xenstore_start(fake_store_page(), FAKE_XENSTORE_PORT);
    fake_store_set("name", VALUE);
    assert_int_equal(xenstore_watch("watched", on_change), XENSTORE_OK);
    fake_xen_run_daemons();
    xenstore_poll();
    assert_int_equal(fired, 1);
}

static int setup(void **state)
{
    (void)state;
    start();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    xenstore_unwatch(on_change);
    return 0;
}

static enum xenstore_result read_name(void)
{
    return xenstore_read(0, "name", buf, sizeof buf);
}

static void assert_works(void)
{
    assert_int_equal(read_name(), XENSTORE_OK);
    assert_string_equal(buf, VALUE);
    fake_store_set("watched", "new");
    fired = 0;
    for (unsigned i = 0; i < 100; i++) {
        fake_xen_run_daemons();
        xenstore_poll();
    }
    assert_int_equal(fired, 1);
}

/* Given up for good, without another hypercall, until a new start. */
static inline void assert_dead(void)
{
    uint64_t calls = hypercall_count();
    uint32_t transaction;

    assert_int_equal(read_name(), XENSTORE_DEAD);
    assert_int_equal(xenstore_write(0, "name", "x"), XENSTORE_DEAD);
    assert_int_equal(xenstore_transaction_start(&transaction), XENSTORE_DEAD);
    xenstore_poll();
    assert_false(xenstore_arm());
    assert_int_equal(hypercall_count(), calls);
    fake_store_restart();
    xenstore_start(fake_store_page(), FAKE_XENSTORE_PORT);
    xenstore_poll();
    assert_works();
}

#endif
