/* answer_test.c - what a console tells of an address. */
#include "publish/answer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void the_last_address_on_a_console_counts(void **state)
{
    static const struct {
        const char *said, *address;
    } cases[] = {
        {"dhcp: lease\nready: http://192.0.2.10:80/\n", "192.0.2.10"},
        {"ready: http://192.0.2.10:80/\nstop: asked\nready: http://192.0.2.11:80/\nx", "192.0.2.11"},
        {"ready: http://192.0.2.10:80/\nready: http://", "192.0.2.10"},
        {"ready: http://1.2.3.4", "1.2.3.4"},
        {"ready: http://1.2.3:80/", NULL},
        {"ready: http://192.0.2.100.200:80/", NULL},
        {"ready: http://example.org/", NULL},
        {"ready: ", NULL},
        {"", NULL},
    };
    struct pool pool = {0};

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *found = answer_ready_address(str_of(cases[i].said), &pool);
        if (cases[i].address == NULL)
            assert_null(found);
        else
            assert_string_equal(found, cases[i].address);
    }
    pool_free(&pool);
}

static void every_prefix_of_a_console_is_read(void **state)
{
    static const char said[] = "virtio-net: x\nready: http://192.0.2.10:80/\n";
    struct pool pool = {0};

    (void)state;
    for (size_t len = 0; len < sizeof(said); len++) {
        char copy[sizeof(said)];
        memcpy(copy, said, len);
        const char *found = answer_ready_address((struct str){copy, len}, &pool);
        assert_true(found == NULL || strncmp(found, "192.0.2", 7) == 0);
    }
    pool_free(&pool);
}

/* ---------------------------------------------------------------- waiting, over libvirt's test driver */

static void one_that_has_ended_is_not_waited_for(void **state)
{
    struct publish p = {.timeout_ms = 3600000};

    (void)state;
    assert_true(target_open(&p.target, "test:///default"));
    virDomainPtr domain = virDomainLookupByName(p.target.conn, "test");
    struct answer_wait wait = {.domain = domain, .log = "test.log"};
    assert_int_equal(answer_wait(&p, &wait), ANSWER_RUNS);
    assert_int_equal(virDomainDestroy(domain), 0);
    assert_int_equal(answer_wait(&p, &wait), ANSWER_FAILED);
    assert_string_equal(wait.why, "it has ended by itself");
    virDomainFree(domain);
    target_close(&p.target);
    pool_free(&p.pool);
}

static void waiting_ends_with_its_time(void **state)
{
    struct publish p = {.timeout_ms = 0};

    (void)state;
    assert_true(target_open(&p.target, "test:///default"));
    virDomainPtr domain = virDomainLookupByName(p.target.conn, "test");
    struct answer_wait wait = {.domain = domain, .log = "test.log"};
    assert_int_equal(answer_wait(&p, &wait), ANSWER_FAILED);
    assert_string_equal(wait.why, "it has no address");
    virDomainFree(domain);
    target_close(&p.target);
    pool_free(&p.pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_last_address_on_a_console_counts),
        cmocka_unit_test(every_prefix_of_a_console_is_read),
        cmocka_unit_test(one_that_has_ended_is_not_waited_for),
        cmocka_unit_test(waiting_ends_with_its_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
