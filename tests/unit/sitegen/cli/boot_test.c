/* boot_test.c - sitegen boot: the arguments, and QEMU, which is a shell script here. */
#include "cli/boot.h"
#include "cli/cli.h"
#include "sitegen/case.h"
#include "sitegen/shell.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static const char qemu[] = "#!/bin/sh\nfor word; do echo \"[$word]\"; done\nexit 4\n";

/* ---------------------------------------------------------------- QEMU */

static void qemu_gets_the_words_and_a_port_that_leads_to_the_site(void **state)
{
    (void)state;
    shell_add_program("qemu-system-x86_64", qemu);
    assert_int_equal(shell_boot("mysite.img|--accel|tcg|port=8081|log=debug"), 4);
    shell_assert_said("[-append]\n[port=8081 log=debug]\n");
    shell_assert_said("-:8081]\n");
    assert_int_equal(shell_boot("mysite.img|--on|qemu|--memory|24|--machine|q35"), 4);
    shell_assert_said("[-append]\n[]\n");
    shell_assert_said("-:80]\n");
    shell_assert_said("[-m]\n[24]\n");
    shell_assert_said("[q35]");
}

static void a_missing_qemu_is_named(void **state)
{
    (void)state;
    assert_int_equal(shell_boot("mysite.img"), EXIT_CONTENT);
    shell_assert_said("qemu-system-x86_64 is missing");
}

/* ---------------------------------------------------------------- arguments */

static void words_are_checked(void **state)
{
    static const char *const good[] = {"ip=192.0.2.10/24", "ip=dhcp",   "gw=192.0.2.1",    "port=80",
                                       "conns=100",        "log=error", "hostname=my.blog"};
    static const char *const bad[] = {
        "ip=",
        "prot=80",
        "=",
        "=x",
        "ip",
        "ipx=1",
        "i=1",
        "tap=tap0",
        "hostname=a b",
        "hostname=a\"b",
        "hostname='a'",
        "mac=02:00:00:00:00:01",
        "log=a\nb",
        "hostname=a\\b",
        "log=\xc3\xa9",
        "log=$x",
        "log=`x`",
        "log=\x7f",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
        assert_null(boot_word_error(good[i]));
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_non_null(boot_word_error(bad[i]));
}

static void a_wrong_command_line_is_told_so(void **state)
{
    static const char *const lines[][2] = {
        {"--on|xen", "no image is named"},
        {"mysite.img|--on", "--on is qemu or xen"},
        {"mysite.img|--on|kvm", "--on is qemu or xen"},
        {"mysite.img|other.img", "one image at a time"},
        {"mysite.img|prot=1", "\"prot=1\": unknown word"},
        {"mysite.img|port=0", "a port is a number"},
        {"mysite.img|--on|xen|--port|80", "are for --on qemu"},
        {"mysite.img|--on|xen|--accel|kvm", "are for --on qemu"},
        {"mysite.img|--bridge|xenbr0", "are for --on xen"},
        {"mysite.img|-o|x.cfg", "are for --on xen"},
        {"mysite.img|--on|xen|--bridge|a,b", "--bridge needs"},
        {"mysite.img|--on|xen|--bridge|../b", "--bridge needs"},
        {"mysite.img|--on|xen|--bridge|abcdefghijklmnop", "--bridge needs"},
        {"mysite.img|--on|xen|--mac|03:00:00:00:00:01", "--mac needs"},
        {"mysite.img|--on|xen|--mac|02:00:00:00:00:0g", "--mac needs"},
        {"mysite.img|--on|xen|--mac|02-00-00-00-00-01", "--mac needs"},
        {"mysite.img|--on|xen|-o|", "-o needs"},
        {"mysite.img|--on|xen|--nmae|x", "unknown option \"--nmae\""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        assert_int_equal(shell_boot(lines[i][0]), EXIT_COMMAND);
        shell_assert_said(lines[i][1]);
    }
    assert_int_equal(shell_count_names(), 2);
}

static void words_end_somewhere(void **state)
{
    char *word = pool_printf(&shell_pool, "mysite.img|hostname=%01100d", 1);

    (void)state;
    assert_int_equal(shell_boot(word), EXIT_COMMAND);
    shell_assert_said("too long");
}

static void what_is_no_image_is_refused(void **state)
{
    (void)state;
    case_add_file(shell_folder, "text.img", "a text");
    case_add_file(shell_folder, "short.img", "\177E");
    assert_int_equal(shell_boot("text.img|--on|xen"), EXIT_CONTENT);
    shell_assert_said("text.img: error: is not an image");
    assert_int_equal(shell_boot("short.img"), EXIT_CONTENT);
    shell_assert_said("short.img: error: is not an image");
    assert_int_equal(shell_boot("bin"), EXIT_CONTENT);
    shell_assert_said("bin: error: is a folder: bake it first");
    assert_int_equal(shell_boot("absent.img"), EXIT_CONTENT);
    shell_assert_said("absent.img: error: cannot be read: No such file");
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, shell_setup, shell_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(qemu_gets_the_words_and_a_port_that_leads_to_the_site),
        TEST(a_missing_qemu_is_named),
        TEST(words_are_checked),
        TEST(a_wrong_command_line_is_told_so),
        TEST(words_end_somewhere),
        TEST(what_is_no_image_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
