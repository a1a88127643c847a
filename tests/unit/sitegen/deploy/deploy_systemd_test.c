/* deploy_systemd_test.c - a service of systemd's. That systemd takes it is seen by tests/golden/deploy. */
#include "deploy/deploy.h"

#include <stdlib.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static struct deploy deploy;
static struct text out;

static int set_up(void **state)
{
    (void)state;
    deploy = (struct deploy){.image = "/srv/a.img", .name = "a", .title = STR("T"), .words = ""};
    out = (struct text){0};
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    text_free(&out);
    return 0;
}

static void assert_line(const char *line)
{
    size_t len = strlen(line);

    deploy_systemd(&deploy, &out);
    for (const char *at = out.bytes; (at = strstr(at, line)) != NULL; at++)
        if ((at == out.bytes || at[-1] == '\n') && at[len] == '\n')
            return;
    fail_msg("no line \"%s\" in:\n%s", line, out.bytes);
}

static void the_port_is_80_unless_the_words_say_otherwise(void **state)
{
    (void)state;
    assert_line("ExecStart=\"/srv/a.img\" port=80");
    assert_line("AmbientCapabilities=CAP_NET_BIND_SERVICE");
    assert_line("PrivateUsers=no");
    text_clear(&out);
    deploy.words = "port=1024 log=error";
    deploy.port = 1024;
    assert_line("ExecStart=\"/srv/a.img\" port=1024 log=error");
    assert_line("AmbientCapabilities=");
    assert_line("PrivateUsers=yes");
}

/* systemd.syntax(7), systemd.service(5), COMMAND LINES; systemd.unit(5), SPECIFIERS. */
static void a_path_comes_through_quotes_backslashes_and_specifiers(void **state)
{
    (void)state;
    deploy.image = "/srv/a \"b\" \\ 100%n 'c' ; x.img";
    assert_line("ExecStart=\"/srv/a \\\"b\\\" \\\\ 100%%n 'c' ; x.img\" port=80");
}

static void a_title_stays_one_line_and_names_no_specifier(void **state)
{
    (void)state;
    deploy.title = STR("a\nExecStart=/bin/sh\r%H \\");
    assert_line("Description=a ExecStart=/bin/sh %%H  ");
    text_clear(&out);
    deploy.title = STR("caf\xc3\xa9 \xff rest");
    assert_line("Description=caf\xc3\xa9 ");
    text_clear(&out);
    deploy.title = STR(" \n");
    assert_line("Description=a");
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_port_is_80_unless_the_words_say_otherwise),
        TEST(a_path_comes_through_quotes_backslashes_and_specifiers),
        TEST(a_title_stays_one_line_and_names_no_specifier),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
