/* boot_xen_test.c - sitegen boot --on xen, from the command line to xl, which is a shell script here. */
#include "cli/boot.h"
#include "cli/cli.h"
#include "sitegen/case.h"
#include "files.h"
#include "sitegen/shell.h"
#include "sitegen/small_image.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

/* Says what it was given, and what the file holds that it was given. */
static const char xl[] =
    "#!/bin/sh\n"
    "for word; do echo \"[$word]\"; done\n"
    "while read -r line; do case $line in name*|cmdline*) echo \"$line\"; esac; done <\"$2\"\n"
    "echo 'xl: no such bridge' >&2\n"
    "exit 3\n";

static bool machine_has_xl(void)
{
    return access("/usr/sbin/xl", X_OK) == 0 || access("/usr/local/sbin/xl", X_OK) == 0;
}

static void xl_takes_over_with_its_status_and_its_messages(void **state)
{
    (void)state;
    shell_add_program("xl", xl);
    assert_int_equal(shell_boot("mysite.img|--on|xen|ip=192.0.2.10/24|gw=192.0.2.1"), 3);
    shell_assert_said("[create]\n[mysite.cfg]\n");
    shell_assert_said("name = \"mysite\"\ncmdline = \"ip=192.0.2.10/24 gw=192.0.2.1\"\n");
    shell_assert_said("xl: no such bridge");
    shell_assert_said("xl console mysite");
    assert_int_equal(shell_count_names(), 3); /* image, bin, configuration */
}

static void without_xl_it_says_where_the_file_is_and_what_to_run(void **state)
{
    (void)state;
    if (machine_has_xl())
        skip();
    assert_int_equal(shell_boot("--on=xen|mysite.img"), 0);
    shell_assert_said("no xl");
    shell_assert_said("xl create mysite.cfg\n");
    shell_assert_said(pool_printf(&shell_pool, "%s/mysite.img", shell_folder));
    assert_non_null(strstr(shell_content("mysite.cfg"),
                           pool_printf(&shell_pool, "kernel = \"%s/mysite.img\"", shell_folder)));
}

static void an_xl_that_cannot_be_run_is_not_tried(void **state)
{
    (void)state;
    if (machine_has_xl())
        skip();
    case_add_file(shell_folder, "bin/xl", xl); /* not executable */
    assert_int_equal(shell_boot("mysite.img|--on|xen"), 0);
    shell_add_program("xl", "#!/nowhere/sh\n");
    assert_int_equal(shell_boot("mysite.img|--on|xen"), EXIT_CONTENT);
    shell_assert_said("bin/xl: error: cannot be started");
}

static void the_file_is_written_where_the_user_says(void **state)
{
    (void)state;
    shell_add_program("xl", xl);
    assert_int_equal(shell_boot("mysite.img|--on|xen|-o|-x.cfg"), 3);
    shell_assert_said("[./-x.cfg]");
    assert_int_equal(shell_boot("mysite.img|--on|xen|-o|nowhere/x.cfg"), EXIT_CONTENT);
    shell_assert_said("nowhere/x.cfg: error: cannot be written");
}

static void our_own_file_is_replaced(void **state)
{
    (void)state;
    shell_add_program("xl", xl);
    assert_int_equal(shell_boot("mysite.img|--on|xen|hostname=first"), 3);
    assert_int_equal(shell_boot("mysite.img|--on|xen|hostname=second"), 3);
    assert_null(strstr(shell_content("mysite.cfg"), "first"));
    assert_non_null(strstr(shell_content("mysite.cfg"), "second"));
}

static void a_file_of_somebody_elses_stays(void **state)
{
    static const char *const theirs[] = {"name = \"mysite\"\n", "", "# Written by sitegen boot",
                                         BOOT_XEN_MARK "x\n"};

    (void)state;
    shell_add_program("xl", xl);
    for (size_t i = 0; i < sizeof(theirs) / sizeof(theirs[0]); i++) {
        case_add_file(shell_folder, "mysite.cfg", theirs[i]);
        assert_int_equal(shell_boot("mysite.img|--on|xen"), EXIT_CONTENT);
        shell_assert_said("mysite.cfg: error: is there already, and sitegen did not write it");
        assert_string_equal(shell_content("mysite.cfg"), theirs[i]);
    }
    assert_int_equal(shell_boot("mysite.img|--on|xen|-o|bin"), EXIT_CONTENT);
    shell_assert_said("bin: error: is there already, and is no file");
}

static void a_path_with_a_line_break_is_refused_and_nothing_written(void **state)
{
    (void)state;
    shell_add_program("xl", xl);
    shell_add_image("my\nsite.img");
    assert_int_equal(shell_boot("my\nsite.img|--on|xen"), EXIT_CONTENT);
    shell_assert_said("line break");
    assert_int_equal(shell_count_names(), 3);
}

static void odd_names_reach_xl_as_they_are(void **state)
{
    (void)state;
    shell_add_program("xl", xl);
    shell_add_image("it's \"my\" site\\.img");
    assert_int_equal(shell_boot("it's \"my\" site\\.img|--on|xen"), 3);
    shell_assert_said("[it's \"my\" site\\.cfg]");
    shell_assert_said("name = \"it-s-my-site\"");
}

static void a_link_to_an_image_stays_a_link(void **state)
{
    (void)state;
    shell_add_program("xl", xl);
    assert_int_equal(symlink("mysite.img", pool_printf(&shell_pool, "%s/current.img", shell_folder)), 0);
    assert_int_equal(shell_boot("./bin/../current.img|--on|xen"), 3);
    assert_non_null(strstr(shell_content("current.cfg"),
                           pool_printf(&shell_pool, "kernel = \"%s/current.img\"", shell_folder)));
}

static void too_little_memory_is_refused(void **state)
{
    struct small_image *image = small_image();

    (void)state;
    image->programs[IMAGE_TABLES].p_memsz = 98u << 20; /* it ends at 101 MiB */
    assert_true(files_write(pool_printf(&shell_pool, "%s/mysite.img", shell_folder),
                            (struct str){(const char *)image, sizeof(*image)}, 0666));
    free(image);
    shell_add_program("xl", xl);
    assert_int_equal(shell_boot("mysite.img|--on|xen|--memory|103"), EXIT_COMMAND);
    shell_assert_said("needs 104");
    assert_int_equal(shell_boot("mysite.img|--on|xen|--memory|104"), 3);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, shell_setup, shell_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(xl_takes_over_with_its_status_and_its_messages),
        TEST(without_xl_it_says_where_the_file_is_and_what_to_run),
        TEST(an_xl_that_cannot_be_run_is_not_tried),
        TEST(the_file_is_written_where_the_user_says),
        TEST(our_own_file_is_replaced),
        TEST(a_file_of_somebody_elses_stays),
        TEST(a_path_with_a_line_break_is_refused_and_nothing_written),
        TEST(odd_names_reach_xl_as_they_are),
        TEST(a_link_to_an_image_stays_a_link),
        TEST(too_little_memory_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
