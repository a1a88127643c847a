/* child.c - see child.h */
#include "child.h"

#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define OUTPUT_MAX 8192u /* bytes of a program's output that are kept */

extern char **environ;

/* Signals in the child as they are for a new program, whatever this one does with them. */
static int spawn(const char *const *argv, const posix_spawn_file_actions_t *actions, pid_t *pid)
{
    posix_spawnattr_t attributes;
    sigset_t defaults;

    sigemptyset(&defaults);
    sigaddset(&defaults, SIGINT);
    sigaddset(&defaults, SIGTERM);
    sigaddset(&defaults, SIGHUP);
    sigaddset(&defaults, SIGPIPE);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    /* The arguments are not changed: the prototype is older than const. */
    int error = posix_spawnp(pid, argv[0], actions, &attributes, (char *const *)(uintptr_t)argv, environ);
    posix_spawnattr_destroy(&attributes);
    return error;
}

int child_start(const char *const *argv, pid_t *pid)
{
    return spawn(argv, NULL, pid);
}

int child_wait(pid_t pid)
{
    int status;

    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return 127;
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* Read all, keep the start: a program that is not read would wait for ever. */
static void read_output(int fd, struct text *output)
{
    char piece[1024];

    for (;;) {
        ssize_t got = read(fd, piece, sizeof(piece));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return;
        if (output->len < OUTPUT_MAX)
            text_add(output, (struct str){piece, (size_t)got});
    }
}

int child_run(const char *const *argv, struct pool *pool, const char **message)
{
    posix_spawn_file_actions_t actions;
    struct text output = {0};
    int ends[2];
    pid_t pid;

    if (pipe2(ends, O_CLOEXEC) != 0)
        fatal("no pipe can be made");
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 2);
    int error = spawn(argv, &actions, &pid);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    int status = 127;
    if (error != 0) {
        text_printf(&output, "%s cannot be started: %s", argv[0], strerror(error));
    } else {
        read_output(ends[0], &output);
        status = child_wait(pid);
    }
    close(ends[0]);
    if (status != 0 && error == 0)
        text_printf(&output, "%s%s ended with status %d", output.len > 0 ? "\n" : "", argv[0], status);
    *message = str_trim(text_finish(&output, pool)).at;
    return status;
}
