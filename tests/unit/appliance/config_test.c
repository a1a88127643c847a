#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

static struct config config;
static char error[256];

static bool reads(const char *line)
{
    memset(error, 0, sizeof(error));
    return config_read(line, &config, error, sizeof(error));
}

static void nothing_said_is_all_defaults(void **state)
{
    (void)state;
    assert_true(reads(""));
    assert_int_equal(config.port, 0);
    assert_int_equal(config.address, 0);
    assert_null(config.tap);
    assert_int_equal(config.log_level, LOG_INFO);
}

static void every_word_is_read(void **state)
{
    (void)state;
    assert_true(reads("port=8081 ip=192.0.2.10/24 gw=192.0.2.1 tap=tap0 mac=02:aB:00:00:00:01 "
                      "hostname=my-blog.example conns=100 log=debug virtio_mmio.device=512@0xfeb00e00:12"));
    assert_int_equal(config.port, 8081);
    assert_int_equal(config.address, 0xc000020a);
    assert_true(config.has_prefix);
    assert_int_equal(config.prefix_len, 24);
    assert_int_equal(config.gateway, 0xc0000201);
    assert_int_equal(config.tap_len, 4);
    assert_int_equal(config.mac[1], 0xab);
    assert_string_equal(config.hostname, "my-blog.example");
    assert_int_equal(config.conn_max, 100);
    assert_int_equal(config.log_level, LOG_DEBUG);
}

static void an_address_without_prefix_is_kept_apart(void **state)
{
    (void)state;
    assert_true(reads("ip=127.0.0.1"));
    assert_false(config.has_prefix);
    assert_true(reads("ip=10.0.0.1/8 ip=dhcp"));
    assert_int_equal(config.address, 0);
    assert_false(config.has_prefix);
}

static void the_gateway_has_two_names(void **state)
{
    (void)state;
    assert_true(reads("ip=192.0.2.10/24 gateway=192.0.2.1"));
    assert_int_equal(config.gateway, 0xc0000201);
}

static void dhcp_by_word_is_not_the_same_as_no_word(void **state)
{
    (void)state;
    assert_true(reads("port=80"));
    assert_false(config.wants_dhcp);
    assert_true(reads("ip=dhcp"));
    assert_true(config.wants_dhcp);
    assert_int_equal(config.address, 0);
    assert_true(reads("ip=10.0.0.1/8"));
    assert_false(config.wants_dhcp);
    assert_true(reads("ip=dhcp ip=10.0.0.1/8")); /* the last one counts */
    assert_false(config.wants_dhcp);
    assert_true(config.has_prefix);
    assert_true(reads("ip=10.0.0.1/8 ip=dhcp"));
    assert_true(config.wants_dhcp);
    assert_false(config.has_prefix);
}

static void an_unknown_word_is_named(void **state)
{
    (void)state;
    assert_false(reads("port=80 prot=81"));
    assert_non_null(strstr(error, "unknown word \"prot=81\""));
    assert_false(reads("quiet"));
    assert_non_null(strstr(error, "\"quiet\""));
    assert_false(reads("=x"));
    assert_false(reads("portx=1"));
    assert_false(reads("por=1"));
}

static void a_malformed_word_is_named_with_its_form(void **state)
{
    (void)state;
    const char *bad[] = {
        "port=0", "port=65536", "port=", "port", "port=80x",
        "ip=1.2.3", "ip=1.2.3.4/33", "ip=0.0.0.0/0", "ip=224.0.0.1", "ip=255.255.255.255/32",
        "gw=1.2.3.4/24", "gw=", "tap=", "tap=abcdefghijklmnop",
        "mac=02:00:00:00:00", "mac=02-00-00-00-00-01", "mac=03:00:00:00:00:01", "mac=0g:00:00:00:00:01",
        "hostname=", "hostname=a_b", "conns=15", "conns=1000001", "log=loud", "virtio_mmio.device=",
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        assert_false(reads(bad[i]));
        assert_non_null(strstr(error, "malformed word"));
        assert_non_null(strstr(error, bad[i]));
    }
}

static void a_word_of_any_length_fits_the_message(void **state)
{
    (void)state;
    char longer[3000];
    memset(longer, 'a', sizeof(longer));
    longer[sizeof(longer) - 1] = '\0';
    assert_false(reads(longer));
    assert_true(strlen(error) < sizeof(error));
}

static void help_and_version_are_words(void **state)
{
    (void)state;
    assert_true(reads("--help"));
    assert_true(config.help);
    assert_true(reads("--version"));
    assert_true(config.version && !config.help);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_said_is_all_defaults),
        cmocka_unit_test(every_word_is_read),
        cmocka_unit_test(an_address_without_prefix_is_kept_apart),
        cmocka_unit_test(the_gateway_has_two_names),
        cmocka_unit_test(dhcp_by_word_is_not_the_same_as_no_word),
        cmocka_unit_test(an_unknown_word_is_named),
        cmocka_unit_test(a_malformed_word_is_named_with_its_form),
        cmocka_unit_test(a_word_of_any_length_fits_the_message),
        cmocka_unit_test(help_and_version_are_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
