#include "poll.h"

#include "syscall.h"

#define NS_PER_MS   1000000u
#define WAIT_MAX_MS (24 * 3600 * 1000)

static int epoll_fd = -1;
static struct epoll_event batch[POLL_BATCH_MAX];
static int batch_len;
static int batch_at;

/* Signals are blocked but inside epoll_pwait(): a signal cannot fall between the look at the flag and the sleep. */
static const uint64_t no_signals;

bool poll_init(void)
{
    epoll_fd = (int)syscall1(__NR_epoll_create1, EPOLL_CLOEXEC);
    return epoll_fd >= 0;
}

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

void poll_wait(uint64_t now_ns, uint64_t deadline_ns)
{
    int timeout_ms = -1;
    if (deadline_ns <= now_ns) {
        timeout_ms = 0;
    } else if (deadline_ns != UINT64_MAX) {
        uint64_t ms = (deadline_ns - now_ns + NS_PER_MS - 1) / NS_PER_MS;
        timeout_ms = ms < WAIT_MAX_MS ? (int)ms : WAIT_MAX_MS;
    }
    long got = syscall6(__NR_epoll_pwait, epoll_fd, (long)batch, POLL_BATCH_MAX, timeout_ms, (long)&no_signals,
                        sizeof(no_signals));
    batch_len = got > 0 ? (int)got : 0;
    batch_at = 0;
}

bool poll_take(struct epoll_event *event)
{
    if (batch_at == batch_len)
        return false;
    *event = batch[batch_at++];
    return true;
}
