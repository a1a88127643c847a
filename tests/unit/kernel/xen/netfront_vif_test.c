/* netfront_vif_test.c - which vif, and what stands in xenstore about it. */
#include "kernel/netback_fake.h"
#include "xen/netfront.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const struct netif_backend *net;
static struct netif_info info;

static int setup(void **state)
{
    (void)state;
    netback_reset();
    return 0;
}

static void probe(void)
{
    net = netback_probe(NETBACK_ARENA_LEN);
    assert_non_null(net);
    netback_turns(10);
    net->info(&info);
}

static void mac_and_mtu_are_the_front_ends(void **state)
{
    static const uint8_t expected[6] = {0x00, 0x16, 0x3e, 0x01, 0x02, 0x03};

    (void)state;
    netback_set("mac", "00:16:3e:ff:ff:ff");
    netback_set_front("mtu", "1400");
    probe();
    assert_memory_equal(info.mac, expected, 6);
    assert_int_equal(info.mtu, 1400);
    assert_true(info.link_up);
}

static void mac_is_the_back_ends_where_ours_is_absent_or_malformed(void **state)
{
    static const uint8_t expected[6] = {0x00, 0x16, 0x3e, 0xfa, 0xCE, 0x05};
    static const char *const bad[] = {
        NULL, "", "x", "00:16:3e:01:02", "00:16:3e:01:02:0", "00:16:3e:01:02:033", "00:16:3e:01:02:03:04",
        "00-16-3e-01-02-03", "0g:16:3e:01:02:03", "00:16:3e:01:02: 3", "01:16:3e:01:02:03",
        "00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff", "00:16:3e:01:02:03 ",
        "00:16:3e:01:02:03:00:16:3e:01:02:03:00:16:3e:01:02:03:00:16:3e:01:02:03",
    };

    (void)state;
    for (unsigned i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        setup(NULL);
        netback_set("mac", "00:16:3E:fa:CE:05");
        netback_set_front("mac", bad[i]);
        probe();
        assert_memory_equal(info.mac, expected, 6);
    }
}

static void mac_cut_short_anywhere_is_refused(void **state)
{
    static const char whole[] = "00:16:3e:01:02:03";

    (void)state;
    for (size_t len = 0; len < sizeof whole - 1; len++) {
        char part[sizeof whole];

        snprintf(part, sizeof part, "%.*s", (int)len, whole);
        setup(NULL);
        netback_set_front("mac", part);
        probe();
        assert_int_equal(info.mac[0], 0xfe); /* of our own: entropy is all ones here */
    }
}

static void without_any_mac_we_choose_one(void **state)
{
    (void)state;
    netback_set_front("mac", NULL);
    probe();
    assert_int_equal(info.mac[0], 0xfe);
    assert_int_equal(info.mac[5], 0xff);
    assert_true(info.link_up);
}

static void mtu_that_we_cannot_do_is_1500(void **state)
{
    static const struct {
        const char *text;
        uint16_t mtu;
    } cases[] = {{NULL, 1500}, {"", 1500},  {"67", 1500}, {"68", 68},   {"1500", 1500},
                 {"1501", 1500}, {"9000", 1500}, {"-1", 1500}, {"1e3", 1500}, {"18446744073709551616", 1500}};

    (void)state;
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        setup(NULL);
        netback_set_front("mtu", cases[i].text);
        probe();
        assert_int_equal(info.mtu, cases[i].mtu);
    }
}

static void without_a_back_end_that_copies_there_is_no_connection(void **state)
{
    static const char *const bad[] = {NULL, "0", "", "yes", "-1"};

    (void)state;
    for (unsigned i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        setup(NULL);
        netback_set("feature-rx-copy", bad[i]);
        probe();
        assert_false(info.link_up);
        assert_int_equal(netback_check_grants(), 0);
        assert_string_equal(netback_get_front("state"), "6");
        assert_true(netback_turn()); /* and it is quiet then */
    }
}

static void without_a_backend_id_there_is_no_connection(void **state)
{
    static const char *const bad[] = {NULL, "", "x", "32752", "65536", "4294967301", "-1"};

    (void)state;
    for (unsigned i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        setup(NULL);
        netback_set_front("backend-id", bad[i]);
        probe();
        assert_false(info.link_up);
        assert_int_equal(netback_check_grants(), 0);
        assert_int_equal(fake_xen.call[FAKE_ALLOC_UNBOUND].count, 0);
    }
}

static void the_lowest_of_several_vifs_is_used(void **state)
{
    (void)state;
    netback_remove_vif(0);
    netback_add_vif(10, "00:16:3e:00:00:10");
    netback_add_vif(7, "00:16:3e:00:00:07");
    fake_store_set("device/vif/readme", "no number");
    probe();
    assert_int_equal(info.mac[5], 0x07);
    assert_int_equal(netback.connect_count, 1);
    assert_string_equal(fake_store_get("device/vif/7/state"), "4");
    assert_string_equal(fake_store_get("device/vif/10/state"), "1"); /* left alone */
    assert_null(fake_store_get("device/vif/10/tx-ring-ref"));
}

static void leftovers_of_a_vif_are_passed_over(void **state)
{
    (void)state;
    netback_remove_vif(0);
    fake_store_set("device/vif/0/mac", "00:16:3e:00:00:00");
    fake_store_set("device/vif/1/backend", "");
    netback_add_vif(2, "00:16:3e:00:00:02");
    probe();
    assert_int_equal(info.mac[5], 2);
    assert_true(info.link_up);
}

static void without_a_vif_we_wait_for_one(void **state)
{
    (void)state;
    netback_remove_vif(0);
    probe();
    assert_false(info.link_up);
    assert_int_equal(net->send_room(), 0);
    assert_true(netback_turn()); /* asleep, not busy */
    netback_add_vif(3, "00:16:3e:00:00:33");
    netback_turns(10);
    net->info(&info);
    assert_true(info.link_up);
    assert_int_equal(info.mac[5], 0x33);
    assert_int_equal(net->stats()->device_resets, 0);
}

static void a_back_end_path_too_long_for_us_is_no_back_end(void **state)
{
    char path[XENSTORE_PATH_MAX];

    (void)state;
    memset(path, 'x', sizeof path - 1);
    path[0] = '/';
    path[sizeof path - 1] = 0;
    netback_set_front("backend", path);
    probe();
    assert_false(info.link_up);
    assert_false(netfront_has_vif(&netfront));
}

static void the_published_address_is_read(void **state)
{
    static const struct {
        const char *text;
        bool good;
        uint32_t address;
        uint8_t prefix_len;
    } cases[] = {
        {"192.0.2.10", true, 0xC000020A, 0},
        {"192.0.2.10/24", true, 0xC000020A, 24},
        {"192.0.2.10/24 198.51.100.1", true, 0xC000020A, 24},
        {"192.0.2.10,198.51.100.1", true, 0xC000020A, 0},
        {NULL, false, 0, 0},
        {"", false, 0, 0},
        {" 192.0.2.10", false, 0, 0},
        {"192.0.2", false, 0, 0},
        {"192.0.2.256", false, 0, 0},
        {"192.0.2.10/33", false, 0, 0},
        {"192.0.2.10/", false, 0, 0},
        {"2001:db8::1", false, 0, 0},
    };

    (void)state;
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint32_t address = 0;
        uint8_t prefix_len = 99;

        setup(NULL);
        netback_set("ip", cases[i].text);
        net = netback_probe(NETBACK_ARENA_LEN);
        assert_int_equal(netfront_address(&address, &prefix_len), cases[i].good);
        if (cases[i].good) {
            assert_int_equal(address, cases[i].address);
            assert_int_equal(prefix_len, cases[i].prefix_len);
        }
    }
}

static void without_a_vif_there_is_no_address(void **state)
{
    uint32_t address;
    uint8_t prefix_len;

    (void)state;
    netback_remove_vif(0);
    net = netback_probe(NETBACK_ARENA_LEN);
    assert_false(netfront_address(&address, &prefix_len));
}

static void an_address_list_of_any_length_is_survived(void **state)
{
    char text[512];
    uint32_t address;
    uint8_t prefix_len;

    (void)state;
    memset(text, ' ', sizeof text);
    memcpy(text, "192.0.2.10", 10);
    text[sizeof text - 1] = 0;
    netback_set("ip", text);
    net = netback_probe(NETBACK_ARENA_LEN);
    assert_false(netfront_address(&address, &prefix_len));
}

#define TEST(name) cmocka_unit_test_setup(name, setup)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(mac_and_mtu_are_the_front_ends),
        TEST(mac_is_the_back_ends_where_ours_is_absent_or_malformed),
        TEST(mac_cut_short_anywhere_is_refused),
        TEST(without_any_mac_we_choose_one),
        TEST(mtu_that_we_cannot_do_is_1500),
        TEST(without_a_back_end_that_copies_there_is_no_connection),
        TEST(without_a_backend_id_there_is_no_connection),
        TEST(the_lowest_of_several_vifs_is_used),
        TEST(leftovers_of_a_vif_are_passed_over),
        TEST(without_a_vif_we_wait_for_one),
        TEST(a_back_end_path_too_long_for_us_is_no_back_end),
        TEST(the_published_address_is_read),
        TEST(without_a_vif_there_is_no_address),
        TEST(an_address_list_of_any_length_is_survived),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
