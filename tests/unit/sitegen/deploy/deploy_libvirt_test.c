/* deploy_libvirt_test.c - a domain of libvirt's. That libvirt takes it is seen by tests/golden/deploy. */
#include "deploy/deploy.h"

#include <stdlib.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static struct deploy deploy;
static struct deploy_domain domain;
static struct text out;

static int set_up(void **state)
{
    (void)state;
    deploy = (struct deploy){
        .image = "/srv/a.img", .name = "a", .title = STR("T"), .words = "", .memory_mib = 26};
    domain = (struct deploy_domain){.type = "kvm", .network = "default"};
    out = (struct text){0};
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    text_free(&out);
    return 0;
}

static void assert_holds(const char *part)
{
    if (strstr(out.bytes, part) == NULL)
        fail_msg("no \"%s\" in:\n%s", part, out.bytes);
}

static void assert_lacks(const char *part)
{
    if (strstr(out.bytes, part) != NULL)
        fail_msg("\"%s\" in:\n%s", part, out.bytes);
}

static void people_get_a_domain_to_change(void **state)
{
    (void)state;
    deploy_libvirt(&deploy, &out);
    assert_holds("<domain type=\"kvm\">\n  <name>a</name>\n  <description>T</description>\n"
                 "  <memory unit=\"MiB\">26</memory>\n");
    assert_holds("<kernel>/srv/a.img</kernel>\n    <!-- <cmdline>ip=");
    assert_holds("<source network=\"default\"/>");
    assert_holds("<on_crash>restart</on_crash>");
}

static void texts_are_escaped(void **state)
{
    (void)state;
    deploy.image = "/srv/a & <b> \"c\"'.img";
    deploy.title = STR("x\x01\x7f\ny\xff</description>&z");
    deploy.words = "ip=192.0.2.10/24";
    domain.bridge = "br\"0<";
    domain.log = "/log\"&";
    deploy.domain = &domain;
    deploy_libvirt(&deploy, &out);
    assert_holds("<kernel>/srv/a &amp; &lt;b&gt; &quot;c&quot;");
    assert_holds("<description>x   y?&lt;/description&gt;&amp;z</description>\n");
    assert_holds("<cmdline>ip=192.0.2.10/24</cmdline>");
    assert_holds("<source bridge=\"br&quot;0&lt;\"/>");
    assert_holds("<source path=\"/log&quot;&amp;\" append=\"on\"/>");
    assert_lacks("<!--");
}

static void a_title_of_blanks_is_none(void **state)
{
    (void)state;
    deploy.title = STR(" \t");
    deploy_libvirt(&deploy, &out);
    assert_lacks("<description>");
}

static void each_kind_of_machine_has_its_own_parts(void **state)
{
    static const struct {
        const char *type, *holds, *lacks;
    } kinds[] = {
        {"kvm", "<cpu mode=\"host-passthrough\"/>", "xenpvh"},
        {"qemu", "<cpu mode=\"maximum\"/>", "host-passthrough"},
        {"xen", "<type arch=\"x86_64\" machine=\"xenpvh\">xenpvh</type>", "virtio"},
        {"test", "<type>hvm</type>", "<cpu"},
    };

    (void)state;
    deploy.domain = &domain;
    for (size_t i = 0; i < 4; i++) {
        domain.type = kinds[i].type;
        text_clear(&out);
        deploy_libvirt(&deploy, &out);
        assert_holds(kinds[i].holds);
        assert_lacks(kinds[i].lacks);
    }
}

static void a_machine_that_is_tried_is_not_started_again(void **state)
{
    (void)state;
    domain.is_single = true;
    domain.metadata = "<m:x xmlns:m=\"urn:x\"/>";
    deploy.domain = &domain;
    deploy_libvirt(&deploy, &out);
    assert_holds("<on_reboot>destroy</on_reboot>\n  <on_crash>destroy</on_crash>");
    assert_holds("<metadata>\n    <m:x xmlns:m=\"urn:x\"/>\n");
}

static void an_interface_says_address_and_link_where_they_are_known(void **state)
{
    (void)state;
    deploy_libvirt_interface(&domain, &out);
    assert_lacks("<mac");
    assert_lacks("<link");
    domain.mac = "02:00:00:00:00:01";
    domain.link = "down";
    deploy_libvirt_interface(&domain, &out);
    assert_holds("<mac address=\"02:00:00:00:00:01\"/>");
    assert_holds("<link state=\"down\"/>");
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(people_get_a_domain_to_change),
        TEST(texts_are_escaped),
        TEST(a_title_of_blanks_is_none),
        TEST(each_kind_of_machine_has_its_own_parts),
        TEST(a_machine_that_is_tried_is_not_started_again),
        TEST(an_interface_says_address_and_link_where_they_are_known),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
