/* preview.c - sitegen preview DIR|IMAGE [--port N]: the site as a process on this machine. */
#include "child.h"
#include "cleanup.h"
#include "cli/cli.h"
#include "files.h"
#include "pool.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct preview {
    const char *source;
    long port;
    struct pool pool;
};

static volatile sig_atomic_t server_pid;

/* The server ends cleanly by itself; what is left to do then happens behind child_wait(). */
static void pass_on(int number)
{
    if (server_pid > 0)
        kill((pid_t)server_pid, number);
}

static int serve(struct preview *p, const char *image)
{
    /* What is not published yet is for this machine alone. */
    const char *argv[] = {image, pool_printf(&p->pool, "port=%ld", p->port), "ip=127.0.0.1", NULL};
    struct sigaction action = {.sa_handler = pass_on};
    sigset_t ending, before;
    pid_t pid;

    /* Held back until there is somebody to pass them on to. */
    sigemptyset(&ending);
    sigaddset(&ending, SIGINT);
    sigaddset(&ending, SIGTERM);
    sigaddset(&ending, SIGHUP);
    sigprocmask(SIG_BLOCK, &ending, &before);
    if (strchr(image, '/') == NULL)
        argv[0] = pool_printf(&p->pool, "./%s", image); /* not looked for in PATH */
    int error = child_start(argv, &pid);
    if (error != 0) {
        sigprocmask(SIG_SETMASK, &before, NULL);
        fprintf(stderr, "sitegen: %s: error: cannot be started: %s\n", image, strerror(error));
        return EXIT_CONTENT;
    }
    server_pid = pid;
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
    sigprocmask(SIG_SETMASK, &before, NULL);
    int status = child_wait(pid);
    return status == 128 + SIGINT || status == 128 + SIGTERM || status == 128 + SIGHUP ? 0 : status;
}

/* Bake into a folder of its own below $TMPDIR, which goes when the server does. */
static int bake_and_serve(struct preview *p)
{
    const char *base = getenv("TMPDIR");
    char *folder = pool_printf(&p->pool, "%s/sitegen.XXXXXX", base != NULL && *base != '\0' ? base : "/tmp");

    if (mkdtemp(folder) == NULL) {
        fprintf(stderr, "sitegen: %s: error: cannot be made: %s\n", folder, strerror(errno));
        return EXIT_CONTENT;
    }
    const char *image = pool_printf(&p->pool, "%s/preview.img", folder);
    if (!cleanup_add(folder) || !cleanup_add(image))
        fatal("the name of the temporary folder is too long");
    int status = bake_image(p->source, image, true);
    if (status == 0)
        status = serve(p, image);
    cleanup_run();
    return status;
}

static int choose_port(struct preview *p)
{
    long port = cli_free_port(p->port);

    if (port == 0) {
        fprintf(stderr, "sitegen: error: no port from %ld on is free\n", p->port);
        return EXIT_CONTENT;
    }
    if (port != p->port)
        printf("port %ld is taken: using %ld\n", p->port, port);
    p->port = port;
    fflush(stdout);
    return 0;
}

int cli_preview(int argc, char **argv)
{
    struct preview p = {.port = 8080};
    struct stat st;

    for (int i = 1; i < argc; i++) {
        const char *value;
        if (cli_option(argc, argv, &i, "--port", &value)) {
            if (!cli_number(value, 1, 65535, &p.port))
                return cli_usage("--port needs a number from 1 to 65535");
        } else if (argv[i][0] == '-') {
            return cli_usage("preview: unknown option \"%s\"", argv[i]);
        } else if (p.source != NULL) {
            return cli_usage("preview: one folder or image at a time");
        } else {
            p.source = argv[i];
        }
    }
    if (p.source == NULL)
        return cli_usage("preview: no folder and no image is named");
    if (stat(p.source, &st) != 0) {
        fprintf(stderr, "%s: error: cannot be read: %s\n", p.source, strerror(errno));
        return EXIT_CONTENT;
    }
    int status = choose_port(&p);
    if (status == 0)
        status = S_ISDIR(st.st_mode) ? bake_and_serve(&p) : serve(&p, p.source);
    pool_free(&p.pool);
    return status;
}
