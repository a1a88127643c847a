/* live.c - bake, serve, watch, bake again. See preview.h.
 *
 * One bake after the other, each in a process of its own, makes the image anew; it is started on the same listening
 * socket, and when it says that it is ready, the one before is asked to end. Clients that come in between wait in the
 * socket's queue: none is refused. When the old one is gone, all pages are told.
 */
#include "cleanup.h"
#include "preview/changes.h"
#include "preview/events.h"
#include "preview/offspring.h"
#include "preview/preview.h"
#include "preview/watch.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define GATHER_MS     15   /* of quiet, after which what has changed is baked */
#define GATHER_MAX_MS 200  /* unless it never gets quiet */
#define START_MS      5000 /* for a new image to be ready */
#define LEAVE_MS      500  /* for an old one to end by itself */
#define LOST_MS       300  /* between two looks whether a folder is back */
#define ERRORS_MAX    (64u * 1024) /* bytes that pages are told */

struct live {
    struct preview *preview;
    int site_fd; /* listens; every image inherits it */
    int signal_fd;
    int changes_fd;
    struct watch watch;
    struct events events;
    struct offspring bake;    /* at most one of bake, next and old is there: see is_busy() */
    struct offspring next;    /* an image that is not ready yet */
    struct offspring current; /* the one that serves */
    struct offspring old;     /* the one before, which was asked to end */
    int64_t changed_ms;       /* first change that is not baked yet; 0: none */
    int64_t last_change_ms;
    int64_t begun_ms;    /* the bake at hand */
    int64_t deadline_ms; /* of next, and of old */
    int64_t made_ms;     /* since 1970: the site that is served */
    bool was_served;     /* once */
    bool was_opened;
    bool ended;
    struct text warned; /* messages that were printed last */
};

static int64_t clock_ms(clockid_t clock)
{
    struct timespec now;

    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t now_ms(void)
{
    return clock_ms(CLOCK_MONOTONIC);
}

static bool is_busy(const struct live *l)
{
    return l->bake.pid > 0 || l->next.pid > 0 || l->old.pid > 0;
}

static void open_once(struct live *l)
{
    if (l->preview->open && !l->was_opened)
        preview_open_browser(l->preview->port);
    l->was_opened = true;
}

/* ---------------------------------------------------------------- a bake */

static int bake(void *context)
{
    struct live *l = context;
    struct preview *p = l->preview;
    struct changes changes;

    /* They are the parent's. */
    cleanup_forget(p->image);
    cleanup_forget(p->folder);
    changes_open(&changes, l->changes_fd, l->events.port);
    int status = bake_wrapped(p->source, p->image, &p->flags, changes_wrap, &changes);
    changes_close(&changes, status == 0);
    return status;
}

static void tell_errors(struct live *l, struct str errors)
{
    events_tell(&l->events, l->made_ms, str_head(errors, ERRORS_MAX), l->current.pid > 0);
    if (!l->was_served && !l->was_opened)
        printf("http://127.0.0.1:%u/ shows the errors until they are repaired\n", l->preview->port);
    fflush(stdout);
    open_once(l);
}

static void start_bake(struct live *l)
{
    l->changed_ms = 0;
    l->begun_ms = now_ms();
    if (!offspring_fork(&l->bake, bake, l))
        fprintf(stderr, "sitegen: error: no bake can be started: %s\n", strerror(errno));
}

/* Warnings that stand as they stood are not said at each bake. */
static void print_messages(struct live *l, struct str messages, bool failed)
{
    if (failed || !str_eq(messages, text_str(&l->warned)))
        fwrite(messages.at, 1, messages.len, stderr);
    fflush(stderr);
    text_clear(&l->warned);
    text_add(&l->warned, messages);
}

static void start_image(struct live *l)
{
    char port[32];
    const char *argv[] = {l->preview->image, port, "ip=127.0.0.1", "log=error", NULL};

    snprintf(port, sizeof(port), "port=%u", l->preview->port);
    l->deadline_ms = now_ms() + START_MS;
    if (!offspring_run(&l->next, argv, l->site_fd))
        tell_errors(l, STR("the image cannot be started\n"));
}

static void bake_ended(struct live *l, int status)
{
    offspring_ended(&l->bake, status);
    bool ok = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    if (WIFSIGNALED(status))
        text_printf(&l->bake.said, "sitegen: error: the bake was ended by signal %d\n", WTERMSIG(status));
    struct str messages = text_str(&l->bake.said);
    print_messages(l, messages, !ok);
    if (ok)
        start_image(l);
    else
        tell_errors(l, messages);
    offspring_clear(&l->bake);
}

/* ---------------------------------------------------------------- from one image to the next */

static void print_made(const struct live *l)
{
    struct changes_totals totals = {0};
    double seconds = (double)(now_ms() - l->begun_ms) / 1000;
    bool known = changes_read(l->changes_fd, &totals);
    unsigned long long all = totals.page_count, pages = totals.changed_page_count,
                       files = totals.changed_file_count;

    if (!l->was_served) {
        printf("baked in %.2f s: %llu page%s\nready: http://127.0.0.1:%u/\n", seconds, all, all == 1 ? "" : "s",
               l->preview->port);
    } else if (known) {
        printf("rebaked in %.2f s: %llu page%s of %llu changed", seconds, pages, pages == 1 ? "" : "s", all);
        if (files > 0)
            printf(", %llu file%s", files, files == 1 ? "" : "s");
        printf("\n");
    }
    fflush(stdout);
}

/* The one before is gone: whatever was asked for until now may be old. */
static void made(struct live *l)
{
    l->made_ms = clock_ms(CLOCK_REALTIME);
    events_tell(&l->events, l->made_ms, STR(""), true);
    print_made(l);
    l->was_served = true;
    open_once(l);
}

static void hear_next(struct live *l)
{
    offspring_read(&l->next);
    struct str said = text_str(&l->next.said);
    if (str_find(said, STR("ready: ")) == said.len)
        return;
    l->old = l->current;
    l->current = l->next;
    l->next = (struct offspring){.out_fd = -1};
    l->events.stands_in = false;
    if (l->old.pid <= 0) {
        offspring_clear(&l->old);
        made(l);
        return;
    }
    l->deadline_ms = now_ms() + LEAVE_MS;
    kill(l->old.pid, SIGTERM);
}

static void next_ended(struct live *l, int status)
{
    offspring_ended(&l->next, status);
    text_add_c(&l->next.said, "sitegen: error: the image has ended before it was ready\n");
    print_messages(l, text_str(&l->next.said), true);
    tell_errors(l, text_str(&l->next.said));
    offspring_clear(&l->next);
}

static void current_ended(struct live *l, int status)
{
    offspring_ended(&l->current, status);
    text_add_c(&l->current.said, "sitegen: error: the image that served has ended: the next change starts it anew\n");
    print_messages(l, text_str(&l->current.said), true);
    tell_errors(l, text_str(&l->current.said));
    offspring_clear(&l->current);
}

/* ---------------------------------------------------------------- the loop */

static void reap(struct live *l)
{
    int status;
    pid_t pid;

    while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
        if (pid == l->bake.pid) {
            bake_ended(l, status);
        } else if (pid == l->next.pid) {
            next_ended(l, status);
        } else if (pid == l->current.pid) {
            current_ended(l, status);
        } else if (pid == l->old.pid) {
            l->old.pid = 0;
            offspring_clear(&l->old);
            made(l);
        }
    }
}

static void take_signals(struct live *l)
{
    struct signalfd_siginfo info;

    while (read(l->signal_fd, &info, sizeof(info)) == (ssize_t)sizeof(info)) {
        if (info.ssi_signo == SIGCHLD)
            reap(l);
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
    if (l->changed_ms == 0 || is_busy(l))
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
    bool waits = l->next.pid > 0 || l->old.pid > 0;

    if (l->watch.is_lost && watch_retry(&l->watch))
        note_change(l);
    if (waits && now_ms() >= l->deadline_ms)
        kill(l->next.pid > 0 ? l->next.pid : l->old.pid, SIGKILL);
    if (bake_at_ms(l) <= now_ms())
        start_bake(l);
}

enum { FD_SIGNAL, FD_WATCH, FD_BAKE, FD_NEXT, FD_CURRENT, FD_COUNT };

static void turn(struct live *l)
{
    struct pollfd fds[FD_COUNT + EVENTS_FD_MAX] = {
        [FD_SIGNAL] = {.fd = l->signal_fd, .events = POLLIN},     [FD_WATCH] = {.fd = l->watch.fd, .events = POLLIN},
        [FD_BAKE] = {.fd = l->bake.out_fd, .events = POLLIN},     [FD_NEXT] = {.fd = l->next.out_fd, .events = POLLIN},
        [FD_CURRENT] = {.fd = l->current.out_fd, .events = POLLIN}};
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
        hear_next(l);
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

static bool open_watch(struct live *l)
{
    l->signal_fd = open_signals();
    l->changes_fd = memfd_create("sitegen-changes", MFD_CLOEXEC);
    if (l->signal_fd < 0 || l->changes_fd < 0 || !watch_open(&l->watch, l->preview->source)) {
        fprintf(stderr, "sitegen: %s: error: cannot be watched: %s (--no-watch serves it as it is)\n",
                l->preview->source, strerror(errno));
        return false;
    }
    if (l->watch.is_partial)
        fputs("sitegen: warning: not all folders are watched: fs.inotify.max_user_watches is too small\n", stderr);
    return true;
}

int preview_live(struct preview *preview)
{
    struct live *l = calloc(1, sizeof(*l));

    if (l == NULL)
        fatal("out of memory");
    l->preview = preview;
    l->bake.out_fd = l->next.out_fd = l->current.out_fd = l->old.out_fd = -1;
    bool ok = open_watch(l) && open_site(l);
    if (ok)
        start_bake(l);
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
