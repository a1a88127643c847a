/* connects.c - as many connections one after the other as asked for, each with one request: connects PORT
 * COUNT.
 *
 * Counts what did not get a whole 200 reply and ends with 1 if there was any. Source addresses go around
 * 127.0.0.0/24, so that ports are not the limit. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

static bool connect_from(int fd, unsigned number, uint16_t port)
{
    struct sockaddr_in us = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0x7f000001 + number % 200)};
    struct sockaddr_in server = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct timeval limit = {.tv_sec = 10};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
    setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &(int){1}, sizeof(int));
    return bind(fd, (struct sockaddr *)&us, sizeof(us)) == 0 &&
           connect(fd, (struct sockaddr *)&server, sizeof(server)) == 0;
}

static bool one(unsigned number, uint16_t port)
{
    static const char request[] = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    char reply[65536];
    size_t len = 0;
    ssize_t got = -1;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd >= 0 && connect_from(fd, number, port) &&
        write(fd, request, sizeof(request) - 1) == sizeof(request) - 1)
        while ((got = read(fd, reply + len, sizeof(reply) - 1 - len)) > 0)
            len += (size_t)got;
    int error = errno;
    if (fd >= 0)
        close(fd);
    reply[len] = '\0';
    const char *body = strstr(reply, "\r\n\r\n");
    const char *length = strstr(reply, "Content-Length: ");
    bool whole = got == 0 && memcmp(reply, "HTTP/1.1 200 ", 13) == 0 && body != NULL && length != NULL &&
                 (size_t)atol(length + 16) == len - (size_t)(body + 4 - reply);
    if (!whole)
        fprintf(stderr, "connection %u: %zd, %s, %zu bytes\n", number, got, strerror(error), len);
    return whole;
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    unsigned lost = 0;
    unsigned count = (unsigned)atoi(argv[2]);
    for (unsigned i = 0; i < count && lost < 20; i++)
        lost += !one(i, (uint16_t)atoi(argv[1]));
    printf("%u connections, %u lost\n", count, lost);
    return lost != 0;
}
