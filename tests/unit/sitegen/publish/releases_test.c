/* releases_test.c - what domains say of themselves, and which of them is the site's; over libvirt's test
 * driver. */
#include "publish/publish.h"
#include "publish/volumes.h"

#include <libvirt/virterror.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static const struct release_note full = {.name = "blog",
                                         .release = 12,
                                         .before = 9,
                                         .image = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                                         .settings = "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210",
                                         .since_s = 1767225600,
                                         .log_from = 345,
                                         .ip = "192.0.2.10/24"};
static struct target target;
static struct releases releases;

static int setup(void **state)
{
    (void)state;
    return target_open(&target, "test:///default") ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    releases_free(&releases);
    target_close(&target);
    return 0;
}

/* ---------------------------------------------------------------- the note */

static void a_note_is_read_as_it_was_printed(void **state)
{
    struct text text = {0};
    struct release_note note;

    (void)state;
    release_note_print(&full, &text);
    assert_true(release_note_read(&note, text.bytes, &target.memory));
    assert_string_equal(note.name, "blog");
    assert_int_equal(note.release, 12);
    assert_int_equal(note.before, 9);
    assert_false(note.is_check);
    assert_string_equal(note.image, full.image);
    assert_string_equal(note.settings, full.settings);
    assert_int_equal(note.since_s, 1767225600);
    assert_int_equal(note.log_from, 345);
    assert_string_equal(note.ip, "192.0.2.10/24");
    text_free(&text);
}

static void every_prefix_of_a_note_is_read_or_refused(void **state)
{
    struct text text = {0};
    struct release_note note;

    (void)state;
    release_note_print(&full, &text);
    for (size_t len = 0; len < text.len; len++)
        if (release_note_read(&note, pool_copy(&target.memory, str_head(text_str(&text), len)), &target.memory))
            assert_int_equal(note.release, 12);
    text_free(&text);
}

static void what_is_no_note_is_refused(void **state)
{
    static const char *const texts[] = {
        "",
        "<x/>",
        "<x release='1' since='1'/>",
        "<x name='' release='1' since='1'/>",
        "<x name='a' release='0' since='1'/>",
        "<x name='a' release='-1' since='1'/>",
        "<x name='a' release='1x' since='1'/>",
        "<x name='a' release='9999999999999999999' since='1'/>",
        "<x name='a' release='1'/>",
    };
    struct release_note note;

    (void)state;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        assert_false(release_note_read(&note, texts[i], &target.memory));
    assert_true(release_note_read(&note, "<x name='a' release='1' since='1' log='x' image='zz'/>", &target.memory));
    assert_int_equal(note.before, 0);
    assert_int_equal(note.log_from, 0);
    assert_string_equal(note.image, "");
    assert_string_equal(note.ip, "");
}

/* ---------------------------------------------------------------- the domains */

static void add(const char *name, long release, bool runs, bool is_autostart)
{
    struct text xml = {0};
    struct release_note note = full;

    note.name = name;
    note.release = release;
    text_printf(&xml, "<domain type='test'><name>%s.%ld</name><memory>1024</memory><os><type>hvm</type></os><metadata>",
                name, release);
    release_note_print(&note, &xml);
    text_add_c(&xml, "</metadata></domain>");
    virDomainPtr domain = virDomainDefineXML(target.conn, xml.bytes);
    assert_non_null(domain);
    if (runs)
        assert_int_equal(virDomainCreate(domain), 0);
    assert_int_equal(virDomainSetAutostart(domain, is_autostart), 0);
    virDomainFree(domain);
    text_free(&xml);
}

static long current_of(const char *site)
{
    releases_free(&releases);
    assert_true(releases_list(&releases, &target, NULL));
    const struct release *current = releases_current(&releases, site);

    return current != NULL ? current->note.release : 0;
}

static void domains_of_others_are_none(void **state)
{
    (void)state;
    assert_true(releases_list(&releases, &target, NULL)); /* there is one called "test" */
    assert_int_equal(releases.count, 0);
    assert_null(releases_current(&releases, "test"));
}

static void releases_come_in_order_of_site_and_number(void **state)
{
    (void)state;
    add("blog", 10, false, false);
    add("a", 3, false, false);
    add("blog", 9, false, false);
    assert_true(releases_list(&releases, &target, NULL));
    assert_int_equal(releases.count, 3);
    assert_string_equal(releases.items[0].domain_name, "a.3");
    assert_string_equal(releases.items[1].domain_name, "blog.9");
    assert_string_equal(releases.items[2].domain_name, "blog.10");
    releases_free(&releases);
    assert_true(releases_list(&releases, &target, "a"));
    assert_int_equal(releases.count, 1);
}

static void the_one_that_starts_with_the_host_is_current(void **state)
{
    (void)state;
    assert_int_equal(current_of("blog"), 0);
    add("blog", 1, false, true);
    add("blog", 2, true, false); /* a switch was broken off before it had answered */
    add("other", 5, true, true);
    assert_int_equal(current_of("blog"), 1);
}

static void of_two_that_start_with_the_host_the_one_that_runs_is_current(void **state)
{
    (void)state;
    add("blog", 1, true, true);
    add("blog", 2, false, true);
    assert_int_equal(current_of("blog"), 1);
}

static void of_two_alike_the_newer_is_current(void **state)
{
    (void)state;
    add("blog", 1, true, false);
    add("blog", 2, true, false);
    assert_int_equal(current_of("blog"), 2);
}

static void one_that_is_removed_is_gone_whether_it_runs_or_not(void **state)
{
    (void)state;
    add("blog", 1, true, true);
    add("blog", 2, false, false);
    assert_true(releases_list(&releases, &target, "blog"));
    assert_int_equal(releases.count, 2);
    assert_true(release_remove(releases.items[0].domain));
    assert_true(release_remove(releases.items[1].domain));
    assert_true(release_remove(releases.items[0].domain)); /* somebody else was quicker */
    assert_int_equal(current_of("blog"), 0);
    assert_int_equal(releases.count, 0);
}

/* ---------------------------------------------------------------- the way back */

static void a_rollback_goes_to_what_was_served_before(void **state)
{
    long numbers[] = {2, 3, 5, 7};
    struct volumes_releases there = {.numbers = numbers, .count = 4};
    static const struct {
        long wanted, current, before, chosen;
    } cases[] = {
        {0, 7, 5, 5}, {0, 7, 3, 3}, {0, 7, 0, 5}, {0, 7, 4, 5}, {0, 5, 2, 2}, {0, 2, 0, 0},
        {0, 2, 1, 0}, {3, 7, 5, 3}, {7, 7, 5, 7}, {4, 7, 5, 0}, {7, 3, 2, 7},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_int_equal(rollback_choose(&there, cases[i].wanted, cases[i].current, cases[i].before), cases[i].chosen);
    there.count = 0;
    assert_int_equal(rollback_choose(&there, 0, 7, 5), 0);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_note_is_read_as_it_was_printed),
        TEST(every_prefix_of_a_note_is_read_or_refused),
        TEST(what_is_no_note_is_refused),
        TEST(domains_of_others_are_none),
        TEST(releases_come_in_order_of_site_and_number),
        TEST(the_one_that_starts_with_the_host_is_current),
        TEST(of_two_that_start_with_the_host_the_one_that_runs_is_current),
        TEST(of_two_alike_the_newer_is_current),
        TEST(one_that_is_removed_is_gone_whether_it_runs_or_not),
        TEST(a_rollback_goes_to_what_was_served_before),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
