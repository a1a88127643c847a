/* forwarding_test.c - of sitegen/publish/forwarding.c */
#include "publish/forwarding.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static int64_t of(const char *xml)
{
    return forwarding_of_network(str_of(xml));
}

static void a_port_listens_and_learns_for_a_delay_each(void **state)
{
    (void)state;
    assert_int_equal(of("<network><bridge name='br' stp='on' delay='15'/></network>"), 30200);
    assert_int_equal(of("<network><bridge name='br' stp='on' delay='3'/></network>"), 6200);
}

static void a_delay_is_within_what_linux_takes(void **state)
{
    (void)state;
    assert_int_equal(of("<network><bridge name='virbr0' stp='on' delay='0'/></network>"), 4200);
    assert_int_equal(of("<network><bridge name='virbr0' stp='on'/></network>"), 4200);
    assert_int_equal(of("<network><bridge stp='on' delay='99999999999999999999999'/></network>"), 60200);
}

static void a_bridge_without_the_protocol_forwards_at_once(void **state)
{
    (void)state;
    assert_int_equal(of("<network><bridge name='br' stp='off' delay='15'/></network>"), 0);
    assert_int_equal(of("<network><forward mode='bridge'/><bridge name='br0'/></network>"), 0);
    assert_int_equal(of("<network><bridge name='br'/><dns stp='on' delay='1'/></network>"), 0);
}

static void a_text_that_is_cut_off_says_no_more_than_it_says(void **state)
{
    static const char xml[] = "<network><bridge stp='on' delay='4'/></network>";

    (void)state;
    for (size_t len = 0; len < sizeof(xml); len++) {
        int64_t wait_ms = forwarding_of_network((struct str){xml, len});
        assert_true(wait_ms == 0 || wait_ms == 4200 || wait_ms == 8200);
    }
    assert_int_equal(of(""), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_port_listens_and_learns_for_a_delay_each),
        cmocka_unit_test(a_delay_is_within_what_linux_takes),
        cmocka_unit_test(a_bridge_without_the_protocol_forwards_at_once),
        cmocka_unit_test(a_text_that_is_cut_off_says_no_more_than_it_says),
    };

    return cmocka_run_group_tests_name("forwarding", tests, NULL, NULL);
}
