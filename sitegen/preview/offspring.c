/* offspring.c - see offspring.h */
#include "preview/offspring.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* In the child: signals as they are for a new program, and an end when the parent ends. */
static void prepare_child(pid_t parent)
{
    sigset_t none;

    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent)
        _exit(1);
    signal(SIGPIPE, SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Returns what fork() does; out is the writing end of what the child says, in the child only. */
static pid_t start(struct offspring *offspring, int *out)
{
    int ends[2];
    pid_t parent = getpid();

    *offspring = (struct offspring){.out_fd = -1};
    if (pipe2(ends, O_CLOEXEC) != 0)
        return -1;
    fflush(stdout);
    fflush(stderr);
    pid_t pid = fork();
    if (pid == 0) {
        prepare_child(parent);
        *out = ends[1];
        return 0;
    }
    close(ends[1]);
    if (pid < 0) {
        close(ends[0]);
        return -1;
    }
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    offspring->pid = pid;
    offspring->out_fd = ends[0];
    return pid;
}

bool offspring_run(struct offspring *offspring, const char *const *argv, int in_fd)
{
    int out;
    pid_t pid = start(offspring, &out);

    if (pid == 0) {
        if (dup2(in_fd, 0) >= 0 && dup2(out, 1) >= 0)
            /* The arguments are not changed: the prototype is older than const. */
            execv(argv[0], (char *const *)(uintptr_t)argv);
        dprintf(out, "cannot be started: errno %d\n", errno);
        _exit(127);
    }
    return pid > 0;
}

bool offspring_fork(struct offspring *offspring, int (*work)(void *context), void *context)
{
    int out;
    pid_t pid = start(offspring, &out);

    if (pid == 0) {
        dup2(out, 1);
        dup2(out, 2);
        int status = work(context);
        fflush(stdout);
        fflush(stderr);
        _exit(status);
    }
    return pid > 0;
}

void offspring_read(struct offspring *offspring)
{
    char piece[4096];
    ssize_t got = 0;

    while (offspring->out_fd >= 0 &&
           ((got = read(offspring->out_fd, piece, sizeof(piece))) > 0 || (got < 0 && errno == EINTR))) {
        size_t room = OFFSPRING_SAID_MAX - offspring->said.len;
        if (got > 0)
            text_add(&offspring->said, str_head((struct str){piece, (size_t)got}, room));
    }
    if (offspring->out_fd >= 0 && (got == 0 || errno != EAGAIN)) {
        close(offspring->out_fd);
        offspring->out_fd = -1;
    }
}

void offspring_ended(struct offspring *offspring, int status)
{
    offspring_read(offspring);
    offspring->pid = 0;
    offspring->status = status;
}

void offspring_end(struct offspring *offspring, int limit_ms)
{
    const struct timespec moment = {.tv_nsec = 1000 * 1000};
    int status;

    if (offspring->pid > 0)
        kill(offspring->pid, SIGTERM);
    for (int i = 0; offspring->pid > 0; i++) {
        pid_t ended = waitpid(offspring->pid, &status, WNOHANG);
        if (ended != 0 && !(ended < 0 && errno == EINTR))
            break;
        if (i == limit_ms)
            kill(offspring->pid, SIGKILL);
        nanosleep(&moment, NULL);
    }
    offspring_clear(offspring);
}

void offspring_clear(struct offspring *offspring)
{
    if (offspring->out_fd >= 0)
        close(offspring->out_fd);
    text_free(&offspring->said);
    *offspring = (struct offspring){.out_fd = -1};
}
