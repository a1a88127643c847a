#include "poll.h"

#include "syscall.h"

#include <asm/fcntl.h>
#include <asm/signal.h>
#include <linux/signalfd.h>
#include <stddef.h>

#define NS_PER_MS   1000000u
#define WAIT_MAX_MS (24 * 3600 * 1000)

static int epoll_fd = -1;
static struct epoll_event batch[POLL_BATCH_MAX];
static int batch_len;
static int batch_at;
static int signal_fd = -1;
static unsigned signal_count;

static int control(int operation, int fd, uint32_t events, uint64_t tag)
{
    struct epoll_event event = {.events = events, .data = tag};
    return (int)syscall4(__NR_epoll_ctl, epoll_fd, operation, fd, &event);
}

int poll_add(int fd, uint32_t events, uint64_t tag)
{
    return control(EPOLL_CTL_ADD, fd, events, tag);
}

int poll_change(int fd, uint32_t events, uint64_t tag)
{
    return control(EPOLL_CTL_MOD, fd, events, tag);
}

/* Signals come as events. A handler, with the signals let in by epoll_pwait() alone, would never run under
 * full load: epoll_pwait() looks at signals only where it finds no event. */
bool poll_init(uint64_t signals)
{
    epoll_fd = (int)syscall1(__NR_epoll_create1, EPOLL_CLOEXEC);
    syscall4(__NR_rt_sigprocmask, SIG_BLOCK, &signals, NULL, sizeof(signals));
    signal_fd = (int)syscall4(__NR_signalfd4, -1, &signals, sizeof(signals), SFD_NONBLOCK | SFD_CLOEXEC);
    return epoll_fd >= 0 && signal_fd >= 0 && poll_add(signal_fd, EPOLLIN, POLL_SIGNAL) == 0;
}

static void take_signals(void)
{
    static struct signalfd_siginfo info;
    while (syscall3(__NR_read, signal_fd, &info, sizeof(info)) == (long)sizeof(info))
        signal_count++;
}

unsigned poll_signal_count(void)
{
    return signal_count;
}

void poll_wait(uint64_t now_ns, uint64_t deadline_ns)
{
    int timeout_ms = -1;
    if (deadline_ns <= now_ns) {
        timeout_ms = 0;
    } else if (deadline_ns != UINT64_MAX) {
        uint64_t ms = (deadline_ns - now_ns + NS_PER_MS - 1) / NS_PER_MS;
        timeout_ms = ms < WAIT_MAX_MS ? (int)ms : WAIT_MAX_MS;
    }
    long got = syscall4(__NR_epoll_wait, epoll_fd, batch, POLL_BATCH_MAX, timeout_ms);
    batch_len = got > 0 ? (int)got : 0;
    batch_at = 0;
    for (int i = 0; i < batch_len; i++)
        if (batch[i].data == POLL_SIGNAL)
            take_signals();
}

bool poll_take(struct epoll_event *event)
{
    while (batch_at < batch_len) {
        *event = batch[batch_at++];
        if (event->data != POLL_SIGNAL)
            return true;
    }
    return false;
}
