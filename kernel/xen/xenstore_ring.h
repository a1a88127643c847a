/* xenstore_ring.h - one request at a time over xenstore's page; between the files of the client.
 *
 * Layer     kernel/xen; xenstore.c: what is asked, xenstore_request.c: bytes out, xenstore_ring.c: bytes in
 * Blocking  xenstore_request(), at most XENSTORE_WAIT_NS
 * Trust     see xenstore.h: all that the daemon writes is checked here
 * Source    Xen public headers: io/xs_wire.h
 */
#ifndef KERNEL_XEN_XENSTORE_RING_H
#define KERNEL_XEN_XENSTORE_RING_H

#include "xen/xenstore.h"

struct xenstore_part {
    const void *bytes;
    size_t len;
};
#define XENSTORE_PART_MAX 3u

struct xenstore_reply {
    char *buf; /* the payload goes here, as far as it fits; NULL: it does not matter what it is */
    size_t cap;
    size_t len;     /* of the payload */
    char error[16]; /* zero before; "ENOENT" and the like, cut where it is longer */
};

struct xenstore_ring {
    /* We write req, req_prod and rsp_cons, the daemon rsp, rsp_prod and req_cons. */
    volatile struct xenstore_domain_interface *page; /* NULL before the start */
    uint32_t port;
    uint32_t req_prod, rsp_cons; /* ours: never read back */
    bool is_dead;
    bool is_slow; /* a request was not answered in time, and none has been since */

    uint32_t request_id; /* of the last request there was */
    /* Where its reply goes; NULL exactly when none is under way. */
    struct xenstore_reply *reply;
    bool is_answered;
    uint32_t answer_type;
};
extern struct xenstore_ring xenstore_ring;

/* ---- xenstore_request.c */

/* Send the parts (at most XENSTORE_PART_MAX) as one request of type XS_*, and wait for the reply.
 *
 * Requires  no other request is under way
 * Returns   XENSTORE_OK with *reply filled in, or what went wrong; XENSTORE_MALFORMED for a reply to
 * something else
 */
enum xenstore_result xenstore_request(uint32_t type, uint32_t transaction, const struct xenstore_part *parts,
                                      unsigned count, struct xenstore_reply *reply);

/* ---- xenstore_ring.c */

void xenstore_ring_start(volatile struct xenstore_domain_interface *page, uint32_t port);

/* Log why, once, and touch the page no more: nobody knows where the next message would begin, and there is no
 * way to ask the daemon to start anew. */
void xenstore_ring_give_up(const char *why);

/* The caller's buffer is its own again: what is still to come of the reply goes nowhere. */
void xenstore_ring_forget(void);

/* Is there anything in the page? Take it: a ring's length at most. */
bool xenstore_ring_has_input(void);
void xenstore_ring_take(void);

/* ---- xenstore.c */

/* A watch event came, with a token that is the number index; UINT32_MAX: that is none. */
void xenstore_event(uint32_t index);

#endif
