/* once.c - an image as a process on this machine, as it is. See preview.h. */
#include "child.h"
#include "preview/preview.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

static volatile sig_atomic_t server_pid;

/* The server ends cleanly by itself; what is left to do then happens behind child_wait(). */
static void pass_on(int number)
{
    if (server_pid > 0)
        kill((pid_t)server_pid, number);
}

static bool choose_port(struct preview *p)
{
    long port = cli_free_port((long)p->port);

    if (port == 0)
        fprintf(stderr, "sitegen: error: no port from %u on is free\n", p->port);
    else if (port != (long)p->port)
        printf("port %u is taken: using %ld\n", p->port, port);
    p->port = (unsigned)port;
    fflush(stdout);
    return port != 0;
}

static int start(struct preview *p, pid_t *pid)
{
    /* What is not published yet is for this machine alone. */
    const char *argv[] = {p->image, pool_printf(&p->pool, "port=%u", p->port), "ip=127.0.0.1", NULL};

    if (strchr(p->image, '/') == NULL)
        argv[0] = pool_printf(&p->pool, "./%s", p->image); /* not looked for in PATH */
    int error = child_start(argv, pid);
    if (error != 0)
        fprintf(stderr, "sitegen: %s: error: cannot be started: %s\n", p->image, strerror(error));
    return error;
}

int preview_once(struct preview *p)
{
    struct sigaction action = {.sa_handler = pass_on};
    sigset_t ending, before;
    pid_t pid;

    if (!choose_port(p))
        return EXIT_CONTENT;
    /* Held back until there is somebody to pass them on to. */
    sigemptyset(&ending);
    sigaddset(&ending, SIGINT);
    sigaddset(&ending, SIGTERM);
    sigaddset(&ending, SIGHUP);
    sigprocmask(SIG_BLOCK, &ending, &before);
    bool started = start(p, &pid) == 0;
    if (started) {
        server_pid = pid;
        sigaction(SIGINT, &action, NULL);
        sigaction(SIGTERM, &action, NULL);
        sigaction(SIGHUP, &action, NULL);
    }
    sigprocmask(SIG_SETMASK, &before, NULL);
    if (!started)
        return EXIT_CONTENT;
    if (p->open)
        preview_open_browser(p->port);
    int status = child_wait(pid);
    return status == 128 + SIGINT || status == 128 + SIGTERM || status == 128 + SIGHUP ? 0 : status;
}
