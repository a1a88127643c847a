/* health.c - see health.h */
#include "publish/health.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

int64_t health_now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* RFC 9112, 4: "HTTP/1.1 200 OK". */
enum health health_judge(struct str answer, const struct start_page *start, const char **why)
{
    size_t head_len = str_find(answer, STR("\r\n\r\n"));
    struct str head = str_head(answer, head_len);
    int status = 0;

    *why = "what answers there is no web server";
    if (!str_starts(answer, "HTTP/1.") || head_len == answer.len || answer.len < 12 || answer.at[8] != ' ')
        return HEALTH_OTHER;
    for (int i = 9; i < 12 && char_is_digit(answer.at[i]); i++)
        status = 10 * status + (answer.at[i] - '0');
    *why = "another site, or another version of it, answers there";
    if (start != NULL && status != start->status)
        return HEALTH_OTHER;
    size_t lines = str_find(head, STR("\r\n"));
    if (start != NULL && start->etag.len > 0) {
        struct str etag = image_field(str_head(str_from(answer, lines + 2), head_len - lines), "ETag");
        if (!str_eq(etag, start->etag) && (start->gzip_etag.len == 0 || !str_eq(etag, start->gzip_etag)))
            return HEALTH_OTHER;
    }
    *why = "answers";
    return HEALTH_GOOD;
}

/* Until fd is ready for events, or the deadline. */
static bool wait_for(int fd, short events, int64_t deadline_ms)
{
    struct pollfd poll_fd = {.fd = fd, .events = events};
    int64_t left_ms = deadline_ms - health_now_ms();
    int ready = left_ms > 0 ? poll(&poll_fd, 1, (int)left_ms) : 0;

    if (ready == 0)
        errno = ETIMEDOUT;
    return ready > 0;
}

static bool connect_to(int fd, const char *address, unsigned port, int64_t deadline_ms)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    socklen_t len = sizeof(int);
    int error = 0;

    if (inet_pton(AF_INET, address, &to.sin_addr) != 1) {
        errno = EINVAL;
        return false;
    }
    if (connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0)
        return true;
    if (errno != EINPROGRESS || !wait_for(fd, POLLOUT, deadline_ms))
        return false;
    getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &len);
    errno = error;
    return error == 0;
}

/* The whole answer, or its start: the connection is closed at its end. */
static bool exchange(int fd, const char *address, int64_t deadline_ms, struct text *answer)
{
    struct text request = {0};
    char piece[16384];
    ssize_t got = 0;

    text_printf(&request, "GET / HTTP/1.1\r\nHost: %s\r\nUser-Agent: sitegen\r\nConnection: close\r\n\r\n", address);
    bool ok = send(fd, request.bytes, request.len, MSG_NOSIGNAL) == (ssize_t)request.len;
    text_free(&request);
    while (ok && answer->len < HEALTH_ANSWER_MAX) {
        ok = wait_for(fd, POLLIN, deadline_ms);
        got = ok ? recv(fd, piece, sizeof(piece), 0) : -1;
        ok = got >= 0;
        if (got <= 0)
            break;
        text_add(answer, (struct str){piece, (size_t)got});
    }
    return ok;
}

enum health health_ask(const char *address, unsigned port, const struct start_page *start, int timeout_ms,
                       const char **why)
{
    int64_t deadline_ms = health_now_ms() + timeout_ms;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    struct text answer = {0};
    enum health health = HEALTH_SILENT;

    if (fd >= 0 && connect_to(fd, address, port, deadline_ms) && exchange(fd, address, deadline_ms, &answer))
        health = health_judge(text_str(&answer), start, why);
    else
        *why = errno == ETIMEDOUT ? "no answer in time" : strerror(errno);
    if (fd >= 0)
        close(fd);
    text_free(&answer);
    return health;
}
