/* netfront_device.h - the network front end's state, shared by its files and by nobody else.
 *
 * Layer     kernel/xen: netfront.c (set-up, table), netfront_bus.c (xenbus),
 *           netfront_vif.c, netfront_rx.c, netfront_tx.c, netfront_send.c
 * Model     one vif, one queue, one event channel: a static struct. Nothing interrupts; xenstore is asked
 *           between the turns of the loop only, never while a frame is taken or sent.
 * Trust     the back end writes into the rings at any time: what is read there is read once and checked
 * Source    Xen public headers: io/netif.h, io/ring.h, io/xenbus.h
 */
#ifndef KERNEL_XEN_NETFRONT_DEVICE_H
#define KERNEL_XEN_NETFRONT_DEVICE_H

#include "arena.h"
#include "netif_backend.h"
#include "xen/event.h"
#include "xen/hypercall.h"
#include "xen/xenstore.h"

#include <xen/io/netif.h>
#include <xen/io/xenbus.h>

#define NETFRONT_RING        256u /* slots of each ring: what fits a page */
#define NETFRONT_RX_MIN      16u  /* pages to receive into; at most NETFRONT_RING */
#define NETFRONT_HEAD_LEN    512u /* bytes of a head's place, a power of two: NETIF_HEAD_MAX fits */
#define NETFRONT_COPY_LEN    2048u /* bytes of a copied frame's place: NETIF_FRAME_MAX fits */
#define NETFRONT_COPY_COUNT  32u
#define NETFRONT_PIECE_MAX   ((unsigned)XEN_NETIF_NR_SLOTS_MIN) /* of a frame; every back end takes so many */
#define NETFRONT_FRAME_SLOTS (NETFRONT_PIECE_MAX + 1u)          /* and the extra info of one to be cut */
/* A head and two spans of so many bytes together never lie on more than NETFRONT_PIECE_MAX pages. */
#define NETFRONT_TSO_MAX     (14u * XEN_PAGE)
/* Give up after so many restarts without a frame received in between. */
#define NETFRONT_RESTART_MAX 8u

/* What both rings begin with (io/ring.h, struct *_sring); the slots follow at byte 64. We write req_prod and
 * rsp_event, the back end writes rsp_prod and req_event. */
struct netfront_indices {
    uint32_t req_prod;  /* requests written so far */
    uint32_t req_event; /* the back end wants to be notified once req_prod reaches this */
    uint32_t rsp_prod;  /* responses written so far */
    uint32_t rsp_event; /* we want to be notified once rsp_prod reaches this */
};

struct netfront_ring {
    volatile struct netfront_indices *shared; /* a page of its own */
    uint32_t ref;
    bool is_held; /* the back end still maps the page of an earlier connection */
    /* rsp_cons <= published <= req_prod <= rsp_cons + NETFRONT_RING (mod 2^32) */
    uint32_t req_prod;
    uint32_t published;
    uint32_t rsp_cons;
};

/* Of a page to receive into, or of a reference to send by. */
enum netfront_slot {
    NETFRONT_IDLE, /* ours */
    NETFRONT_POSTED, /* granted, in the ring */
    NETFRONT_LENT, /* a frame that the stack reads: not granted */
    NETFRONT_HELD, /* the back end answered and still maps it: granted, out of use */
};

struct netfront {
    struct netif_info info;
    struct netif_stats stats;

    /* The vif: front_path is empty when there is none. */
    unsigned vif;
    char front_path[32];
    char back_path[XENSTORE_PATH_MAX - 64];
    unsigned front_state; /* enum xenbus_state: what we wrote last */
    uint16_t back_domain;
    bool has_sg;          /* the back end takes frames in pieces */
    bool revive;          /* when it has closed, ask the back end to begin again */
    bool is_watching;     /* the list of vifs */
    bool has_trouble;     /* and has said so, since it was connected last */
    uint64_t retry_ns;    /* when to look again without being told; UINT64_MAX: never */

    /* published: the back end knows rings and channel. Then connected, when it says that it uses them;
     * broken, when it wrote what cannot be and a restart is due. */
    bool published, connected, is_broken; /* connected or is_broken: published, too */
    bool is_news;          /* connected or not since the last sleep */
    unsigned connect_count;
    unsigned restart_count; /* since the last good frame */
    unsigned held_count;    /* slots in state NETFRONT_HELD */

    /* rx_slot[rx_posted[i % NETFRONT_RING]] is NETFRONT_POSTED exactly for i from rx.rsp_cons up to
     * rx.req_prod. Page and reference of a slot never change. */
    struct netfront_ring rx;
    uint8_t *rx_pages;
    uint32_t rx_ref;
    unsigned rx_count;
    uint8_t rx_slot[NETFRONT_RING];
    uint8_t rx_posted[NETFRONT_RING];
    bool rx_more, rx_extra; /* what comes next belongs to a frame that was dropped */

    /* Of the ids 0 to NETFRONT_RING - 1, each with a reference and a place for a head, those in
     * tx_free[0 .. tx_free_count) are NETFRONT_IDLE. tx_copy[id] is 0, or the number of a place in the copy
     * buffers, from 1; those in copy_free[0 .. copy_free_count) are nobody's. */
    struct netfront_ring tx;
    uint8_t *tx_heads;
    uint8_t *tx_copies;
    uint32_t tx_ref;
    uint8_t tx_slot[NETFRONT_RING];
    uint8_t tx_copy[NETFRONT_RING];
    uint8_t tx_free[NETFRONT_RING];
    unsigned tx_free_count;
    uint8_t copy_free[NETFRONT_COPY_COUNT];
    unsigned copy_free_count;
    unsigned tx_extras;   /* responses without an id that are due */
    bool tx_is_waited;    /* somebody was told that there is little room or none, ... */
    unsigned tx_told;     /* ... namely so much */
    const uint8_t *payload, *payload_end; /* whole pages of the site's content and nothing else */
};

extern struct netfront netfront;
extern struct event_source netfront_source;

/* Requests may be written: the back end takes them now, or once it is connected. */
static inline bool netfront_is_open(const struct netfront *nf)
{
    return nf->published && !nf->is_broken;
}

/* Frames may be taken and sent. */
static inline bool netfront_is_running(const struct netfront *nf)
{
    return nf->connected && !nf->is_broken;
}

/* ---- netfront.c */

/* An empty ring in its page, granted to the back end. */
void netfront_ring_start(struct netfront *nf, struct netfront_ring *ring);

/* Take the page back, or note that it is held. */
void netfront_ring_stop(struct netfront_ring *ring);

/* What was held when the last connection ended: try again. True when both rings' pages are ours: slots that
 * are still held are merely out of use. */
bool netfront_rings_regain(struct netfront *nf);

/* Responses that wait. More than there are requests: the index is impossible, the ring is broken. */
static inline uint32_t netfront_ring_waiting(const struct netfront_ring *ring)
{
    uint32_t waiting = ring->shared->rsp_prod - ring->rsp_cons;

    __asm__ volatile("" ::: "memory"); /* the responses are read after the index that covers them */
    return waiting;
}

static inline bool netfront_ring_is_sane(const struct netfront_ring *ring, uint32_t waiting)
{
    return waiting <= ring->published - ring->rsp_cons;
}

/* Where slot i of a ring lies, for slots of len bytes. */
static inline volatile void *netfront_ring_slot(const struct netfront_ring *ring, uint32_t i, size_t len)
{
    return (volatile uint8_t *)ring->shared + 64 + i % NETFRONT_RING * len;
}

/* Take a page back whose slot is posted or held. False, and held, while the back end still maps it. */
bool netfront_slot_end(struct netfront *nf, uint8_t *slot, uint32_t ref);

/* Show the back end what was requested. Returns true when it wants to be notified. */
bool netfront_ring_publish(struct netfront_ring *ring);

/* Requests of both rings to the back end; at most one notification. */
void netfront_flush(struct netfront *nf);

/* ---- netfront_bus.c */

/* Look at xenstore and do what is due: find a vif, connect, follow the back end. */
void netfront_bus_look(struct netfront *nf);

/* Something failed that may go well later: say so, once until it does, and look again in a while. */
void netfront_trouble(struct netfront *nf, const char *what);

/* The back end wrote what cannot be: touch the rings no more. They are closed and set up anew from the next
 * sleep on. */
void netfront_break(struct netfront *nf, const char *why);

/* ---- netfront_vif.c */

static inline bool netfront_has_vif(const struct netfront *nf)
{
    return nf->front_path[0] != 0;
}

/* Watch for vifs, and take the one with the lowest number. */
bool netfront_vif_find(struct netfront *nf);

/* Is it still there? Where a toolstack has made another one in its place, the state is not what we wrote. */
bool netfront_vif_is_same(struct netfront *nf);
void netfront_vif_forget(struct netfront *nf);

/* What the back end is, and what it can do. *fits: we can do with that. False when xenstore is in trouble. */
bool netfront_vif_read(struct netfront *nf, bool *fits);

/* The number directory/name. netfront_number(): otherwise where it is absent, no number, or unreadable. */
enum xenstore_result netfront_read_number(const char *directory, const char *name, uint64_t *value);
uint64_t netfront_number(const char *directory, const char *name, uint64_t otherwise);
enum xenstore_result netfront_write_number(uint32_t transaction, const char *directory, const char *name,
                                           uint64_t value);

/* ---- netfront_rx.c, netfront_tx.c, netfront_send.c */

bool netfront_rx_allocate(struct netfront *nf, struct arena *arena);
bool netfront_tx_allocate(struct netfront *nf, struct arena *arena);

/* Rings with all idle slots posted, before they are published. */
void netfront_rx_start(struct netfront *nf);
void netfront_tx_start(struct netfront *nf);

/* Take back every grant; slots whose page is still mapped become held. */
void netfront_rx_stop(struct netfront *nf);
void netfront_tx_stop(struct netfront *nf);

/* Held slots whose page the back end has let go become idle, or are posted. */
void netfront_rx_regain(struct netfront *nf);
void netfront_tx_regain(struct netfront *nf);

/* After a restore there are no grants: none is posted or held. */
void netfront_rx_forget(struct netfront *nf);
void netfront_tx_forget(struct netfront *nf);

/* netif_backend's, on this device. */
bool netfront_recv(struct netfront *nf, struct netif_rx *rx);
void netfront_release(struct netfront *nf, const struct netif_rx *rx);
bool netfront_send(struct netfront *nf, const struct netif_tx *tx);
unsigned netfront_send_room(struct netfront *nf);

/* Take all responses that wait, at most a ring's length of them. May break the ring. */
void netfront_tx_reap(struct netfront *nf);

/* Requests that can be written: of ring and ids, whichever has less. */
unsigned netfront_tx_slots(const struct netfront *nf);

/* Before sleeping: ask to be notified. True when there is something already. */
bool netfront_rx_arm(struct netfront *nf);
bool netfront_tx_arm(struct netfront *nf);

#endif
