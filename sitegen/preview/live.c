/* live.c - watch a folder, and do what follows from each change. See live.h. */
#include "preview/live.h"

#include "files.h"
#include "store.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <unistd.h>

#define GATHER_MS     15  /* of quiet, after which what has changed is baked */
#define GATHER_MAX_MS 200 /* unless it never gets quiet */
#define LEAVE_MS      500 /* for a child to end by itself, in the end */
#define LOST_MS       300 /* between two looks whether a folder is back */

int64_t live_clock_ms(clockid_t clock)
{
    struct timespec now;

    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t now_ms(void)
{
    return live_clock_ms(CLOCK_MONOTONIC);
}

static void take_signals(struct live *l)
{
    struct signalfd_siginfo info;

    while (read(l->signal_fd, &info, sizeof(info)) == (ssize_t)sizeof(info)) {
        if (info.ssi_signo == SIGCHLD)
            turnover_reap(l);
        else
            l->ended = true;
    }
}

static void note_change(struct live *l)
{
    l->last_change_ms = now_ms();
    if (l->changed_ms == 0)
        l->changed_ms = l->last_change_ms;
}

/* When what has changed is baked; INT64_MAX: nothing has, or it is not yet time to think of it. */
static int64_t bake_at_ms(const struct live *l)
{
    if (l->changed_ms == 0 || turnover_is_busy(l))
        return INT64_MAX;
    int64_t quiet_ms = l->last_change_ms + GATHER_MS, latest_ms = l->changed_ms + GATHER_MAX_MS;
    return quiet_ms < latest_ms ? quiet_ms : latest_ms;
}

static int wait_ms(const struct live *l)
{
    int64_t until_ms = bake_at_ms(l), deadline_ms = events_deadline_ms(&l->events);

    if (deadline_ms < until_ms)
        until_ms = deadline_ms;
    if ((l->next.pid > 0 || l->old.pid > 0) && l->deadline_ms < until_ms)
        until_ms = l->deadline_ms;
    int64_t left_ms = until_ms == INT64_MAX ? 60000 : until_ms - now_ms();
    if (l->watch.is_lost && left_ms > LOST_MS)
        left_ms = LOST_MS;
    return left_ms < 0 ? 0 : left_ms > 60000 ? 60000 : (int)left_ms;
}

/* What is due by the clock. */
static void do_due(struct live *l)
{
    if (l->watch.is_lost && watch_retry(&l->watch))
        note_change(l);
    turnover_due(l, now_ms());
    if (bake_at_ms(l) <= now_ms())
        turnover_start(l);
}

enum { FD_SIGNAL, FD_WATCH, FD_BAKE, FD_NEXT, FD_CURRENT, FD_COUNT };

static void turn(struct live *l)
{
    struct pollfd fds[FD_COUNT + EVENTS_FD_MAX] = {
        [FD_SIGNAL] = {.fd = l->signal_fd, .events = POLLIN},
        [FD_WATCH] = {.fd = l->watch.fd, .events = POLLIN},
        [FD_BAKE] = {.fd = l->bake.out_fd, .events = POLLIN},
        [FD_NEXT] = {.fd = l->next.out_fd, .events = POLLIN},
        [FD_CURRENT] = {.fd = l->current.out_fd, .events = POLLIN},
    };
    size_t count = events_want(&l->events, fds + FD_COUNT);

    if (poll(fds, (nfds_t)(FD_COUNT + count), wait_ms(l)) < 0)
        return;
    events_turn(&l->events, fds + FD_COUNT, count, now_ms());
    if (fds[FD_WATCH].revents != 0 && watch_read(&l->watch))
        note_change(l);
    if (fds[FD_BAKE].revents != 0)
        offspring_read(&l->bake);
    if (fds[FD_CURRENT].revents != 0)
        offspring_read(&l->current);
    if (fds[FD_NEXT].revents != 0)
        turnover_hear(l);
    take_signals(l);
    do_due(l);
}

/* Signals come as input of the loop, SIGPIPE not at all: what ends is a browser's connection. */
static int open_signals(void)
{
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP, SIGCHLD};
    sigset_t set;

    sigemptyset(&set);
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
        sigaddset(&set, numbers[i]);
    sigprocmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static bool open_site(struct live *l)
{
    struct preview *p = l->preview;
    unsigned port = p->port;

    l->site_fd = events_listen(&port);
    if (l->site_fd < 0) {
        fprintf(stderr, "sitegen: error: no port from %u on is free\n", p->port);
        return false;
    }
    if (port != p->port)
        printf("port %u is taken: using %u\n", p->port, port);
    p->port = port;
    fflush(stdout);
    if (!events_open(&l->events, l->site_fd, port))
        fputs("sitegen: warning: no port is free for the pages to listen to: reload them by hand\n", stderr);
    return true;
}

/* A bake writes there, which is no reason for the next one. */
static void skip_outputs(struct live *l)
{
    struct preview *p = l->preview;
    const char *store = p->flags.no_cache ? NULL : store_path(p->source, &p->pool);

    watch_skip(&l->watch, p->folder);
    if (store == NULL)
        return;
    struct str folder = str_head(str_of(store), (size_t)(files_base(store) - store));
    watch_skip(&l->watch, pool_copy(&p->pool, folder));
}

static bool open_watch(struct live *l)
{
    l->signal_fd = open_signals();
    l->changes_fd = memfd_create("sitegen-changes", MFD_CLOEXEC);
    skip_outputs(l);
    if (l->signal_fd < 0 || l->changes_fd < 0 || !watch_open(&l->watch, l->preview->source)) {
        fprintf(stderr, "sitegen: %s: error: cannot be watched: %s (--no-watch serves it as it is)\n",
                l->preview->source, strerror(errno));
        return false;
    }
    if (l->watch.is_partial)
        fputs("sitegen: warning: not all folders are watched: fs.inotify.max_user_watches is too small\n",
              stderr);
    return true;
}

int preview_live(struct preview *preview)
{
    struct live *l = calloc(1, sizeof(*l));

    if (l == NULL)
        fatal("out of memory");
    l->preview = preview;
    l->watch = (struct watch){.fd = -1};
    l->bake.out_fd = l->next.out_fd = l->current.out_fd = l->old.out_fd = -1;
    bool ok = open_watch(l) && open_site(l);
    if (ok)
        turnover_start(l);
    while (ok && !l->ended)
        turn(l);
    offspring_end(&l->bake, LEAVE_MS);
    offspring_end(&l->next, LEAVE_MS);
    offspring_end(&l->current, LEAVE_MS);
    offspring_end(&l->old, LEAVE_MS);
    if (ok)
        events_close(&l->events);
    watch_close(&l->watch);
    text_free(&l->warned);
    free(l);
    return ok ? 0 : EXIT_CONTENT;
}
