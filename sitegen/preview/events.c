/* events.c - see events.h */
#include "preview/events.h"

#include "preview/reload_text.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG 128

static int listen_on(unsigned port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), on = 1;

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    if (bind(fd, (struct sockaddr *)&address, sizeof(address)) == 0 && listen(fd, BACKLOG) == 0)
        return fd;
    close(fd);
    return -1;
}

int events_listen(unsigned *port)
{
    for (unsigned candidate = *port; candidate < *port + 100 && candidate <= 65535; candidate++) {
        int fd = listen_on(candidate);
        if (fd >= 0) {
            *port = candidate;
            return fd;
        }
    }
    return -1;
}

bool events_open(struct events *events, int site_fd, unsigned site_port)
{
    *events = (struct events){.site_fd = site_fd, .site_port = site_port, .port = site_port + 1};
    for (size_t i = 0; i < EVENTS_CLIENT_MAX; i++)
        events->clients[i].fd = -1;
    reload_text_state(&events->state, 0, STR(""));
    events->side_fd = events_listen(&events->port);
    return events->side_fd >= 0;
}

/* ---------------------------------------------------------------- clients */

static void drop(struct events_client *client)
{
    if (client->fd >= 0)
        close(client->fd);
    text_free(&client->out);
    client->fd = -1;
}

/* Send what the kernel takes. */
static void push(struct events_client *client)
{
    while (client->fd >= 0 && client->sent < client->out.len) {
        ssize_t put = send(client->fd, client->out.bytes + client->sent, client->out.len - client->sent,
                           MSG_NOSIGNAL);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0 && errno != EAGAIN)
            drop(client);
        if (put < 0)
            break;
        client->sent += (size_t)put;
    }
    if (client->fd < 0)
        return;
    if (client->sent == client->out.len) {
        text_clear(&client->out);
        client->sent = 0;
        if (client->is_answered && !client->is_stream)
            drop(client);
    } else if (client->out.len - client->sent > EVENTS_PENDING_MAX) {
        drop(client);
    }
}

static void answer(struct events_client *client, const char *status, const char *type, struct str body)
{
    text_printf(&client->out,
                "HTTP/1.1 %s\r\nContent-Type: %s; charset=utf-8\r\nContent-Length: %zu\r\n"
                "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n",
                status, type, body.len);
    text_add(&client->out, body);
}

static void add_event(struct events_client *client, const struct events *events)
{
    text_add_c(&client->out, "data: ");
    text_add(&client->out, text_str(&events->state));
    text_add_c(&client->out, "\n\n");
}

/* HTML, 9.2: an event stream. */
static void start_stream(struct events *events, struct events_client *client, struct str origin)
{
    text_add_c(&client->out, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                             "Cache-Control: no-store\r\nConnection: close\r\n");
    if (request_origin_is(origin, events->site_port))
        text_printf(&client->out, "Access-Control-Allow-Origin: %.*s\r\nVary: Origin\r\n", STR_ARG(origin));
    text_add_c(&client->out, "\r\nretry: 300\n");
    add_event(client, events);
    client->is_stream = true;
}

static void respond(struct events *events, struct events_client *client, const struct request *request)
{
    bool is_get = str_is(request->method, "GET");

    if (client->is_of_site)
        answer(client, "503 Service Unavailable", "text/html",
               is_get ? text_str(&events->page) : STR(""));
    else if (!request_host_is_local(request->host))
        answer(client, "403 Forbidden", "text/plain", STR("This is for pages of this machine.\n"));
    else if (!is_get)
        answer(client, "405 Method Not Allowed", "text/plain", STR(""));
    else if (str_is(request->path, "/reload.js"))
        answer(client, "200 OK", "text/javascript", str_of(reload_text_script));
    else if (str_is(request->path, "/events"))
        start_stream(events, client, request->origin);
    else
        answer(client, "404 Not Found", "text/plain", STR("There is nothing here.\n"));
}

static void read_request(struct events *events, struct events_client *client)
{
    struct request request;
    ssize_t got = recv(client->fd, client->in + client->in_len, sizeof(client->in) - client->in_len, 0);

    if (got <= 0) {
        if (got == 0 || (errno != EAGAIN && errno != EINTR))
            drop(client);
        return;
    }
    client->in_len += (size_t)got;
    enum request_result result = request_read((struct str){client->in, client->in_len}, &request);
    if (result == REQUEST_PARTIAL)
        return;
    client->is_answered = true;
    if (result == REQUEST_BAD)
        answer(client, "400 Bad Request", "text/plain", STR(""));
    else
        respond(events, client, &request);
    push(client);
}

/* What comes after the request is of no interest, but that it ends is. */
static void read_on(struct events_client *client)
{
    char rest[1024];
    ssize_t got = recv(client->fd, rest, sizeof(rest), 0);

    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR))
        drop(client);
}

static struct events_client *free_client(struct events *events)
{
    struct events_client *oldest = &events->clients[0];

    for (size_t i = 0; i < EVENTS_CLIENT_MAX; i++) {
        struct events_client *client = &events->clients[i];
        if (client->fd < 0)
            return client;
        if (client->since_ms < oldest->since_ms)
            oldest = client;
    }
    drop(oldest);
    return oldest;
}

static void take_client(struct events *events, int listener, int64_t now_ms)
{
    int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

    if (fd < 0)
        return;
    struct events_client *client = free_client(events);
    memset(client, 0, offsetof(struct events_client, in));
    client->fd = fd;
    client->is_of_site = listener == events->site_fd;
    client->since_ms = now_ms;
    read_request(events, client);
}

/* ---------------------------------------------------------------- the caller's loop */

void events_tell(struct events *events, int64_t made_ms, struct str errors, bool served)
{
    events->stands_in = !served;
    text_clear(&events->state);
    text_clear(&events->page);
    reload_text_state(&events->state, made_ms, errors);
    reload_text_page(&events->page, errors, events->port);
    for (size_t i = 0; i < EVENTS_CLIENT_MAX; i++) {
        struct events_client *client = &events->clients[i];
        if (client->fd >= 0 && client->is_stream) {
            add_event(client, events);
            push(client);
        }
    }
}

size_t events_want(const struct events *events, struct pollfd *fds)
{
    size_t count = 0;

    if (events->side_fd >= 0)
        fds[count++] = (struct pollfd){.fd = events->side_fd, .events = POLLIN};
    if (events->stands_in)
        fds[count++] = (struct pollfd){.fd = events->site_fd, .events = POLLIN};
    for (size_t i = 0; i < EVENTS_CLIENT_MAX; i++) {
        const struct events_client *client = &events->clients[i];
        short wanted = (short)(POLLIN | (client->sent < client->out.len ? POLLOUT : 0));
        if (client->fd >= 0)
            fds[count++] = (struct pollfd){.fd = client->fd, .events = wanted};
    }
    return count;
}

static void turn_client(struct events *events, struct events_client *client, short got)
{
    if ((got & ~POLLOUT) != 0) {
        if (client->is_answered)
            read_on(client);
        else
            read_request(events, client);
    }
    push(client);
}

void events_turn(struct events *events, const struct pollfd *fds, size_t count, int64_t now_ms)
{
    /* Clients first: a new one may get the number of one that goes. */
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; fds[i].revents != 0 && k < EVENTS_CLIENT_MAX; k++)
            if (events->clients[k].fd == fds[i].fd) {
                turn_client(events, &events->clients[k], fds[i].revents);
                break;
            }
    for (size_t i = 0; i < EVENTS_CLIENT_MAX; i++) {
        struct events_client *client = &events->clients[i];
        if (client->fd >= 0 && !client->is_stream && now_ms - client->since_ms >= EVENTS_REQUEST_MS)
            drop(client);
    }
    for (size_t i = 0; i < count; i++)
        if (fds[i].revents != 0 && (fds[i].fd == events->side_fd ||
                                    (fds[i].fd == events->site_fd && events->stands_in)))
            take_client(events, fds[i].fd, now_ms);
}

int64_t events_deadline_ms(const struct events *events)
{
    int64_t deadline_ms = INT64_MAX;

    for (size_t i = 0; i < EVENTS_CLIENT_MAX; i++) {
        const struct events_client *client = &events->clients[i];
        if (client->fd >= 0 && !client->is_stream && client->since_ms + EVENTS_REQUEST_MS < deadline_ms)
            deadline_ms = client->since_ms + EVENTS_REQUEST_MS;
    }
    return deadline_ms;
}

void events_close(struct events *events)
{
    for (size_t i = 0; i < EVENTS_CLIENT_MAX; i++)
        drop(&events->clients[i]);
    if (events->side_fd >= 0)
        close(events->side_fd);
    text_free(&events->state);
    text_free(&events->page);
}
