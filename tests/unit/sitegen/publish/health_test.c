/* health_test.c - is it the version that is wanted? */
#include "publish/health.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <cmocka.h>

#define OK "HTTP/1.1 200 OK\r\n"

static const struct start_page page = {.status = 200, .etag = {"\"aa\"", 4}, .gzip_etag = {"\"bb\"", 4}};
static const struct start_page plain = {.status = 200, .etag = {"\"aa\"", 4}};
static const struct start_page missing = {.status = 404};

static void an_answer_is_judged_by_status_and_etag(void **state)
{
    static const struct {
        const char *answer;
        const struct start_page *start;
        enum health health;
    } cases[] = {
        {OK "ETag: \"aa\"\r\n\r\nbody", &page, HEALTH_GOOD},
        {OK "Date: x\r\netag: \"aa\"\r\n\r\n", &page, HEALTH_GOOD},
        {OK "ETag: \"bb\"\r\n\r\n", &page, HEALTH_GOOD},
        {OK "ETag: \"bb\"\r\n\r\n", &plain, HEALTH_OTHER},
        {OK "ETag: \"cc\"\r\n\r\n", &page, HEALTH_OTHER},
        {OK "ETag: \"aa\r\n\r\n", &page, HEALTH_OTHER},
        {OK "Date: x\r\n\r\nETag: \"aa\"\r\n", &page, HEALTH_OTHER},
        {OK "\r\n", &page, HEALTH_OTHER},
        {OK "\r\n", NULL, HEALTH_GOOD},
        {"HTTP/1.1 404 Not Found\r\nETag: \"aa\"\r\n\r\n", &page, HEALTH_OTHER},
        {"HTTP/1.1 404 Not Found\r\n\r\n", &missing, HEALTH_GOOD},
        {"HTTP/1.1 404 Not Found\r\n\r\n", NULL, HEALTH_GOOD},
        {OK "ETag: \"aa\"\r\n", &page, HEALTH_OTHER},
        {"HTTP/1.1 20", &page, HEALTH_OTHER},
        {"HTTP/1.1\r\n\r\n", NULL, HEALTH_OTHER},
        {"SSH-2.0-OpenSSH\r\n\r\n", NULL, HEALTH_OTHER},
        {"", NULL, HEALTH_OTHER},
    };
    const char *why;

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_int_equal(health_judge(str_of(cases[i].answer), cases[i].start, &why), cases[i].health);
}

static void every_prefix_of_an_answer_is_judged(void **state)
{
    static const char answer[] = OK "Server: x\r\nETag: \"aa\"\r\n\r\n";
    const char *why;

    (void)state;
    for (size_t len = 0; len < sizeof(answer) - 1; len++) {
        char copy[sizeof(answer)]; /* what is behind it belongs to nobody */
        memcpy(copy, answer, len);
        assert_int_equal(health_judge((struct str){copy, len}, &page, &why), HEALTH_OTHER);
    }
}

/* ---------------------------------------------------------------- over a connection */

struct server {
    int fd;
    unsigned port;
    const char *answer; /* NULL: it says nothing */
    size_t more;        /* bytes behind that */
    pthread_t thread;
};

static void *serve(void *context)
{
    struct server *server = context;
    char bytes[4096] = "";
    int fd = accept(server->fd, NULL, NULL);

    if (recv(fd, bytes, sizeof(bytes), 0) > 0 && server->answer != NULL) {
        (void)!send(fd, server->answer, strlen(server->answer), MSG_NOSIGNAL);
        memset(bytes, 'x', sizeof(bytes));
        for (size_t sent = 0; sent < server->more; sent += sizeof(bytes))
            if (send(fd, bytes, sizeof(bytes), MSG_NOSIGNAL) < 0)
                break;
    }
    /* One that says nothing holds the connection until the other side has gone. */
    while (server->answer == NULL && recv(fd, bytes, sizeof(bytes), 0) > 0)
        ;
    close(fd);
    return NULL;
}

static void start(struct server *server)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t len = sizeof(address);

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    server->fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(server->fd, (struct sockaddr *)&address, len), 0);
    assert_int_equal(listen(server->fd, 1), 0);
    assert_int_equal(getsockname(server->fd, (struct sockaddr *)&address, &len), 0);
    server->port = ntohs(address.sin_port);
    assert_int_equal(pthread_create(&server->thread, NULL, serve, server), 0);
}

static void stop(struct server *server)
{
    pthread_join(server->thread, NULL);
    close(server->fd);
}

static void the_start_page_is_asked_for(void **state)
{
    struct server server = {.answer = OK "ETag: \"aa\"\r\n\r\nHello."};
    const char *why;

    (void)state;
    start(&server);
    assert_int_equal(health_ask("127.0.0.1", server.port, &page, 20000, &why), HEALTH_GOOD);
    stop(&server);
}

static void no_more_is_read_than_a_bound(void **state)
{
    struct server server = {.answer = OK "ETag: \"aa\"\r\n\r\n", .more = 64u << 20};
    const char *why;

    (void)state;
    start(&server);
    assert_int_equal(health_ask("127.0.0.1", server.port, &page, 20000, &why), HEALTH_GOOD);
    stop(&server);
}

static void silence_ends_with_the_time(void **state)
{
    struct server server = {.answer = NULL};
    const char *why;

    (void)state;
    start(&server);
    assert_int_equal(health_ask("127.0.0.1", server.port, &page, 50, &why), HEALTH_SILENT);
    assert_string_equal(why, "no answer in time");
    stop(&server);
}

static void a_port_that_nobody_serves_is_silent(void **state)
{
    struct server server = {.answer = OK "\r\n"};
    const char *why;

    (void)state;
    start(&server);
    assert_int_equal(health_ask("127.0.0.1", server.port, NULL, 20000, &why), HEALTH_GOOD);
    stop(&server);
    assert_int_equal(health_ask("127.0.0.1", server.port, NULL, 20000, &why), HEALTH_SILENT);
    assert_string_equal(why, "Connection refused");
    assert_int_equal(health_ask("nonsense", 80, NULL, 20000, &why), HEALTH_SILENT);
    assert_string_equal(why, "Invalid argument");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_is_judged_by_status_and_etag),
        cmocka_unit_test(every_prefix_of_an_answer_is_judged),
        cmocka_unit_test(the_start_page_is_asked_for),
        cmocka_unit_test(no_more_is_read_than_a_bound),
        cmocka_unit_test(silence_ends_with_the_time),
        cmocka_unit_test(a_port_that_nobody_serves_is_silent),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
