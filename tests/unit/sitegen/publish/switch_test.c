/* switch_test.c - one release in the place of another, over libvirt's test driver; and the machines' XML. */
#include "publish/machine.h"
#include "publish/switch.h"

#include <libvirt/virterror.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static struct publish p;

static int setup(void **state)
{
    (void)state;
    p = (struct publish){.name = "blog", .release = 1, .timeout_ms = 1000};
    p.facts.memory_mib = 32;
    p.facts.inspect.image.title = STR("A & B");
    memset(p.facts.digest, 'a', DIGEST_HEX_SIZE - 1);
    return target_open(&p.target, "test:///default") ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    releases_free(&p.releases);
    target_close(&p.target);
    pool_free(&p.pool);
    return 0;
}

static const struct release *current(void)
{
    releases_free(&p.releases);
    assert_true(releases_list(&p.releases, &p.target, "blog"));
    return releases_current(&p.releases, "blog");
}

/* Quiet: a test that is broken off leaves the signals as they were. */
static bool switch_to(long release)
{
    const struct release *old = current();

    p.release = release;
    bool ok = switch_over(&p, old);
    quiet_end(&p.quiet);
    return ok;
}

static void a_release_takes_the_place_of_the_one_before(void **state)
{
    (void)state;
    assert_true(switch_to(1));
    assert_int_equal(current()->note.release, 1);
    assert_true(switch_to(2));
    const struct release *now = current();
    assert_int_equal(p.releases.count, 1);
    assert_string_equal(now->domain_name, "blog.2");
    assert_true(release_runs(now));
    assert_true(now->is_autostart);
    assert_true(now->is_persistent);
    assert_true(switch_to(1)); /* and back */
    assert_int_equal(current()->note.release, 1);
}

static void one_that_is_off_is_replaced_too(void **state)
{
    (void)state;
    assert_true(switch_to(1));
    assert_int_equal(virDomainDestroy(current()->domain), 0);
    assert_true(switch_to(2));
    assert_int_equal(current()->note.release, 2);
    assert_int_equal(p.releases.count, 1);
}

static void one_that_is_paused_does_not_stay_beside_the_new_one(void **state)
{
    (void)state;
    assert_true(switch_to(1));
    assert_int_equal(virDomainSuspend(current()->domain), 0);
    assert_true(switch_to(2));
    assert_int_equal(current()->note.release, 2);
    assert_int_equal(p.releases.count, 1);
}

static void a_domain_of_somebody_else_with_the_name_stays_and_so_does_the_old_one(void **state)
{
    (void)state;
    assert_true(switch_to(1));
    virDomainPtr foreign = virDomainDefineXML(p.target.conn, "<domain type='test'><name>blog.2</name><memory>1024</memory>"
                                                             "<os><type>hvm</type></os></domain>");
    assert_non_null(foreign);
    assert_false(switch_to(2));
    assert_int_equal(virDomainIsPersistent(foreign), 1);
    virDomainFree(foreign);
    assert_int_equal(current()->note.release, 1);
    assert_true(release_runs(current()));
}

static void one_that_does_not_answer_makes_room_again(void **state)
{
    (void)state;
    assert_true(switch_to(1));
    p.timeout_ms = 0; /* nobody answers in that */
    assert_false(switch_to(2));
    const struct release *now = current();
    assert_int_equal(p.releases.count, 1);
    assert_int_equal(now->note.release, 1);
    assert_true(release_runs(now));
    assert_true(now->is_autostart);
}

static void the_first_one_that_does_not_answer_leaves_nothing(void **state)
{
    (void)state;
    p.timeout_ms = 0;
    assert_false(switch_to(1));
    assert_null(current());
    assert_int_equal(p.releases.count, 0);
}

static void what_a_broken_off_switch_has_left_goes(void **state)
{
    (void)state;
    assert_true(switch_to(1));
    p.release = 2;
    virDomainPtr left = virDomainDefineXML(p.target.conn, machine_xml(&p, MACHINE_STANDBY, 1));
    assert_non_null(left);
    assert_int_equal(virDomainCreate(left), 0);
    virDomainFree(left);
    p.release = 3;
    virDomainPtr check = virDomainCreateXML(p.target.conn, machine_xml(&p, MACHINE_CHECK, 1), 0);
    assert_non_null(check);
    virDomainFree(check);
    const struct release *now = current();
    assert_int_equal(p.releases.count, 3);
    assert_int_equal(now->note.release, 1);
    assert_true(switch_tidy(&p, now));
    assert_int_equal(current()->note.release, 1);
    assert_int_equal(p.releases.count, 1);
}

static void a_trial_leaves_no_domain(void **state)
{
    (void)state;
    p.settings.values[SETTING_IP] = "192.0.2.10/24";
    assert_true(switch_check(&p)); /* without a spare address there is none */
    p.settings.values[SETTING_CHECK_IP] = "192.0.2.11";
    assert_true(switch_check(&p));
    p.timeout_ms = 0;
    assert_false(switch_check(&p));
    assert_null(current());
    assert_int_equal(p.releases.count, 0);
}

/* ---------------------------------------------------------------- the XML of the machines */

static void assert_has(const char *xml, const char *part)
{
    if (strstr(xml, part) == NULL)
        fail_msg("\"%s\" is not in %s", part, xml);
}

static void a_machine_for_kvm_or_emulation_stands_by_with_its_link_down(void **state)
{
    (void)state;
    p.target.kind = TARGET_QEMU;
    p.target.has_kvm = true;
    p.settings.values[SETTING_BRIDGE] = "br0";
    const char *xml = machine_xml(&p, MACHINE_STANDBY, 1767225600);
    assert_has(xml, "<domain type=\"kvm\">\n  <name>blog.1</name>\n  <description>A &amp; B</description>\n");
    assert_has(xml, "<cpu mode=\"host-passthrough\"/>");
    assert_has(xml, "<source bridge=\"br0\"/>\n      <model type=\"virtio\"/>\n      <link state=\"down\"/>");
    assert_has(xml, " role=\"site\" ");
    assert_has(machine_interface(&p), "<link state=\"up\"/>");
    p.settings.values[SETTING_ACCEL] = "tcg";
    xml = machine_xml(&p, MACHINE_SITE, 1767225600);
    assert_has(xml, "<domain type=\"qemu\">");
    assert_has(xml, "<cpu mode=\"maximum\"/>");
    assert_null(strstr(xml, "<link"));
    p.settings.values[SETTING_ACCEL] = NULL;
    p.target.has_kvm = false;
    assert_has(machine_xml(&p, MACHINE_SITE, 1767225600), "<domain type=\"qemu\">");
}

static void a_machine_for_xen_has_its_bridge_and_a_console(void **state)
{
    (void)state;
    p.target.kind = TARGET_XEN;
    const char *xml = machine_xml(&p, MACHINE_SITE, 1767225600);
    assert_has(xml, "<domain type=\"xen\">");
    assert_has(xml, "<type arch=\"x86_64\" machine=\"xenpvh\">xenpvh</type>");
    assert_has(xml, "<source bridge=\"xenbr0\"/>\n    </interface>");
    assert_has(xml, "<console type=\"pty\">");
    assert_null(strstr(xml, "append="));
}

static void one_that_is_tried_has_other_addresses_and_is_not_started_again(void **state)
{
    (void)state;
    p.settings.values[SETTING_IP] = "192.0.2.10/24";
    p.settings.values[SETTING_CHECK_IP] = "192.0.2.11";
    const char *mac = machine_mac("blog", &p.pool), *xml = machine_xml(&p, MACHINE_CHECK, 1767225600);
    assert_has(xml, "<name>blog.1.check</name>");
    assert_has(xml, "<cmdline>ip=192.0.2.11/24</cmdline>");
    assert_has(xml, "<on_crash>destroy</on_crash>");
    assert_has(xml, " role=\"check\" ");
    assert_null(strstr(xml, mac));
    assert_has(machine_xml(&p, MACHINE_SITE, 1767225600), mac);
    p.release = 2; /* the same site */
    assert_has(machine_xml(&p, MACHINE_SITE, 1767225600), mac);
    assert_string_equal(machine_address(&p, false), "192.0.2.10");
    assert_string_equal(machine_address(&p, true), "192.0.2.11");
}

static void how_a_site_is_started_is_told_by_a_digest_of_it(void **state)
{
    static const struct {
        enum setting setting;
        const char *value;
    } cases[] = {{SETTING_MEMORY, "64"}, {SETTING_NETWORK, "lan"}, {SETTING_IP, "dhcp"}, {SETTING_IP, "192.0.2.10/24"}};
    char usual[DIGEST_HEX_SIZE], other[DIGEST_HEX_SIZE];

    (void)state;
    machine_settings(&p, usual);
    p.release = 7;
    p.settings.values[SETTING_CHECK_IP] = "192.0.2.11"; /* is of no interest afterwards */
    machine_settings(&p, other);
    assert_string_equal(usual, other);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        p.settings.values[cases[i].setting] = cases[i].value;
        machine_settings(&p, other);
        assert_string_not_equal(usual, other);
        p.settings.values[cases[i].setting] = NULL;
    }
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_release_takes_the_place_of_the_one_before),
        TEST(one_that_is_off_is_replaced_too),
        TEST(one_that_is_paused_does_not_stay_beside_the_new_one),
        TEST(a_domain_of_somebody_else_with_the_name_stays_and_so_does_the_old_one),
        TEST(one_that_does_not_answer_makes_room_again),
        TEST(the_first_one_that_does_not_answer_leaves_nothing),
        TEST(what_a_broken_off_switch_has_left_goes),
        TEST(a_trial_leaves_no_domain),
        TEST(a_machine_for_kvm_or_emulation_stands_by_with_its_link_down),
        TEST(a_machine_for_xen_has_its_bridge_and_a_console),
        TEST(one_that_is_tried_has_other_addresses_and_is_not_started_again),
        TEST(how_a_site_is_started_is_told_by_a_digest_of_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
