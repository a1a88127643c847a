/* settings_test.c - publish: in a configuration, and on the command line. */
#include "publish/settings.h"
#include "sitegen/case.h"

#include <stdio.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

static struct settings settings;
static struct test_case test;
static char *folder;

/* Read this _config.yml. Returns whether it is right. */
static bool read_config(const char *name, const char *text)
{
    folder = case_make_folder(&test.pool, name, text, NULL);
    bool ok = settings_read(&settings, folder, &test.diag);
    case_remove_folder(folder);
    return ok;
}

static int setup(void **state)
{
    (void)state;
    settings = (struct settings){0};
    test = (struct test_case){0};
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    pool_free(&settings.pool);
    case_free(&test);
    return 0;
}

static void all_keys_are_read(void **state)
{
    (void)state;
    assert_true(read_config("_config.yml", "title: T\npublish:\n  to: qemu+ssh://u@h/system\n  name: blog\n"
                                           "  memory: 64\n  bridge: br0\n  ip: 192.0.2.10/24\n  gw: 192.0.2.1\n"
                                           "  check_ip: 192.0.2.11\n  pool: /srv/images\n  accel: tcg\n"
                                           "  check: console\n"));
    assert_string_equal(settings.values[SETTING_TO], "qemu+ssh://u@h/system");
    assert_string_equal(settings.values[SETTING_MEMORY], "64");
    assert_string_equal(settings.values[SETTING_BRIDGE], "br0");
    assert_null(settings.values[SETTING_NETWORK]);
    assert_string_equal(settings.values[SETTING_IP], "192.0.2.10/24");
    assert_string_equal(settings.values[SETTING_CHECK], "console");
    assert_true(str_ends(str_of(settings.file), "/_config.yml"));
}

static void a_folder_without_a_configuration_has_a_file_of_its_own(void **state)
{
    (void)state;
    assert_true(read_config(".sitegen.yml", "publish:\n  name: x\n"));
    assert_string_equal(settings.values[SETTING_NAME], "x");
    assert_true(str_ends(str_of(settings.file), "/.sitegen.yml"));
}

static void toml_is_read_too(void **state)
{
    (void)state;
    assert_true(read_config("_config.toml", "[publish]\nto = \"xen:///\"\nmemory = 32\n"));
    assert_string_equal(settings.values[SETTING_TO], "xen:///");
    assert_string_equal(settings.values[SETTING_MEMORY], "32");
}

static void nothing_is_said_of_publishing(void **state)
{
    (void)state;
    assert_true(read_config("_config.yml", "title: T\npublish:\n"));
    for (int i = 0; i < SETTING_COUNT; i++)
        assert_null(settings.values[i]);
}

static void what_is_wrong_is_said_all_at_once(void **state)
{
    (void)state;
    assert_false(read_config("_config.yml", "publish:\n  to: nowhere\n  memory: 8\n  ip: 192.0.2.300/24\n  gw: [1]\n"
                                            "  bridge: a/b\n  nmae: x\n  name: -x\n  check_ip: 192.0.2.1/24\n"));
    assert_int_equal(test.diag.error_count, 8);
    const char *said = case_messages(&test);
    assert_non_null(strstr(said, ":3:11: error: publish: memory must be a number of MiB from 16 on\n"));
    assert_non_null(strstr(said, ":7:9: error: publish: unknown key \"nmae\" (known: to, name, memory, "));
}

static void contradictions_are_said(void **state)
{
    static const struct {
        const char *text, *message;
    } cases[] = {
        {"publish:\n  network: a\n  bridge: b\n", ":3:11: error: publish: either network or bridge\n"},
        {"publish:\n  gw: 192.0.2.1\n", ":2:7: error: publish: gw goes with an ip"},
        {"publish:\n  ip: dhcp\n  check_ip: 192.0.2.1\n", ":3:13: error: publish: check_ip goes with an ip"},
        {"publish:\n  ip: 192.0.2.1/24\n  check_ip: 192.0.2.1\n", ":3:13: error: publish: check_ip must be another"},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        teardown(state);
        setup(state);
        assert_false(read_config("_config.yml", cases[i].text));
        assert_non_null(strstr(case_messages(&test), cases[i].message));
    }
}

static void the_command_line_counts_more(void **state)
{
    char *argv[] = {"publish", "--check-ip", "192.0.2.9", "--ip=192.0.2.8/24", "--other", NULL};
    int i = 1;

    (void)state;
    assert_int_equal(settings_option(&settings, 5, argv, &i), 0);
    assert_int_equal(i, 2);
    i = 3;
    assert_int_equal(settings_option(&settings, 5, argv, &i), 0);
    i = 4;
    assert_int_equal(settings_option(&settings, 5, argv, &i), -1);
    assert_true(read_config("_config.yml", "publish:\n  ip: 192.0.2.1/24\n  gw: 192.0.2.2\n"));
    assert_string_equal(settings.values[SETTING_IP], "192.0.2.8/24");
    assert_string_equal(settings.values[SETTING_CHECK_IP], "192.0.2.9");
    assert_string_equal(settings.values[SETTING_GW], "192.0.2.2");
}

static void a_uri_holds_no_password(void **state)
{
    static const struct {
        const char *uri;
        bool is_good;
    } cases[] = {
        {"qemu:///system", true},
        {"qemu+ssh://root@[2001:db8::1]:2222/system?keyfile=/a:b@c", true},
        {"qemu+ssh://host:22/system", true},
        {"xen+tls://host/", true},
        {"test:///default", true},
        {"qemu+libssh2://root:secret@host/system", false},
        {"qemu+ssh://:secret@host", false},
        {"", false},
        {"host", false},
        {"qemu:///a b", false},
        {"qemu:///\"x\"", false},
        {"qemu:///<x>", false},
    };

    (void)state;
    for (size_t n = 0; n < sizeof(cases) / sizeof(cases[0]); n++) {
        char uri[80];
        char *argv[] = {"publish", "--to", uri, NULL};
        int i = 1;
        snprintf(uri, sizeof(uri), "%s", cases[n].uri);
        assert_int_equal(settings_option(&settings, 3, argv, &i), cases[n].is_good ? 0 : 2);
    }
}

static void a_name_is_made_of_a_path(void **state)
{
    (void)state;
    assert_string_equal(settings_name_of("/nowhere/My Site.img", &test.pool), "My-Site");
    assert_string_equal(settings_name_of("/nowhere/a.b+c", &test.pool), "a-b-c");
    assert_string_equal(settings_name_of("/nowhere/\xc3\xa4", &test.pool), "site");
}

/* ---------------------------------------------------------------- remembering */

static void assert_becomes(const char *before, const char *after)
{
    const char *got = settings_with_uri(str_of(before), "qemu+ssh://h/system", false, &test.pool);

    if (after == NULL)
        assert_null(got);
    else
        assert_string_equal(got, after);
}

static void a_configuration_gets_its_block_at_the_end(void **state)
{
    (void)state;
    assert_becomes("", "publish:\n  to: qemu+ssh://h/system\n");
    assert_becomes("title: T # x\n", "title: T # x\n\npublish:\n  to: qemu+ssh://h/system\n");
    assert_becomes("title: T", "title: T\n\npublish:\n  to: qemu+ssh://h/system\n");
    assert_becomes("title: T\r\n", "title: T\r\n\r\npublish:\r\n  to: qemu+ssh://h/system\r\n");
    assert_becomes("# only a comment\n", "# only a comment\n\npublish:\n  to: qemu+ssh://h/system\n");
}

static void one_line_of_a_block_changes(void **state)
{
    (void)state;
    assert_becomes("a: 1\npublish:\n    # c\n    ip: dhcp\nb: 2\n",
                   "a: 1\npublish:\n    # c\n    to: qemu+ssh://h/system\n    ip: dhcp\nb: 2\n");
    assert_becomes("publish:\n  to: xen:/// # there\n  ip: dhcp\n",
                   "publish:\n  to: qemu+ssh://h/system # there\n  ip: dhcp\n");
    assert_becomes("publish:\n  to: \"qemu:///system\"\nb: 2", "publish:\n  to: qemu+ssh://h/system\nb: 2");
    assert_becomes("publish:\nb: 2\n", "publish:\n  to: qemu+ssh://h/system\nb: 2\n");
    assert_becomes("b: 2\npublish:", "b: 2\npublish:\n  to: qemu+ssh://h/system\n");
    assert_becomes("publish: {to: 'xen:///', ip: dhcp}\n", "publish: {to: qemu+ssh://h/system, ip: dhcp}\n");
}

static void what_cannot_be_changed_by_a_line_is_left_alone(void **state)
{
    (void)state;
    assert_becomes("publish: {ip: dhcp}\n", NULL);
    assert_becomes("{title: T}\n", NULL);
    assert_becomes("title: T\n...\n", NULL);
    assert_becomes("title: [\n", NULL);
    assert_becomes("- a list\n", NULL);
}

static void toml_gets_a_table(void **state)
{
    const char *uri = "xen:///";

    (void)state;
    assert_string_equal(settings_with_uri(STR("a = 1\n"), uri, true, &test.pool),
                        "a = 1\n\n[publish]\nto = \"xen:///\"\n");
    assert_string_equal(settings_with_uri(STR("[publish]\nto = 'qemu:///system' # c\n"), uri, true, &test.pool),
                        "[publish]\nto = \"xen:///\" # c\n");
}

static void every_prefix_is_changed_rightly_or_not_at_all(void **state)
{
    static const char text[] = "title: \"T\"\nlist: [1, {a: b}]\npublish:\n  to: 'x:/'  # c\n  ip: 192.0.2.1/24\nz: |\n  q\n";

    (void)state;
    for (size_t len = 0; len < sizeof(text); len++)
        settings_with_uri(str_head(str_of(text), len), "qemu:///system", false, &test.pool);
}

static void the_file_is_replaced_and_keeps_its_mode(void **state)
{
    char text[200];
    struct stat st;

    (void)state;
    folder = case_make_folder(&test.pool, "_config.yml", "title: T\n", NULL);
    assert_true(settings_read(&settings, folder, &test.diag));
    chmod(settings.file, 0640);
    assert_null(settings_remember(&settings, "xen:///"));
    assert_int_equal(stat(settings.file, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0640);
    FILE *file = fopen(settings.file, "r");
    text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
    fclose(file);
    assert_string_equal(text, "title: T\n\npublish:\n  to: xen:///\n");
    assert_null(settings_remember(&settings, "xen:///"));
    case_remove_folder(folder);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(all_keys_are_read),
        TEST(a_folder_without_a_configuration_has_a_file_of_its_own),
        TEST(toml_is_read_too),
        TEST(nothing_is_said_of_publishing),
        TEST(what_is_wrong_is_said_all_at_once),
        TEST(contradictions_are_said),
        TEST(the_command_line_counts_more),
        TEST(a_uri_holds_no_password),
        TEST(a_name_is_made_of_a_path),
        TEST(a_configuration_gets_its_block_at_the_end),
        TEST(one_line_of_a_block_changes),
        TEST(what_cannot_be_changed_by_a_line_is_left_alone),
        TEST(toml_gets_a_table),
        TEST(every_prefix_is_changed_rightly_or_not_at_all),
        TEST(the_file_is_replaced_and_keeps_its_mode),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
