/* events_test.c - of sitegen/preview/events.c, over sockets of this machine; the clock is an argument */
#include "preview/events.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static struct events *events;
static int site_fd;
static unsigned site_port;

static int set_up(void **state)
{
    (void)state;
    events = malloc(sizeof(*events));
    site_port = 20480;
    site_fd = events_listen(&site_port);
    return events != NULL && site_fd >= 0 && events_open(events, site_fd, site_port) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    events_close(events);
    close(site_fd);
    free(events);
    return 0;
}

static void turn_at(int64_t now_ms)
{
    struct pollfd fds[EVENTS_FD_MAX];
    size_t count = events_want(events, fds);

    assert_true(count <= EVENTS_FD_MAX);
    while (poll(fds, (nfds_t)count, 20) > 0) {
        events_turn(events, fds, count, now_ms);
        count = events_want(events, fds);
    }
    events_turn(events, fds, 0, now_ms);
}

static int client_of(unsigned port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
    return fd;
}

static void say(int fd, const char *text)
{
    send(fd, text, strlen(text), MSG_NOSIGNAL);
}

/* What has come so far. */
static const char *heard(int fd)
{
    static char text[256 * 1024];
    ssize_t len = recv(fd, text, sizeof(text) - 1, MSG_DONTWAIT);

    text[len > 0 ? len : 0] = '\0';
    return text;
}

static void expect(unsigned port, const char *request, const char *status, const char *part)
{
    int fd = client_of(port);

    say(fd, request);
    turn_at(0);
    const char *reply = heard(fd);
    assert_memory_equal(reply, status, strlen(status));
    assert_non_null(strstr(reply, part));
    close(fd);
}

static void a_listener_is_told_at_once_and_at_each_change(void **state)
{
    int fd = client_of(events->port);

    (void)state;
    say(fd, "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
    turn_at(0);
    const char *first = heard(fd);
    assert_non_null(strstr(first, "Content-Type: text/event-stream\r\n"));
    assert_non_null(strstr(first, "\r\n\r\nretry: 300\ndata: {\"made\":0,\"errors\":\"\"}\n\n"));
    events_tell(events, 7, STR("a.md:1:1: error: x\n"), true);
    assert_string_equal(heard(fd), "data: {\"made\":7,\"errors\":\"a.md:1:1: error: x\\u000a\"}\n\n");
    turn_at(EVENTS_REQUEST_MS * 2);
    events_tell(events, 8, STR(""), true);
    assert_string_equal(heard(fd), "data: {\"made\":8,\"errors\":\"\"}\n\n");
    close(fd);
}

static void requests_are_answered_by_what_they_ask(void **state)
{
    unsigned port = events->port;

    (void)state;
    expect(port, "GET /reload.js HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", "HTTP/1.1 200 ", "new EventSource");
    expect(port, "GET /reload.js?x HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", "HTTP/1.1 200 ", "text/javascript");
    expect(port, "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", "HTTP/1.1 404 ", "");
    expect(port, "POST /events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", "HTTP/1.1 405 ", "");
    expect(port, "GET /events HTTP/1.1\r\nHost: evil.example\r\n\r\n", "HTTP/1.1 403 ", "");
    expect(port, "GET /events HTTP/1.1\r\n\r\n", "HTTP/1.1 403 ", "");
    expect(port, "nonsense\r\n\r\n", "HTTP/1.1 400 ", "");
}

static void a_request_may_come_byte_by_byte(void **state)
{
    static const char request[] = "GET /reload.js HTTP/1.1\r\nHost: localhost\r\n\r\n";
    int fd = client_of(events->port);

    (void)state;
    for (size_t i = 0; i < sizeof(request) - 1; i++) {
        assert_string_equal(heard(fd), "");
        send(fd, request + i, 1, 0);
        turn_at(0);
    }
    assert_memory_equal(heard(fd), "HTTP/1.1 200 ", 13);
    close(fd);
}

static void who_asks_nothing_is_dropped_in_time(void **state)
{
    int fd = client_of(events->port);

    (void)state;
    say(fd, "GET /ev");
    turn_at(100);
    assert_int_equal(events_deadline_ms(events), 100 + EVENTS_REQUEST_MS);
    turn_at(100 + EVENTS_REQUEST_MS);
    assert_int_equal(events_deadline_ms(events), INT64_MAX);
    assert_true(recv(fd, &(char){0}, 1, 0) <= 0);
    close(fd);
}

static void a_request_without_end_is_refused(void **state)
{
    static char flood[64 * 1024];
    int fd = client_of(events->port);

    (void)state;
    memset(flood, 'a', sizeof(flood) - 1);
    say(fd, flood);
    turn_at(0);
    turn_at(EVENTS_REQUEST_MS);
    assert_int_equal(events_deadline_ms(events), INT64_MAX);
    close(fd);
}

static void more_clients_than_there_is_room_for_push_out_the_first(void **state)
{
    int fds[EVENTS_CLIENT_MAX + 10];

    (void)state;
    for (size_t i = 0; i < EVENTS_CLIENT_MAX + 10; i++) {
        fds[i] = client_of(events->port);
        say(fds[i], "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
        turn_at((int64_t)i);
        assert_memory_equal(heard(fds[i]), "HTTP/1.1 200 ", 13);
    }
    events_tell(events, 9, STR(""), true);
    for (size_t i = 0; i < EVENTS_CLIENT_MAX + 10; i++) {
        assert_int_equal(*heard(fds[i]) != '\0', i >= 10);
        close(fds[i]);
    }
}

static void who_listens_and_does_not_read_is_dropped(void **state)
{
    static char errors[64 * 1024];
    int fd = client_of(events->port);

    (void)state;
    memset(errors, 'x', sizeof(errors));
    say(fd, "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
    turn_at(0);
    for (int i = 0; i < 500; i++)
        events_tell(events, i, (struct str){errors, sizeof(errors)}, true);
    struct pollfd fds[EVENTS_FD_MAX];
    assert_int_equal(events_want(events, fds), 1); /* nobody but the listener itself */
    close(fd);
}

static void who_goes_away_is_forgotten(void **state)
{
    struct pollfd fds[EVENTS_FD_MAX];
    int fd = client_of(events->port);

    (void)state;
    say(fd, "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
    turn_at(0);
    assert_int_equal(events_want(events, fds), 2);
    close(fd);
    turn_at(0);
    assert_int_equal(events_want(events, fds), 1);
}

static void without_a_site_its_port_shows_the_errors(void **state)
{
    (void)state;
    events_tell(events, 0, STR("a.md:1:1: error: <x>\n"), false);
    expect(site_port, "GET /any HTTP/1.1\r\nHost: my.name\r\n\r\n", "HTTP/1.1 503 ", "error: &lt;x&gt;\n");
    expect(site_port, "POST /any HTTP/1.1\r\nHost: my.name\r\n\r\n", "HTTP/1.1 503 ",
           "Content-Length: 0\r\n");
    events_tell(events, 1, STR(""), true);
    struct pollfd fds[EVENTS_FD_MAX];
    assert_int_equal(events_want(events, fds), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_listener_is_told_at_once_and_at_each_change),
        TEST(requests_are_answered_by_what_they_ask),
        TEST(a_request_may_come_byte_by_byte),
        TEST(who_asks_nothing_is_dropped_in_time),
        TEST(a_request_without_end_is_refused),
        TEST(more_clients_than_there_is_room_for_push_out_the_first),
        TEST(who_listens_and_does_not_read_is_dropped),
        TEST(who_goes_away_is_forgotten),
        TEST(without_a_site_its_port_shows_the_errors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
