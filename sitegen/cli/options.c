/* options.c - what the commands share in reading their arguments. See cli.h. */
#include "cli/cli.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int cli_usage(const char *fmt, ...)
{
    va_list args;

    fputs("sitegen: ", stderr);
    va_start(args, fmt);
    vfprintf(stderr, fmt, args);
    va_end(args);
    fputs("\nTry \"sitegen --help\".\n", stderr);
    return EXIT_COMMAND;
}

bool cli_option(int argc, char **argv, int *index, const char *name, const char **value)
{
    const char *arg = argv[*index];
    size_t len = strlen(name);

    if (strncmp(arg, name, len) != 0 || (arg[len] != '\0' && arg[len] != '='))
        return false;
    if (arg[len] == '=') {
        *value = arg + len + 1;
        return true;
    }
    *value = *index + 1 < argc ? argv[++*index] : NULL;
    return true;
}

bool cli_number(const char *text, long min, long max, long *number)
{
    char *end;

    if (text == NULL || *text < '0' || *text > '9')
        return false;
    errno = 0;
    long value = strtol(text, &end, 10);
    if (*end != '\0' || errno != 0 || value < min || value > max)
        return false;
    *number = value;
    return true;
}

static bool is_free(long port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0)
        return true; /* the server will say what is wrong */
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    bool ok = bind(fd, (struct sockaddr *)&address, sizeof(address)) == 0;
    close(fd);
    return ok;
}

long cli_free_port(long port)
{
    for (long candidate = port; candidate < port + 100 && candidate <= 65535; candidate++)
        if (is_free(candidate))
            return candidate;
    return 0;
}
