/* xenstore.h - the toolstack's tree of names, over one shared page.
 *
 * Layer     kernel/xen; callers: netfront, the platform's life cycle
 * Blocking  a request waits for its reply, at most XENSTORE_WAIT_NS: names are read at boot, at a device's
 *           change of state and at the end of life, never for a packet
 * Memory    nothing is kept but the watches; buffers are the caller's
 * Trust     indices, lengths, types and request numbers in the page are checked; a stream that is out of step
 *           is given up (XENSTORE_DEAD ever after, until xenstore_start()) and everything is counted
 * Source    Xen public headers: io/xs_wire.h; Xen, docs/misc/xenstore.txt
 */
#ifndef KERNEL_XEN_XENSTORE_H
#define KERNEL_XEN_XENSTORE_H

#include "xen/hypercall.h"

#include <xen/io/xs_wire.h>

#define XENSTORE_WAIT_NS     (5000ull * 1000 * 1000)
#define XENSTORE_SLOW_NS     (100ull * 1000 * 1000) /* after one that got no answer, until one does */
#define XENSTORE_PATH_MAX    256u /* bytes with NUL of the paths that we write down */
#define XENSTORE_WATCH_MAX   4u
#define XENSTORE_MESSAGE_MAX 4096u /* XENSTORE_PAYLOAD_MAX: what the protocol allows */

enum xenstore_result {
    XENSTORE_OK,
    XENSTORE_ABSENT,   /* ENOENT */
    XENSTORE_AGAIN,    /* EAGAIN: a transaction met another one; do all of it again */
    XENSTORE_REFUSED,  /* any other error of the daemon's */
    XENSTORE_TOO_LONG, /* longer than the caller's buffer, or a request that no message holds */
    XENSTORE_MALFORMED,/* not what was asked for: no number, a NUL in the middle */
    XENSTORE_DEAD,     /* no reply in time, or a broken stream */
};

struct xenstore_stats {
    uint64_t requests;
    uint64_t events;          /* watch events taken */
    uint64_t events_unknown;  /* with a token that is not ours */
    uint64_t replies_late;    /* to a request that had been given up */
    uint64_t bad_index;       /* the daemon's index cannot be */
    uint64_t bad_message;     /* impossible length or type */
    uint64_t timeouts;
};
extern struct xenstore_stats xenstore_stats;

/* Talk over this page and this event channel, from a clean start: what was half read or unanswered is
 * forgotten, watches that were set before (a restore lost them) are set again and count as fired. */
void xenstore_start(volatile struct xenstore_domain_interface *page, uint32_t port);

/* Read the value of a name into buf, at most cap bytes with the NUL that is added. transaction: 0 for none. */
enum xenstore_result xenstore_read(uint32_t transaction, const char *path, char *buf, size_t cap);

/* The same for a decimal number, which is all of the value. */
enum xenstore_result xenstore_read_number(uint32_t transaction, const char *path, uint64_t *value);

/* The names directly below path, each ended by NUL, into buf; *len gets their bytes. */
enum xenstore_result xenstore_directory(uint32_t transaction, const char *path, char *buf, size_t cap,
                                        size_t *len);

enum xenstore_result xenstore_write(uint32_t transaction, const char *path, const char *value);
enum xenstore_result xenstore_write_number(uint32_t transaction, const char *path, uint64_t value);
enum xenstore_result xenstore_remove(uint32_t transaction, const char *path);

/* *transaction gets a number other than 0. End it with commit, or without to drop it. */
enum xenstore_result xenstore_transaction_start(uint32_t *transaction);
enum xenstore_result xenstore_transaction_end(uint32_t transaction, bool commit);

/* Have fired() called, by xenstore_poll(), whenever the name or one below it changes, and once at once. path
 * is copied; fired is what the watch is known by: a second call for the same one moves the watch. */
enum xenstore_result xenstore_watch(const char *path, void (*fired)(void));
void xenstore_unwatch(void (*fired)(void));

/* Take what is waiting in the page and call what has fired. Cheap when there is nothing: two loads, no
 * hypercall. Does nothing while a request is waiting for its reply further up the stack. */
void xenstore_poll(void);

/* Before sleeping: true when xenstore_poll() has something to do, input in the page or a watch that has fired
 * and whose fired() was not called yet. */
bool xenstore_arm(void);

#endif
