/* progress.c - see progress.h */
#include "progress.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define INTERVAL_NS (50u * 1000u * 1000u) /* a terminal is slower than the work */

static bool shown;

static uint64_t now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* Asked once: it is a system call, and progress is shown thousands of times. */
static bool is_terminal(void)
{
    static enum { NOT_ASKED, YES, NO } answer;

    if (answer == NOT_ASKED)
        answer = isatty(STDERR_FILENO) ? YES : NO;
    return answer == YES;
}

void progress_show(const char *what, size_t done, size_t all)
{
    static uint64_t last_ns;

    if (!is_terminal())
        return;
    uint64_t ns = now_ns();
    if (all > 0 && ns - last_ns < INTERVAL_NS)
        return;
    last_ns = ns;
    if (all > 0)
        fprintf(stderr, "\r\033[K%s %zu/%zu", what, done, all);
    else
        fprintf(stderr, "\r\033[K%s", what);
    fflush(stderr);
    shown = true;
}

void progress_clear(void)
{
    if (shown)
        fputs("\r\033[K", stderr);
    shown = false;
}
