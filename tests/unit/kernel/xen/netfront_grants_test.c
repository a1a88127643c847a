/* netfront_grants_test.c - a grant table that others have filled. A program of its own, for what is reserved
 * there is reserved for good. */
#include "kernel/netback_fake.h"
#include "xen/grant.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static void without_references_there_is_no_driver(void **state)
{
    const unsigned need = 2 + 2 * NETFRONT_RING;

    (void)state;
    netback_reset();
    assert_int_not_equal(grant_reserve(GRANT_MAX - GNTTAB_NR_RESERVED_ENTRIES - need + 1), GRANT_INVALID);
    assert_null(netback_probe(NETBACK_ARENA_LEN));
    assert_int_equal(grant_stats.refused_full, 1);
    assert_int_equal(netback_check_grants(), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_references_there_is_no_driver),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
