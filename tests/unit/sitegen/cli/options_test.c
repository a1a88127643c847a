/* options_test.c - of sitegen/cli/options.c */
#include "cli/cli.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void an_option_takes_its_value_in_both_forms(void **state)
{
    char *argv[] = {"x", "--port", "80", "--port=81", "--ports", "--port", NULL};
    const char *value;
    int i = 1;

    (void)state;
    assert_true(cli_option(6, argv, &i, "--port", &value));
    assert_string_equal(value, "80");
    assert_int_equal(i, 2);
    i = 3;
    assert_true(cli_option(6, argv, &i, "--port", &value));
    assert_string_equal(value, "81");
    assert_int_equal(i, 3);
    i = 4;
    assert_false(cli_option(6, argv, &i, "--port", &value));
    i = 5;
    assert_true(cli_option(6, argv, &i, "--port", &value));
    assert_null(value);
}

static void numbers_are_whole_and_within_their_bounds(void **state)
{
    static const char *const bad[] = {"", "-1", "0", "65536", "80x", " 80", "1e3", "99999999999999999999"};
    long number = 7;

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_false(cli_number(bad[i], 1, 65535, &number));
    assert_false(cli_number(NULL, 1, 65535, &number));
    assert_int_equal(number, 7);
    assert_true(cli_number("65535", 1, 65535, &number));
    assert_int_equal(number, 65535);
}

static void a_port_that_is_taken_is_passed_over(void **state)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof(address);
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    (void)state;
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
    assert_int_equal(listen(fd, 1), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &len), 0);
    long taken = ntohs(address.sin_port);
    assert_true(cli_free_port(taken) != taken);
    close(fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_option_takes_its_value_in_both_forms),
        cmocka_unit_test(numbers_are_whole_and_within_their_bounds),
        cmocka_unit_test(a_port_that_is_taken_is_passed_over),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
