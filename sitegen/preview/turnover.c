/* turnover.c - from a change to the image that serves it. See live.h, preview.h.
 *
 * One bake after the other, each in a process of its own, makes the image anew; it is started on the same
 * listening socket, and when it says that it is ready, the one before is asked to end. Clients that come in
 * between wait in the socket's queue: none is refused. When the old one is gone, all pages are told.
 */
#include "cleanup.h"
#include "preview/changes.h"
#include "preview/live.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#define START_MS   5000         /* for a new image to be ready */
#define LEAVE_MS   1500         /* for an old one to drain: longer than it allows itself */
#define ERRORS_MAX (64u * 1024) /* bytes that pages are told */

bool turnover_is_busy(const struct live *l)
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

void turnover_start(struct live *l)
{
    l->changed_ms = 0;
    l->begun_ms = live_clock_ms(CLOCK_MONOTONIC);
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
    l->deadline_ms = live_clock_ms(CLOCK_MONOTONIC) + START_MS;
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
    double seconds = (double)(live_clock_ms(CLOCK_MONOTONIC) - l->begun_ms) / 1000;
    bool known = changes_read(l->changes_fd, &totals);
    unsigned long long all = totals.page_count, pages = totals.changed_page_count,
                       files = totals.changed_file_count;

    if (!l->was_served) {
        printf("baked in %.2f s: %llu page%s\nready: http://127.0.0.1:%u/\n", seconds, all,
               all == 1 ? "" : "s", l->preview->port);
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
    l->made_ms = live_clock_ms(CLOCK_REALTIME);
    events_tell(&l->events, l->made_ms, STR(""), true);
    print_made(l);
    l->was_served = true;
    open_once(l);
}

void turnover_hear(struct live *l)
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
    l->deadline_ms = live_clock_ms(CLOCK_MONOTONIC) + LEAVE_MS;
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
    text_add_c(&l->current.said,
               "sitegen: error: the image that served has ended: the next change starts it anew\n");
    print_messages(l, text_str(&l->current.said), true);
    tell_errors(l, text_str(&l->current.said));
    offspring_clear(&l->current);
}

void turnover_reap(struct live *l)
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

void turnover_due(struct live *l, int64_t now_ms)
{
    if ((l->next.pid > 0 || l->old.pid > 0) && now_ms >= l->deadline_ms)
        kill(l->next.pid > 0 ? l->next.pid : l->old.pid, SIGKILL);
}
