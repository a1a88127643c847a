/* poll.h - the process's one epoll instance. platform_wait_until() fills the batch; sockets.c empties it.
 *
 * Layer   kernel/linux
 */
#ifndef LINUX_POLL_H
#define LINUX_POLL_H

#include <linux/eventpoll.h>
#include <stdbool.h>
#include <stdint.h>

#define POLL_BATCH_MAX 256

/* Create it, and have it watch for signals (bit n - 1 for signal n), which are then no longer delivered in
 * any other way. Returns false when the kernel refuses. */
bool poll_init(uint64_t signals);

/* How many of these signals have come; the same one twice in a moment may count as one. */
unsigned poll_signal_count(void);

/* Watch fd for events (EPOLLIN ...), reported with tag, which is not POLL_SIGNAL. Returns 0 or -errno. */
#define POLL_SIGNAL (UINT64_MAX - 1)
int poll_add(int fd, uint32_t events, uint64_t tag);
int poll_change(int fd, uint32_t events, uint64_t tag);

/* Wait until an event, a signal or deadline_ns, on the clock of now_ns. */
void poll_wait(uint64_t now_ns, uint64_t deadline_ns);

/* Take the next event of the batch; false when it is empty. */
bool poll_take(struct epoll_event *event);

#endif
