/* cleanup.c - see cleanup.h */
#include "cleanup.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Read by signal handlers: an entry is valid while its first byte is not NUL, which is written last and
 * cleared first. */
static char paths[CLEANUP_PATHS_MAX][PATH_MAX];

void cleanup_run(void)
{
    for (unsigned i = CLEANUP_PATHS_MAX; i > 0; i--) {
        if (paths[i - 1][0] == '\0')
            continue;
        if (unlink(paths[i - 1]) != 0)
            rmdir(paths[i - 1]);
        paths[i - 1][0] = '\0';
    }
}

static void on_signal(int number)
{
    cleanup_run(); /* unlink() and rmdir() are async-signal-safe */
    signal(number, SIG_DFL);
    raise(number);
}

static void install(void)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGBUS};
    struct sigaction action = {.sa_handler = on_signal};

    for (unsigned i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
        struct sigaction old;
        if (sigaction(signals[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
            sigaction(signals[i], &action, NULL);
    }
    signal(SIGXFSZ, SIG_IGN); /* beyond a limit, write() says so, as on a full disk */
    atexit(cleanup_run);
}

bool cleanup_add(const char *path)
{
    static bool installed;
    size_t len = strlen(path);

    if (len == 0 || len >= PATH_MAX)
        return false;
    if (!installed)
        install();
    installed = true;
    /* Always behind the last one in use: a folder is removed after the files in it. */
    for (unsigned i = CLEANUP_PATHS_MAX; i > 0; i--) {
        if (paths[i - 1][0] == '\0' && (i == 1 || paths[i - 2][0] != '\0')) {
            memcpy(paths[i - 1] + 1, path + 1, len);
            ((volatile char *)paths[i - 1])[0] = path[0];
            return true;
        }
    }
    return false;
}

void cleanup_forget(const char *path)
{
    for (unsigned i = 0; i < CLEANUP_PATHS_MAX; i++)
        if (strcmp(paths[i], path) == 0)
            paths[i][0] = '\0';
}

char *cleanup_make_folder(struct pool *pool)
{
    const char *base = getenv("TMPDIR");
    char *folder = pool_printf(pool, "%s/sitegen.XXXXXX", base != NULL && *base != '\0' ? base : "/tmp");

    if (mkdtemp(folder) == NULL) {
        fprintf(stderr, "sitegen: %s: error: cannot be made: %s\n", folder, strerror(errno));
        return NULL;
    }
    if (!cleanup_add(folder))
        fatal("the name of the temporary folder is too long");
    return folder;
}
